"""Makes tests/src/test/resources/variants: tiny random models for what the trained fixtures do not have, with PyTorch's logits.

Needs torch, transformers and gguf from PyPI. Usage: python make_variants.py FOLDER
"""

import json
import pathlib
import sys

import gguf
import numpy as np
import torch
from transformers import LlamaConfig, LlamaForCausalLM, MistralConfig, MistralForCausalLM, MptConfig, MptForCausalLM

VOCAB = 64
IDS = [1, 5, 9, 33, 20, 7, 63, 2, 11, 12, 13, 5, 9, 40, 41, 42, 43, 3, 17, 21]


def randomize(model):
    torch.manual_seed(1)
    with torch.no_grad():
        for parameter in model.parameters():
            mean = 1.0 if parameter.dim() == 1 and parameter.mean() == 1 else 0.0
            parameter.copy_(mean + 0.15 * torch.randn_like(parameter))
    return model.float().eval()


def logits(model):
    with torch.no_grad():
        return model(torch.tensor([IDS])).logits[0, -1].tolist()


def vocabulary(writer, kind):
    tokens = ["<unk>", "<s>", "</s>"] + [chr(ord("A") + i) for i in range(26)]
    tokens += [f"t{i}" for i in range(VOCAB - len(tokens))]
    writer.add_tokenizer_model(kind)
    writer.add_token_list(tokens)
    writer.add_token_types([2, 3, 3] + [1] * (VOCAB - 3))
    if kind == "llama":
        writer.add_token_scores([0.0] * VOCAB)
        writer.add_unk_token_id(0)
    else:
        writer.add_tokenizer_pre("mpt")
        writer.add_token_merges(["A B"])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)


def interleave(weight, heads):
    """Rotary halves to interleaved pairs, as GGUF stores them; weights and biases."""
    rows = weight.shape[0]
    return weight.reshape(heads, 2, rows // heads // 2, *weight.shape[1:]).swapaxes(1, 2).reshape(weight.shape)


def llama(folder, name, model, window=None):
    config = model.config
    writer = gguf.GGUFWriter(folder / f"{name}.gguf", "llama")
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_rope_freq_base(10000.0)
    writer.add_vocab_size(VOCAB)
    if window:
        writer.add_sliding_window(window)
    vocabulary(writer, "llama")
    names = {
        "input_layernorm": "attn_norm", "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k",
        "self_attn.v_proj": "attn_v", "self_attn.o_proj": "attn_output", "post_attention_layernorm": "ffn_norm",
        "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down",
    }
    for key, tensor in model.state_dict().items():
        data = tensor.numpy().astype(np.float32)
        part, suffix = key.removeprefix("model.").rsplit(".", 1)
        if part.startswith("layers."):
            _, layer, role = part.split(".", 2)
            if role.endswith("q_proj"):
                data = interleave(data, config.num_attention_heads)
            if role.endswith("k_proj"):
                data = interleave(data, config.num_key_value_heads)
            target = f"blk.{layer}.{names[role]}"
        else:
            target = {"embed_tokens": "token_embd", "norm": "output_norm", "lm_head": "output"}[part]
        writer.add_tensor(f"{target}.{suffix}", np.ascontiguousarray(data))
    finish(writer)


def mpt(folder, name, model, clip):
    config = model.config
    writer = gguf.GGUFWriter(folder / f"{name}.gguf", "mpt")
    writer.add_context_length(config.max_seq_len)
    writer.add_embedding_length(config.d_model)
    writer.add_block_count(config.n_layers)
    writer.add_feed_forward_length(4 * config.d_model)
    writer.add_head_count(config.n_heads)
    writer.add_layer_norm_eps(1e-5)
    writer.add_max_alibi_bias(8.0)
    writer.add_clamp_kqv(clip)
    vocabulary(writer, "gpt2")
    names = {
        "norm_1": "attn_norm", "attn.Wqkv": "attn_qkv", "attn.out_proj": "attn_output", "norm_2": "ffn_norm",
        "ffn.up_proj": "ffn_up", "ffn.down_proj": "ffn_down",
    }
    for key, tensor in model.state_dict().items():
        part, suffix = key.removeprefix("transformer.").rsplit(".", 1)
        if part == "lm_head":
            continue
        if part.startswith("blocks."):
            _, layer, role = part.split(".", 2)
            target = f"blk.{layer}.{names[role]}"
        else:
            target = {"wte": "token_embd", "norm_f": "output_norm"}[part]
        writer.add_tensor(f"{target}.{suffix}", np.ascontiguousarray(tensor.numpy().astype(np.float32)))
    finish(writer)


def finish(writer):
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main():
    folder = pathlib.Path(sys.argv[1])
    shape = dict(
        vocab_size=VOCAB, hidden_size=64, intermediate_size=96, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, max_position_embeddings=64, attn_implementation="eager", tie_word_embeddings=False,
    )
    expected = {}
    window = randomize(MistralForCausalLM(MistralConfig(**shape, sliding_window=6)))
    llama(folder, "llama-sliding-window", window, window=6)
    expected["llama-sliding-window"] = logits(window)
    biases = randomize(LlamaForCausalLM(LlamaConfig(**shape, attention_bias=True, mlp_bias=True)))
    llama(folder, "llama-biases", biases)
    expected["llama-biases"] = logits(biases)
    clip = 0.4
    config = MptConfig(d_model=96, n_heads=6, n_layers=2, max_seq_len=64, vocab_size=VOCAB)
    config.attn_config.clip_qkv = clip
    clamped = randomize(MptForCausalLM(config))
    clamped.tie_weights()
    mpt(folder, "mpt-clamp-six-heads", clamped, clip)
    expected["mpt-clamp-six-heads"] = logits(clamped)
    json.dump({"ids": IDS, "logits": expected}, open(folder / "variants.json", "w"))


if __name__ == "__main__":
    main()
