"""Writes presets.tsv: the types that llama.cpp's quantizer gives the matrices of small models, preset by preset.

Needs llama-cpp-python, gguf and numpy. A line is: model, preset, whether there was an importance matrix, tensor with *
for the layer, the types of the layers one after the other, or the one type of all. Models of random weights are written
and quantized in a temporary folder; models.tsv has what decides: name, layers, query heads of each key-value head, tied,
then for each tensor its columns.
"""

import ctypes
import pathlib
import re
import tempfile

import llama_cpp
import numpy as np
from gguf import GGUFReader, GGUFWriter

HERE = pathlib.Path(__file__).parent
PRESETS = {
    "F32": 0, "F16": 1, "BF16": 32, "Q8_0": 7, "Q4_0": 2, "Q4_1": 3, "Q5_0": 8, "Q5_1": 9, "Q2_K": 10,
    "Q3_K_S": 11, "Q3_K_M": 12, "Q3_K_L": 13, "Q4_K_S": 14, "Q4_K_M": 15, "Q5_K_S": 16, "Q5_K_M": 17, "Q6_K": 18,
    "IQ4_NL": 25, "IQ4_XS": 30,
}
# name: architecture, layers, width, feed-forward width, heads, heads of keys and values, tied
MODELS = {
    "grouped": ("llama", 16, 256, 512, 8, 2, False),
    "plain": ("llama", 4, 256, 768, 8, 8, False),
    "narrow": ("llama", 8, 320, 288, 5, 5, True),
    "fused": ("mpt", 8, 256, 1024, 4, 4, True),
}
VOCABULARY = 64


def matrices(architecture, width, feed_forward, heads, kv_heads, tied):
    keys = width * kv_heads // heads
    yield "token_embd", VOCABULARY, width
    if not tied:
        yield "output", VOCABULARY, width
    if architecture == "mpt":
        yield "blk.*.attn_qkv", 3 * width, width
    else:
        yield "blk.*.attn_q", width, width
        yield "blk.*.attn_k", keys, width
        yield "blk.*.attn_v", keys, width
        yield "blk.*.ffn_gate", feed_forward, width
    yield "blk.*.attn_output", width, width
    yield "blk.*.ffn_up", feed_forward, width
    yield "blk.*.ffn_down", width, feed_forward


def write_model(path, architecture, layers, width, feed_forward, heads, kv_heads, tied):
    random = np.random.default_rng(1)
    writer = GGUFWriter(path, architecture)
    writer.add_context_length(64)
    writer.add_embedding_length(width)
    writer.add_block_count(layers)
    writer.add_feed_forward_length(feed_forward)
    writer.add_head_count(heads)
    writer.add_head_count_kv(kv_heads)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_layer_norm_eps(1e-5)
    writer.add_max_alibi_bias(8.0)
    writer.add_rope_dimension_count(width // heads)
    writer.add_tokenizer_model("llama")
    writer.add_token_list([f"t{i}" for i in range(VOCABULARY)])
    writer.add_token_scores([0.0] * VOCABULARY)
    writer.add_token_types([1] * VOCABULARY)
    for name, rows, columns in matrices(architecture, width, feed_forward, heads, kv_heads, tied):
        for layer in range(layers) if "*" in name else [0]:
            values = random.standard_normal((rows, columns)).astype(np.float16)
            writer.add_tensor(name.replace("*", str(layer)) + ".weight", values)
    writer.add_tensor("output_norm.weight", np.ones(width, np.float32))
    for layer in range(layers):
        for norm in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"blk.{layer}.{norm}.weight", np.ones(width, np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def quantize(source, target, file_type, importance):
    parameters = llama_cpp.llama_model_quantize_default_params()
    parameters.ftype = file_type
    entries = (llama_cpp.llama_model_imatrix_data * (len(importance) + 1))()
    kept = []
    for entry, (name, columns) in zip(entries, importance):
        values = np.ones(columns, np.float32)
        kept.append(values)
        entry.name = name.encode()
        entry.data = values.ctypes.data_as(ctypes.POINTER(ctypes.c_float))
        entry.size = columns
    if importance:
        parameters.imatrix = entries
    if llama_cpp.llama_model_quantize(str(source).encode(), str(target).encode(), ctypes.byref(parameters)) != 0:
        raise SystemExit(f"llama.cpp cannot quantize {source}")


@llama_cpp.llama_log_callback
def silent(level, text, data):
    pass


def main():
    llama_cpp.llama_log_set(silent, None)
    models, lines = [], []
    with tempfile.TemporaryDirectory() as folder:
        source, target = pathlib.Path(folder, "source.gguf"), pathlib.Path(folder, "target.gguf")
        for name, shape in MODELS.items():
            architecture, layers, width, feed_forward, heads, kv_heads, tied = shape
            write_model(source, *shape)
            known = list(matrices(architecture, width, feed_forward, heads, kv_heads, tied))
            columns = " ".join(f"{tensor}={columns}" for tensor, _, columns in known)
            models.append(f"{name}\t{layers}\t{heads // kv_heads}\t{str(tied).lower()}\t{columns}")
            every = [(t.name, int(t.shape[0])) for t in GGUFReader(source).tensors if len(t.shape) > 1]
            for preset, number in PRESETS.items():
                for importance in ([], every):
                    quantize(source, target, number, importance)
                    types = {}
                    for tensor in GGUFReader(target).tensors:
                        if len(tensor.shape) > 1:
                            pattern = re.sub(r"blk\.\d+", "blk.*", tensor.name.removesuffix(".weight"))
                            layer = int(tensor.name.split(".")[1]) if "*" in pattern else 0
                            types.setdefault(pattern, {})[layer] = tensor.tensor_type.name
                    for pattern, by_layer in types.items():
                        row = [by_layer[layer] for layer in sorted(by_layer)]
                        row = " ".join(row if len(set(row)) > 1 else row[:1])
                        lines.append(f"{name}\t{preset}\t{str(bool(importance)).lower()}\t{pattern}\t{row}")
    (HERE / "models.tsv").write_text("\n".join(models) + "\n")
    (HERE / "presets.tsv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
