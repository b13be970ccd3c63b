"""Makes tests/src/test/resources/checkpoints: tiny random checkpoints for what the trained fixtures do not have.

A folder for each: scaled rotary embeddings, tied heads, a sliding window, weights in several files, every kind of
tokenizer files, configurations as transformers wrote them before version 5. expected.json has PyTorch's logits and
the ids of the Hugging Face tokenizers. Needs torch, transformers and sentencepiece from PyPI.
Usage: python make_checkpoints.py FOLDER
"""

import io
import json
import pathlib
import shutil
import sys

import sentencepiece
import torch
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import (
    GPTJConfig, GPTJForCausalLM, LlamaConfig, LlamaForCausalLM, MistralConfig, MistralForCausalLM, MptConfig,
    MptForCausalLM, PreTrainedTokenizerFast,
)

CORPUS = [
    "In the beginning God created the heaven and the earth.",
    "And the earth was without form, and void; and darkness was upon the face of the deep.",
    "And God said, Let there be light: and there was light. It's 12345 years, isn't it?",
    "  def f(x):\n    return x  # two\n\n\nthe end",
    "Žluťoučký kůň úpěl ďábelské ódy. 日本語のテキスト 😀",
]
TEXTS = CORPUS + [
    "", " ", "hello", " hello  world", "the\tthe\r\n\r\nthe", "2024-11-24 1234567", "naïve café ΑΒΓ اللغة 한국어",
    "x <|end|> y", "I'LL we've 'tis", "\u2581odd\u2581 block", "   three   ",
]
LENGTH = 40
LLAMA3_RULE = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
SHAPE = dict(
    hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=1,
    max_position_embeddings=64, attn_implementation="eager",
)


def randomize(model, dtype):
    """Random weights that the type has exactly, in float32."""
    torch.manual_seed(7)
    with torch.no_grad():
        for parameter in model.parameters():
            mean = 1.0 if parameter.dim() == 1 and parameter.mean() == 1 else 0.0
            parameter.copy_((mean + 0.2 * torch.randn_like(parameter)).to(dtype))
    model.tie_weights()
    return model.float().eval()


def logits(model, vocab):
    ids = [(7 * i + i * i) % (vocab - 4) + 3 for i in range(LENGTH)]
    with torch.no_grad():
        return ids, [round(x, 7) for x in model(torch.tensor([ids])).logits[0, -1].tolist()]


def byte_level(kind):
    """A BPE over bytes: gpt2's rules, smollm's or llama3's."""
    tokenizer = Tokenizer(models.BPE(ignore_merges=kind == "llama3"))
    if kind == "llama3":
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
            pre_tokenizers.Split(Regex(LLAMA3_RULE), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ])
    elif kind == "smollm":
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
            [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)])
    else:
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    if kind == "mpt":
        tokenizer.normalizer = normalizers.NFC()
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=300, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    tokenizer.train_from_iterator(CORPUS, trainer)
    tokenizer.add_special_tokens(["<|begin|>", "<|end|>"])
    if kind == "mpt":
        tokenizer.add_tokens([AddedToken("  ", normalized=False), AddedToken("   ", normalized=False)])
    if kind == "llama3":
        tokenizer.post_processor = processors.Sequence([
            processors.ByteLevel(trim_offsets=False),
            processors.TemplateProcessing(
                single="<|begin|> $A", special_tokens=[("<|begin|>", tokenizer.token_to_id("<|begin|>"))]),
        ])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<|begin|>", eos_token="<|end|>", clean_up_tokenization_spaces=False)


