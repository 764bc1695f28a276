"""Which claims repeat one statement.

A reprint or a second report of the same words is no second statement: agreement is counted in
origins. All claims of an origin give the same amount: the same words with a new number are an
update.

Agreement is between sources, so whatever one source says of one amount is one origin, on
whichever day it says so. A publisher's own words, and words that an article leaves open whose they
are, are taken for the echo of a source where anything tells so; but as they may echo several, they
never make two sources one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, repeat
from uuid import UUID

from service.columns import Columns
from service.compared import Number, number_of
from service.signatures import BANDS, bands, similarity
from service.speakers import Speaker
from service.values import DOCUMENTED


class Sameness(StrEnum):
    """Why a claim is no origin of its own, with the reason in words. The first that holds is
    told."""

    reason: str

    def __new__(cls, name: str, reason: str) -> "Sameness":
        """A sameness that is its name."""
        sameness = str.__new__(cls, name)
        sameness._value_ = name
        sameness.reason = reason
        return sameness

    SOURCE_AMOUNT_AND_DAY = (
        "same_source_amount_and_day",
        "The same source gives the same amount for the same day: one statement, reported again.",
    )
    SOURCE_AND_AMOUNT = (
        "same_source_and_amount",
        "The same source gives the same amount, for another day: however often it says so, it "
        "agrees with nobody but itself.",
    )
    SENTENCE_AND_AMOUNT = (
        "same_sentence_and_amount",
        "The same amount stands in the same sentence, but for spaces and capitals.",
    )
    ARTICLE_AND_AMOUNT = (
        "same_article_and_amount",
        "The same article gives the same amount twice, at least once without naming a source.",
    )
    SIMILAR_SENTENCE_AND_AMOUNT = (
        "near_identical_sentence_and_amount",
        "The same amount stands in a near-identical sentence, at least once without a source.",
    )
    SIMILAR_ARTICLE_AND_AMOUNT = (
        "near_identical_article_and_amount",
        "The same amount stands in a near-identical article, at least once without a source.",
    )


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
    reason: str
    """The same in words."""
    similarity: float | None
    """Where the sentences or the articles are near-identical: the estimated share of all their runs
    of three words that are in both, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Claims that repeat one statement."""

    __pydantic_config__ = DOCUMENTED

    claim_id: UUID
    """The oldest of them."""
    claims: int
    """How many they are."""
    folded: tuple[Folded, ...]
    """Some of the others, each after the one that it repeats, and why they are no origins of their
    own."""


Statement = list[int]
"""The rows of the claims that repeat one statement, in the order in which they were said."""


def statements(
    columns: Columns, valid: Iterable[int], by: Sequence[Speaker]
) -> Iterator[Statement]:
    """The statements behind the claims of these rows, which are in the order in which they were
    said. `by` tells who speaks in each row."""
    places: dict[Number, int] = {}
    numbers = columns.amounts.map(lambda amount: places.setdefault(number_of(amount), len(places)))
    rows_of: dict[int, Statement] = defaultdict(list)
    for row in valid:
        rows_of[numbers[row]].append(row)
    for rows in rows_of.values():
        one_speaks = len({by[row] for row in rows}) == 1
        yield from [rows] if one_speaks else _joined(columns, rows, by, _OF_ANY_DAY).trees()


def origin(columns: Columns, statement: Statement, by: Sequence[Speaker], most: int) -> Origin:
    """The origin of the claims of one statement, with so many of those that repeat it at most."""
    folded = _joined(columns, statement, by, Sameness).folded() if len(statement) > 1 else ()
    return Origin(
        claim_id=UUID(bytes=columns.ids[statement[0]]),
        claims=len(statement),
        folded=tuple(_folded(columns, *link) for link in islice(folded, most)),
    )


def _folded(columns: Columns, row: int, repeats: int, why: Sameness) -> Folded:
    return Folded(
        claim_id=UUID(bytes=columns.ids[row]),
        repeats=UUID(bytes=columns.ids[repeats]),
        why=why,
        reason=why.reason,
        similarity=_similarity(columns, row, repeats, why),
    )


def _similarity(columns: Columns, a: int, b: int, why: Sameness) -> float | None:
    if why is Sameness.SIMILAR_SENTENCE_AND_AMOUNT:
        return similarity(columns.sentence_signatures[a], columns.sentence_signatures[b])
    if why is Sameness.SIMILAR_ARTICLE_AND_AMOUNT:
        return similarity(columns.text_signatures[a], columns.text_signatures[b])
    return None


def _joined(
    columns: Columns, rows: list[int], by: Sequence[Speaker], whys: Iterable[Sameness]
) -> "_Forest":
    """Claims of one amount, those together that have something in common, at whatever remove."""
    forest = _Forest(rows)
    keys = {why: _keys(why, columns, by) for why in whys}
    sourced = [row for row in rows if columns.asserters[row].source_id]
    for why in _SAID_BY_SOURCES:
        if why in keys:
            forest.join(why, sourced, keys[why])
    if len(sourced) < len(rows):
        forest.hold_apart(sourced)
        for why, key in keys.items():
            forest.join(why, rows, key)
    return forest


# What claims of one amount may have in common

_SAID_BY_SOURCES = (
    Sameness.SOURCE_AMOUNT_AND_DAY,
    Sameness.SOURCE_AND_AMOUNT,
    Sameness.SENTENCE_AND_AMOUNT,
)
"""What tells that two that are by sources are one: another source in words that are no more than
near to these is a second source."""
_OF_ANY_DAY = tuple(why for why in Sameness if why is not Sameness.SOURCE_AMOUNT_AND_DAY)
"""What decides whether claims are one: that a source said so on one day only tells more."""

Keys = Callable[[int], tuple[object, ...]]
"""What another row has to have one of at the same place, for there to be this sameness."""

_PLACES = {Sameness.SIMILAR_SENTENCE_AND_AMOUNT: BANDS, Sameness.SIMILAR_ARTICLE_AND_AMOUNT: BANDS}
"""Where there are more keys than one."""


def _keys(why: Sameness, columns: Columns, by: Sequence[Speaker]) -> Keys:
    match why:
        case Sameness.SOURCE_AMOUNT_AND_DAY:
            return lambda row: ((by[row], columns.claim(row).about),)
        case Sameness.SOURCE_AND_AMOUNT:
            return lambda row: (by[row],)
        case Sameness.SENTENCE_AND_AMOUNT:
            return lambda row: (columns.wordings[row],)
        case Sameness.ARTICLE_AND_AMOUNT:
            return lambda row: (columns.article_ids[row],)
        case Sameness.SIMILAR_SENTENCE_AND_AMOUNT:
            return lambda row: bands(columns.sentence_signatures[row])
        case Sameness.SIMILAR_ARTICLE_AND_AMOUNT:
            return lambda row: bands(columns.text_signatures[row])


class _Forest:
    """Rows, the oldest first, as trees of those that repeat one statement."""

    def __init__(self, rows: list[int]) -> None:
        self._rows = rows
        self._above = {row: row for row in rows}
        self._links: dict[int, list[tuple[int, Sameness]]] = defaultdict(list)
        self._apart: set[int] = set()
        self._trees = len(rows)

    def hold_apart(self, rows: Iterable[int]) -> None:
        """From now on no two trees with one of these rows each become one."""
        self._apart = set(map(self._root, rows))

    def join(self, why: Sameness, rows: Iterable[int], keys: Keys) -> None:
        """Make one tree of those that share a key."""
        if self._trees == 1:
            return
        oldest: list[dict[object, int]] = [{} for _ in range(_PLACES.get(why, 1))]
        for row in rows:
            shared = set(map(dict.setdefault, oldest, keys(row), repeat(row)))
            for first in sorted(shared - {row}):
                self._link(first, row, why)

    def _link(self, older: int, newer: int, why: Sameness) -> None:
        a, b = sorted((self._root(older), self._root(newer)))
        if a == b or (a in self._apart and b in self._apart):
            return
        if b in self._apart:
            self._apart.add(a)
        self._above[b] = a
        self._trees -= 1
        self._links[older].append((newer, why))
        self._links[newer].append((older, why))

    def _root(self, row: int) -> int:
        """The oldest of its tree."""
        above = self._above
        while above[row] != row:
            above[row] = row = above[above[row]]
        return row

    def trees(self) -> Iterable[Statement]:
        """The rows of each tree."""
        trees: dict[int, Statement] = defaultdict(list)
        for row in self._rows:
            trees[self._root(row)].append(row)
        return trees.values()

    def folded(self) -> Iterator[tuple[int, int, Sameness]]:
        """All of the tree of the oldest but that one, each after the one that it repeats: which
        row, which it repeats, and why."""
        oldest = self._rows[0]
        ahead = [(oldest, link) for link in reversed(self._links[oldest])]
        while ahead:
            repeated, (row, why) = ahead.pop()
            yield row, repeated, why
            further = (link for link in reversed(self._links[row]) if link[0] != repeated)
            ahead.extend((row, link) for link in further)
