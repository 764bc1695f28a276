"""Files of articles: a text or an HTML page each, or JSONL with one article a line."""

import json
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from service.documents import Document, complaint
from service.moments import published

STDIN = "-"
FIELDS = frozenset(Document.model_fields)


class UnfitFile(ValueError):
    """A file, or a line of one, that holds no article; says which and why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of a file."""

    id: object
    """The `id` of its JSONL line, else its number there; a file's name where it is the file."""
    document: Document
    """The article."""


def entries(path: str, fields: Collection[str] = FIELDS) -> Iterator[Entry]:
    """The articles of a file, or of standard input for `-`.

    Of a JSONL line the `id` and those keys are read that are both in `fields` and a document's;
    `published` is read as `published_at`, and may be a day alone. Raises UnfitFile and OSError.
    """
    content = _decoded(path)
    match _format(path, content):
        case "jsonl":
            yield from _lines(path, content, fields)
        case "html":
            yield Entry(path, _document(path, {"html": content}))
        case "text":
            yield Entry(path, _document(path, {"text": content}))


def _decoded(path: str) -> str:
    raw = sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnfitFile(f"{path}: is not UTF-8 at byte {error.start}") from None


def _format(path: str, content: str) -> str:
    """What the file's name says, else for standard input what its first character does."""
    suffixes = {".jsonl": "jsonl", ".ndjson": "jsonl", ".html": "html", ".htm": "html"}
    if path != STDIN:
        return suffixes.get(Path(path).suffix.lower(), "text")
    return {"{": "jsonl", "<": "html"}.get(content.lstrip()[:1], "text")


def _lines(path: str, content: str, fields: Collection[str]) -> Iterator[Entry]:
    for number, line in enumerate(content.split("\n"), start=1):
        if line.strip():
            yield _entry(f"{path}, line {number}", number, line, fields)


def _entry(where: str, number: int, line: str, fields: Collection[str]) -> Entry:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnfitFile(f"{where}: is no JSON: {error}") from None
    if not isinstance(row, dict):
        raise UnfitFile(f"{where}: is no JSON object")
    known = {name: row[name] for name in FIELDS & set(fields) & row.keys()}
    if "published_at" in fields and row.get("published") and not known.get("published_at"):
        known["published_at"] = _moment(where, row["published"])
    return Entry(row.get("id", number), _document(where, known))


def _moment(where: str, spelling: object) -> object:
    try:
        return published(str(spelling))
    except ValueError as error:
        raise UnfitFile(f"{where}: published {error}") from None


def _document(where: str, values: dict[str, object]) -> Document:
    try:
        return Document.model_validate(values)
    except ValidationError as error:
        raise UnfitFile(f"{where}: {complaint(error)}") from None
