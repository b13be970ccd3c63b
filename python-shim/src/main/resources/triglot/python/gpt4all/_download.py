"""Models of GPT4All's list: found, fetched and checked."""

import hashlib
import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path

MODEL_LIST_URL = "https://gpt4all.io/models/models3.json"
MODEL_FOLDER_URL = "https://gpt4all.io/models/gguf/"

_BLOCK = 1 << 20
_ATTEMPTS = 5


def fetch_model_list():
    with _request(MODEL_LIST_URL) as response:
        return json.load(response)


def download(filename, folder, verbose, url, size, md5, sha256):
    """The file's path, once all of it is there and checked; what has arrived is kept in a .part file."""
    folder = Path(folder)
    part = folder / (filename + ".part")
    url = MODEL_FOLDER_URL + filename if url is None else url
    for attempt in range(_ATTEMPTS):
        resumed = part.stat().st_size if part.exists() else 0
        try:
            _fetch(url, part, resumed, size)
            _check(part, size, md5, sha256)
            break
        except _Incomplete as failure:
            if attempt == _ATTEMPTS - 1 or part.stat().st_size == resumed:
                raise RuntimeError(f"Download not making progress, aborting: {failure}") from None
            if verbose:
                print(f"\nDownload interrupted, resuming: {failure}", file=sys.stderr)
        except ValueError:
            part.unlink(missing_ok=True)
            if not resumed:
                raise
            if verbose:
                print("What was downloaded before does not fit: starting anew", file=sys.stderr)
    target = folder / filename
    os.replace(part, target)
    if verbose:
        print(f"Model downloaded to {str(target)!r}", file=sys.stderr)
    return target


class _Incomplete(Exception):
    """The connection ended too early."""


def _fetch(url, part, offset, size):
    if size is not None and offset == size:
        return
    with _request(url, offset) as response:
        if response.status != 206:
            offset = 0
        length = response.headers.get("Content-Length")
        total = None if length is None else offset + int(length)
        with open(part, "ab" if offset else "wb") as file, _bar("Downloading", total) as bar:
            bar.update(offset)
            done = offset
            try:
                while block := response.read(_BLOCK):
                    file.write(block)
                    done += len(block)
                    bar.update(len(block))
            except OSError as failure:
                raise _Incomplete(str(failure)) from None
            finally:
                file.flush()
                os.fsync(file.fileno())
        if total is not None and done < total:
            raise _Incomplete(f"{done} of {total} bytes have arrived")


def _request(url, offset=0):
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    headers = {"Accept-Encoding": "identity"}
    if offset:
        headers["Range"] = f"bytes={offset}-"
    try:
        return urlopen(Request(url, headers=headers))
    except HTTPError as failure:
        raise ValueError(f"Request failed: HTTP {failure.code} {failure.reason}: {url}") from None


def _check(part, size, md5, sha256):
    actual = part.stat().st_size
    if size is not None and actual != size:
        raise ValueError(f"Expected file size of {size} bytes, got {actual}")
    for name, expected in (("md5", md5), ("sha256", sha256)):
        if expected is None:
            continue
        digest = hashlib.new(name)
        with open(part, "rb") as file, _bar("Verifying", actual) as bar:
            while block := file.read(_BLOCK):
                digest.update(block)
                bar.update(len(block))
        if digest.hexdigest() != expected.lower():
            raise ValueError(f"Expected {name.upper()} hash of {expected!r}, got {digest.hexdigest()!r}")


@contextmanager
def _bar(title, total):
    """tqdm's bar where tqdm can be imported, else a line on standard error."""
    try:
        from tqdm import tqdm
    except ImportError:
        bar = _Line(title, total)
        yield bar
        bar.end()
    else:
        with tqdm(desc=title, total=total, unit="iB", unit_scale=True) as bar:
            yield bar


class _Line:
    def __init__(self, title, total):
        self._title, self._total, self._done, self._shown = title, total, 0, -1

    def update(self, count):
        self._done += count
        percent = 100 * self._done // self._total if self._total else self._done // _BLOCK
        if percent != self._shown:
            self._shown = percent
            unit = "%" if self._total else " MiB"
            print(f"\r{self._title}: {percent}{unit}", end="", file=sys.stderr, flush=True)

    def end(self):
        print(file=sys.stderr)
