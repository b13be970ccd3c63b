"""Writes the test vectors of the pre-tokenizers: what Hugging Face's `tokenizers` makes of random texts.

    pip install tokenizers
    python pre_tokenizer_vectors.py ../resources/tokenizers/pre-tokenizers

texts.txt has a text a line, written as JSON. RULE.txt has, in its first line, the names in GGUF that stand for the
rule, and then a line for each text: the numbers of characters of its pieces.

The regular expressions are those of the models' tokenizer.json files, in the syntax of Oniguruma. Where a model
cuts with a component that has no expression (Digits, Punctuation), the expression with the same effect stands here.
"""

import json
import pathlib
import random
import sys
import unicodedata

from tokenizers import Regex, pre_tokenizers

CONTRACTION = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)"
SPACE_TAIL = r"|\s*[\r\n]+|\s+(?!\S)|\s+"
GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
UPPER = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]"
LOWER = r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
LEAD = r"[^\r\n\p{L}\p{N}]?"
KANA = "[\u4e00-\u9fa5\u3040-\u309f\u30a0-\u30ff]+"
KOREAN = "[\u4e00-\u9fa5\u0800-\u4e00\uac00-\ud7ff]+"
BLOOM = " ?[^(\\s|[.,!?\u2026\u3002\uff0c\u3001\u0964\u06d4\u060c])]+"
DEEPSEEK_V3 = (
    r"""[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"""
    r"| ?[\p{P}\p{S}]+[\r\n]*" + SPACE_TAIL
)
DEEPSEEK_LETTERS = (
    "[A-Za-z\u00b5\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u01ba\u01bc-\u01bf\u01c4-\u0293\u0295-\u02af\u0370-\u0373"
    "\u0376\u0377\u037b-\u037d\u037f\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03f5\u03f7-\u0481\u048a-\u052f"
    "\u0531-\u0556\u10a0-\u10c5\u13a0-\u13f5\u13f8-\u13fd\u1c90-\u1cba\u1cbd-\u1cbf\u1d00-\u1d2b\u1d6b-\u1d77"
    "\u1d79-\u1d9a\u1e00-\u1f15\u1f18-\u1f1d\u1f20-\u1f45\u1f48-\u1f4d\u1f50-\u1f57\u1f59\u1f5b\u1f5d\u1f5f-\u1f7d"
    "\u1f80-\u1fb4\u1fb6-\u1fbc\u1fbe\u1fc2-\u1fc4\u1fc6-\u1fcc\u1fd0-\u1fd3\u1fd6-\u1fdb\u1fe0-\u1fec\u1ff2-\u1ff4"
    "\u1ff6-\u1ffc\u2102\u2107\u210a-\u2113\u2115\u2119-\u211d\u2124\u2126\u2128\u212a-\u212d\u212f-\u2134\u2139"
    "\u213c-\u213f\u2145-\u2149\u214e\u2183\u2184\u2c00-\u2c7b\u2c7e-\u2ce4\u2ceb-\u2cee\u2cf2\u2cf3\ua640-\ua66d"
    "\ua680-\ua69b\ua722-\ua76f\ua771-\ua787\ua78b-\ua78e\uab70-\uabbf\ufb00-\ufb06\ufb13-\ufb17\uff21-\uff3a"
    "\uff41-\uff5a\U00010400-\U0001044f\U000104b0-\U000104d3\U000104d8-\U000104fb\U00010c80-\U00010cb2"
    "\U00010cc0-\U00010cf2\U000118a0-\U000118df\U0001e900-\U0001e943]"
)
ASIAN = (
    "[\u4e00-\u9fff\u3400-\u4dbf\uf900-\ufaff\u3040-\u309f\u30a0-\u30ff\uff65-\uff9f\u2f00-\u2fdf\u0e40-\u0e7f"
    "\u0e80-\u0eff\u1780-\u17ff\u1000-\u109f\uaa60-\uaa7f\ua9e0-\ua9ff\uac00-\ud7af\u1100-\u11ff]+"
)
DIGIT = r"\p{N}"


def tiktoken(digits, contraction=CONTRACTION + "|", letters=r"\p{L}", others=r"[^\s\p{L}\p{N}]", tail=r"[\r\n]*"):
    return contraction + LEAD + f"{letters}+|\\p{{N}}{digits}| ?{others}+{tail}" + SPACE_TAIL


