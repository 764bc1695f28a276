"""Which claims repeat one statement.

A reprint or a second report of the same words is no second statement: agreement is counted in
origins.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from service.compared import ComparedClaim
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
    folded: tuple[Folded, ...]
    """The others, the oldest first, and why they are no origins of their own."""


Links = dict[UUID, list[Folded]]
"""By each claim those that have something in common with it."""


def origins_of(valid: Sequence[ComparedClaim], by: dict[UUID, Speaker]) -> tuple[Origin, ...]:
    """The statements behind claims that are in the order in which they were said, the oldest
    first."""
    links = _links(valid, by)
    origins: list[Origin] = []
    seen: set[UUID] = set()
    for claim in valid:
        if claim.id not in seen:
            folded = tuple(_folded_into(claim.id, links, seen))
            origins.append(Origin(claim.id, folded))
    return tuple(origins)


def _links(valid: Iterable[ComparedClaim], by: dict[UUID, Speaker]) -> Links:
    """Each claim linked, both ways, to the oldest with which it has a thing in common."""
    links: Links = defaultdict(list)
    oldest: dict[object, UUID] = {}
    for claim in valid:
        for why, shared in _things_in_common(claim, by[claim.id]):
            first = oldest.setdefault((why, shared), claim.id)
            if first != claim.id:
                links[first].append(Folded(claim.id, first, why))
                links[claim.id].append(Folded(first, claim.id, why))
    return links


def _things_in_common(
    claim: ComparedClaim, speaker: Speaker
) -> Iterator[tuple[Sameness, tuple[object, object]]]:
    yield Sameness.SOURCE_AND_AMOUNT, (speaker, claim.number)
    yield Sameness.SENTENCE_AND_AMOUNT, (" ".join(claim.sentence.split()).casefold(), claim.number)


def _folded_into(claim: UUID, links: Links, seen: set[UUID]) -> Iterator[Folded]:
    """All that is linked to the claim, at whatever remove, and not yet seen."""
    seen.add(claim)
    ahead = list(reversed(links[claim]))
    while ahead:
        link = ahead.pop()
        if link.claim_id not in seen:
            seen.add(link.claim_id)
            ahead.extend(reversed(links[link.claim_id]))
            yield link
