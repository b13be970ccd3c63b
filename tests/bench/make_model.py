#!/usr/bin/env python3
"""Makes a GGUF file of a known model's shape with random weights, to measure what shape and type alone do.

    make_model.py llama-1b Q4_K_M OUT.gguf
    make_model.py mpt-7b Q4_0 OUT.gguf --layers 8

Shapes: llama-1b (that of TinyLlama), llama-7b, mpt-7b, gptj-6b. Types: those of one tensor, or the mixes Q3_K_M, Q4_K_M
and Q5_K_M, in which llama.cpp's quantization gives some tensors a larger type. The vocabulary is a real one, copied from
a GGUF file with or without weights: by default the one of the engine's tests. Memory stays below 1 GB. Needs numpy and
gguf from PyPI.
"""

import argparse
import pathlib
from dataclasses import dataclass

import gguf
import numpy as np
from random_blocks import Pool

VOCABULARIES = pathlib.Path(__file__).resolve().parents[2] / "engine/src/test/resources/tokenizers"
SEED = 7


@dataclass
class Shape:
    architecture: str
    vocabulary: str
    context: int
    width: int
    layers: int
    heads: int
    kv_heads: int
    ffn: int

    @property
    def kv_width(self):
        return self.width // self.heads * self.kv_heads


SHAPES = {
    "llama-1b": Shape("llama", "ggml-vocab-llama-spm.gguf", 32768, 2048, 22, 32, 4, 5632),
    "llama-7b": Shape("llama", "ggml-vocab-llama-spm.gguf", 4096, 4096, 32, 32, 32, 11008),
    "mpt-7b": Shape("mpt", "ggml-vocab-mpt.gguf", 2048, 4096, 32, 32, 32, 16384),
    "gptj-6b": Shape("gptj", "ggml-vocab-gpt-2.gguf", 2048, 4096, 28, 16, 16, 16384),
}
GPTJ_ROTARY = 64
MPT_MAX_ALIBI = 8.0


def llama(shape, vocab):
    """Names and shapes of all tensors; those of one dimension are norms and biases."""
    width, ffn = shape.width, shape.ffn
    yield "token_embd.weight", (vocab, width)
    for i in range(shape.layers):
        yield f"blk.{i}.attn_norm.weight", (width,)
        yield f"blk.{i}.attn_q.weight", (width, width)
        yield f"blk.{i}.attn_k.weight", (shape.kv_width, width)
        yield f"blk.{i}.attn_v.weight", (shape.kv_width, width)
        yield f"blk.{i}.attn_output.weight", (width, width)
        yield f"blk.{i}.ffn_norm.weight", (width,)
        yield f"blk.{i}.ffn_gate.weight", (ffn, width)
        yield f"blk.{i}.ffn_up.weight", (ffn, width)
        yield f"blk.{i}.ffn_down.weight", (width, ffn)
    yield "output_norm.weight", (width,)
    yield "output.weight", (vocab, width)


def mpt(shape, vocab):
    width, ffn = shape.width, shape.ffn
    yield "token_embd.weight", (vocab, width)
    for i in range(shape.layers):
        yield f"blk.{i}.attn_norm.weight", (width,)
        yield f"blk.{i}.attn_qkv.weight", (3 * width, width)
        yield f"blk.{i}.attn_output.weight", (width, width)
        yield f"blk.{i}.ffn_norm.weight", (width,)
        yield f"blk.{i}.ffn_up.weight", (ffn, width)
        yield f"blk.{i}.ffn_down.weight", (width, ffn)
    yield "output_norm.weight", (width,)


def gptj(shape, vocab):
    width, ffn = shape.width, shape.ffn
    yield "token_embd.weight", (vocab, width)
    for i in range(shape.layers):
        yield f"blk.{i}.attn_norm.weight", (width,)
        yield f"blk.{i}.attn_norm.bias", (width,)
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            yield f"blk.{i}.{name}.weight", (width, width)
        yield f"blk.{i}.ffn_up.weight", (ffn, width)
        yield f"blk.{i}.ffn_up.bias", (ffn,)
        yield f"blk.{i}.ffn_down.weight", (width, ffn)
        yield f"blk.{i}.ffn_down.bias", (width,)
    yield "output_norm.weight", (width,)
    yield "output_norm.bias", (width,)
    yield "output.weight", (vocab, width)
    yield "output.bias", (vocab,)