def o200k(digits, contraction=CONTRACTION + "?"):
    return (
        f"{LEAD}{UPPER}*{LOWER}+{contraction}|{LEAD}{UPPER}+{LOWER}*{contraction}|\\p{{N}}{digits}"
        r"| ?[^\s\p{L}\p{N}]+[\r\n/]*" + SPACE_TAIL
    )


# The file's name, the names in GGUF, and the expressions, each applied to the pieces of the one before.
RULES = [
    (
        "gpt-2",
        "default gpt-2 gptj gpt-neox phi-2 mpt olmo jais trillion granite-docling exaone4 mellum gigachat a.x-4.0"
        " modern-bert roberta-bpe jina-v1-en jina-v2-code jina-es jina-de jina-v2-es jina-v2-de",
        [GPT2],
    ),
    ("smollm", "starcoder refact command-r smollm codeshell exaone minerva-7b mellum2", [DIGIT, GPT2]),
    (
        "falcon",
        "falcon",
        [r"[\p{P}!-/:-@\[-`{-~]+", GPT2, "[0-9]+", "[0-9][0-9][0-9]"],
    ),
    (
        "llama-bpe",
        "llama3 llama-v3 llama-bpe falcon3 falcon-h1 pixtral midm-2.0 lfm2 jina-v5-nano smaug-bpe dbrx chatglm-bpe"
        " glm4",
        [tiktoken("{1,3}")],
    ),
    (
        "qwen2",
        "qwen2 deepseek-r1-qwen stablelm2 megrez hunyuan kormo f2llmv2 solar-open grok-2",
        [tiktoken("")],
    ),
    (
        "bailingmoe",
        "bailingmoe bailingmoe2 llada-moe",
        [
            r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)"
            r"|\s+"
        ],
    ),
    ("qwen35", "qwen35", [tiktoken("", letters=r"[\p{L}\p{M}]", others=r"[^\s\p{L}\p{M}\p{N}]")]),
    ("ufakzeka", "ufakzeka", [tiktoken("", contraction="")]),
    ("seed-coder", "seed-coder", [tiktoken("{1}", others=r"[^\s\p{L}\p{N}\r\n]", tail="")]),
    (
        "jais-2",
        "jais-2",
        [
            CONTRACTION + r"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s{512}(?!\S)"
            r"|\s{256}(?!\S)|\s{128}(?!\S)|\s{64}(?!\S)|\s{32}(?!\S)|\s{16}(?!\S)|\s{8}(?!\S)|\s{4}(?!\S)"
            r"|\s{1,2}(?!\S)|\s{1}"
        ],
    ),
    (
        "exaone-moe",
        "exaone-moe",
        [
            CONTRACTION + r"|[^\r\n\p{L}\p{N}]?(?:\p{L}\p{M}*(?: \p{L}\p{M}*)*)+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]?"
            r"|\s*[\r\n]|\s+(?!\S)|\s+"
        ],
    ),
    ("minicpm5", "minicpm5", [r"\p{N}{1,3}", tiktoken("+")]),
    ("laguna", "laguna", [r"[^\n]+|[\n]+", tiktoken("")]),
    ("tekken", "tekken", [o200k("", contraction="")]),
    ("gpt-4o", "gpt-4o llama4 kanana2 talkie minimax-m2 granite-embed-multi-97m", [o200k("{1,3}")]),
    (
        "youtu",
        "youtu",
        [
            "[\uac00-\ud7a3\u3131-\u318e]+|[\uff01\u2026\u201c\u201d\u2018\u2019\u2014\uff1a\uff1b\uff0c\u3001-\u303f"
            "\ufe30-\ufe4f]+|[\u3105-\u312f]+|" + KANA,
            o200k(""),
        ],
    ),
    (
        "deepseek-llm",
        "deepseek-llm",
        [
            "[\r\n]",
            r"\s?" + DEEPSEEK_LETTERS + "+",
            "\\s?[!-/:-~\uff01-\uff0f\uff1a-\uff5e\u2018-\u201f\u3000-\u3002]+",
            r"\s+$",
            KOREAN,
            DIGIT,
        ],
    ),
    ("deepseek-coder", "deepseek-coder", ["[\r\n]", r"\s?\p{L}+", r"\s?\p{P}+", KOREAN, DIGIT]),
    ("deepseek-v3", "deepseek-v3 hunyuan-dense joyai-llm hy_v4", [r"\p{N}{1,3}", KANA, DEEPSEEK_V3]),
    ("afmoe", "afmoe", [r"\p{N}+", r"(?=(\p{N}{3})+(?!\p{N}))", ASIAN, DEEPSEEK_V3]),
    ("superbpe", "superbpe", [r"\p{N}+", r"(?=(\d{3})+(?!\d))"]),
    ("bloom", "bloom poro-chat gpt3-finnish", [BLOOM]),
    ("viking", "viking", [BLOOM, DIGIT]),
    (
        "chameleon",
        "chameleon",
        [
            "<sentinel:[0-9]+>",
            "(IMGIMG)((A|B|C|D|E|F|G|H|I){1,4})Z",
            r"([\t\n]|    |  )",
            DIGIT,
            r"[\p{P}!-/:-@\[-`{-~]",
            GPT2,
        ],
    ),
]

