"""What a chart shows of a comparison: each claim at its own numbers and its own time, and what
stood of each source in between. Nothing is drawn that nobody said."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate
from operator import attrgetter

from service.compared import ComparedClaim, oldest_first, standing
from service.comparison import Comparison, Position
from service.speakers import Voice
from service.values import Amount, Hedge

MOST_NAMED = 7
"""Sources that get a colour of their own: nobody tells more of them apart for sure."""
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
    claim: ComparedClaim
    named: bool = True
    """Whether the source has a colour of its own."""

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
    """Which source, one with a colour of its own."""
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
    """One for each source that has a colour of its own."""
    named: tuple[str, ...]
    """The sources that have a colour of their own, those with the most claims first."""
    others: int
    """How many sources share one colour."""
    absent: Mapping[Absence, int]
    """How many claims are not drawn, and why."""


def drawing(comparison: Comparison, scale: Scale) -> Drawing:
    """What a chart of the comparison with such an axis shows."""
    voices = [_voice(position) for position in comparison.positions]
    absent = Counter(absence(claim, scale) for voice in voices for claim in voice.claims)
    shown = [_shown(voice, scale) for voice in voices]
    names = _by_size(shown)
    named = tuple(names[:MOST_NAMED])
    marks = sorted(_marks(shown, named), key=attrgetter("published"))
    return Drawing(
        scale=scale,
        marks=tuple(marks),
        lines=tuple(
            _line(each, scale, until=marks[-1].claim.said_at)
            for each in voices
            if each.source in named
        ),
        named=named,
        others=len(names[MOST_NAMED:]),
        absent={why: count for why, count in absent.items() if why},
    )


def _voice(position: Position) -> Voice:
    claims = [*filter(None, [position.standing]), *position.earlier, *position.set_aside]
    return Voice(
        source_id=position.source_id,
        source=position.source,
        kind=position.kind,
        side=position.side,
        left_open=position.left_open,
        claims=tuple(oldest_first(claims)),
    )


def _shown(voice: Voice, scale: Scale) -> Voice:
    claims = tuple(claim for claim in voice.claims if absence(claim, scale) is None)
    return replace(voice, claims=claims)


def _name(voice: Voice) -> str:
    return voice.source or NAMELESS


def _by_size(voices: Iterable[Voice]) -> list[str]:
    """The names of those with claims, the most of them first."""
    count: Counter[str] = Counter()
    for voice in voices:
        count[_name(voice)] += len(voice.claims)
    return sorted(+count, key=lambda name: (-count[name], name))


def _marks(voices: Iterable[Voice], named: Collection[str]) -> Iterator[Mark]:
    for voice in voices:
        name = _name(voice)
        yield from (Mark(name, claim, named=name in named) for claim in voice.claims)


def _line(voice: Voice, scale: Scale, until: datetime) -> Line:
    """What stood of a source, until that time at the latest. What has no place on the axis is a
    gap."""
    valid = [claim for claim in voice.claims if claim.may_stand and claim.tells]
    changes = [(min(since, until), claim) for since, claim in _changes(valid)]
    ends = [since for since, _ in changes[1:]] + [until]
    return tuple(
        Step(_name(voice), claim, since, end)
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
