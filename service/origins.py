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
from uuid import UUID

from service.compared import ComparedClaim
from service.signatures import bands, similarity
from service.speakers import Speaker, Speakers
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
    folded: tuple[Folded, ...]
    """The others, each after the one that it repeats, and why they are no origins of their own."""


Statement = Sequence[ComparedClaim]
"""Claims that repeat one statement, the oldest first."""


def statements(valid: Iterable[ComparedClaim], by: Speakers) -> Iterator[Statement]:
    """The statements behind claims that are in the order in which they were said."""
    by_number: dict[object, list[ComparedClaim]] = defaultdict(list)
    for claim in valid:
        by_number[claim.number].append(claim)
    for group in by_number.values():
        one_speaks = len({by[claim.id] for claim in group}) == 1
        yield from [group] if one_speaks else _joined(group, by).trees()


def origin(of: Statement, by: Speakers) -> Origin:
    """The oldest of the claims of one statement, and how each other one repeats it."""
    folded = _joined(of, by).folded() if len(of) > 1 else ()
    return Origin(of[0].id, tuple(folded))


def _joined(group: Statement, by: Speakers) -> "_Forest":
    """Claims of one amount, those together that have something in common, at whatever remove."""
    forest = _Forest(group)
    sourced = [at for at, claim in enumerate(group) if claim.source_id]
    for why in _SAID_BY_SOURCES:
        forest.join(why, sourced, by)
    if len(sourced) < len(group):
        forest.hold_apart(sourced)
        for why in Sameness:
            forest.join(why, range(len(group)), by)
    return forest


# What claims of one amount may have in common

Keys = Callable[[ComparedClaim, Speaker], Iterable[object]]
"""What another claim has to share one of, for there to be this sameness."""

_SAID_BY_SOURCES = (
    Sameness.SOURCE_AMOUNT_AND_DAY,
    Sameness.SOURCE_AND_AMOUNT,
    Sameness.SENTENCE_AND_AMOUNT,
)
"""What tells that two that are by sources are one: another source in words that are no more than
near to these is a second source."""

_KEYS: dict[Sameness, Keys] = {
    Sameness.SOURCE_AMOUNT_AND_DAY: lambda claim, speaker: ((speaker, claim.about),),
    Sameness.SOURCE_AND_AMOUNT: lambda _, speaker: (speaker,),
    Sameness.SENTENCE_AND_AMOUNT: lambda claim, _: (" ".join(claim.sentence.split()).casefold(),),
    Sameness.ARTICLE_AND_AMOUNT: lambda claim, _: (claim.article_id,),
    Sameness.SIMILAR_SENTENCE_AND_AMOUNT: lambda claim, _: bands(claim.sentence_signature),
    Sameness.SIMILAR_ARTICLE_AND_AMOUNT: lambda claim, _: bands(claim.text_signature),
}


def _similarity(why: Sameness, a: ComparedClaim, b: ComparedClaim) -> float | None:
    if why is Sameness.SIMILAR_SENTENCE_AND_AMOUNT:
        return similarity(a.sentence_signature, b.sentence_signature)
    if why is Sameness.SIMILAR_ARTICLE_AND_AMOUNT:
        return similarity(a.text_signature, b.text_signature)
    return None


class _Forest:
    """Claims of one amount, the oldest first, as trees of those that repeat one statement. A claim
    is known by its place."""

    def __init__(self, claims: Statement) -> None:
        self._claims = claims
        self._above = list(range(len(claims)))
        self._links: dict[int, list[tuple[int, Sameness]]] = defaultdict(list)
        self._apart: set[int] = set()
        self._trees = len(claims)

    def hold_apart(self, several: Iterable[int]) -> None:
        """From now on no two trees with one of these claims each become one."""
        self._apart = {self._root(at) for at in several}

    def join(self, why: Sameness, several: Iterable[int], by: Speakers) -> None:
        """Make one tree of those that have this in common."""
        if self._trees == 1:
            return
        oldest: dict[object, int] = {}
        keys = _KEYS[why]
        for at in several:
            claim = self._claims[at]
            shared = {oldest.setdefault(key, at) for key in keys(claim, by[claim.id])}
            for first in sorted(shared - {at}):
                self._link(first, at, why)

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

    def _root(self, at: int) -> int:
        """The oldest of its tree."""
        above = self._above
        while above[at] != at:
            above[at] = at = above[above[at]]
        return at

    def trees(self) -> Iterable[Statement]:
        """The claims of each tree, the oldest first."""
        trees: dict[int, list[ComparedClaim]] = defaultdict(list)
        for at, claim in enumerate(self._claims):
            trees[self._root(at)].append(claim)
        return trees.values()

    def folded(self) -> Iterator[Folded]:
        """All of the tree of the oldest claim but that one, each after the one that it repeats."""
        ahead = [(0, link) for link in reversed(self._links[0])]
        while ahead:
            repeated, (at, why) = ahead.pop()
            yield self._folded(at, repeated, why)
            further = (link for link in reversed(self._links[at]) if link[0] != repeated)
            ahead.extend((at, link) for link in further)

    def _folded(self, at: int, repeated: int, why: Sameness) -> Folded:
        claim, other = self._claims[at], self._claims[repeated]
        return Folded(claim.id, other.id, why, why.reason, _similarity(why, claim, other))