WHITE = [chr(c) for c in (9, 10, 11, 12, 13, 0x85, 0xA0, 0x1680, 0x2000, 0x2028, 0x2029, 0x202F, 0x3000, 0x200B, 0x1C)]
APOSTROPHES = "'s 'S 't 'T 're 'RE 'Re 've 'vE 'm 'M 'll 'LL 'lL 'd 'D '\u017f 'x \u2019s".split()
EDGES = [
    chr(c)
    for c in (
        0x4E00, 0x9FA5, 0x9FA6, 0x3400, 0x3042, 0x30FF, 0xAC00, 0xD7A3, 0xD7B0, 0x3131, 0x3105, 0x1100, 0x0E01, 0x0E40,
        0x1780, 0x1000, 0xFF01, 0xFF21, 0xFF10, 0x3002, 0x2018, 0x201F, 0x2F00, 0xF900, 0x20000,
    )
]  # fmt: skip
WHOLE = ["<sentinel:12>", "<sentinel:", "IMGIMGABCZ", "IMGIMGABCDEZ", "\U0001f999", "\U0001f469\u200d\U0001f4bb", "e\u0301"]


def characters_by_category():
    by_category = {}
    for point in range(0x110000):
        category = unicodedata.category(chr(point))
        if category not in ("Cs", "Cn"):
            by_category.setdefault(category, []).append(chr(point))
    return by_category


def some(rng, characters, most):
    return "".join(rng.choice(characters) for _ in range(rng.randint(1, most)))


def fragment(rng, by_category):
    kind = rng.random()
    if kind < 0.25:
        return some(rng, "abcdefABCZxyzIMG\u00e9\u00df\u00f1\u00c4\u00f8\u0434\u0416\u0436", 5)
    if kind < 0.40:
        return rng.choice([" "] * 8 + WHITE) * rng.choice([1, 1, 1, 2, 3, 5])
    if kind < 0.47:
        return some(rng, "0123456789", 9)
    if kind < 0.55:
        return rng.choice(APOSTROPHES)
    if kind < 0.65:
        return some(rng, "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", 3)
    if kind < 0.72:
        return some(rng, "\r\n\n \t", 4)
    if kind < 0.80:
        return some(rng, EDGES, 3)
    if kind < 0.83:
        return rng.choice(WHOLE)
    return some(rng, by_category[rng.choice(sorted(by_category))], 2)


def main(folder):
    rng = random.Random(20260101)
    by_category = characters_by_category()
    texts = ["".join(fragment(rng, by_category) for _ in range(rng.randint(1, 12))) for _ in range(300)]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "texts.txt").write_text("".join(json.dumps(text) + "\n" for text in texts))
    for rule, names, expressions in RULES:
        splits = [pre_tokenizers.Split(Regex(expression), "isolated") for expression in expressions]
        cutter = pre_tokenizers.Sequence(splits)
        lines = [names]
        for text in texts:
            pieces = [end - start for _, (start, end) in cutter.pre_tokenize_str(text) if end > start]
            lines.append(" ".join(map(str, pieces)))
        (folder / f"{rule}.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