def sentence_piece():
    """LLaMA's kind of SentencePiece model."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(CORPUS * 4), model_writer=model, vocab_size=330, model_type="bpe", byte_fallback=True,
        normalization_rule_name="identity", remove_extra_whitespaces=False, allow_whitespace_only_pieces=True,
        split_digits=True, character_coverage=0.98, minloglevel=2)
    return model.getvalue()


def byte_fallback(pieces):
    """The same vocabulary as tokenizer.json has it: merges in the order of the scores."""
    processor = sentencepiece.SentencePieceProcessor(model_proto=pieces)
    size = processor.vocab_size()
    vocab = {processor.id_to_piece(i): i for i in range(size)}
    merges = []
    for piece, rank in sorted(vocab.items(), key=lambda item: -processor.get_score(item[1])):
        if processor.is_byte(rank) or processor.is_control(rank) or processor.is_unknown(rank):
            continue
        for cut in range(1, len(piece)):
            if piece[:cut] in vocab and piece[cut:] in vocab:
                merges.append((-processor.get_score(rank), vocab[piece[:cut]], vocab[piece[cut:]], piece[:cut], piece[cut:]))
    merges = [(left, right) for _, _, _, left, right in sorted(merges)]
    tokenizer = Tokenizer(models.BPE(vocab, merges, unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    tokenizer.add_special_tokens([AddedToken(t, normalized=False, special=True) for t in ("<unk>", "<s>", "</s>")])
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 1)])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, unk_token="<unk>", bos_token="<s>", eos_token="</s>", clean_up_tokenization_spaces=False)


def config_file(folder, change):
    path = folder / "config.json"
    config = json.loads(path.read_text())
    change(config)
    path.write_text(json.dumps(config, indent=1))


class Maker:
    def __init__(self, root):
        self.root = root
        self.expected = {}

    def add(self, name, model, dtype, tokenizer, texts=TEXTS, shard=None, like=None):
        """Saves a checkpoint; like: how others compute it, where transformers reads the file in another way."""
        folder = self.root / name
        shutil.rmtree(folder, ignore_errors=True)
        randomize(model, dtype)
        ids, last = logits(like or model, model.config.vocab_size)
        model.to(dtype).save_pretrained(folder, max_shard_size=shard or "1GB")
        tokenizer.save_pretrained(folder)
        self.expected[name] = {
            "ids": ids, "logits": last,
            "texts": [{"text": t, "ids": tokenizer.encode(t)} for t in texts],
        }
        return folder

    def pieces(self, folder, model, texts=TEXTS, keep_json=False):
        """tokenizer.model, alone or beside tokenizer.json, and its ids."""
        (folder / "tokenizer.model").write_bytes(model)
        if not keep_json:
            (folder / "tokenizer.json").unlink()
        processor = sentencepiece.SentencePieceProcessor(model_proto=model)
        self.expected[folder.name]["texts"] = [
            {"text": t, "ids": [1] + processor.encode(t)} for t in texts if "<" not in t]
        config = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "add_bos_token": True,
                  "add_eos_token": False, "tokenizer_class": "LlamaTokenizer"}
        (folder / "tokenizer_config.json").write_text(json.dumps(config))

    def llama(self, name, tokenizer, dtype=torch.float16, rope=None, shard=None, vocab=None, **changes):
        config = LlamaConfig(**{
            **SHAPE, "vocab_size": vocab or len(tokenizer), "tie_word_embeddings": False,
            "bos_token_id": tokenizer.bos_token_id, "eos_token_id": tokenizer.eos_token_id, **changes})
        if rope:
            config.rope_parameters = {"rope_theta": 10000.0, **rope}
        return self.add(name, LlamaForCausalLM(config), dtype, tokenizer, shard=shard)


def old_style(config):
    """As transformers 4 wrote it."""
    rope = config.pop("rope_parameters")
    config["rope_theta"] = rope.pop("rope_theta")
    config["rope_scaling"] = {"type": rope.pop("rope_type"), **rope}
    config["torch_dtype"] = config.pop("dtype", "float16")


def main():
    root = pathlib.Path(sys.argv[1])
    root.mkdir(parents=True, exist_ok=True)
    make = Maker(root)
    pieces = sentence_piece()
    fallback = byte_fallback(pieces)
    # TinyLlama: the vocabulary in tokenizer.json alone.
    make.llama("tinyllama-linear", fallback, rope={"rope_type": "linear", "factor": 4.0}, shard="40KB")
    # Llama 2: the vocabulary in tokenizer.model alone.
    folder = make.llama("llama2-float32", fallback, dtype=torch.float32, rms_norm_eps=1e-6, num_key_value_heads=2)
    make.pieces(folder, pieces)
    # Llama 3.2: tied, whole words first, two tokens that end; more rows than tokens.
    words = byte_level("llama3")
    folder = make.llama(
        "llama3-tied", words, dtype=torch.bfloat16, vocab=len(words) + 5, tie_word_embeddings=True, head_dim=16,
        rope={"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
              "original_max_position_embeddings": 16})
    (folder / "generation_config.json").write_text(json.dumps({"eos_token_id": [words.eos_token_id, words.bos_token_id]}))
    # The same scaling as transformers 4 wrote it, and YaRN's.
    folder = make.llama(
        "llama-yarn-old-config", byte_level("gpt2"),
        rope={"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 16})
    config_file(folder, old_style)
    make.llama(
        "llama-yarn-all-parameters", byte_level("gpt2"),
        rope={"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 16, "beta_fast": 20.0,
              "beta_slow": 2.0, "attention_factor": 1.3})
    # SmolLM2: tied, digits one by one, a large base.
    make.llama("smollm2-tied", byte_level("smollm"), tie_word_embeddings=True, rope={"rope_type": "default", "rope_theta": 100000.0})
    # Mistral: a window, heads wider than hidden size / heads, both forms of the vocabulary.
    config = MistralConfig(**SHAPE, vocab_size=len(fallback), sliding_window=6, head_dim=24, tie_word_embeddings=False)
    folder = make.add("mistral-window", MistralForCausalLM(config), torch.float16, fallback, shard="30KB")
    make.pieces(folder, pieces, keep_json=True)
    # GPT-J: vocab.json and merges.txt.
    words = byte_level("gpt2")
    config = GPTJConfig(vocab_size=len(words), n_positions=64, n_embd=32, n_layer=2, n_head=2, rotary_dim=8, n_inner=None)
    folder = make.add("gptj-vocab-merges", GPTJForCausalLM(config), torch.float16, words, shard="40KB")
    saved = json.loads((folder / "tokenizer.json").read_text())
    added = {token["content"]: token["id"] for token in saved["added_tokens"]}
    (folder / "vocab.json").write_text(json.dumps(saved["model"]["vocab"], ensure_ascii=False))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(" ".join(m) for m in saved["model"]["merges"]) + "\n")
    (folder / "added_tokens.json").write_text(json.dumps(added))
    (folder / "tokenizer.json").unlink()
    # MPT: clamped, spaces as tokens.
    words = byte_level("mpt")
    config = MptConfig(d_model=48, n_heads=3, n_layers=2, max_seq_len=64, vocab_size=len(words) + 7)
    config.attn_config.clip_qkv = 0.5
    make.add("mpt-clamp", MptForCausalLM(config), torch.float16, words)
    for folder in root.iterdir():
        for extra in ("special_tokens_map.json", "chat_template.jinja"):
            (folder / extra).unlink(missing_ok=True) if folder.is_dir() else None
    (root / "expected.json").write_text(json.dumps(make.expected, ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    main()
