"""Writes a data package, batch by batch: the same data always give the same bytes."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from service.api.package.tables import TABLES, Table
from service.api.package.words import Asked, Contents, Written, descriptor, readme
from service.storage.page import csv_header, csv_lines, parsed

Batches = AsyncIterator[list[bytes]]
"""Rows of a table, each an object of JSON."""

READABLE = 0o644 << 16
"""Whoever unpacks a file may read it."""


@dataclass(slots=True)
class Noted:
    """What rows say of the whole package, noted while they pass."""

    vague_tables: set[str] = field(default_factory=set)
    readers: set[str] = field(default_factory=set)

    def note(self, row: Mapping[str, Any]) -> None:
        """Note a row of any of the tables."""
        self.vague_tables |= {*filter(None, [row.get("vague_table")])}
        self.readers |= {*filter(None, [row.get("reader")])}


async def write(
    file: IO[bytes], asked: Asked, since: datetime | None, tables: Mapping[str, Batches]
) -> None:
    """Write the package of the tables, as they have been since then, into the file. Holds one batch
    in memory at a time."""
    noted = Noted()
    with ZipFile(file, "w") as archive:
        written = [await _write(archive, each, tables[each.name], noted) for each in TABLES]
        contents = Contents(
            asked,
            tuple(written),
            since,
            frozenset(noted.vague_tables),
            frozenset(noted.readers),
        )
        archive.writestr(_entry("README.md"), readme(contents))
        archive.writestr(_entry("datapackage.json"), descriptor(contents))


async def _write(archive: ZipFile, table: Table, batches: Batches, noted: Noted) -> Written:
    digest, size, count = sha256(), 0, 0
    # More than two gigabytes are possible, and nobody knows before.
    with archive.open(_entry(table.path), "w", force_zip64=True) as member:

        def put(lines: bytes) -> int:
            digest.update(lines)
            return member.write(lines)

        size += put(csv_header(table.fields))
        async for batch in batches:
            size += await asyncio.to_thread(lambda rows: put(_lines(table, rows, noted)), batch)
            count += len(batch)
    return Written(table, count, size, digest.hexdigest())


def _lines(table: Table, batch: Iterable[bytes], noted: Noted) -> bytes:
    rows = [parsed(row) for row in batch]
    for row in rows:
        noted.note(row)
    return csv_lines(table.fields, rows)


def _entry(name: str) -> ZipInfo:
    """A file in the archive, of no date: that of its making is not the data's."""
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = READABLE
    return entry
