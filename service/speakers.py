"""Who speaks: the claims of a series by the sources that assert them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from service.compared import ComparedClaim
from service.naming import source_key

Speaker = UUID | str
"""What tells a source: its id, or the key of a publisher that is no source elsewhere, or the
article where neither is known."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A source, or a publisher that speaks for itself, with its claims in the order given."""

    source_id: UUID | None
    """The source; None for a publisher that speaks for itself."""
    source: str | None
    """Its fullest name; None where neither source nor publisher is known."""
    claims: tuple[ComparedClaim, ...]


def speakers(claims: Iterable[ComparedClaim]) -> dict[UUID, Speaker]:
    """Who asserts each claim, by the claim's id. A publisher that speaks for itself is the source
    of the same name that others quote."""
    several = list(claims)
    quoted = {
        source_key(claim.source): claim.source_id
        for claim in several
        if claim.source and claim.source_id
    }
    return {claim.id: _speaker(claim, quoted) for claim in several}


def _speaker(claim: ComparedClaim, quoted: dict[str, UUID]) -> Speaker:
    if claim.source_id:
        return claim.source_id
    name = claim.source or claim.publisher
    if not name:
        return claim.article_id
    key = source_key(name)
    return quoted.get(key, key)


def voices(claims: Iterable[ComparedClaim], speakers: dict[UUID, Speaker]) -> tuple[Voice, ...]:
    """The claims by who asserts them, by name, those without one last."""
    by_speaker = defaultdict(list)
    for claim in claims:
        by_speaker[speakers[claim.id]].append(claim)
    several = map(_voice, by_speaker.values())
    return tuple(sorted(several, key=lambda each: (each.source is None, each.source or "")))


def _voice(claims: Sequence[ComparedClaim]) -> Voice:
    names = {name for claim in claims if (name := claim.source or claim.publisher)}
    return Voice(
        source_id=next((claim.source_id for claim in claims if claim.source_id), None),
        source=max(sorted(names), key=len, default=None),
        claims=tuple(claims),
    )
