"""The module llama_cpp."""

import unittest

import triglot
from llama_cpp import Llama
from test_triglot import MODEL

CHAT = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}]


class LlamaTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.llm = Llama(model_path=MODEL, n_ctx=128, n_threads=1, seed=3, chat_format="chatml", verbose=False, n_gpu_layers=-1)
        cls.addClassCleanup(cls.llm.close)

    def test_a_completion_has_openais_shape(self):
        answer = self.llm("Hello", max_tokens=4, temperature=0, echo=True)
        self.assertEqual(answer["object"], "text_completion")
        self.assertTrue(answer["id"].startswith("cmpl-"))
        choice = answer["choices"][0]
        self.assertTrue(choice["text"].startswith("Hello"))
        self.assertEqual(set(choice), {"text", "index", "logprobs", "finish_reason"})
        self.assertEqual(choice["finish_reason"], "length")
        self.assertEqual(answer["usage"], {"prompt_tokens": 4, "completion_tokens": 4, "total_tokens": 8} | {
            "prompt_tokens": len(self.llm.tokenize(b"Hello")), "total_tokens": len(self.llm.tokenize(b"Hello")) + 4})

    def test_chunks_add_up_to_the_completion(self):
        whole = self.llm.create_completion("Hello", max_tokens=6, temperature=0)
        chunks = list(self.llm.create_completion("Hello", max_tokens=6, temperature=0, stream=True))
        self.assertEqual("".join(chunk["choices"][0]["text"] for chunk in chunks), whole["choices"][0]["text"])
        self.assertEqual([chunk["choices"][0]["finish_reason"] for chunk in chunks][-2:], [None, "length"])
        self.assertEqual(len({chunk["id"] for chunk in chunks}), 1)

    def test_chats_answer_and_stream(self):
        whole = self.llm.create_chat_completion(CHAT, max_tokens=4, temperature=0)
        self.assertEqual(whole["object"], "chat.completion")
        self.assertEqual(whole["choices"][0]["message"]["role"], "assistant")
        chunks = list(self.llm.create_chat_completion(CHAT, max_tokens=4, temperature=0, stream=True))
        self.assertEqual({chunk["object"] for chunk in chunks}, {"chat.completion.chunk"})
        deltas = [chunk["choices"][0]["delta"] for chunk in chunks]
        self.assertEqual(deltas[0], {"role": "assistant"})
        self.assertEqual(deltas[-1], {})
        self.assertEqual(
            "".join(delta.get("content", "") for delta in deltas), whole["choices"][0]["message"]["content"]
        )

    def test_the_seed_of_the_constructor_counts(self):
        texts = {self.llm("Hello", max_tokens=8)["choices"][0]["text"] for _ in range(2)}
        self.assertEqual(len(texts), 1)

    def test_tokens_are_of_bytes(self):
        ids = self.llm.tokenize(b"Hello", add_bos=False)
        self.assertEqual(self.llm.detokenize(ids).strip(), b"Hello")
        self.assertEqual(self.llm.tokenize(b"Hello")[0], self.llm.token_bos())
        self.assertEqual(self.llm.n_vocab(), 512)
        self.assertEqual(self.llm.n_ctx(), 128)
        self.assertEqual(self.llm.n_embd(), 32)
        self.assertEqual(self.llm.token_eos(), 2)

    def test_a_stream_that_is_closed_leaves_the_context_free(self):
        stream = self.llm("Hello", max_tokens=100, stream=True)
        next(stream)
        stream.close()
        self.assertTrue(self.llm("Hello", max_tokens=1)["choices"])

    def test_a_state_is_taken_up_again(self):
        self.llm("Hello", max_tokens=4, temperature=0)
        try:
            state = self.llm.save_state()
        except NotImplementedError:
            self.assertNotIn("state", triglot.features())
            return
        held = self.llm.n_tokens
        self.llm.reset()
        self.assertEqual(self.llm.n_tokens, 0)
        self.llm.load_state(state)
        self.assertEqual(self.llm.n_tokens, held)
        self.assertEqual(state.n_tokens, held)

    def test_embeddings_must_be_asked_for(self):
        with self.assertRaisesRegex(RuntimeError, "embedding=True"):
            self.llm.create_embedding("Hello")

    def test_embeddings_have_openais_shape(self):
        with Llama(MODEL, embedding=True) as llm:
            if "embeddings" not in triglot.features():
                self.assertRaises(NotImplementedError, llm.create_embedding, "Hello")
                return
            answer = llm.create_embedding(["Hello", "world"])
        self.assertEqual([entry["index"] for entry in answer["data"]], [0, 1])
        self.assertEqual(len(answer["data"][0]["embedding"]), 32)
        self.assertGreater(answer["usage"]["prompt_tokens"], 0)

    def test_what_is_missing_is_named(self):
        for option in ("grammar", "tools", "logits_processor", "suffix", "logprobs"):
            with self.assertRaisesRegex(NotImplementedError, option):
                self.llm("Hello", **{option: "x"})
        with self.assertRaisesRegex(NotImplementedError, "mirostat_mode"):
            self.llm("Hello", mirostat_mode=2)

    def test_bad_arguments(self):
        with self.assertRaisesRegex(ValueError, "does not exist"):
            Llama("missing.gguf")
        with self.assertRaisesRegex(ValueError, "did you mean 'chatml'"):
            Llama(MODEL, chat_format="chatlm")
        with self.assertRaisesRegex(TypeError, "temperature"):
            self.llm("Hello", temperatur=0)
        with self.assertRaises(ValueError):
            self.llm("word " * 500)

    def test_every_chat_format_renders(self):
        from llama_cpp import _formats

        for name in _formats.FORMATS:
            with Llama(MODEL, n_ctx=256, chat_format=name) as llm:
                answer = llm.create_chat_completion(CHAT, max_tokens=1)
                self.assertEqual(answer["usage"]["completion_tokens"] <= 1, True, name)
