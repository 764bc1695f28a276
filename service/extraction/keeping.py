"""What is kept of the claims that were found, and what they take over from the headline."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from service.extraction import discourse
from service.extraction.answers import named
from service.values import Claim, Hedge, Kind, Metric, Span

_UNTRACKED = frozenset({Metric.OTHER, Metric.SHARE, Metric.MONEY})


def kept(claims: Sequence[Claim]) -> list[Claim]:
    """The claims that stand: zeros and little numbers only for what is tracked, parts with their
    wholes."""
    counted = {
        c.sentence_span for c in claims if not is_bare_one(c) and c.amount.kind is Kind.COUNT
    }
    standing = [c for c in claims if _is_claim(c, c.sentence_span in counted)]
    wholes = {c.span for c in standing}
    return [c if c.part_of in wholes else replace(c, part_of=None) for c in standing]


def is_bare_one(claim: Claim) -> bool:
    """Whether the number is the word "one"."""
    return claim.quote.lower() == "one"


def _is_claim(claim: Claim, beside_counts: bool) -> bool:
    """Zeros and vague little numbers count only for what is tracked, "one" only beside counts."""
    words = claim.quote.lower()
    tracked = claim.metric not in _UNTRACKED
    if claim.amount.high == 0 or claim.amount.hedge is Hedge.UNKNOWN:
        return tracked
    if words in ("several", "a few", "a couple", "a handful"):
        return tracked
    if not is_bare_one(claim):
        return True
    return claim.item is not None and (tracked or (beside_counts and not _is_any_one(claim)))


def _is_any_one(claim: Claim) -> bool:
    """Whether "a" could stand for "one": "the fire began in one home"."""
    before = claim.sentence[: claim.span.start - claim.sentence_span.start]
    return _PREPOSITION.search(before) is not None


_PREPOSITION = re.compile(r"(?i)\b(?:in|at|from|to|into|on|onto|of|inside|near|through|within) $")


def carried(claims: list[Claim], headline: Span | None) -> Iterator[Claim]:
    """A figure that the headline or lead attributes keeps its source where the text goes on to
    repeat it."""
    lead = [c for c in claims if c.source and headline and c.span.start < headline.end]
    repeats = {
        c.sentence_span: origin
        for c in claims
        if not c.source
        for origin in lead
        if _repeats(c, origin)
    }
    for claim in claims:
        origin = None if claim.source else repeats.get(claim.sentence_span)
        yield (
            replace(
                claim,
                source=origin.source,
                source_span=origin.source_span,
                rules=replace(claim.rules, source=named(carried)),
            )
            if origin
            else claim
        )


def _repeats(claim: Claim, origin: Claim) -> bool:
    near = 0 < claim.span.start - origin.span.end < discourse.LEAD
    alike = claim.metric is origin.metric or claim.item == origin.item
    return near and alike and _is_same(claim, origin)


def _is_same(claim: Claim, origin: Claim) -> bool:
    """Whether two claims tell one number, be it with another hedge; "the 40 men" are known, and
    told with none."""
    exact = (claim.amount.low, claim.amount.high) == (origin.amount.low, origin.amount.high)
    if exact and claim.metric is origin.metric:
        return True
    before = claim.sentence[: claim.span.start - claim.sentence_span.start].lower()
    kinds = claim.amount.kind is origin.amount.kind
    return kinds and _ends(claim) == _ends(origin) and not before.endswith("the ")


def _ends(claim: Claim) -> set[Decimal]:
    """The numbers that an amount names: 40 for "40" and for "over 40"."""
    return {end for end in (claim.amount.low, claim.amount.high) if end is not None}
