"""Which claims repeat one statement.

A reprint or a second report of the same words is no second statement: agreement is counted in
origins.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from uuid import UUID

from service.columns import Columns
from service.compared import Number, number_of
from service.speakers import Speaker
from service.values import DOCUMENTED


class Sameness(StrEnum):
    """Why a claim is no origin of its own."""

    SOURCE_AND_AMOUNT = "same_source_and_amount"
    """The same source had said the same before."""
    SENTENCE_AND_AMOUNT = "same_sentence_and_amount"
    """The same number stood in the same sentence before, but for spaces and capitals."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A claim that repeats another."""

    __pydantic_config__ = DOCUMENTED

    claim_id: UUID
    """The claim that repeats."""
    repeats: UUID
    """The claim that it repeats."""
    why: Sameness
    """What the two have in common."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Claims that repeat one statement."""

    __pydantic_config__ = DOCUMENTED

    claim_id: UUID
    """The oldest of them."""
    claims: int
    """How many they are."""
    folded: tuple[Folded, ...]
    """Some of the others, those first that have most in common with the oldest, and why they are
    no origins of their own."""


Statement = list[int]
"""The rows of claims that repeat each other, in the order in which they were said."""
Thing = tuple[Sameness, object]
Links = dict[int, list[tuple[int, Sameness]]]
"""By each row those that it has something in common with, and what."""


def statements(
    columns: Columns, valid: Iterable[int], by: Sequence[Speaker]
) -> Iterator[Statement]:
    """The statements behind the claims of these rows, which are in the order in which they were
    said. `by` tells who speaks in each row."""
    places: dict[Number, int] = {}
    numbers = columns.amounts.map(lambda amount: places.setdefault(number_of(amount), len(places)))
    rows_of = defaultdict(list)
    for row in valid:
        rows_of[numbers[row]].append(row)
    for same in rows_of.values():
        yield from _repeating(columns, same, by)


def origin(columns: Columns, statement: Statement, by: Sequence[Speaker], most: int) -> Origin:
    """The origin of the claims of one statement, with so many of those that repeat it at most."""
    oldest, ids = statement[0], columns.ids
    folded = islice(_folded_into(oldest, _links(columns, statement, by), {oldest}), most)
    return Origin(
        claim_id=UUID(bytes=ids[oldest]),
        claims=len(statement),
        folded=tuple(
            Folded(UUID(bytes=ids[row]), UUID(bytes=ids[repeats]), why)
            for row, repeats, why in folded
        ),
    )


def _repeating(columns: Columns, same: Statement, by: Sequence[Speaker]) -> Iterable[Statement]:
    """Of claims of one number those together whose sources have a thing in common, at whatever
    remove."""
    rows_of, joined, first = defaultdict(list), Joined(), dict[object, Speaker]()
    wordings = columns.wordings
    for row in same:
        speaker = by[row]
        rows_of[speaker].append(row)
        other = first.setdefault(wordings[row], speaker)
        if other != speaker:
            joined.join(other, speaker)
    together: dict[Speaker, Statement] = defaultdict(list)
    for speaker, rows in rows_of.items():
        together[joined.root(speaker)] += rows
    return map(sorted, together.values())


class Joined:
    """Sources in sets, two of which become one where they have a thing in common."""

    def __init__(self) -> None:
        self._parents: dict[Speaker, Speaker] = {}

    def root(self, speaker: Speaker) -> Speaker:
        """What stands for all that the source is joined with."""
        while (parent := self._parents.get(speaker, speaker)) != speaker:
            speaker = parent
        return speaker

    def join(self, one: Speaker, other: Speaker) -> None:
        """Join them, and all that they are joined with."""
        self._parents[self.root(one)] = self.root(other)


def _links(columns: Columns, statement: Statement, by: Sequence[Speaker]) -> Links:
    """Each row linked, both ways, to the oldest with which it has a thing in common."""
    links: Links = defaultdict(list)
    oldest: dict[Thing, int] = {}
    for row in statement:
        for thing in _things_in_common(columns, row, by):
            first = oldest.setdefault(thing, row)
            if first != row:
                links[first].append((row, thing[0]))
                links[row].append((first, thing[0]))
    return links


def _things_in_common(columns: Columns, row: int, by: Sequence[Speaker]) -> Iterator[Thing]:
    """What claims of one number can have in common beside it: first of all their source."""
    yield Sameness.SOURCE_AND_AMOUNT, by[row]
    yield Sameness.SENTENCE_AND_AMOUNT, columns.wordings[row]


def _folded_into(row: int, links: Links, seen: set[int]) -> Iterator[tuple[int, int, Sameness]]:
    """All that is linked to the row, at whatever remove, and not yet seen: which row, which one it
    repeats, and why."""
    ahead = [(row, *link) for link in reversed(links[row])]
    while ahead:
        repeats, found, why = ahead.pop()
        if found not in seen:
            seen.add(found)
            ahead.extend((found, *link) for link in reversed(links[found]))
            yield found, repeats, why
