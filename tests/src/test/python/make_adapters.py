"""Makes tests/src/test/resources/adapters: small random LoRA adapters for the fixture models, with PyTorch's logits.

The logits are of the float32 model with scale * alpha / rank * B A added to its weights. The GGUF files are as llama.cpp's
convert_lora_to_gguf writes them; peft-llama is the adapter llama-first as peft saves it. The other folders are made, and their
logits computed, by peft itself. Needs torch, transformers, peft, safetensors and gguf from PyPI.
Usage: python make_adapters.py HF_CHECKPOINTS REFERENCES FOLDER
"""

import json
import pathlib
import sys

import gguf
import numpy as np
import torch
from peft import LoraConfig, get_peft_model
from safetensors.numpy import save_file
from transformers import AutoModelForCausalLM

# Module of the checkpoint's layer -> tensor of GGUF.
LLAMA = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
GPTJ = {
    "attn.q_proj": "attn_q",
    "attn.k_proj": "attn_k",
    "attn.v_proj": "attn_v",
    "attn.out_proj": "attn_output",
    "mlp.fc_in": "ffn_up",
    "mlp.fc_out": "ffn_down",
}
MPT = {"attn.Wqkv": "attn_qkv", "attn.out_proj": "attn_output", "ffn.up_proj": "ffn_up", "ffn.down_proj": "ffn_down"}
PREFIX = {"llama": "model.layers.0.", "gptj": "transformer.h.0.", "mpt": "transformer.blocks.0."}


class Adapter:
    def __init__(self, name, architecture, model, modules, rank, alpha, head=False, dtype=np.float32, seed=1):
        random = np.random.default_rng(seed)
        self.name, self.architecture, self.rank, self.alpha = name, architecture, rank, alpha
        named = dict(model.named_modules())
        targets = {PREFIX[architecture] + module: "blk.0." + tensor for module, tensor in modules.items()}
        if head:
            targets["lm_head"] = "output"
        self.factors = {}
        for module, tensor in targets.items():
            rows, columns = named[module].weight.shape
            a = random.normal(0, columns**-0.5, (rank, columns)).astype(dtype)
            b = random.normal(0, 0.15, (rows, rank)).astype(dtype)
            self.factors[module] = (tensor, a, b)

    def add_to(self, model, scale):
        named = dict(model.named_modules())
        with torch.no_grad():
            for module, (_, a, b) in self.factors.items():
                product = b.astype(np.float64) @ a.astype(np.float64)
                named[module].weight += torch.from_numpy((scale * self.alpha / self.rank * product).astype(np.float32))

    def write_gguf(self, folder, heads):
        writer = gguf.GGUFWriter(folder / f"{self.name}.gguf", self.architecture)
        writer.add_type(gguf.GGUFType.ADAPTER)
        writer.add_string(gguf.Keys.Adapter.TYPE, "lora")
        writer.add_float32(gguf.Keys.Adapter.LORA_ALPHA, self.alpha)
        for module, (tensor, a, b) in self.factors.items():
            if self.architecture == "llama" and tensor.endswith(("attn_q", "attn_k")):
                b = interleave(b, heads)
            writer.add_tensor(f"{tensor}.weight.lora_a", a)
            writer.add_tensor(f"{tensor}.weight.lora_b", b)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()

    def write_peft(self, folder):
        folder.mkdir(exist_ok=True)
        tensors = {}
        for module, (_, a, b) in self.factors.items():
            tensors[f"base_model.model.{module}.lora_A.weight"] = a
            tensors[f"base_model.model.{module}.lora_B.weight"] = b
        save_file(tensors, folder / "adapter_model.safetensors")
        config = {
            "peft_type": "LORA",
            "task_type": "CAUSAL_LM",
            "r": self.rank,
            "lora_alpha": self.alpha,
            "lora_dropout": 0.0,
            "bias": "none",
            "fan_in_fan_out": False,
            "use_dora": False,
            "use_rslora": False,
            "modules_to_save": None,
            "rank_pattern": {},
            "alpha_pattern": {},
            "target_modules": sorted({module.split(".")[-1] for module in self.factors}),
        }
        (folder / "adapter_config.json").write_text(json.dumps(config, indent=2) + "\n")


