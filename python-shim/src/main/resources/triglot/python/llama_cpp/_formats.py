"""Chat formats by name, as Jinja templates."""

_CHATML = """{% for m in messages %}<|im_start|>{{ m.role }}
{{ m.content }}<|im_end|>
{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant
{% endif %}"""

_LLAMA_2 = """{% set ns = namespace(system='') %}{% for m in messages %}{% if m.role == 'system' %}\
{% set ns.system = '<<SYS>>\\n' + m.content + '\\n<</SYS>>\\n\\n' %}{% elif m.role == 'user' %}\
{{ bos_token + '[INST] ' + ns.system + m.content + ' [/INST]' }}{% set ns.system = '' %}{% else %}\
{{ ' ' + m.content + ' ' + eos_token }}{% endif %}{% endfor %}"""

_LLAMA_3 = """{{ bos_token }}{% for m in messages %}<|start_header_id|>{{ m.role }}<|end_header_id|>

{{ m.content }}<|eot_id|>{% endfor %}{% if add_generation_prompt %}<|start_header_id|>assistant<|end_header_id|>

{% endif %}"""

_ALPACA = """{% for m in messages %}{% if m.role == 'system' %}{{ m.content }}

{% elif m.role == 'user' %}### Instruction:
{{ m.content }}

{% else %}### Response:
{{ m.content }}

{% endif %}{% endfor %}{% if add_generation_prompt %}### Response:
{% endif %}"""

_VICUNA = """{% for m in messages %}{% if m.role == 'system' %}{{ m.content + ' ' }}{% elif m.role == 'user' %}\
{{ 'USER: ' + m.content + ' ' }}{% else %}{{ 'ASSISTANT: ' + m.content + eos_token }}{% endif %}{% endfor %}\
{% if add_generation_prompt %}ASSISTANT:{% endif %}"""

_ZEPHYR = """{% for m in messages %}<|{{ m.role }}|>
{{ m.content + eos_token }}
{% endfor %}{% if add_generation_prompt %}<|assistant|>
{% endif %}"""

FORMATS = {
    "alpaca": (_ALPACA, ["### Instruction:"]),
    "chatml": (_CHATML, ["<|im_end|>"]),
    "llama-2": (_LLAMA_2, []),
    "llama-3": (_LLAMA_3, ["<|eot_id|>"]),
    "vicuna": (_VICUNA, ["USER:"]),
    "zephyr": (_ZEPHYR, []),
}


def template(name):
    """The template and the stop strings of a format."""
    if name not in FORMATS:
        import difflib

        nearest = difflib.get_close_matches(name, FORMATS, n=1)
        hint = f"did you mean {nearest[0]!r}?" if nearest else f"known are {', '.join(FORMATS)}"
        raise ValueError(f"chat_format {name!r} is not known: {hint}")
    return FORMATS[name]
