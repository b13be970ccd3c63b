"""Makes a GGUF file with the shape of LLaMA 7B and random weights, to try what size alone does.

    make_7b.py VOCABULARY.gguf OUT.gguf [--type f16|q4_0] [--layers 32]

The vocabulary is copied from a GGUF file with LLaMA's 32000 tokens, with or without weights. A file is 13.5 GB in F16
and 3.8 GB in Q4_0; memory stays below 1 GB, because all matrices are cut from one pool of random numbers. Needs numpy
and gguf from PyPI.
"""

import argparse

import gguf
import numpy as np

WIDTH, HEADS, FFN, VOCAB, CONTEXT = 4096, 32, 11008, 32000, 2048
POOL = 1 << 25
CHUNK = 1 << 24


def matrices(layers):
    yield "token_embd.weight", (VOCAB, WIDTH)
    for i in range(layers):
        yield f"blk.{i}.attn_norm.weight", (WIDTH,)
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            yield f"blk.{i}.{name}.weight", (WIDTH, WIDTH)
        yield f"blk.{i}.ffn_norm.weight", (WIDTH,)
        yield f"blk.{i}.ffn_gate.weight", (FFN, WIDTH)
        yield f"blk.{i}.ffn_up.weight", (FFN, WIDTH)
        yield f"blk.{i}.ffn_down.weight", (WIDTH, FFN)
    yield "output_norm.weight", (WIDTH,)
    yield "output.weight", (VOCAB, WIDTH)


def vocabulary(path, writer):
    for field in gguf.GGUFReader(path).fields.values():
        if field.name.startswith("tokenizer."):
            sub_type = field.types[-1] if field.types[0] == gguf.GGUFValueType.ARRAY else None
            writer.add_key_value(field.name, field.contents(), field.types[0], sub_type=sub_type)


class Piece:
    """A matrix as the writer wants it: it only asks for its size and writes it."""

    def __init__(self, pool, start, bytes_):
        self.pool, self.start, self.nbytes = pool, start, bytes_

    def tofile(self, out):
        written = 0
        while written < self.nbytes:
            at = (self.start + written) % len(self.pool)
            part = self.pool[at:at + min(CHUNK, self.nbytes - written)]
            part.tofile(out)
            written += len(part)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vocabulary")
    parser.add_argument("out")
    parser.add_argument("--type", choices=["f16", "q4_0"], default="f16")
    parser.add_argument("--layers", type=int, default=32)
    arguments = parser.parse_args()
    kind = gguf.GGMLQuantizationType[arguments.type.upper()]
    random = np.random.default_rng(7)
    values = random.standard_normal(POOL, dtype=np.float32) * 0.02
    pool = gguf.quants.quantize(values.reshape(-1, WIDTH), kind).reshape(-1).view(np.uint8)
    block, block_bytes = gguf.GGML_QUANT_SIZES[kind]

    writer = gguf.GGUFWriter(arguments.out, "llama")
    writer.add_name("random 7B")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(arguments.layers)
    writer.add_feed_forward_length(FFN)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_vocab_size(VOCAB)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16 if arguments.type == "f16" else gguf.LlamaFileType.MOSTLY_Q4_0)
    vocabulary(arguments.vocabulary, writer)
    tensors = []
    for name, shape in matrices(arguments.layers):
        if len(shape) == 1:
            tensors.append(np.ones(shape, dtype=np.float32))
            writer.add_tensor_info(name, shape, np.dtype(np.float32), tensors[-1].nbytes)
        else:
            size = shape[0] * shape[1] // block * block_bytes
            start = int(random.integers(len(pool) // block_bytes)) * block_bytes
            tensors.append(Piece(pool, start, size))
            stored = (shape[0], shape[1] // block * block_bytes) if kind != gguf.GGMLQuantizationType.F16 else shape
            dtype = np.dtype(np.float16 if kind == gguf.GGMLQuantizationType.F16 else np.uint8)
            writer.add_tensor_info(name, stored, dtype, size, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    out = writer.fout[0]
    for tensor in tensors:
        writer.write_padding(out, out.tell())
        tensor.tofile(out)
        writer.write_padding(out, tensor.nbytes)
    writer.close()


if __name__ == "__main__":
    main()
