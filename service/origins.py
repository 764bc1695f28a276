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
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, repeat
from operator import attrgetter
from uuid import UUID

from service.columns import Columns
from service.compared import Number, number_of
from service.signatures import BANDS, any_near, bands, similarity
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


@dataclass(frozen=True, slots=True)
class Told:
    """The claims of a series in the order in which they were said, with what tells which of them
    repeat one statement."""

    columns: Columns
    by: Sequence[Speaker]
    """Who speaks in each row."""
    numbers: Sequence[int]
    """Which rows give the same amount: a number for each."""
    sourced: Sequence[bool]
    """Whether each is by a source."""


def told_by(columns: Columns, by: Sequence[Speaker]) -> Told:
    """The claims of the columns, in whose rows these speak."""
    places: dict[Number, int] = {}
    numbers = columns.amounts.map(lambda amount: places.setdefault(number_of(amount), len(places)))
    sourced = columns.asserters.map(lambda asserter: asserter.source_id is not None)
    return Told(columns, by, numbers, sourced)


def statements(told: Told, valid: Sequence[int]) -> Iterator[Statement]:
    """The statements behind the claims of these rows."""
    rows_of: dict[int, Statement] = defaultdict(list)
    for row in valid:
        rows_of[told.numbers[row]].append(row)
    by_one = {
        number: rows
        for number, rows in rows_of.items()
        if len(set(map(told.by.__getitem__, rows))) == 1
    }
    yield from by_one.values()
    by_several = [row for row in valid if told.numbers[row] not in by_one]
    yield from _joined(told, by_several, _OF_ANY_DAY).trees()


def origin(told: Told, statement: Statement, most: int) -> Origin:
    """The origin of the claims of one statement, with so many of those that repeat it at most."""
    folded = _joined(told, statement, list(Sameness)).folded() if len(statement) > 1 else ()
    return Origin(
        claim_id=UUID(bytes=told.columns.ids[statement[0]]),
        claims=len(statement),
        folded=tuple(_folded(told.columns, *link) for link in islice(folded, most)),
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
    if why not in _SIGNATURES:
        return None
    signatures = _SIGNATURES[why](columns)
    return similarity(signatures[a], signatures[b])


def _joined(told: Told, rows: Sequence[int], whys: Collection[Sameness]) -> "_Forest":
    """Claims, those of one amount together that have something in common, at whatever remove."""
    forest = _Forest(told, rows)
    sourced = [row for row in rows if told.sourced[row]]
    for why in _SAID_BY_SOURCES:
        if why in whys:
            forest.join(why, sourced)
    forest.hold_apart(sourced)
    open_amounts = {told.numbers[row] for row in rows if not told.sourced[row]}
    undecided = [row for row in rows if told.numbers[row] in open_amounts]
    for why in whys:
        forest.join(why, undecided)
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


def _shared(told: Told, why: Sameness, rows: Iterable[int]) -> Iterator[object]:
    """By each row what another of the same amount has to have as well, for there to be this
    sameness."""
    columns, by = told.columns, told.by
    match why:
        case Sameness.SOURCE_AMOUNT_AND_DAY:
            return ((by[row], columns.claim(row).about) for row in rows)
        case Sameness.SOURCE_AND_AMOUNT:
            return map(by.__getitem__, rows)
        case Sameness.SENTENCE_AND_AMOUNT:
            return map(columns.wordings.__getitem__, rows)
        case Sameness.ARTICLE_AND_AMOUNT:
            return map(columns.article_ids.__getitem__, rows)
    raise ValueError(f"{why} is told by signatures")


_SIGNATURES: Mapping[Sameness, Callable[[Columns], Sequence[bytes]]] = {
    Sameness.SIMILAR_SENTENCE_AND_AMOUNT: attrgetter("sentence_signatures"),
    Sameness.SIMILAR_ARTICLE_AND_AMOUNT: attrgetter("text_signatures"),
}
"""The columns that tell what is near-identical."""


class _Forest:
    """Rows, the oldest first, as trees of those that repeat one statement."""

    def __init__(self, told: Told, rows: Sequence[int]) -> None:
        self._told = told
        self._rows = rows
        self._above = {row: row for row in rows}
        self._links: list[tuple[int, int, Sameness]] = []
        self._apart: set[int] = set()

    def hold_apart(self, rows: Iterable[int]) -> None:
        """From now on no two trees with one of these rows each become one."""
        self._apart = set(map(self._root, rows))

    def join(self, why: Sameness, rows: Sequence[int]) -> None:
        """Make one tree of those of one amount that have something in common."""
        if signatures := _SIGNATURES.get(why):
            self._join_near(why, rows, signatures(self._told.columns))
            return
        oldest: dict[object, int] = {}
        numbers = map(self._told.numbers.__getitem__, rows)
        keys = zip(numbers, _shared(self._told, why, rows), strict=True)
        for row, key in zip(rows, keys, strict=True):
            if (first := oldest.setdefault(key, row)) != row:
                self._link(first, row, why)

    def _join_near(self, why: Sameness, rows: Iterable[int], signatures: Sequence[bytes]) -> None:
        by_amount: dict[int, list[int]] = defaultdict(list)
        for row in rows:
            by_amount[self._told.numbers[row]].append(row)
        for several in by_amount.values():
            if self._are_open(several) and any_near(map(signatures.__getitem__, several)):
                self._join_those_near(why, several, signatures)

    def _are_open(self, rows: Iterable[int]) -> bool:
        """Whether two of their trees may still become one."""
        roots = set(map(self._root, rows))
        return len(roots) > 1 and not roots <= self._apart

    def _join_those_near(
        self, why: Sameness, rows: Iterable[int], signatures: Sequence[bytes]
    ) -> None:
        oldest: list[dict[int, int]] = [{} for _ in range(BANDS)]
        for row in rows:
            shared = set(map(dict.setdefault, oldest, bands(signatures[row]), repeat(row)))
            for first in sorted(shared - {row}):
                self._link(first, row, why)

    def _link(self, older: int, newer: int, why: Sameness) -> None:
        a, b = self._root(older), self._root(newer)
        if a == b or (a in self._apart and b in self._apart):
            return
        if a > b:
            a, b = b, a
        if b in self._apart:
            self._apart.add(a)
        self._above[b] = a
        self._links.append((older, newer, why))

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
        links = self._links_of_each()
        ahead = [(self._rows[0], link) for link in reversed(links[self._rows[0]])]
        while ahead:
            repeated, (row, why) = ahead.pop()
            yield row, repeated, why
            further = (link for link in reversed(links[row]) if link[0] != repeated)
            ahead.extend((row, link) for link in further)

    def _links_of_each(self) -> Mapping[int, list[tuple[int, Sameness]]]:
        """By each row those that it is linked to, and why."""
        links: dict[int, list[tuple[int, Sameness]]] = defaultdict(list)
        for older, newer, why in self._links:
            links[older].append((newer, why))
            links[newer].append((older, why))
        return links
