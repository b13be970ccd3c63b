"""Random weights in the blocks of each GGML type, without quantizing anything.

Codes are random bits. The scales that stand in f16 are set, so that weights are about 0.02, centred at zero, and neither
overflow nor denormals occur: activations stay finite through any number of layers.
"""

import gguf
import numpy as np
from gguf import GGMLQuantizationType as Type

DEVIATION = 0.02
POOL_BYTES = 1 << 25
CHUNK = 1 << 24

# Where a block has its f16 numbers, and what they are.
SCALES = {
    Type.Q4_0: {0: 4.3e-3},
    Type.Q4_1: {0: 4.3e-3, 2: -3.2e-2},
    Type.Q5_0: {0: 2.2e-3},
    Type.Q5_1: {0: 2.2e-3, 2: -3.3e-2},
    Type.Q8_0: {0: 2.7e-4},
    Type.Q2_K: {80: 1.4e-3, 82: 2.0e-3},
    Type.Q3_K: {108: 4.7e-4},
    Type.Q4_K: {0: 7.8e-5, 2: 5.8e-4},
    Type.Q5_K: {0: 6.2e-5, 2: 9.6e-4},
    Type.Q6_K: {208: 1.2e-4},
    Type.IQ4_NL: {0: 2.8e-4},
    Type.IQ4_XS: {0: 6.2e-5},
}


class Pool:
    """Blocks of one type, from which matrices are cut."""

    def __init__(self, kind, random):
        self.kind = kind
        self.block, self.block_bytes = gguf.GGML_QUANT_SIZES[kind]
        count = POOL_BYTES // self.block_bytes
        if kind in SCALES:
            blocks = random.integers(0, 256, (count, self.block_bytes), dtype=np.uint8)
            for at, value in SCALES[kind].items():
                blocks[:, at:at + 2] = np.array([value], dtype=np.float16).view(np.uint8)
            shrink_scales(kind, blocks)
            self.bytes = blocks.reshape(-1)
        else:
            values = random.standard_normal((count, 1), dtype=np.float32) * np.float32(DEVIATION)
            self.bytes = gguf.quants.quantize(values, kind).reshape(-1).view(np.uint8)

    def piece(self, shape, random):
        """A matrix of [rows, columns]."""
        rows, columns = shape
        start = int(random.integers(len(self.bytes) // self.block_bytes)) * self.block_bytes
        return Piece(self.bytes, start, (rows, columns // self.block * self.block_bytes))


def shrink_scales(kind, blocks):
    """Keeps the integer scales of sub-blocks small where d would have to be denormal."""
    if kind == Type.Q6_K:
        signed = blocks[:, 192:208].view(np.int8)
        signed //= 8
    elif kind == Type.IQ4_XS:
        # Two high bits per sub-block, 01 or 10: scales from -16 to 15.
        high = blocks[:, 2:4]
        high[:] = (high & 0x55) << 1 | ~high & 0x55


class Piece:
    """A matrix as the writer wants it: it only asks for its size and writes it."""

    def __init__(self, pool, start, byte_shape):
        self.pool, self.start, self.byte_shape = pool, start, byte_shape
        self.nbytes = byte_shape[0] * byte_shape[1]

    def tofile(self, out):
        written = 0
        while written < self.nbytes:
            at = (self.start + written) % len(self.pool)
            part = self.pool[at:at + min(CHUNK, self.nbytes - written)]
            part.tofile(out)
            written += len(part)
