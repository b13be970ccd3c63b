"""A notebook that answers questions about your own notes.

triglot python notes.py [--model MODEL] [--notes FOLDER] COMMAND ...

    add TITLE TEXT...    writes a note
    list                 lists the notes
    find WORDS...        finds notes by meaning
    ask QUESTION...      answers from the notes that fit best
    summaries            one sentence for each note, several at a time
    talk                 a conversation that is kept; an empty line ends it
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

import triglot

PART_WORDS = 120
BEST = 3


@dataclass
class Note:
    title: str
    text: str

    @property
    def parts(self) -> list[str]:
        """The text in pieces that are short enough to be compared with a question."""
        words = self.text.split()
        return [" ".join(words[i : i + PART_WORDS]) for i in range(0, len(words), PART_WORDS)]


class Notes:
    """A folder of text files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def add(self, title: str, text: str) -> Path:
        name = "".join(letter if letter.isalnum() else "-" for letter in title.lower())
        path = self.folder / f"{name}.txt"
        path.write_text(f"{title}\n\n{text}\n", encoding="utf-8")
        return path

    def all(self) -> list[Note]:
        notes: list[Note] = []
        for path in sorted(self.folder.glob("*.txt")):
            title, _, text = path.read_text(encoding="utf-8").partition("\n")
            notes.append(Note(title.strip(), text.strip()))
        return notes


class Index:
    """Vectors of all parts; those that were computed before come from a file."""

    def __init__(self, llm: triglot.Model, folder: Path) -> None:
        self.llm = llm
        self.file = folder / "index.json"
        self.known: dict[str, list[float]] = {}
        if self.file.exists():
            saved = json.loads(self.file.read_text())
            if saved["model"] == llm.info.name:
                self.known = saved["vectors"]

    def vectors(self, texts: list[str]) -> list[list[float]]:
        missing = [text for text in texts if digest(text) not in self.known]
        if missing:
            for text, vector in zip(missing, self.llm.embed(missing)):
                self.known[digest(text)] = [round(float(x), 6) for x in vector]
            self.file.write_text(json.dumps({"model": self.llm.info.name, "vectors": self.known}))
        return [self.known[digest(text)] for text in texts]

    def best(self, question: str, notes: list[Note]) -> list[tuple[float, Note, str]]:
        """The parts that are nearest to a question, the nearest one first."""
        pairs = [(note, part) for note in notes for part in note.parts]
        if not pairs:
            return []
        wanted = self.llm.embed(question)
        scored = [
            (sum(x * y for x, y in zip(wanted, vector)), note, part)
            for vector, (note, part) in zip(self.vectors([part for _, part in pairs]), pairs)
        ]
        scored.sort(key=lambda entry: entry[0], reverse=True)
        return scored[:BEST]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def find(llm: triglot.Model, notes: Notes, words: str) -> None:
    for score, note, part in Index(llm, notes.folder).best(words, notes.all()):
        print(f"{score:.2f}  {note.title}: {textwrap.shorten(part, 60)}")


def ask(llm: triglot.Model, notes: Notes, question: str) -> None:
    best = Index(llm, notes.folder).best(question, notes.all())
    if not best:
        print("There are no notes yet.")
        return
    known = "\n".join(f"- {note.title}: {part}" for _, note, part in best)
    with llm.chat(system=f"Answer from these notes only.\n{known}") as chat:
        show(chat.stream(question, max_tokens=120, temperature=0))
    print("from:", ", ".join(sorted({note.title for _, note, _ in best})))


async def summaries(llm: triglot.Model, notes: Notes) -> None:
    """All at a time: each one has a context of its own, and the event loop stays free."""

    async def summary(note: Note) -> str:
        with llm.chat(system="Summarize in one sentence.") as chat:
            return await chat.asend(note.text, max_tokens=40, temperature=0)

    everything = notes.all()
    for note, text in zip(everything, await asyncio.gather(*(summary(note) for note in everything))):
        print(f"{note.title}: {text.strip()}")


def talk(llm: triglot.Model, notes: Notes) -> None:
    """A conversation whose messages are kept in a file."""
    file = notes.folder / "talk.json"
    past = json.loads(file.read_text()) if file.exists() else None
    with llm.chat(messages=past) if past else llm.chat(system="You are a friendly librarian.") as chat:
        print(f"({len(chat.messages)} messages so far)")
        try:
            for line in sys.stdin:
                if not line.strip():
                    break
                show(chat.stream(line.strip(), max_tokens=120))
        except KeyboardInterrupt:
            print("(interrupted)")
        finally:
            file.write_text(json.dumps(chat.messages, indent=1))


def show(pieces: triglot.Stream) -> None:
    with pieces:
        for piece in pieces:
            print(piece, end="", flush=True)
    print()


def progress(now: triglot.Progress) -> None:
    if now.total:
        print(f"\r{now.phase}: {100 * now.done // now.total} %", end="", file=sys.stderr)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="notes.py", description="A notebook that answers questions.")
    parser.add_argument("--model", help="a file, or a name such as smollm2")
    parser.add_argument("--notes", type=Path, default=Path.home() / "notes", help="the folder of the notes")
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("add")
    add.add_argument("title")
    add.add_argument("text", nargs="+")
    for name in ("find", "ask"):
        commands.add_parser(name).add_argument("words", nargs="+")
    for name in ("list", "summaries", "talk"):
        commands.add_parser(name)
    return parser.parse_args()


def main() -> int:
    given = arguments()
    notes = Notes(given.notes)
    if given.command == "add":
        print("written to", notes.add(given.title, " ".join(given.text)).name)
        return 0
    if given.command == "list":
        for note in notes.all():
            print(f"{note.title} ({len(note.text.split())} words)")
        return 0
    try:
        with triglot.open(given.model, progress=progress, context_length=2048) as llm:
            if given.command == "find":
                find(llm, notes, " ".join(given.words))
            elif given.command == "ask":
                ask(llm, notes, " ".join(given.words))
            elif given.command == "summaries":
                asyncio.run(summaries(llm, notes))
            else:
                talk(llm, notes)
    except triglot.ModelNotFoundError as missing:
        print(f"notes.py: {missing}", file=sys.stderr)
        return 2
    except triglot.TriglotError as error:
        print(f"notes.py: {error.code}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
