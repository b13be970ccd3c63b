"""Prompt templates: %1 is the prompt, %2 the answer."""

import re

_PLACE = re.compile(r"%([12])(?![0-9])")


def split_template(model, template, prompt, special):
    """The token ids before the answer and those after it.

    Control tokens are recognised in the template's own text, and in the prompt only where special is true.
    """
    before, after, seen_prompt, into = [], [], False, None
    into = before
    position = 0
    for place in _PLACE.finditer(template):
        into += _ids(model, template[position : place.start()], True)
        position = place.end()
        if place[1] == "1":
            if into is not before or seen_prompt:
                raise ValueError(f"prompt template has '%1' twice or after '%2': {template!r}")
            seen_prompt = True
            into += _ids(model, prompt, special)
        else:
            into = after
    if not seen_prompt:
        raise ValueError(f"prompt template has no '%1': {template!r}")
    into += _ids(model, template[position:], True)
    return before, after


def _ids(model, text, special):
    return model.tokenize(text, add_special=False, parse_special=special) if text else []
