"""What does a number count by the numbers beside it? A sum counts what befell all of its parts,
and victims who are set against the injured are the dead.

    "12 children died, 30 were hurt. In all, 42 children were injured."      casualties: the 42
    "In all, 42 children suffered. 12 children died, and 30 were …"          wounded: the 30
    "12 children died, 30 were hurt. In Sumy 41 children were injured."      wounded: no sum
    "The number of victims is 12. The number of injured has reached 30."     killed: the 12

In small numbers that may be chance, so that only a sum of SURE and more tells anything.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from service.extraction.answers import named
from service.extraction.quotations import quotation_at as stretch_at
from service.values import Claim, Hedge, Kind, Metric, Span

SURE = 50
"""The least sum that is no chance."""
_OF_ALL = frozenset({Metric.WOUNDED, Metric.AFFECTED, Metric.CASUALTIES})
_OF_REST = frozenset({Metric.WOUNDED, Metric.OTHER})

REACH = 50
"""Counts before and after a sum within which its parts are told."""

_Count = tuple[Claim, Decimal]
_Sum = tuple[Claim, Claim, Claim]


def compared(claims: Sequence[Claim], text: str) -> Iterator[Claim]:
    """The claims of a text, with what the numbers beside each tell of it."""
    yield from summed(list(contrasted(claims, text)))


def contrasted(claims: Sequence[Claim], text: str) -> Iterator[Claim]:
    """The claims; victims whose number is set against that of the injured were killed."""
    dead = [Span(*match.span("dead")) for match in _CONTRAST.finditer(text)]
    for claim in claims:
        told = claim.metric is Metric.CASUALTIES and stretch_at(claim.span.start, dead)
        yield _of(claim, Metric.KILLED, contrasted) if told else claim


_CONTRAST = re.compile(
    r"(?i)\bnumber\sof\s(?:[\w’'-]+\s){0,3}(?P<dead>(?:victims|casualties)\b[^.;]{0,120}[.;])\s"
    r"(?:the\s)?number\sof\s(?:the\s)?(?:injured|wounded)\b"
)


def summed(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims; of a sum of those killed and others of the same people, the whole counts
    casualties, and the others were wounded."""
    told: dict[Claim, Metric] = {}
    for whole, _, rest in _sums(claims):
        told |= {whole: Metric.CASUALTIES, rest: Metric.WOUNDED}
    for claim in claims:
        metric = told.get(claim, claim.metric)
        yield claim if metric is claim.metric else _of(claim, metric, summed)


def _of(claim: Claim, metric: Metric, rule: Callable[..., object]) -> Claim:
    return replace(claim, metric=metric, rules=replace(claim.rules, metric=named(rule)))


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
