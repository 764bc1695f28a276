"""What a chart shows of claims: each claim at its own numbers and its own time, and what
stood of each source in between. Nothing is drawn that nobody said."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from service.columns import Coded, Columns, in_order
from service.compared import ComparedClaim
from service.grouping import Grouping
from service.intervals import stated
from service.marks import Line, Marks, Owner, ends
from service.said import Said, said_by, stands
from service.speakers import speakers, voices
from service.vague import Vague
from service.values import Amount

MOST_NAMED = 7
"""Sources, or groups of them, that get a colour of their own: nobody tells more of them apart for
sure."""
NAMELESS = "source not named"


class Scale(StrEnum):
    """How the axis of the numbers is divided."""

    LINEAR = "linear"
    LOG = "log"


class Absence(StrEnum):
    """Why a claim is not drawn."""

    UNKNOWN = "leaving the number open at both ends"
    UNDATED = "in articles of unknown publication"
    OFF_SCALE = "of zero or less, which a logarithmic axis has no place for"


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a chart shows, and what it does not."""

    scale: Scale
    marks: Marks
    """The oldest first."""
    lines: Sequence[Line]
    """One for each source whose colour is not shared by others."""
    named: tuple[str, ...]
    """The sources, or groups of them, that have a colour of their own, those with the most claims
    first."""
    others: int
    """How many of them share one colour."""
    absent: Mapping[Absence, int]
    """How many claims are not drawn, and why."""
    by: Grouping | None = None
    """What the sources of one colour share; None where each has its own."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What is heard of a source."""

    source: str | None
    """Its name, if it has one."""
    group: str
    """Whose colour it has."""
    rows: Sequence[int]
    """Of its claims, the oldest first."""
    shown: Sequence[int]
    """Of those that have a place in the chart."""


def drawing(
    claims: Sequence[ComparedClaim],
    scale: Scale,
    at: datetime | None = None,
    vague: Vague = Vague.DEFAULT,
    by: Grouping | None = None,
) -> Drawing:
    """What a chart with such an axis shows of the claims at a time, or of all of them, with the
    intervals that a table gives vague words, in a colour for each source or for each group."""
    said = said_by(in_order(claims, vague, at))
    absent = _absences(said, scale)
    heard = list(_heard(said.columns, absent, by))
    names = _by_size(heard)
    named = tuple(names[:MOST_NAMED])
    marks = _marks(said, heard, named)
    chosen = [each for each in heard if each.source and each.group in named]
    return Drawing(
        scale=scale,
        marks=marks,
        lines=tuple(_line(said, each, absent, until=said.at[marks.rows[-1]]) for each in chosen),
        named=named,
        others=len(names[MOST_NAMED:]),
        absent={why: count for why, count in Counter(absent).items() if why},
        by=by,
    )


def _heard(
    columns: Columns, absent: Sequence[Absence | None], by: Grouping | None
) -> Iterator[Heard]:
    for voice in voices(columns, speakers(columns)):
        group = by.named(by.of(voice)) if by else voice.source or NAMELESS
        rows = voice.claims.rows
        yield Heard(voice.source, group, rows, [row for row in rows if absent[row] is None])


def _by_size(several: Iterable[Heard]) -> list[str]:
    """The names of groups with claims, the most of them first."""
    count: Counter[str] = Counter()
    for heard in several:
        count[heard.group] += len(heard.shown)
    return sorted(+count, key=lambda name: (-count[name], name))


def _marks(said: Said, several: Sequence[Heard], named: Collection[str]) -> Marks:
    owners = [
        Owner(heard.source or NAMELESS, heard.group, heard.group in named) for heard in several
    ]
    whose = [code for code, heard in enumerate(several) for _ in heard.shown]
    rows = [row for heard in several for row in heard.shown]
    published = [said.at[row].timestamp() for row in rows]
    whole = Marks(said.columns, rows, Coded(owners, whose), published)
    return whole.take(sorted(range(len(rows)), key=published.__getitem__))


def _line(said: Said, heard: Heard, absent: Sequence[Absence | None], until: datetime) -> Line:
    """What stood of a source, until that time at the latest. What has no place on the axis is a
    gap."""
    changes = list(_changes(said, heard.rows))
    since = [min(said.at[row], until) for row in changes]
    over = [*since[1:], until]
    kept = [
        place
        for place, row in enumerate(changes)
        if since[place] < over[place] and absent[row] is None
    ]
    return Line(
        columns=said.columns,
        rows=[changes[place] for place in kept],
        source=heard.source or NAMELESS,
        group=heard.group,
        since=[since[place] for place in kept],
        until=[over[place] for place in kept],
    )


def _changes(said: Said, rows: Iterable[int]) -> Iterator[int]:
    """The claims by which the source stood with another amount than before."""
    amounts, before = said.columns.amounts, None
    for row in stands(said, rows):
        if before is None or amounts[row] != before:
            yield row
        before = amounts[row]


def _absences(said: Said, scale: Scale) -> list[Absence | None]:
    """Why each claim is not drawn with such an axis; None where it is."""
    amounts = said.columns.amounts.map(lambda amount: _misfit(amount, scale))
    published = said.columns.published
    return [
        why if known or why is Absence.UNKNOWN else Absence.UNDATED
        for why, known in zip(amounts, published, strict=True)
    ]


def _misfit(amount: Amount, scale: Scale) -> Absence | None:
    """Why the amount has no place on the axis."""
    if not stated(amount).bounded:
        return Absence.UNKNOWN
    if scale is Scale.LOG and min(ends(amount)) <= 0:
        return Absence.OFF_SCALE
    return None
