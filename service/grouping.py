"""What one kind of source says, what others say, and what one side says, what others say."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from itertools import chain, combinations

from service.compared import ComparedClaim
from service.comparison import (
    Agreement,
    Comparison,
    Counts,
    Heard,
    Spread,
    agreement_of,
    comparison_of,
    counts_of,
    heard,
    spread_of,
)
from service.intervals import Range, in_both, united
from service.speakers import Voice
from service.vague import Vague
from service.values import DOCUMENTED


class Grouping(StrEnum):
    """What the sources of a group share."""

    KIND = "kind"
    """What sort of source they are: government, military, media …"""
    SIDE = "side"
    """Which side of the matter they are on, where a curator said so."""

    def of(self, source: Voice) -> str | None:
        """The kind or side of a source, where it is known."""
        return source.kind if self is Grouping.KIND else source.side

    def named(self, group: str | None) -> str:
        """A group in words: `military`, `no side given`."""
        return group or f"no {self} given"


@dataclass(frozen=True, slots=True)
class Group:
    """The sources of one kind or side, compared with each other."""

    __pydantic_config__ = DOCUMENTED

    group: str | None
    """The kind or side; null for the sources of which it is not known."""
    name: str
    """The same in words: `military`, `no side given`."""
    positions: tuple[int, ...]
    """Where the sources are among the positions of the comparison, counted from 0."""
    agreement: Agreement
    """What their standing claims allow together."""
    spread: Spread | None
    """How far apart the outermost of them are; null where no two exclude each other."""
    counts: Counts
    """What stands behind their positions. A claim that repeats one of another group has its
    origin there, which counts in both."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Whether two groups agree anywhere."""

    __pydantic_config__ = DOCUMENTED

    groups: tuple[str, str]
    """Their names."""
    both_allow: tuple[Range, ...]
    """The ranges that a standing claim of each of the two allows, the lowest first; empty where no
    two meet. Two claims of one origin are no agreement."""
    origins_in_both: int
    """How many origins both groups stand by: what one says the other repeats, or both repeat."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """A comparison, and the same within each group of sources."""

    __pydantic_config__ = DOCUMENTED

    by: Grouping
    """What the sources of a group share."""
    groups: tuple[Group, ...]
    """Every source is in one of them; by name, those of which it is not known last."""
    between: tuple[Meeting, ...]
    """Every two groups, and where they agree."""
    comparison: Comparison
    """All sources, compared."""


def grouped(
    claims: Sequence[ComparedClaim],
    at: datetime | None,
    vague: Vague,
    earlier: int,
    by: Grouping,
    as_of: datetime | None = None,
) -> Grouped:
    """What `compare` tells, with the sources in groups. What repeats what is told by all of them.
    UnlikeSeries where the claims are not of one series."""
    known = heard(claims, at, vague, earlier)
    places: dict[str | None, list[int]] = defaultdict(list)
    for place, voice in enumerate(known.voices):
        places[by.of(voice)].append(place)
    origins = {known.columns.ids[row]: said[0] for said in known.said for row in said}
    groups = [
        _Heard(group, by.named(group), tuple(places[group]), known, origins)
        for group in sorted(places, key=lambda group: (group is None, group or ""))
    ]
    return Grouped(
        by=by,
        groups=tuple(map(_group, groups)),
        between=tuple(_meeting(*two) for two in combinations(groups, 2)),
        comparison=comparison_of(known, at, vague, earlier, as_of),
    )


@dataclass(frozen=True)
class _Heard:
    """What is known of one group."""

    group: str | None
    name: str
    places: tuple[int, ...]
    """Of its sources, among all that speak."""
    known: Heard
    """What is known of all groups."""
    origins: Mapping[bytes, int]
    """By the id of each claim that may stand the row of the oldest of its origin."""

    @cached_property
    def standing(self) -> dict[int, ComparedClaim]:
        """By each origin that bounds its number a claim by which one of the sources stands. All
        claims of an origin have the same amount, so it does not matter which."""
        claims = filter(None, (self.known.positions[place].standing for place in self.places))
        return {self.origins[claim.id.bytes]: claim for claim in claims if claim.tells}

    @cached_property
    def valid(self) -> list[list[int]]:
        """By each source the rows of its claims that may stand."""
        ids = self.known.columns.ids
        rows = (self.known.voices[place].claims.rows for place in self.places)
        return [[row for row in own if ids[row] in self.origins] for own in rows]

    def ranges(self, without: Collection[int] = ()) -> list[Range]:
        """What the standing claims allow, without those of some origins."""
        return [claim.range for at, claim in self.standing.items() if at not in without]


def _group(heard: _Heard) -> Group:
    firm, columns = list(heard.standing.values()), heard.known.columns
    rows = list(chain.from_iterable(heard.valid))
    origins = len({heard.origins[columns.ids[row]] for row in rows})
    return Group(
        group=heard.group,
        name=heard.name,
        positions=heard.places,
        agreement=agreement_of(firm),
        spread=spread_of(firm),
        counts=counts_of(columns, rows, sources=sum(map(bool, heard.valid)), origins=origins),
    )


def _meeting(a: _Heard, b: _Heard) -> Meeting:
    met = (
        *in_both(a.ranges(), b.ranges(without=a.standing)),
        *in_both(a.ranges(without=b.standing), b.ranges()),
    )
    return Meeting((a.name, b.name), united(met), len(a.standing.keys() & b.standing.keys()))
