"""What does a number count by the numbers beside it? A sum counts what befell all of its parts,
and victims who are set against the injured are the dead.

    "12 children died, 30 were hurt. In all, 42 children were injured."      casualties: the 42
    "In all, 42 children suffered. 12 children died, and 30 were …"          wounded: the 30
    "12 children died, 30 were hurt. In Sumy 41 children were injured."      wounded: no sum
    "The number of victims is 12. The number of injured has reached 30."     killed: the 12

In small numbers that may be chance, so that only a sum of SURE and more tells anything.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from service.extraction.answers import named
from service.values import Claim, Hedge, Kind, Metric

SURE = 50
"""The least sum that is no chance."""
_OF_ALL = frozenset({Metric.WOUNDED, Metric.AFFECTED, Metric.CASUALTIES})
_OF_REST = frozenset({Metric.WOUNDED, Metric.OTHER})

_Sum = tuple[Claim, Claim, Claim]


def compared(claims: Sequence[Claim], text: str) -> Iterator[Claim]:
    """The claims of a text, with what the numbers beside each tell of it."""
    yield from summed(list(contrasted(claims, text)))


def contrasted(claims: Sequence[Claim], text: str) -> Iterator[Claim]:
    """The claims; victims whose number is set against that of the injured were killed."""
    dead = [match.span("dead") for match in _CONTRAST.finditer(text)]
    for claim in claims:
        casualties = claim.metric is Metric.CASUALTIES
        told = casualties and any(start <= claim.span.start < end for start, end in dead)
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
    killed = [(c, number) for c, number in counts if c.metric is Metric.KILLED]
    if not killed:
        return
    for whole, most in counts:
        if whole.metric in _OF_ALL and most >= SURE:
            for dead, less in killed:
                rests = (c for c, n in counts if c.metric in _OF_REST and less + n == most)
                yield from ((whole, dead, c) for c in rests if _one_people(whole, dead, c))


def _number(claim: Claim) -> Decimal | None:
    """The number in "42", "about 42" and "more than 42"."""
    if claim.amount.kind is not Kind.COUNT or claim.amount.hedge in (Hedge.VAGUE, Hedge.BETWEEN):
        return None
    return claim.amount.low


def _one_people(*claims: Claim) -> bool:
    return len({claim.population.population for claim in claims}) == 1