TENSORS = {"llama": llama, "mpt": mpt, "gptj": gptj}

# The type of most tensors, of those that matter more, and of the feed-forward's second matrix where it matters less.
MIXES = {"Q3_K_M": ("Q3_K", "Q5_K", "Q4_K"), "Q4_K_M": ("Q4_K", "Q6_K", "Q4_K"), "Q5_K_M": ("Q5_K", "Q6_K", "Q5_K")}
VALUES_AND_DOWN = ("attn_v.", "attn_qkv.", "ffn_down.")


def type_of(name, quantization, layers):
    """The type of a matrix, in a mix by the rules of llama.cpp's quantization."""
    if quantization not in MIXES:
        return quantization
    most, more, some = MIXES[quantization]
    if name.startswith("output."):
        return "Q6_K"
    if any(part in name for part in VALUES_AND_DOWN):
        layer = int(name.split(".")[1])
        eighth = layers // 8
        matters = layer < eighth or layer >= 7 * layers // 8 or (layer - eighth) % 3 == 2
        return more if matters else some
    return some if "attn_output." in name else most


def write_vocabulary(path, writer):
    """Copies a vocabulary; returns how many tokens it has."""
    tokens = 0
    for field in gguf.GGUFReader(path).fields.values():
        if field.name.startswith("tokenizer."):
            sub_type = field.types[-1] if field.types[0] == gguf.GGUFValueType.ARRAY else None
            writer.add_key_value(field.name, field.contents(), field.types[0], sub_type=sub_type)
            if field.name == "tokenizer.ggml.tokens":
                tokens = len(field.data)
    return tokens


def write_hyperparameters(writer, name, quantization, shape, vocab):
    writer.add_name(f"random {name} {quantization}")
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.ffn)
    writer.add_head_count(shape.heads)
    writer.add_vocab_size(vocab)
    writer.add_file_type(gguf.LlamaFileType[f"MOSTLY_{quantization}"])
    match shape.architecture:
        case "llama":
            writer.add_head_count_kv(shape.kv_heads)
            writer.add_rope_dimension_count(shape.width // shape.heads)
            writer.add_layer_norm_rms_eps(1e-5)
        case "mpt":
            writer.add_layer_norm_eps(1e-5)
            writer.add_max_alibi_bias(MPT_MAX_ALIBI)
        case "gptj":
            writer.add_layer_norm_eps(1e-5)
            writer.add_rope_dimension_count(GPTJ_ROTARY)


def write(out, name, quantization, shape, vocabulary):
    writer = gguf.GGUFWriter(out, shape.architecture)
    vocab = write_vocabulary(vocabulary, writer)
    write_hyperparameters(writer, name, quantization, shape, vocab)
    random = np.random.default_rng(SEED)
    pools = {}
    tensors = []
    for tensor, dimensions in TENSORS[shape.architecture](shape, vocab):
        if len(dimensions) == 1:
            values = np.full(dimensions, 1 if tensor.endswith("norm.weight") else 0, dtype=np.float32)
            writer.add_tensor_info(tensor, dimensions, values.dtype, values.nbytes)
            tensors.append(values)
            continue
        kind = gguf.GGMLQuantizationType[type_of(tensor, quantization, shape.layers)]
        if kind not in pools:
            pools[kind] = Pool(kind, random)
        piece = pools[kind].piece(dimensions, random)
        writer.add_tensor_info(tensor, piece.byte_shape, np.dtype(np.uint8), piece.nbytes, raw_dtype=kind)
        tensors.append(piece)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    file = writer.fout[0]
    for tensor in tensors:
        writer.write_padding(file, file.tell())
        tensor.tofile(file)
        writer.write_padding(file, tensor.nbytes)
    writer.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shape", choices=SHAPES)
    parser.add_argument("type")
    parser.add_argument("out")
    parser.add_argument("--layers", type=int, help="fewer or more of them than the model has")
    parser.add_argument("--vocabulary", type=pathlib.Path, help="a GGUF file to copy it from")
    arguments = parser.parse_args()
    shape = SHAPES[arguments.shape]
    if arguments.layers:
        shape.layers = arguments.layers
    vocabulary = arguments.vocabulary or VOCABULARIES / shape.vocabulary
    write(arguments.out, arguments.shape, arguments.type.upper(), shape, vocabulary)


if __name__ == "__main__":
    main()
