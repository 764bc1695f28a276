"""Who speaks: the claims of a series by the sources that assert them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from service.columns import Asserter, Claims, Columns
from service.naming import source_key

Speaker = int
"""A number for each source."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A source, or a publisher that speaks for itself, with its claims in the order given."""

    source_id: UUID | None
    """The source; None for a publisher that speaks for itself."""
    source: str | None
    """Its fullest name; None where neither source nor publisher is known."""
    claims: Claims


def speakers(columns: Columns) -> list[Speaker]:
    """Who asserts the claim of each row. A publisher that speaks for itself is the source of the
    same name that others quote; where neither is known each article speaks for itself."""
    quoted = {
        source_key(each.source): each.source_id
        for each in columns.asserters.values
        if each.source and each.source_id
    }
    keys = columns.asserters.map(lambda asserter: _key(asserter, quoted))
    told = (key or article for key, article in zip(keys, columns.article_ids, strict=True))
    numbers: dict[object, Speaker] = {}
    return [numbers.setdefault(key, len(numbers)) for key in told]


def _key(asserter: Asserter, quoted: dict[str, UUID]) -> bytes | str | None:
    """What tells a source: its id, or the key of a publisher that is no source elsewhere."""
    if asserter.source_id:
        return asserter.source_id.bytes
    if not asserter.name:
        return None
    key = source_key(asserter.name)
    return quoted[key].bytes if key in quoted else key


def voices(columns: Columns, by: Iterable[Speaker]) -> tuple[Voice, ...]:
    """The claims by who asserts them, by name, those without one last."""
    rows_of = defaultdict(list)
    for row, speaker in enumerate(by):
        rows_of[speaker].append(row)
    several = (_voice(columns, rows) for rows in rows_of.values())
    return tuple(sorted(several, key=lambda each: (each.source is None, each.source or "")))


def _voice(columns: Columns, rows: Sequence[int]) -> Voice:
    codes = {columns.asserters.codes[row] for row in rows}
    asserters = [columns.asserters.values[code] for code in codes]
    return Voice(
        source_id=next((each.source_id for each in asserters if each.source_id), None),
        source=max(sorted(each.name for each in asserters if each.name), key=len, default=None),
        claims=Claims(columns, rows),
    )


def chosen(heard: Sequence[Voice], source: str | None) -> Sequence[Voice]:
    """Those that go by the name, or have that id; all where none is given."""
    if source is None:
        return heard
    key = source_key(source)
    return [each for each in heard if source == str(each.source_id) or _goes_by(each, key)]


def _goes_by(voice: Voice, key: str) -> bool:
    return voice.source is not None and source_key(voice.source) == key
