"""What a figure is told with once holds for it wherever the article goes on about it.

"War: 12 died in the invasion so far. As the prosecutors say, 12 people died and ..."
     one number told twice, the second time without what tells over what time it was counted
"So far 40 children have suffered. 12 children died and 28 were hurt."
     the parts of a total, in the sentence after it
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.extraction.answers import Answer, named
from service.extraction.periods import LOSSES
from service.values import Amount, Basis, Claim, Metric, Period, Population

NEXT = 1
"""Characters between a sentence and the next of the paragraph at the most."""

Figure = tuple[Amount, Metric, Population]


def repeated(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims; those that nothing tells the time of with that of what they repeat or go on
    about."""
    told: dict[Figure, Period] = {}
    for claim in claims:
        if claim.period != Period():
            told.setdefault(_figure(claim), claim.period)
    before: Claim | None = None
    for claim in claims:
        answer = _same_figure(claim, told) or _continued(claim, before)
        before = claim if claim.period != Period() or answer is None else _dated(claim, answer)
        yield before


def goes_on(claim: Claim, before: Claim) -> bool:
    """Whether a claim goes on about the total that the one before it tells: what befell the same
    people, at no place of its own, in the same sentence or the next."""
    if claim.place or before.period.basis is not Basis.CUMULATIVE:
        return False
    near = claim.sentence_span.start - before.sentence_span.end <= NEXT
    losses = {claim.metric, before.metric} <= LOSSES
    return near and losses and claim.population == before.population != Population()


def _same_figure(claim: Claim, told: dict[Figure, Period]) -> Answer[Period] | None:
    """The period that the same number of the same has elsewhere in the article."""
    period = told.get(_figure(claim))
    return Answer(period, named(_same_figure)) if period else None


def _continued(claim: Claim, before: Claim | None) -> Answer[Period] | None:
    """The period of the total that the claim goes on about."""
    return Answer(before.period, named(_continued)) if before and goes_on(claim, before) else None


def _dated(claim: Claim, answer: Answer[Period]) -> Claim:
    rules = replace(claim.rules, period=answer.rule)
    return replace(claim, period=answer.value, rules=rules)


def _figure(claim: Claim) -> Figure:
    return claim.amount, claim.metric, claim.population
