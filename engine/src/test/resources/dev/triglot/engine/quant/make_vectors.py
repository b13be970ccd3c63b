"""Writes this folder's vectors with the `gguf` Python package (pip install gguf numpy), the reference for block layouts.

TYPE.blocks     random blocks with scales of both signs and some of zero
TYPE.values     their values, f32
input.values    floats of several magnitudes, with blocks of zeros and of equal values
TYPE.quantized  input.values in that type, for the types that can be written
"""

import pathlib

import numpy as np
from gguf import GGMLQuantizationType as Type
from gguf import quants
from gguf.constants import GGML_QUANT_SIZES

HERE = pathlib.Path(__file__).parent
# Offsets of the f16 fields in a block: random bits there would be NaN or infinite.
HALVES = {
    "F16": [0], "Q4_0": [0], "Q4_1": [0, 2], "Q5_0": [0], "Q5_1": [0, 2], "Q8_0": [0],
    "Q2_K": [80, 82], "Q3_K": [108], "Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208],
    "IQ4_NL": [0], "IQ4_XS": [0], "F32": [], "BF16": [],
}
WRITABLE = ["F32", "F16", "BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0"]

random = np.random.default_rng(42)


def blocks_of(name):
    size, width = GGML_QUANT_SIZES[Type[name]]
    count = max(1, 1024 // size)
    if name in ("F32", "BF16"):
        return quants.quantize(random.normal(size=count).astype(np.float32), Type[name]).view(np.uint8)
    blocks = random.integers(0, 256, size=(count, width), dtype=np.uint8)
    for offset in HALVES[name]:
        scales = random.normal(scale=0.1, size=count).astype(np.float16)
        scales[:: max(2, count // 3)] = 0
        scales[-1] = 6e-8  # subnormal
        blocks[:, offset : offset + 2] = scales.view(np.uint8).reshape(count, 2)
    return blocks.reshape(-1)


inputs = random.normal(size=(32, 32)).astype(np.float32) * np.logspace(-5, 4, 32, dtype=np.float32)[:, None]
inputs[3] = 0
inputs[4] = 1.5
inputs[5] = -1.5
inputs[6, ::2] = 0
inputs = inputs.reshape(-1)
inputs.tofile(HERE / "input.values")
for name in HALVES:
    blocks = blocks_of(name)
    blocks.tofile(HERE / f"{name}.blocks")
    quants.dequantize(blocks, Type[name]).astype(np.float32).tofile(HERE / f"{name}.values")
    if name in WRITABLE:
        quants.quantize(inputs, Type[name]).tofile(HERE / f"{name}.quantized")
