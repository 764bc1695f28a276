"""Is a number the sum of two others? Then it counts what befell the one and the other.

    "12 children died, 30 were hurt. In all, 42 children were injured."      casualties: the 42
    "In all, 42 children suffered. 12 children died, and 30 were …"          wounded: the 30
    "12 children died, 30 were hurt. In Sumy 41 children were injured."      wounded: no sum

In small numbers that may be chance, so that only a sum of SURE and more tells anything.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from service.extraction.answers import named
from service.values import Claim, Hedge, Kind, Metric

SURE = 50
"""The least sum that is no chance."""
_OF_ALL = frozenset({Metric.WOUNDED, Metric.AFFECTED, Metric.CASUALTIES})
_OF_REST = frozenset({Metric.WOUNDED, Metric.OTHER})

REACH = 50
"""Counts before and after a sum within which its parts are told."""

_Count = tuple[Claim, Decimal]
_Sum = tuple[Claim, Claim, Claim]


def summed(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims; of a sum of those killed and others of the same people, the whole counts
    casualties, and the others were wounded."""
    told: dict[Claim, Metric] = {}
    for whole, _, rest in _sums(claims):
        told |= {whole: Metric.CASUALTIES, rest: Metric.WOUNDED}
    for claim in claims:
        metric = told.get(claim, claim.metric)
        yield claim if metric is claim.metric else _of(claim, metric)


def _of(claim: Claim, metric: Metric) -> Claim:
    return replace(claim, metric=metric, rules=replace(claim.rules, metric=named(summed)))


def _sums(claims: Sequence[Claim]) -> Iterator[_Sum]:
    counts = [(c, number) for c in claims if (number := _number(c)) is not None]
    for index, (whole, most) in enumerate(counts):
        if whole.metric in _OF_ALL and most >= SURE:
            near = counts[max(0, index - REACH) : index + REACH + 1]
            alike = [(c, number) for c, number in near if _one_people(c, whole)]
            yield from ((whole, dead, rest) for dead, rest in _parts(most, alike))


def _parts(most: Decimal, counts: Sequence[_Count]) -> Iterator[tuple[Claim, Claim]]:
    """Those killed and others whose sum is a number."""
    rests = defaultdict[Decimal, list[Claim]](list)
    for claim, number in counts:
        if claim.metric in _OF_REST:
            rests[number].append(claim)
    for dead, less in counts:
        if dead.metric is Metric.KILLED:
            yield from ((dead, rest) for rest in rests.get(most - less, ()))


def _number(claim: Claim) -> Decimal | None:
    """The number in "42", "about 42" and "more than 42"."""
    if claim.amount.kind is not Kind.COUNT or claim.amount.hedge in (Hedge.VAGUE, Hedge.BETWEEN):
        return None
    return claim.amount.low


def _one_people(one: Claim, other: Claim) -> bool:
    return one.population.population == other.population.population
