"""Files of articles: a text or an HTML page each, or JSONL with one article a line."""

import gzip
import json
import re
import sys
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from service.documents import Document, complaint
from service.moments import published

STDIN = "-"
GZIP = b"\x1f\x8b"
FIELDS = frozenset(Document.model_fields)
BODIES = frozenset({"text", "html"})
_NO_SCHEME = re.compile(r"[\w-]+(\.[\w-]+)+(/\S*)?")
"""An address as browsers show it."""


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
    content = content_of(path)
    match _format(path, content):
        case "jsonl":
            yield from _lines(path, content, fields)
        case "html":
            yield Entry(path, _document(path, {"html": content}))
        case "text":
            yield Entry(path, _document(path, {"text": content}))


def content_of(path: str) -> str:
    """The text of a file, or of standard input for `-`; what is packed by gzip is unpacked. Raises
    UnfitFile and OSError."""
    raw = sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()
    if raw.startswith(GZIP):
        raw = _unpacked(path, raw)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnfitFile(f"{path}: is not UTF-8 at byte {error.start}") from None


def _unpacked(path: str, raw: bytes) -> bytes:
    try:
        return gzip.decompress(raw)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise UnfitFile(f"{path}: is broken off or damaged gzip") from None


def suffix_of(path: str) -> str:
    """What the name of a file ends in, in lower case; of `toll.csv.gz` that of the packed file."""
    return Path(path.lower().removesuffix(".gz")).suffix


def _format(path: str, content: str) -> str:
    """What the file's name says, else for standard input what its first character does."""
    suffixes = {".jsonl": "jsonl", ".ndjson": "jsonl", ".html": "html", ".htm": "html"}
    if path != STDIN:
        return suffixes.get(suffix_of(path), "text")
    return {"{": "jsonl", "<": "html"}.get(content.lstrip()[:1], "text")


def _lines(path: str, content: str, fields: Collection[str]) -> Iterator[Entry]:
    for number, row in json_lines(path, content):
        yield _entry(f"{path}, line {number}", number, row, fields)


def json_lines(path: str, content: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The object of each line that is not empty, with the line's number. Raises UnfitFile."""
    for number, line in enumerate(content.split("\n"), start=1):
        if line.strip():
            yield number, _object(f"{path}, line {number}", line)


def _object(where: str, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise UnfitFile(f"{where}: is no JSON: {error}") from None
    if not isinstance(row, dict):
        raise UnfitFile(f"{where}: is no JSON object")
    return row


def _entry(where: str, number: int, row: dict[str, Any], fields: Collection[str]) -> Entry:
    known = {name: row[name] for name in FIELDS & set(fields) & row.keys() if _given(row, name)}
    if isinstance(known.get("url"), str) and _NO_SCHEME.fullmatch(str(known["url"])):
        known["url"] = f"https://{known['url']}"
    if "published_at" in fields and row.get("published") and not known.get("published_at"):
        known["published_at"] = _moment(where, row["published"])
    return Entry(row.get("id", number), _document(where, known))


def _given(row: dict[str, Any], name: str) -> bool:
    """Whether a key tells anything. What is nothing but white space does not, where an article can
    be without it: files write an empty title for none."""
    value = row[name]
    return name in BODIES or not isinstance(value, str) or bool(value.strip())


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
