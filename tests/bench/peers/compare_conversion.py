#!/usr/bin/env python3
"""Compares `triglot convert` with llama.cpp's convert_hf_to_gguf.py.

    compare_conversion.py --converter PATH/convert_hf_to_gguf.py --triglot ./triglot CHECKPOINT...

For each checkpoint folder and each type (f32, f16, bf16, q8_0): both convert it; tensors must have the same
names, types, shapes and bytes, metadata the same keys and values, but for the intended differences of
docs/conversion.md. Needs the packages gguf, torch and transformers. MPT checkpoints that transformers writes
name the architecture MptForCausalLM, which the converter knows as MPTForCausalLM, and a vocabulary that the
converter has no hash of is taken as MPT's: both are patched here, in a copy. So tokenizer.ggml.pre is compared
only where --known says that the converter knows the vocabularies.
"""

import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile

import gguf

TYPES = ["f32", "f16", "bf16", "q8_0"]

# Keys that one of the two may lack: see docs/conversion.md.
ONLY_THEIRS = {
    "general.basename", "general.size_label", "general.finetune", "general.version", "llama.rope.scaling.yarn_attn_factor",
}
ONLY_OURS = {
    "general.file_type", "tokenizer.ggml.unknown_token_id", "tokenizer.ggml.add_bos_token",
    "tokenizer.ggml.add_eos_token", "tokenizer.ggml.eot_token_id", "llama.attention.sliding_window",
    "llama.attention.key_length", "llama.attention.value_length", "llama.rope.freq_base",
    "llama.rope.scaling.attn_factor",
}
MAY_DIFFER = {"general.name"}

# Of LLaMA's vocabularies in tokenizer.json alone, whose merges have ranks that become scores.
RANKED = {"tokenizer.ggml.scores", "tokenizer.ggml.token_type"}

RUN = """
import runpy, sys
sys.path.insert(0, sys.argv[1]); sys.path.insert(0, sys.argv[1] + "/gguf-py")
from conversion import base
known = base.TextModel.get_vocab_base_pre
def pre(self, tokenizer):
    try:
        return known(self, tokenizer)
    except NotImplementedError:
        return "mpt"
base.TextModel.get_vocab_base_pre = pre
sys.argv = sys.argv[2:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def theirs(converter, checkpoint, kind, out, scratch):
    copy = scratch / checkpoint.name
    if not copy.exists():
        shutil.copytree(checkpoint, copy)
        config = copy / "config.json"
        config.chmod(0o644)
        config.write_text(config.read_text().replace("MptForCausalLM", "MPTForCausalLM"))
    subprocess.run(
        [sys.executable, "-c", RUN, str(converter.parent), str(converter), str(copy), "--outtype", kind, "--outfile", str(out)],
        check=True,
        capture_output=True,
    )


def read(path):
    reader = gguf.GGUFReader(path)
    keys = {name: (field.types, field.contents()) for name, field in reader.fields.items() if not name.startswith("GGUF.")}
    tensors = {t.name: (t.tensor_type.name, list(map(int, t.shape)), t.data.tobytes()) for t in reader.tensors}
    return keys, tensors


def differences(ours, their, may_differ):
    keys, tensors = ours
    their_keys, their_tensors = their
    found = []
    for name in sorted(keys.keys() | their_keys.keys()):
        if name not in keys:
            if name not in ONLY_THEIRS:
                found.append(f"key {name}: only theirs: {their_keys[name][1]!r}")
        elif name not in their_keys:
            if name not in ONLY_OURS:
                found.append(f"key {name}: only ours: {keys[name][1]!r}")
        elif keys[name] != their_keys[name] and name not in may_differ:
            found.append(f"key {name}: {str(keys[name])[:100]} against {str(their_keys[name])[:100]}")
    for name in sorted(tensors.keys() | their_tensors.keys()):
        if name not in tensors or name not in their_tensors:
            found.append(f"tensor {name}: only {'theirs' if name not in tensors else 'ours'}")
        elif tensors[name][:2] != their_tensors[name][:2]:
            found.append(f"tensor {name}: {tensors[name][:2]} against {their_tensors[name][:2]}")
        elif tensors[name][2] != their_tensors[name][2]:
            unequal = sum(a != b for a, b in zip(tensors[name][2], their_tensors[name][2]))
            found.append(f"tensor {name}: {unequal} bytes of {len(tensors[name][2])} differ")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--converter", type=pathlib.Path, required=True)
    parser.add_argument("--triglot", required=True, help="the command")
    parser.add_argument("--known", action="store_true", help="the converter knows the vocabularies")
    parser.add_argument("checkpoints", type=pathlib.Path, nargs="+")
    arguments = parser.parse_args()
    may_differ = MAY_DIFFER if arguments.known else MAY_DIFFER | {"tokenizer.ggml.pre"}
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        for checkpoint in arguments.checkpoints:
            for kind in TYPES:
                our_file = scratch / f"ours-{kind}.gguf"
                their_file = scratch / f"theirs-{kind}.gguf"
                subprocess.run(
                    [arguments.triglot, "convert", str(checkpoint), str(our_file), "--type", kind, "--force"], check=True, capture_output=True
                )
                theirs(arguments.converter, checkpoint, kind, their_file, scratch)
                ours = read(our_file)
                ranked = ours[0]["tokenizer.ggml.model"][1] == "llama" and not (checkpoint / "tokenizer.model").exists()
                found = differences(ours, read(their_file), may_differ | RANKED if ranked else may_differ)
                failed |= bool(found)
                print(f"{checkpoint.name} {kind}: {len(ours[1])} tensors, " + ("equal" if not found else "DIFFERENT"))
                for line in found:
                    print("   ", line)
    sys.exit(failed)


if __name__ == "__main__":
    main()
