"""Who speaks: the claims of a series by the sources that assert them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from service.columns import Asserter, Claims, Columns
from service.naming import source_key, speaks_for
from service.values import SourceKind

Speaker = int
"""A number for each source."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A source, or a publisher that speaks for itself, with its claims in the order given; or one
    claim of which the article leaves open who says so."""

    source_id: UUID | None
    """The source; None for a publisher that speaks for itself, and for who is left open."""
    source: str | None
    """Its fullest name; None where neither source nor publisher is known, and for who is left
    open."""
    kind: SourceKind | None
    """What sort of source it is: media for a publisher that speaks for itself; None for who is left
    open."""
    side: str | None
    """Which side of the matter it is on, where a curator said so."""
    left_open: str | None
    """The words of the article for who says so, where it leaves open whom they mean."""
    claims: Claims


def speakers(columns: Columns) -> list[Speaker]:
    """Who asserts the claim of each row. A publisher that speaks for itself is the source of the
    same name that others quote; where neither is known each article speaks for itself; where it is
    left open who says so, nobody but the claim."""
    quoted = {
        source_key(each.source): each.source_id
        for each in columns.asserters.values
        if each.source and each.source_id
    }
    keys = columns.asserters.map(lambda asserter: _key(asserter, quoted))
    opened = columns.asserters.map(lambda asserter: asserter.left_open)
    rows = zip(keys, opened, columns.ids, columns.article_ids, strict=True)
    told = (key or (claim if words else article) for key, words, claim, article in rows)
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
    # What is known of a source is not known of the publisher that says so itself.
    known = next((each for each in asserters if each.source_id), asserters[0])
    itself = known.source_id is None and known.left_open is None
    return Voice(
        source_id=known.source_id,
        source=_fullest(each.name for each in asserters if each.name),
        kind=SourceKind.MEDIA if itself else known.source_kind,
        side=known.side,
        left_open=known.left_open,
        claims=Claims(columns, rows),
    )


def _fullest(names: Iterable[str]) -> str | None:
    """The longest name; that of a body itself rather than of who speaks for it."""
    return max(sorted(names), key=lambda name: (not speaks_for(name), len(name)), default=None)


def chosen(heard: Sequence[Voice], source: str | None) -> Sequence[Voice]:
    """Those that go by the name, or have that id; all where none is given."""
    if source is None:
        return heard
    key = source_key(source)
    return [each for each in heard if source == str(each.source_id) or _goes_by(each, key)]


def _goes_by(voice: Voice, key: str) -> bool:
    return voice.source is not None and source_key(voice.source) == key