def interleave(weight, heads):
    """Rotary halves to interleaved pairs, as GGUF stores them."""
    rows = weight.shape[0]
    return np.ascontiguousarray(
        weight.reshape(heads, 2, rows // heads // 2, *weight.shape[1:]).swapaxes(1, 2).reshape(weight.shape)
    )


def logits(checkpoint, additions, prompts):
    model = AutoModelForCausalLM.from_pretrained(checkpoint, dtype=torch.float32, attn_implementation="eager").eval()
    for adapter, scale in additions:
        adapter.add_to(model, scale)
    with torch.no_grad():
        return np.stack([model(torch.tensor([ids])).logits[0, -1].numpy() for ids in prompts])


# Folder of an adapter -> model and what peft's LoraConfig is given.
PEFT = {
    "peft-llama-patterns": (
        "llama-mini",
        {
            "r": 4,
            "lora_alpha": 2.0,
            "use_rslora": True,
            "target_modules": ["q_proj", "k_proj", "v_proj", "down_proj"],
            "rank_pattern": {"q_proj": 3},
            "alpha_pattern": {"v_proj": 5, "layers.0.mlp.down_proj": 1},
        },
    ),
    "peft-gptj": ("gptj-mini", {"r": 2, "lora_alpha": 4, "target_modules": ["q_proj", "v_proj", "fc_in", "fc_out"]}),
    "peft-mpt": ("mpt-mini", {"r": 2, "lora_alpha": 3, "target_modules": ["Wqkv", "down_proj"]}),
}


def make_peft(checkpoint, options, prompts, folder):
    model = AutoModelForCausalLM.from_pretrained(checkpoint, dtype=torch.float32, attn_implementation="eager")
    torch.manual_seed(5)
    adapted = get_peft_model(model, LoraConfig(task_type="CAUSAL_LM", init_lora_weights=False, **options)).eval()
    adapted.save_pretrained(folder)
    (folder / "README.md").unlink()
    file = folder / "adapter_config.json"
    config = json.loads(file.read_text()) | {"base_model_name_or_path": checkpoint.name}
    config["target_modules"].sort()
    file.write_text(json.dumps(config, indent=2) + "\n")
    with torch.no_grad():
        return np.stack([adapted(torch.tensor([ids])).logits[0, -1].numpy() for ids in prompts])


def main(checkpoints, references, folder):
    folder.mkdir(exist_ok=True)
    models = {name: AutoModelForCausalLM.from_pretrained(checkpoints / name) for name in ("llama-mini", "gptj-mini", "mpt-mini")}
    first = Adapter("llama-first", "llama", models["llama-mini"], LLAMA, 5, 8.0, head=True)
    second = Adapter(
        "llama-second", "llama", models["llama-mini"], {m: LLAMA[m] for m in ("self_attn.q_proj", "self_attn.v_proj")},
        8, 16.0, dtype=np.float16, seed=2,
    )
    gptj = Adapter("gptj", "gptj", models["gptj-mini"], GPTJ, 4, 6.0, head=True, seed=3)
    mpt = Adapter("mpt", "mpt", models["mpt-mini"], MPT, 4, 6.0, dtype=np.float16, seed=4)
    for adapter in (first, second, gptj, mpt):
        adapter.write_gguf(folder, heads=8)
    first.write_peft(folder / "peft-llama")
    cases = {
        "first": ("llama-mini", [(first, 1.0)]),
        "half-of-first": ("llama-mini", [(first, 0.5)]),
        "both": ("llama-mini", [(first, 1.0), (second, -0.75)]),
        "gptj": ("gptj-mini", [(gptj, 1.0)]),
        "mpt": ("mpt-mini", [(mpt, 1.0)]),
    }
    record = {}
    for case, (model, additions) in cases.items():
        reference = json.loads((references / model / "reference.json").read_text())
        prompts = [prompt["ids"] for prompt in reference["prompts"][:2]]
        np.save(folder / f"{case}.npy", logits(checkpoints / model, additions, prompts).astype(np.float32))
        record[case] = {
            "model": model,
            "adapters": [{"file": f"{adapter.name}.gguf", "scale": scale} for adapter, scale in additions],
            "prompts": prompts,
        }
    for case, (model, options) in PEFT.items():
        reference = json.loads((references / model / "reference.json").read_text())
        prompts = [prompt["ids"] for prompt in reference["prompts"][:2]]
        np.save(folder / f"{case}.npy", make_peft(checkpoints / model, options, prompts, folder / case))
        record[case] = {"model": model, "adapters": [{"file": case, "scale": 1.0}], "prompts": prompts}
    (folder / "adapters.json").write_text(json.dumps(record, indent=1) + "\n")


if __name__ == "__main__":
    main(*map(pathlib.Path, sys.argv[1:4]))
