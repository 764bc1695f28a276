"""What a figure is told with once holds for it wherever the article repeats it.

"War: 12 died in the invasion so far. As the prosecutors say, 12 people died and ..." tells one
number twice, the second time without the words that say over what time it was counted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.extraction.answers import named
from service.values import Amount, Claim, Metric, Period, Population

Figure = tuple[Amount, Metric, Population]


def repeated(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims, where nothing tells over what time one counts, with the period of the first in
    the article that tells it of the same number of the same."""
    told: dict[Figure, Period] = {}
    for claim in claims:
        if claim.period != Period():
            told.setdefault(_figure(claim), claim.period)
    for claim in claims:
        period = told.get(_figure(claim))
        yield claim if period is None or claim.period != Period() else _dated(claim, period)


def _dated(claim: Claim, period: Period) -> Claim:
    return replace(claim, period=period, rules=replace(claim.rules, period=named(repeated)))


def _figure(claim: Claim) -> Figure:
    return claim.amount, claim.metric, claim.population
