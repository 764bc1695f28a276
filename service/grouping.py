"""What one kind of source says, what others say, and what one side says, what others say."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import combinations

from service.compared import ComparedClaim, one_series
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
    one_of_each_origin,
    spread_of,
)
from service.intervals import Range, in_both, united
from service.vague import Vague
from service.values import DOCUMENTED


class Grouping(StrEnum):
    """What the sources of a group share."""

    KIND = "kind"
    """What sort of source they are: government, military, media …"""
    SIDE = "side"
    """Which side of the matter they are on, where a curator said so."""


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
    by: Grouping,
    as_of: datetime | None = None,
) -> Grouped:
    """The comparison of claims at a time, as `compare` makes it, with their sources in groups. What
    repeats what is told by all of them. UnlikeSeries where they are not of one series."""
    series, all_heard = one_series(claims), heard(claims, at, vague, as_of)
    places: dict[str | None, list[int]] = defaultdict(list)
    for place, voice in enumerate(all_heard.voices):
        places[voice.kind if by is Grouping.KIND else voice.side].append(place)
    groups = [
        _Heard(group or f"no {by} given", group, tuple(places[group]), all_heard)
        for group in sorted(places, key=lambda group: (group is None, group or ""))
    ]
    return Grouped(
        by=by,
        groups=tuple(map(_group, groups)),
        between=tuple(_meeting(*two) for two in combinations(groups, 2)),
        comparison=comparison_of(series, all_heard),
    )


class _Heard:
    """What is known of the claims of one group."""

    def __init__(self, name: str, group: str | None, places: tuple[int, ...], of: Heard) -> None:
        self.name, self.group, self.places, self.origin_of = name, group, places, of.origin_of
        self.voices = [of.voices[place] for place in places]
        standing = (of.positions[place].standing for place in places)
        self.firm = one_of_each_origin(standing, of.origin_of)
        self.ranges = {of.origin_of[claim.id]: claim.range for claim in self.firm}

    def without(self, other: "_Heard") -> list[Range]:
        """What is allowed by the standing claims of the origins that the other does not stand
        by."""
        return [each for origin, each in self.ranges.items() if origin not in other.ranges]


def _group(heard: _Heard) -> Group:
    return Group(
        group=heard.group,
        name=heard.name,
        positions=heard.places,
        agreement=agreement_of(heard.firm),
        spread=spread_of(heard.firm),
        counts=counts_of(heard.voices, heard.origin_of),
    )


def _meeting(a: _Heard, b: _Heard) -> Meeting:
    met = (
        *in_both(a.ranges.values(), b.without(a)),
        *in_both(a.without(b), b.ranges.values()),
    )
    return Meeting((a.name, b.name), united(met), len(a.ranges.keys() & b.ranges.keys()))
