"""Who speaks: the claims of a series by the sources that assert them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from service.compared import ComparedClaim
from service.naming import source_key
from service.values import SourceKind

Speaker = UUID | str
"""What tells a source: its id; the key of a publisher that is no source elsewhere; the article
where neither is known; the claim itself where the article leaves open who says so."""

Speakers = Mapping[UUID, Speaker]
"""Who asserts each claim, by the claim's id."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A source, or a publisher that speaks for itself, with its claims in the order given; or one
    claim of which the article leaves open who says so."""

    source_id: UUID | None
    """The source; None for a publisher that speaks for itself, and for who is left open."""
    source: str | None
    """Its fullest name; None where neither source nor publisher is known, and for who is left
    open."""
    kind: SourceKind | None
    """What sort of source it is: media for a publisher that speaks for itself; None for who is left
    open."""
    side: str | None
    """Which side of the matter it is on, where a curator said so."""
    left_open: str | None
    """The words of the article for who says so, where it leaves open whom they mean."""
    claims: tuple[ComparedClaim, ...]


def speakers(claims: Iterable[ComparedClaim]) -> Speakers:
    """Who asserts each claim. A publisher that speaks for itself is the source
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
    if claim.left_open:
        return claim.id
    name = _name(claim)
    if not name:
        return claim.article_id
    key = source_key(name)
    return quoted.get(key, key)


def _name(claim: ComparedClaim) -> str | None:
    """Of the source, else of the publisher that speaks for itself."""
    return claim.source or (None if claim.left_open else claim.publisher)


def voices(claims: Iterable[ComparedClaim], speakers: Speakers) -> tuple[Voice, ...]:
    """The claims by who asserts them, by name, those without one last."""
    by_speaker = defaultdict(list)
    for claim in claims:
        by_speaker[speakers[claim.id]].append(claim)
    several = map(_voice, by_speaker.values())
    return tuple(sorted(several, key=lambda each: (each.source is None, each.source or "")))


def _voice(claims: Sequence[ComparedClaim]) -> Voice:
    names = {name for claim in claims if (name := _name(claim))}
    # What is known of a source is not known of the publisher that says so itself.
    known = next((claim for claim in claims if claim.source_id), claims[0])
    itself = known.source_id is None and known.left_open is None
    return Voice(
        source_id=known.source_id,
        source=max(sorted(names), key=len, default=None),
        kind=SourceKind.MEDIA if itself else known.source_kind,
        side=known.side,
        left_open=known.left_open,
        claims=tuple(claims),
    )
