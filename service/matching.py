"""Which claims of a newer reading, or of a newer version of a text, were stored before."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from service.values import Claim


@dataclass(frozen=True, slots=True)
class Known:
    """A claim that is stored, as it was read."""

    id: UUID
    claim: Claim


Key = Callable[[Claim], Hashable]
Keys = tuple[Key, ...]
"""What two claims that are the same have in common, the more first."""

SAME_WORDS: Keys = (lambda claim: (claim.span, claim.metric), lambda claim: claim.span)
"""The same place in one text."""
SAME_SENTENCE: Keys = (lambda claim: (_in_sentence(claim), claim.metric), lambda c: _in_sentence(c))
"""The same place in one sentence, wherever that stands."""


def matches(known: Sequence[Known], claims: Sequence[Claim]) -> dict[int, UUID]:
    """By the place of a claim in the newer reading the one that it was before, of claims in the
    order of the text. They have the same quote, or one amount and quotes that overlap; no two are
    the same one."""
    found: dict[int, UUID] = {}
    for key in SAME_WORDS:
        _match(known, claims, found, key)
    _match(known, claims, found, _ends, _overlap)
    return found


def kept(known: Sequence[Known], claims: Sequence[Claim]) -> dict[int, UUID]:
    """By the place of a claim of a newer version of the text the one that it was in the version
    before: with the same quote at the same place of the same sentence. A sentence that either
    version repeats is left out: it is not told which of them is meant."""
    several = [*_repeated(each.claim for each in known), *_repeated(claims)]
    found: dict[int, UUID] = {}
    for key in SAME_SENTENCE:
        _match([each for each in known if each.claim.sentence not in several], claims, found, key)
    return found


def _repeated(claims: Iterable[Claim]) -> set[str]:
    """The sentences that stand in several places."""
    places = Counter(sentence for sentence, _ in {(c.sentence, c.sentence_span) for c in claims})
    return {sentence for sentence, count in places.items() if count > 1}


def _match(
    known: Iterable[Known],
    claims: Sequence[Claim],
    found: dict[int, UUID],
    key: Key,
    fits: Callable[[Claim, Claim], bool] = lambda *_: True,
) -> None:
    taken = set(found.values())
    free: dict[Hashable, list[Known]] = defaultdict(list)
    for each in known:
        if each.id not in taken:
            free[key(each.claim)].append(each)
    for at, claim in enumerate(claims):
        if at not in found and (same := _first(free[key(claim)], claim, fits)):
            free[key(claim)].remove(same)
            found[at] = same.id


def _first(
    several: Iterable[Known], claim: Claim, fits: Callable[[Claim, Claim], bool]
) -> Known | None:
    return next((each for each in several if fits(each.claim, claim)), None)


def _in_sentence(claim: Claim) -> Hashable:
    return claim.sentence, claim.span.start - claim.sentence_span.start, claim.quote


def _ends(claim: Claim) -> Hashable:
    return claim.amount.low, claim.amount.high


def _overlap(one: Claim, other: Claim) -> bool:
    return one.span.start < other.span.end and other.span.start < one.span.end
