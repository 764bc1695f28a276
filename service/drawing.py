"""What a chart shows of claims: each claim at its own numbers and its own time, and what
stood of each source in between. Nothing is drawn that nobody said."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate
from operator import attrgetter

from service.columns import Columns, in_order
from service.compared import ComparedClaim, standing
from service.grouping import Grouping
from service.speakers import speakers, voices
from service.vague import Vague
from service.values import Amount, Hedge

MOST_NAMED = 7
"""Sources, or groups of them, that get a colour of their own: nobody tells more of them apart for
sure."""
NAMELESS = "source not named"


class Scale(StrEnum):
    """How the axis of the numbers is divided."""

    LINEAR = "linear"
    LOG = "log"


class Form(StrEnum):
    """What a number says of its ends, and is drawn by."""

    EXACT = "exactly"
    ABOUT = "about"
    RANGE = "from … to …"
    FLOOR = "that or more"
    CEILING = "that or less"


class Absence(StrEnum):
    """Why a claim is not drawn."""

    UNKNOWN = "leaving the number open at both ends"
    UNDATED = "in articles of unknown publication"
    OFF_SCALE = "of zero or less, which a logarithmic axis has no place for"


@dataclass(frozen=True, slots=True)
class Mark:
    """A claim that is drawn."""

    source: str
    """Who says so."""
    group: str
    """Whose colour it has: the source's own, or that of its kind or side."""
    claim: ComparedClaim
    named: bool = True
    """Whether that is no other's colour."""

    @property
    def published(self) -> float:
        """When its article was published, in seconds since 1970."""
        return self.claim.said_at.timestamp()

    @property
    def form(self) -> Form:
        """How it is drawn."""
        return form(self.claim.amount)

    @property
    def ends(self) -> list[Decimal]:
        """The one number that it states, or the lower and the upper one."""
        return ends(self.claim.amount)


@dataclass(frozen=True, slots=True)
class Step:
    """What stood of a source from one time until another."""

    source: str
    """Which source."""
    group: str
    """Whose colour it has, one that is no other's."""
    claim: ComparedClaim
    """The claim by which it stood."""
    since: datetime
    until: datetime

    @property
    def ends(self) -> list[Decimal]:
        """The one number, or the lower and the upper one, at which it stood."""
        return ends(self.claim.amount)


Line = tuple[Step, ...]
"""What stood of one source, the oldest first."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a chart shows, and what it does not."""

    scale: Scale
    marks: tuple[Mark, ...]
    """The oldest first."""
    lines: tuple[Line, ...]
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
    claims: tuple[ComparedClaim, ...]
    """The oldest first."""


def drawing(
    claims: Sequence[ComparedClaim],
    scale: Scale,
    at: datetime | None = None,
    vague: Vague = Vague.DEFAULT,
    by: Grouping | None = None,
) -> Drawing:
    """What a chart with such an axis shows of the claims at a time, or of all of them, with the
    intervals that a table gives vague words, in a colour for each source or for each group."""
    heard = list(_heard(in_order(claims, vague, at), by))
    absent = Counter(absence(claim, scale) for each in heard for claim in each.claims)
    shown = [replace(each, claims=_shown(each.claims, scale)) for each in heard]
    names = _by_size(shown)
    named = tuple(names[:MOST_NAMED])
    marks = sorted(_marks(shown, named), key=attrgetter("published"))
    return Drawing(
        scale=scale,
        marks=tuple(marks),
        lines=tuple(
            _line(each, scale, until=marks[-1].claim.said_at)
            for each in heard
            if each.source and each.group in named
        ),
        named=named,
        others=len(names[MOST_NAMED:]),
        absent={why: count for why, count in absent.items() if why},
        by=by,
    )


def _heard(columns: Columns, by: Grouping | None) -> Iterator[Heard]:
    for voice in voices(columns, speakers(columns)):
        group = by.named(by.of(voice)) if by else voice.source or NAMELESS
        yield Heard(voice.source, group, tuple(voice.claims))


def _shown(claims: Iterable[ComparedClaim], scale: Scale) -> tuple[ComparedClaim, ...]:
    return tuple(claim for claim in claims if absence(claim, scale) is None)


def _by_size(several: Iterable[Heard]) -> list[str]:
    """The names of groups with claims, the most of them first."""
    count: Counter[str] = Counter()
    for heard in several:
        count[heard.group] += len(heard.claims)
    return sorted(+count, key=lambda name: (-count[name], name))


def _marks(several: Iterable[Heard], named: Collection[str]) -> Iterator[Mark]:
    for heard in several:
        source, group = heard.source or NAMELESS, heard.group
        yield from (Mark(source, group, claim, named=group in named) for claim in heard.claims)


def _line(heard: Heard, scale: Scale, until: datetime) -> Line:
    """What stood of a source, until that time at the latest. What has no place on the axis is a
    gap."""
    valid = [claim for claim in heard.claims if claim.may_stand and claim.tells]
    changes = [(min(since, until), claim) for since, claim in _changes(valid)]
    ends = [since for since, _ in changes[1:]] + [until]
    return tuple(
        Step(heard.source or NAMELESS, heard.group, claim, since, end)
        for (since, claim), end in zip(changes, ends, strict=False)
        if since < end and absence(claim, scale) is None
    )


def _changes(valid: Sequence[ComparedClaim]) -> Iterator[tuple[datetime, ComparedClaim]]:
    """From when on which claim stood, with another amount than the one before."""
    before = None
    for claim, stood in zip(valid, accumulate(valid, _newer), strict=True):
        if before is None or before.amount != stood.amount:
            yield claim.said_at, stood
        before = stood


def _newer(stood: ComparedClaim, claim: ComparedClaim) -> ComparedClaim:
    return standing([stood, claim]) or claim


def absence(claim: ComparedClaim, scale: Scale) -> Absence | None:
    """Why the claim is not drawn with such an axis; None where it is."""
    if not claim.tells:
        return Absence.UNKNOWN
    if claim.published_at is None:
        return Absence.UNDATED
    if scale is Scale.LOG and min(ends(claim.amount)) <= 0:
        return Absence.OFF_SCALE
    return None


def form(amount: Amount) -> Form:
    """How the amount is drawn; one that is open at both ends is not."""
    if amount.high is None:
        return Form.FLOOR
    if amount.low is None:
        return Form.CEILING
    if amount.low < amount.high:
        return Form.RANGE
    return Form.ABOUT if amount.hedge is Hedge.ABOUT else Form.EXACT


def ends(amount: Amount) -> list[Decimal]:
    """The numbers at which the amount ends: one, or the lower and the upper one."""
    return sorted({end for end in (amount.low, amount.high) if end is not None})
