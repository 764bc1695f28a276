"""Which claims of a newer reading are those that were stored of the same text before."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from service.values import Amount, Claim, Metric, Span


@dataclass(frozen=True, slots=True)
class Known:
    """A claim that is stored."""

    id: UUID
    span: Span
    amount: Amount
    metric: Metric


Key = Callable[[Known | Claim], Hashable]

SAME_WORDS: tuple[Key, ...] = (lambda claim: (claim.span, claim.metric), lambda claim: claim.span)
"""What two claims of the same quote have in common, the more first."""


def matches(known: Sequence[Known], claims: Sequence[Claim]) -> dict[int, UUID]:
    """By the place of a claim in the newer reading the one that it was before, of claims in the
    order of the text. They have the same quote, or one amount and quotes that overlap; no two are
    the same one."""
    found: dict[int, UUID] = {}
    for key in SAME_WORDS:
        _match(known, claims, found, key, lambda *_: True)
    _match(known, claims, found, _ends, _overlap)
    return found


def _match(
    known: Iterable[Known],
    claims: Sequence[Claim],
    found: dict[int, UUID],
    key: Key,
    fits: Callable[[Known, Claim], bool],
) -> None:
    taken = set(found.values())
    free: dict[Hashable, list[Known]] = defaultdict(list)
    for each in known:
        if each.id not in taken:
            free[key(each)].append(each)
    for at, claim in enumerate(claims):
        if at not in found and (same := _first(free[key(claim)], claim, fits)):
            free[key(claim)].remove(same)
            found[at] = same.id


def _first(
    several: Iterable[Known], claim: Claim, fits: Callable[[Known, Claim], bool]
) -> Known | None:
    return next((each for each in several if fits(each, claim)), None)


def _ends(claim: Known | Claim) -> Hashable:
    return claim.amount.low, claim.amount.high


def _overlap(known: Known, claim: Claim) -> bool:
    return known.span.start < claim.span.end and claim.span.start < known.span.end
