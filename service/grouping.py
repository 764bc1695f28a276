"""What one kind of source says, what others say, and what one side says, what others say."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from uuid import UUID

from service.compared import ComparedClaim
from service.comparison import (
    Agreement,
    Comparison,
    Counts,
    Position,
    Spread,
    agreement_of,
    counts_of,
    one_of_each_origin,
    origin_of,
    spread_of,
)
from service.intervals import Range, in_both, united
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


def grouped(comparison: Comparison, by: Grouping) -> Grouped:
    """The comparison with its sources in groups."""
    places: dict[str | None, list[int]] = defaultdict(list)
    for place, position in enumerate(comparison.positions):
        places[_group_of(position, by)].append(place)
    origins = origin_of(comparison.origins)
    groups = tuple(
        _group(group, by, places[group], comparison.positions, origins)
        for group in sorted(places, key=lambda group: (group is None, group or ""))
    )
    ranges = [(each.name, _ranges(each, comparison.positions, origins)) for each in groups]
    between = tuple(_meeting(*a, *b) for a, b in combinations(ranges, 2))
    return Grouped(by, groups, between, comparison)


def _group_of(position: Position, by: Grouping) -> str | None:
    return position.kind if by is Grouping.KIND else position.side


def _group(
    group: str | None,
    by: Grouping,
    places: Sequence[int],
    positions: Sequence[Position],
    origins: Mapping[UUID, UUID],
) -> Group:
    own = [positions[place] for place in places]
    firm = one_of_each_origin([each.standing for each in own], origins)
    valid = [claim for each in own for claim in _valid(each)]
    return Group(
        group=group,
        name=group or f"no {by} given",
        positions=tuple(places),
        agreement=agreement_of(firm),
        spread=spread_of(firm),
        counts=counts_of(
            valid,
            sources=sum(each.standing is not None for each in own),
            origins=len({origins[claim.id] for claim in valid}),
        ),
    )


def _valid(position: Position) -> Iterator[ComparedClaim]:
    yield from filter(None, [position.standing])
    yield from position.earlier


# Between groups

Ranges = Mapping[UUID, Range]
"""What the standing claims of a group allow, by their origins."""


def _ranges(group: Group, positions: Sequence[Position], origins: Mapping[UUID, UUID]) -> Ranges:
    standing = [positions[place].standing for place in group.positions]
    return {origins[claim.id]: claim.range for claim in one_of_each_origin(standing, origins)}


def _meeting(a: str, some: Ranges, b: str, others: Ranges) -> Meeting:
    apart = (
        *in_both(some.values(), _without(some, others)),
        *in_both(_without(others, some), others.values()),
    )
    return Meeting((a, b), united(apart), len(some.keys() & others.keys()))


def _without(some: Ranges, of: Ranges) -> list[Range]:
    return [allowed for origin, allowed in of.items() if origin not in some]
