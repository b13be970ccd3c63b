"""The package triglot, with a model of a few kilobytes."""

import copy
import pickle
import sys
import threading
import types
import unittest
import unittest.mock

import triglot
from triglot import _options

MODEL = "src/test/resources/tiny.gguf"
CHATML = "{% for m in messages %}<{{ m.role }}>{{ m.content }}\n{% endfor %}<assistant>"
GREEDY = {"temperature": 0, "max_tokens": 8}


class TriglotTest(unittest.TestCase):
    def setUp(self):
        self.llm = triglot.open(MODEL, threads=1)
        self.addCleanup(self.llm.close)


class CompletionTest(TriglotTest):
    def test_a_completion_is_a_str_that_knows_how_it_was_made(self):
        text = self.llm.complete("Hello", **GREEDY)
        self.assertIsInstance(text, str)
        self.assertEqual(text.finish_reason, "length")
        self.assertEqual(text.completion_tokens, 8)
        self.assertEqual(len(text.tokens), 8)
        self.assertEqual(text.prompt_tokens, len(self.llm.tokenize("Hello")))
        self.assertGreaterEqual(text.completion_millis, 0)

    def test_a_stream_gives_the_same_text_in_pieces(self):
        whole = self.llm.complete("Hello", **GREEDY)
        stream = self.llm.stream("Hello", **GREEDY)
        pieces = list(stream)
        self.assertEqual("".join(pieces), whole)
        self.assertEqual(stream.completion, whole)
        self.assertNotIn("", pieces)

    def test_ids_are_a_prompt_too(self):
        ids = self.llm.tokenize("Hello")
        self.assertEqual(self.llm.complete(ids, **GREEDY), self.llm.complete("Hello", **GREEDY))

    def test_a_seed_gives_the_same_text_again(self):
        texts = {self.llm.complete("Hello", max_tokens=8, seed=7) for _ in range(3)}
        self.assertEqual(len(texts), 1)

    def test_a_stop_string_ends_the_text(self):
        whole = self.llm.complete("Hello", **GREEDY)
        stop = whole[2:4]
        text = self.llm.complete("Hello", stop=[stop], **GREEDY)
        self.assertEqual(text, whole[: whole.index(stop)])
        self.assertEqual(text.finish_reason, "stop")

    def test_a_closed_stream_cancels_and_the_model_goes_on(self):
        with self.llm.stream("Hello", max_tokens=2000) as stream:
            next(stream)
        self.assertEqual(stream.completion.finish_reason, "cancelled")
        self.assertEqual(list(stream), [])
        self.assertTrue(self.llm.complete("Hello", **GREEDY))

    def test_a_stream_that_was_never_read_costs_nothing(self):
        stream = self.llm.stream("Hello", max_tokens=2000)
        self.assertEqual(repr(stream), "<triglot.Stream, not started>")
        stream.close()
        self.assertIsNone(stream.completion)

    def test_an_abandoned_stream_leaves_the_model_usable(self):
        for _ in self.llm.stream("Hello", max_tokens=2000):
            break
        self.assertTrue(self.llm.complete("Hello", **GREEDY))

    def test_threads_generate_at_the_same_time(self):
        alone = self.llm.complete("Hello", **GREEDY)
        texts = []
        threads = [
            threading.Thread(target=lambda: texts.append(self.llm.complete("Hello", **GREEDY))) for _ in range(3)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(texts, [alone] * 3)

    def test_python_goes_on_while_the_engine_works(self):
        done = threading.Event()
        thread = threading.Thread(target=lambda: (self.llm.complete("Hello", max_tokens=400), done.set()))
        thread.start()
        steps = 0
        while not done.wait(0.001):
            steps += 1
        thread.join()
        self.assertGreater(steps, 0)

    def test_an_interrupt_ends_the_generation_and_the_model_goes_on(self):
        stream = self.llm.stream("Hello", max_tokens=2000)
        with self.assertRaises(KeyboardInterrupt):
            for _ in stream:
                raise KeyboardInterrupt
        stream.close()
        self.assertEqual(stream.completion.finish_reason, "cancelled")
        self.assertTrue(self.llm.complete("Hello", **GREEDY))


class TokensTest(TriglotTest):
    def test_tokens_go_both_ways(self):
        ids = self.llm.tokenize("Hello world", add_special=False)
        self.assertTrue(all(type(id) is int for id in ids))
        self.assertEqual(self.llm.detokenize(ids).strip(), "Hello world")
        self.assertIsInstance(self.llm.token_bytes(ids[0]), bytes)

    def test_begin_of_text_stands_in_front(self):
        self.assertEqual(self.llm.tokenize("Hello")[0], self.llm.bos)

    def test_text_is_no_ids(self):
        with self.assertRaises(TypeError):
            self.llm.detokenize("Hello")


class ChatTest(TriglotTest):
    def chat(self, **options):
        chat = self.llm.chat(template=CHATML, **options)
        self.addCleanup(chat.close)
        return chat

    def test_a_chat_remembers(self):
        chat = self.chat(system="Be brief.")
        answer = chat.send("Hi", max_tokens=4)
        self.assertEqual(
            chat.messages,
            [
                {"role": "system", "content": "Be brief."},
                {"role": "user", "content": "Hi"},
                {"role": "assistant", "content": str(answer)},
            ],
        )
        self.assertEqual(repr(chat), "<triglot.Chat of 3 messages>")
        chat.reset()
        self.assertEqual(len(chat.messages), 1)

    def test_a_chat_streams_and_regenerates(self):
        chat = self.chat()
        answer = "".join(chat.stream("Hi", temperature=0, max_tokens=4))
        self.assertEqual(chat.messages[-1]["content"], answer)
        self.assertEqual(chat.regenerate(temperature=0, max_tokens=4), answer)
        self.assertEqual(len(chat.messages), 2)

    def test_a_history_can_be_given_and_replaced(self):
        history = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Ho"}]
        chat = self.chat(messages=history)
        self.assertEqual(chat.messages, history)
        chat.messages = history[:1]
        self.assertEqual(chat.messages, history[:1])

    def test_a_model_without_template_says_so(self):
        with self.assertRaises(triglot.TemplateError):
            with self.llm.chat() as chat:
                chat.send("Hi")

    def test_a_message_is_a_text(self):
        with self.assertRaises(TypeError):
            self.chat().send(5)


class SessionTest(TriglotTest):
    def test_a_session_keeps_what_it_read(self):
        with self.llm.session(context_length=64) as session:
            self.assertEqual(session.context_length, 64)
            session.complete("Hello world", max_tokens=2)
            again = session.complete("Hello world", max_tokens=2)
            self.assertLess(again.prompt_evaluated, again.prompt_tokens)
            self.assertTrue(session.tokens)
            session.reset()
            self.assertEqual(session.tokens, [])
        self.assertTrue(session.closed)

    def test_one_thing_at_a_time(self):
        with self.llm.session() as session:
            stream = session.stream("Hello", max_tokens=2000)
            next(stream)
            with self.assertRaises(triglot.BusyError) as raised:
                session.complete("Hello")
            self.assertIsInstance(raised.exception, RuntimeError)
            stream.close()
            self.assertTrue(session.complete("Hello", max_tokens=2))

    def test_logits_are_a_float_for_each_token(self):
        with self.llm.session() as session:
            logits = session.logits(self.llm.tokenize("Hello"))
            self.assertEqual(len(logits), self.llm.info.vocab_size)
            best = max(range(len(logits)), key=logits.__getitem__)
            self.assertEqual(session.complete("Hello", temperature=0, max_tokens=1).tokens, [best])

    def test_a_full_context_is_an_error(self):
        with self.llm.session(context_length=16) as session:
            with self.assertRaises(triglot.ContextOverflowError) as raised:
                session.complete("word " * 50)
            self.assertIsInstance(raised.exception, ValueError)
            self.assertTrue(session.complete("Hello", max_tokens=2))


class ErrorsTest(TriglotTest):
    def test_a_missing_file_is_a_file_not_found_error(self):
        with self.assertRaises(FileNotFoundError) as raised:
            triglot.open("src/test/resources/missing.gguf")
        self.assertIsInstance(raised.exception, triglot.TriglotError)
        self.assertEqual(raised.exception.code, "model_not_found")
        self.assertIn("missing.gguf", str(raised.exception))

    def test_a_file_that_is_no_model_is_a_value_error(self):
        with self.assertRaises(triglot.ModelFormatError) as raised:
            triglot.open("src/test/python/test_triglot.py")
        self.assertIsInstance(raised.exception, ValueError)
        self.assertIn("dev.triglot", raised.exception.details)

    def test_no_java_in_front_of_a_scripts_author(self):
        import traceback

        try:
            triglot.open("src/test/resources/missing.gguf")
        except triglot.TriglotError as raised:
            shown = "".join(traceback.format_exception(raised))
        self.assertNotIn("dev.triglot", shown)
        self.assertNotIn(".java", shown)
        self.assertIn("test_triglot.py", shown)

    def test_an_unknown_option_names_the_nearest(self):
        for call in (
            lambda: self.llm.complete("Hello", max_token=3),
            lambda: self.llm.chat(sytem="x"),
            lambda: self.llm.session(context_lenght=3),
            lambda: triglot.open(MODEL, thread=1),
        ):
            with self.assertRaisesRegex(TypeError, "did you mean '(max_tokens|system|context_length|threads)'"):
                call()

    def test_a_wrong_type_is_a_type_error_and_a_wrong_value_a_value_error(self):
        with self.assertRaisesRegex(TypeError, "max_tokens of stream.. must be int, not str"):
            self.llm.complete("Hello", max_tokens="3")
        with self.assertRaisesRegex(TypeError, "temperature .* a number, not bool"):
            self.llm.complete("Hello", temperature=True)
        with self.assertRaises(ValueError):
            self.llm.complete("Hello", temperature=-1)
        self.assertTrue(self.llm.complete("Hello", max_tokens=1))

    def test_what_is_missing_names_its_feature(self):
        if "grammar" not in triglot.features():
            with self.assertRaisesRegex(NotImplementedError, "grammar"):
                self.llm.complete("Hello", grammar="root ::= 'a'")

    def test_a_closed_model_says_so(self):
        self.llm.close()
        self.llm.close()
        with self.assertRaises(triglot.ClosedError) as raised:
            self.llm.complete("Hello")
        self.assertIsInstance(raised.exception, ValueError)
        self.assertIn("closed", repr(self.llm))

    def test_handles_are_neither_pickled_nor_copied(self):
        with self.llm.session() as session:
            for handle in (self.llm, session, self.llm.stream("x")):
                with self.assertRaisesRegex(TypeError, "cannot be pickled"):
                    pickle.dumps(handle)
                with self.assertRaises(TypeError):
                    copy.copy(handle)

    def test_errors_and_completions_can_be_pickled(self):
        error = pickle.loads(pickle.dumps(triglot._errors.error("closed", "the model is closed")))
        self.assertIsInstance(error, triglot.ClosedError)
        self.assertEqual((str(error), error.code), ("the model is closed", "closed"))
        self.assertEqual(pickle.loads(pickle.dumps(self.llm.complete("Hello", **GREEDY))), self.llm.complete("Hello", **GREEDY))


class InformationTest(TriglotTest):
    def test_information(self):
        self.assertEqual(self.llm.info.architecture, "llama")
        self.assertEqual(self.llm.info, triglot.inspect(MODEL))
        self.assertIsInstance(self.llm.info.hyperparameters, dict)
        self.assertIn("tiny", repr(self.llm))
        self.assertGreater(triglot.estimate_memory(MODEL, context_length=32).total, 0)
        self.assertEqual(triglot.devices()[0].name, "cpu")
        self.assertTrue(any(model.name == triglot.store.default_model() for model in triglot.store.models()))

    def test_threads_may_change(self):
        self.llm.threads = 2
        self.assertEqual(self.llm.threads, 2)
        with self.assertRaises(ValueError):
            self.llm.threads = 0

    def test_signatures_show_keywords_and_defaults(self):
        import inspect

        shown = inspect.signature(self.llm.complete).parameters
        self.assertEqual(shown["max_tokens"].default, 256)
        self.assertEqual(list(shown)[0], "prompt")
        self.assertEqual(set(shown) - {"prompt"}, set(_options.GENERATION))

    def test_everything_public_has_a_docstring(self):
        for name in triglot.__all__:
            self.assertTrue(getattr(triglot, name).__doc__, name)

    def test_embeddings_are_numpy_arrays_where_there_is_numpy(self):
        class Array:
            def __init__(self, numbers, shape):
                self.numbers, self.shape = numbers, shape

            def reshape(self, shape):
                return Array(self.numbers, shape)

        # GraalPy has no wheels of NumPy everywhere: this one knows what is asked of it.
        numpy = types.SimpleNamespace(
            float32="float32", frombuffer=lambda buffer, dtype: Array((dtype, memoryview(buffer).tolist()), None)
        )
        plain = self.llm.embed(["Hello", "world"])
        with unittest.mock.patch.dict(sys.modules, numpy=numpy):
            vectors = self.llm.embed(["Hello", "world"])
            vector = self.llm.embed("Hello")
        self.assertEqual(vectors.shape, (2, self.llm.info.embedding_length))
        self.assertEqual(vectors.numbers, ("float32", [x for row in plain for x in row]))
        self.assertIsNone(vector.shape)
        self.assertEqual(vector.numbers, ("float32", plain[0].tolist()))

    def test_embeddings_have_length_1(self):
        if "embeddings" not in triglot.features():
            with self.assertRaisesRegex(NotImplementedError, "embeddings"):
                self.llm.embed("Hello")
            return
        vector = self.llm.embed("Hello")
        self.assertEqual(len(vector), self.llm.info.embedding_length)
        self.assertAlmostEqual(sum(x * x for x in vector), 1, places=4)
        vectors = self.llm.embed(["Hello", "world"], dimensionality=8)
        self.assertEqual([len(vector) for vector in vectors], [8, 8])
