"""Writes reference embeddings: transformers in float32, mean of the last hidden states, length 1.

usage: embedding_vectors.py FOLDER_OF_HF_CHECKPOINTS OUTPUT.json
Long texts: chunks that overlap by 8 tokens, each scaled to length 1, their mean scaled again.
"""
import json
import sys

import sentencepiece
import tokenizers
import torch
from transformers import AutoModel

TEXTS = ["In the beginning God created the heaven and the earth.", "fish",
         "And it came to pass in those days, that there went out a decree from the king, and the people said unto him, "
         "What shall we do? And he answered and said unto them, Give ear, O ye heavens, and hear, O earth, the words of my mouth."]
CASES = [dict(prefix="", dimensionality=0, mode="mean", context=0),
         dict(prefix="the word of: ", dimensionality=64, mode="mean", context=0),
         dict(prefix="", dimensionality=0, mode="mean", context=24),
         dict(prefix="of ", dimensionality=0, mode="truncate", context=24)]


def unit(vector):
    return vector / vector.norm()


def embed(model, encode, bos, text, case):
    begin = bos + (encode(case["prefix"]) if case["prefix"] else [])
    ids = encode(text)
    room = (case["context"] or 256) - len(begin)
    chunks, start = [], 0
    while True:
        end = min(len(ids), start + room)
        chunks.append(begin + ids[start:end])
        if end == len(ids) or case["mode"] == "truncate":
            break
        start = end - 8
    vectors = []
    for chunk in chunks:
        with torch.no_grad():
            states = model(input_ids=torch.tensor([chunk])).last_hidden_state[0]
        vectors.append(unit(states.double().mean(0)))
    mean = torch.stack(vectors).mean(0)
    return unit(mean[:case["dimensionality"] or None]), [len(c) for c in chunks]


def main(folder, out):
    records = []
    for name in ["gptj-mini", "llama-mini", "mpt-mini"]:
        llama = name.startswith("llama")
        if llama:
            encode = sentencepiece.SentencePieceProcessor(model_file=f"{folder}/{name}/tokenizer.model").encode
        else:
            tokenizer = tokenizers.Tokenizer.from_file(f"{folder}/{name}/tokenizer.json")
            encode = lambda text: tokenizer.encode(text, add_special_tokens=False).ids
        model = AutoModel.from_pretrained(f"{folder}/{name}", dtype=torch.float32, attn_implementation="eager").eval()
        bos = [1] if llama else []
        for case in CASES:
            for text in TEXTS:
                vector, sizes = embed(model, encode, bos, text, case)
                records.append(dict(case, model=name, text=text, chunks=sizes, vector=[round(float(x), 6) for x in vector]))
    with open(out, "w", encoding="utf-8") as file:
        file.write("[\n" + ",\n".join(json.dumps(r, separators=(",", ":")) for r in records) + "\n]\n")


main(*sys.argv[1:])
