"""Where, if the sentence does not say? What the count is limited to by the rest of the article.

A place is only what the sentence of a number names as one. Where it names none, three things tell
the scope of the count all the same:

"Raids on Sumy: 12 died in Sumy. Prosecutors say that 12 died"     the same figure with its place
"Since the invasion of Ukraine began, 12 children have died"       the ground of the war
"So far 40 were hurt in Sumy. 12 died"                             the total that it goes on about
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.extraction.answers import Answer, named
from service.extraction.repetition import goes_on
from service.naming import country_of
from service.values import Amount, Basis, Claim, Metric, Period, Population

Figure = tuple[Amount, Metric, Population, Period]

_TOLLS = frozenset({Metric.KILLED, Metric.WOUNDED, Metric.CASUALTIES, Metric.DISPLACED})
_NAME = r"(?:the\s)?(?P<name>[A-Z][\w'’.-]*(?:\s[A-Z][\w'’.-]*){0,3})"
_GROUNDS = (
    re.compile(
        rf"\b(?:war|invasion|aggression)\b[^.;:,]{{0,60}}?\b(?:into|against|in|on|towards?)\s{_NAME}"
    ),
    re.compile(rf"\b(?:invasion\sof|invaded|invades?)\s{_NAME}"),
)
"""Whom a war is waged against, before whose invasion it is: "invasion of Russia into Ukraine"."""


def scoped(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims, those without a place with the scope that the article gives them."""
    told: dict[Figure, str] = {}
    for claim in claims:
        if claim.place:
            told.setdefault(_figure(claim), claim.place.place)
    before: Claim | None = None
    for claim in claims:
        answer = None if claim.place else _inferred(claim, told, before)
        before = _limited(claim, answer) if answer else claim
        yield before


def _inferred(claim: Claim, told: dict[Figure, str], before: Claim | None) -> Answer[str] | None:
    return _same_figure(claim, told) or _ground(claim) or _continued(claim, before)


def _limited(claim: Claim, answer: Answer[str]) -> Claim:
    return replace(claim, scope=answer.value, rules=replace(claim.rules, scope=answer.rule))


def _same_figure(claim: Claim, told: dict[Figure, str]) -> Answer[str] | None:
    """The place that the same number of the same has elsewhere in the article."""
    found = told.get(_figure(claim))
    return Answer(found, named(_same_figure)) if found else None


def _ground(claim: Claim) -> Answer[str] | None:
    """The state on whose ground the war is that a total is told of."""
    if claim.metric not in _TOLLS or claim.period.basis is not Basis.CUMULATIVE:
        return None
    matches = (match for ground in _GROUNDS for match in ground.finditer(claim.sentence))
    names = (name for match in matches for name in _beginnings(match["name"]))
    found = next(filter(country_of, names), None)
    return Answer(found, named(_ground)) if found else None


def _continued(claim: Claim, before: Claim | None) -> Answer[str] | None:
    """Where the total is counted that the claim goes on about."""
    if before is None or claim.period != before.period or not goes_on(claim, before):
        return None
    where = before.place.place if before.place else before.scope
    return Answer(where, named(_continued)) if where else None


def _beginnings(name: str) -> Iterator[str]:
    """The words of a name without its last ones, the longest first."""
    words = name.split()
    yield from (" ".join(words[:size]).rstrip(".'’") for size in range(len(words), 0, -1))


def _figure(claim: Claim) -> Figure:
    return claim.amount, claim.metric, claim.population, claim.period
