"""What a figure is told with once holds for it wherever the article goes on about it.

"War: 12 died in the invasion so far. As the prosecutors say, 12 people died and ..."
     one number told twice, the second time without what tells over what time it was counted
"Kyiv's army destroys 300 enemy troops. It eliminated 300 Danish soldiers, 12 soldiers on Monday."
     one number told twice, the second time with whose they were
"So far 40 children have suffered. 12 children died and 28 were hurt."
     the parts of a total, in the sentence after it
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date

from service.extraction.answers import Answer, named
from service.extraction.periods import LOSSES
from service.values import Amount, Basis, Claim, Hedge, Metric, Period, Population

NEXT = 1
"""Characters between a sentence and the next of the paragraph at the most."""

Figure = tuple[Amount, Metric, Population]
Counted = tuple[Amount, Metric, str | None]


def whose(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims; those that leave open whose people or arms they count with whose the whole is
    that they are a part of, or else whose the same number of the same is elsewhere."""
    told: dict[Counted, set[str]] = {}
    wholes = {claim.span: claim.population for claim in claims}
    for claim in claims:
        if claim.population.whose and claim.amount.hedge is not Hedge.VAGUE:
            told.setdefault(_counted(claim), set()).add(claim.population.whose)
    for claim in claims:
        whole = wholes.get(claim.part_of) if claim.part_of else None
        owners = told.get(_counted(claim), set())
        if whole and whole.population == claim.population.population and whole.whose:
            owners = {whole.whose}
        open_ = claim.population.whose is None and len(owners) == 1
        yield _owned(claim, *owners) if open_ else claim


def _owned(claim: Claim, owner: str) -> Claim:
    rules = replace(claim.rules, population=named(whose))
    return replace(claim, population=replace(claim.population, whose=owner), rules=rules)


def _counted(claim: Claim) -> Counted:
    return claim.amount, _fate(claim), claim.population.population


def _fate(claim: Claim) -> Metric:
    """What befell them, the same where they are once "lost" and once "eliminated"."""
    return Metric.KILLED if claim.metric is Metric.CASUALTIES else claim.metric


def repeated(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims; those that nothing tells the time of with that of what they repeat or go on
    about."""
    told = defaultdict[Figure, set[Period]](set)
    for claim in claims:
        told[_figure(claim)].add(claim.period)
    before: Claim | None = None
    for claim in claims:
        answer = _same_figure(claim, told) or _continued(claim, before)
        before = _dated(claim, answer) if answer else claim
        yield before


def goes_on(claim: Claim, before: Claim) -> bool:
    """Whether a claim goes on about the total that the one before it tells: what befell the same
    people, at no place of its own, in the same sentence or the next."""
    if claim.place or before.period.basis is not Basis.CUMULATIVE:
        return False
    near = claim.sentence_span.start - before.sentence_span.end <= NEXT
    losses = {claim.metric, before.metric} <= LOSSES
    return near and losses and _same_people(claim.population, before.population)


def _same_people(whom: Population, before: Population) -> bool:
    """Whether two may be one people: "12 Danish children died; 40 children were hurt"."""
    alike = whom.population == before.population and before != Population()
    return alike and whom.whose in (None, before.whose)


def _same_figure(claim: Claim, told: Mapping[Figure, Set[Period]]) -> Answer[Period] | None:
    """The narrower period that the same number of the same has elsewhere in the article, unless
    that may be one or another: "12 died over the past day. 12 people died on Friday"."""
    narrower = {p for p in told[_figure(claim)] if _narrows(p, claim.period)}
    narrowest = [p for p in narrower if not any(_narrows(other, p) for other in narrower)]
    return Answer(narrowest[0], named(_same_figure)) if len(narrowest) == 1 else None


def _narrows(period: Period, wider: Period) -> bool:
    """Whether a period says more than another one, and nothing else."""
    if period == wider or wider.basis not in (None, period.basis):
        return False
    starts = wider.start is None or (period.start is not None and period.start >= wider.start)
    ends = wider.end is None or (period.last_day or date.max) <= (wider.last_day or date.max)
    return starts and ends


def _continued(claim: Claim, before: Claim | None) -> Answer[Period] | None:
    """The period of the total that the claim goes on about."""
    continues = before and claim.period == Period() and goes_on(claim, before)
    return Answer(before.period, named(_continued)) if before and continues else None


def _dated(claim: Claim, answer: Answer[Period]) -> Claim:
    rules = replace(claim.rules, period=answer.rule)
    return replace(claim, period=answer.value, rules=rules)


def _figure(claim: Claim) -> Figure:
    return claim.amount, _fate(claim), claim.population
