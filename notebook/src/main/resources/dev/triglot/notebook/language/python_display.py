"""What values look like below a cell, and where its output goes; the value of this file has all of it."""

import base64
import io
import json
import pprint
import types

MIME_METHODS = {
    "_repr_html_": "text/html",
    "_repr_markdown_": "text/markdown",
    "_repr_svg_": "image/svg+xml",
    "_repr_png_": "image/png",
    "_repr_jpeg_": "image/jpeg",
    "_repr_latex_": "text/latex",
    "_repr_json_": "application/json",
    "_repr_javascript_": "application/javascript",
}
WIDTH = 80


def plain(value):
    """The value as text: on one line, or where that is long and it can be, on several."""
    text = repr(value)
    if len(text) > WIDTH and type(value) in (dict, list, tuple, set):
        text = pprint.pformat(value, width=WIDTH, sort_dicts=False)
    return text


def encoded(data):
    return base64.b64encode(data).decode("ascii") if isinstance(data, (bytes, bytearray)) else data


def call(value, method, *arguments):
    """What a method for showing returns; None where it has none, or does not want to."""
    if isinstance(value, type):
        return None
    function = getattr(value, method, None)
    if not callable(function):
        return None
    try:
        return function(*arguments)
    except NotImplementedError:
        return None


def bundle(value, include=None, exclude=None):
    """The value by MIME type, and metadata."""
    data, metadata = {}, {}
    own = call(value, "_repr_mimebundle_", include, exclude) if not_foreign(value) else None
    if isinstance(own, tuple):
        own, metadata = own
    if own:
        data.update(own)
    else:
        for method, mime in MIME_METHODS.items():
            shown = call(value, method)
            if isinstance(shown, tuple):
                shown, metadata[mime] = shown
            if shown is not None:
                data[mime] = shown
    data.setdefault("text/plain", plain(value))
    return {mime: encoded(item) for mime, item in data.items()}, metadata


def not_foreign(value):
    return type(value).__module__ != "polyglot"


class Shown:
    """Something that says itself what it is."""

    def __init__(self, data=None, filename=None, url=None, metadata=None):
        if filename is not None:
            with open(filename, "rb") as file:
                data = file.read()
        self.data, self.url, self.metadata = data, url, metadata or {}

    def _repr_mimebundle_(self, include=None, exclude=None):
        data = self.data
        if isinstance(data, (bytes, bytearray)) and not self.mime.startswith("image/p"):
            data = data.decode("utf-8")
        return {self.mime: data, "text/plain": repr(self)}, {self.mime: self.metadata}

    def __repr__(self):
        return f"<{type(self).__name__}>"


def shown_as(name, mime):
    return type(name, (Shown,), {"mime": mime, "__doc__": f"Shows its text as {mime}."})


HTML = shown_as("HTML", "text/html")
Markdown = shown_as("Markdown", "text/markdown")
SVG = shown_as("SVG", "image/svg+xml")
Latex = shown_as("Latex", "text/latex")
JSON = shown_as("JSON", "application/json")
Javascript = shown_as("Javascript", "application/javascript")
Pretty = shown_as("Pretty", "text/plain")


class Image(Shown):
    """Shows a PNG or JPEG picture, given as bytes, a file or an address."""

    def __init__(self, data=None, url=None, filename=None, width=None, height=None):
        super().__init__(data, filename, url)
        self.size = {k: v for k, v in (("width", width), ("height", height)) if v}

    def _repr_mimebundle_(self, include=None, exclude=None):
        if self.url:
            size = "".join(f' {k}="{v}"' for k, v in self.size.items())
            return {"text/html": f'<img src="{self.url}"{size}>', "text/plain": repr(self)}
        mime = "image/jpeg" if bytes(self.data[:2]) == b"\xff\xd8" else "image/png"
        return {mime: bytes(self.data), "text/plain": repr(self)}, {mime: self.size}


class DisplayHandle:
    """What was shown under an id, to be replaced later."""

    def __init__(self, output, display_id):
        self.output, self.display_id = output, display_id

    def display(self, value):
        self.output.display(packed(value, display_id=self.display_id))

    def update(self, value):
        self.output.update(packed(value, display_id=self.display_id))


KINDS = (HTML, Markdown, SVG, Latex, JSON, Javascript, Pretty, Image, DisplayHandle)


def packed(value, display_id=None, raw=False, metadata=None):
    data, own = (value, {}) if raw else bundle(value)
    own.update(metadata or {})
    transient = {"display_id": display_id} if display_id else {}
    return json.dumps({"data": data, "metadata": own, "transient": transient})


class Stream(io.TextIOBase):
    """sys.stdout and sys.stderr: what is written is seen at once."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, output, name, number):
        self.output, self.stream_name, self.number = output, name, number
        self.buffer = Bytes(self)

    @property
    def name(self):
        return f"<{self.stream_name}>"

    def writable(self):
        return True

    def isatty(self):
        return False

    def fileno(self):
        return self.number

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if text:
            self.output.stream(self.stream_name, text)
        return len(text)


class Bytes(io.RawIOBase):
    """What sys.stdout.buffer is."""

    def __init__(self, text):
        self.text = text

    def writable(self):
        return True

    def write(self, data):
        self.text.write(bytes(data).decode("utf-8", "replace"))
        return len(data)


types.SimpleNamespace(**globals())
