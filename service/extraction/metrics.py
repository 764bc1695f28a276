"""What happened to what is counted? The metric of each number, from its own predicate.

The search goes outward from the number: the counted noun, its participles and relative clauses,
the verb that governs it, the noun that it hangs on, and only then what the noun suggests by
itself. Each number gets its own: "killed in an attack in which 12 were wounded" is wounded.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from spacy.tokens import Token

from service.extraction import governors, losses, misparses, nearby, situations
from service.extraction.answers import Answer, named
from service.extraction.fitting import fitting, of_illness, suggested
from service.extraction.items import counted, hyphenated, is_change, is_rate, is_whole, named_total
from service.extraction.parsing import lemma
from service.extraction.people import is_people
from service.values import Kind, Metric

BY_KIND = "metrics.by_kind"
"""The rule for a number of which nothing is said but its kind."""
UNSAID = "metrics.unsaid"
"""The rule for things of which nothing is said that is told apart."""


def metric(number: Token, kind: Kind, told: Token | None = None) -> Answer[Metric]:
    """The metric of a number token; `told` are the losses whose size it states."""
    if kind is Kind.MONEY:
        return Answer(Metric.MONEY, BY_KIND)
    if kind is Kind.PERCENT and (is_change(number) or is_rate(number)):
        return Answer(Metric.SHARE, BY_KIND)
    head = counted(number)
    if head.i == number.i:
        head = named_total(number) or head
    part = hyphenated(number)
    if part is not None and not is_people(part):
        return Answer(Metric.OTHER, UNSAID)
    found = next(_evidence(number, head, told), None)
    if kind is Kind.MEASURE or found is None:
        left = Metric.SHARE if kind is Kind.PERCENT else Metric.OTHER
        return Answer(left, UNSAID if kind is Kind.COUNT else BY_KIND)
    fits = of_illness(fitting(found.value, head), number)
    share = kind is Kind.PERCENT and fits is Metric.OTHER
    return replace(found, value=Metric.SHARE if share else fits)


def _evidence(number: Token, head: Token, told: Token | None) -> Iterator[Answer[Metric]]:
    for search in _OF_WHOLES if is_whole(number) else _SEARCHES:
        yield from (Answer(found, named(search)) for found in search(number, head))
    if told is not None and head.lower_ != "percent":
        yield from (Answer(found, named(losses.fate)) for found in losses.fate(told))
    yield from (Answer(found, named(_suggested)) for found in _suggested(number, head))


_COLLECTIVES = frozenset("group number column contingent unit team batch wave piece set".split())


def _suggested(number: Token, head: Token) -> Iterator[Metric]:
    """What the counted noun suggests by itself: soldiers are troops."""
    if found := suggested(head):
        yield found
    for child in head.children if lemma(head) in _COLLECTIVES else ():
        if child.lower_ == "of":
            pobj = (c for c in child.children if c.dep_ == "pobj")
            yield from (found for c in pobj if (found := suggested(c)))


_OF_WHOLES: tuple[Callable[[Token, Token], Iterator[Metric]], ...] = (
    nearby.own_noun,
    nearby.participles,
    nearby.states,
    nearby.circumstances,
)
"""What may be said of a whole of which something is told of a part only: "7 of the 31 wells"."""

_SEARCHES: tuple[Callable[[Token, Token], Iterator[Metric]], ...] = (
    situations.trapped,
    nearby.how_badly,
    nearby.own_noun,
    nearby.deceased,
    nearby.event,
    nearby.bodies,
    nearby.strikes,
    situations.taken_away,
    governors.outcome,
    nearby.beside_number,
    governors.named_among,
    nearby.participles,
    governors.totalled_before,
    misparses.robbed,
    misparses.run_on,
    governors.governor,
    governors.named_of,
    governors.among_them,
    nearby.circumstances,
    nearby.condition,
    nearby.states,
    nearby.listed,
    misparses.stranded,
    misparses.misread,
    misparses.downed,
    misparses.swallowed,
    situations.struck_places,
    situations.admitted,
    situations.left,
    situations.cut_off,
    situations.carrying,
    situations.lacking,
    situations.arrived,
    situations.seized,
    situations.held,
    situations.returned,
    situations.fired,
    situations.sent,
    situations.engaged,
    situations.missions,
    situations.drawn,
    situations.crowd,
    situations.paid,
    situations.leading,
    situations.polled,
)
