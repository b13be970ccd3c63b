"""Writes this folder's vectors of the block layouts that GGUF no longer has, straight from their description, element by element.

A layout: bytes of a scale, whether a min follows it, whether five bits, order of the nibbles, blocks of 16 in one of 32.
"""

import pathlib

import numpy as np

HERE = pathlib.Path(__file__).parent
COUNT = 32
LAYOUTS = {
    "Q4_0_V0": (4, False, False, "interleaved", 1), "Q4_0_V1": (4, False, False, "planar", 1),
    "Q4_1_V0": (4, True, False, "interleaved", 1), "Q4_1_V1": (4, True, False, "planar", 1),
    "Q4_2": (2, False, False, "interleaved", 2), "Q4_3": (2, True, False, "interleaved", 2),
    "Q5_0_V0": (2, False, True, "interleaved", 1), "Q5_1_V0": (2, True, True, "interleaved", 1),
}

random = np.random.default_rng(2023)


def number(width):
    value = float(random.choice([0, 6e-8, *random.normal(scale=0.1, size=6)]))
    return np.array([value], dtype=np.float32 if width == 4 else np.float16)


for name, (width, affine, five, order, parts) in LAYOUTS.items():
    data, values = b"", []
    for _ in range(COUNT * parts):
        size = 32 // parts
        codes = random.integers(0, 32 if five else 16, size=size)
        d, m = number(width), number(width) if affine else None
        data += d.tobytes() + (m.tobytes() if affine else b"")
        if five:
            high = sum(int(code >> 4) << i for i, code in enumerate(codes))
            data += np.uint32(high).tobytes()
        for j in range(size // 2):
            low, top = (codes[2 * j], codes[2 * j + 1]) if order == "interleaved" else (codes[j], codes[j + 16])
            data += bytes([int(low & 15) | int(top & 15) << 4])
        for code in codes:
            scale = np.float32(d[0])
            if affine:
                values.append(np.float32(code) * scale + np.float32(m[0]))
            else:
                values.append(np.float32(int(code) - (16 if five else 8)) * scale)
    (HERE / f"{name}.blocks").write_bytes(data)
    np.array(values, dtype=np.float32).tofile(HERE / f"{name}.values")

data, values = b"", []
for _ in range(COUNT):
    d, codes = number(4), random.integers(-128, 128, size=32, dtype=np.int8)
    data += d.tobytes() + codes.tobytes()
    values.append(codes.astype(np.float32) * d[0])
(HERE / "Q8_0_V0.blocks").write_bytes(data)
np.concatenate(values).tofile(HERE / "Q8_0_V0.values")
