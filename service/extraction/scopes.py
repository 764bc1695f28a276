"""Where, when the sentence leaves it open? What the rest of the article limits a count to.

A place is only what the sentence of a number names as one. Where it names none, seven things tell
the scope of the count all the same:

    "12 died in Sumy and 3 in Kyiv. | Prosecutors say that 12 died"     the same figure elsewhere
    "Since the invasion of Ukraine began, 12 children have died"        the ground of the war
    "Norway invaded Chad. | It has lost 900 soldiers."          the ground of the invader's losses
    "Since February the army has killed 900 Russians"           the ground of a war that is known
    "So far 40 Danish children have died"                       the home of these
    "So far 40 were hurt in Sumy. | Of late 12 have died."      the total that it goes on about
    "A strike on Sumy killed 12. | Another 40 were hurt."       the one place that it is about
    "A strike on Sumy killed 12. In Lviv a bus burned. | Two were hurt."    open
    "A strike on Sumy killed 12. | Russia has lost 9,000 soldiers."  open: an army's losses so far

Nothing is guessed: where the opening names several places, or another one stands between, the scope
stays open. A dateline tells where somebody wrote, so that it is none.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from operator import attrgetter

from service.extraction.answers import Answer, named
from service.extraction.invaders import invader
from service.extraction.invasions import ground as ground_of
from service.extraction.lexicon import table
from service.extraction.parsing import Parsed
from service.extraction.periods import EVENT, WAR
from service.extraction.places import mentioned
from service.extraction.repetition import goes_on
from service.extraction.sources import Utterance
from service.extraction.whereabouts import country
from service.gazetteer import is_whole
from service.naming import CIVIL, country_name, country_of, place_key
from service.values import (
    Amount,
    Article,
    Basis,
    Claim,
    Kind,
    Metric,
    Period,
    Place,
    Population,
    Span,
    last_day,
)

OPENING = 400
"""Characters at the beginning of an article in which it says what it is about."""

NEAR = 200
"""Characters before a sentence within which a town tells where its totals are counted, too."""
_UNIT = re.compile(
    r"(?i)\b(?:brigades?|regiments?|battalions?|compan(?:y|ies)|squads?|platoons?|legion|"
    r"divisions?|corps|marines|snipers?|paratroopers|defenders\sof|garrison)\b"
)
"""One unit of an army, whose score is no total of the war."""
_WAR = re.compile(r"\b(?:war|invasion|aggression)\b")
_WORD = re.compile(r"\w+")

LOCATED = frozenset(
    {
        Metric.KILLED,
        Metric.WOUNDED,
        Metric.CASUALTIES,
        Metric.MISSING,
        Metric.DETAINED,
        Metric.ABDUCTED,
        Metric.RELEASED,
        Metric.DISPLACED,
        Metric.DESTROYED,
        Metric.ATTACKS,
        Metric.CASES,
        Metric.ATTENDANCE,
        Metric.AFFECTED,
    }
)
"""What happens where the event is that an article is about."""
TOLLS = frozenset({Metric.KILLED, Metric.WOUNDED, Metric.CASUALTIES, Metric.DISPLACED})
_NAME = r"(?:the\s)?(?P<name>[A-Z][\w'’.-]*(?:(?<![a-z][a-z]\.)\s[A-Z][\w'’.-]*){0,3})"
"""A name within one sentence: "the U.S. Virgin Islands", but not "Norway. Then"."""
_GROUNDS = (
    re.compile(
        rf"\b(?:war|invasion|aggression|armed\sattack)\b[^.;:,]{{0,60}}?\b(?:into|against|in|on|towards?)\s{_NAME}"
    ),
    re.compile(rf"\b(?:invasion\sof|invaded|invades?)\s(?:the\sterritory\sof\s)?{_NAME}"),
)
"""Whom a war is waged against, before whose invasion it is: "invasion of Russia into Ukraine"."""

Figure = tuple[Amount, Metric, Population, Period]


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that an article names, where it begins to do so, its key, and the clause."""

    place: Place
    start: int
    key: str
    clause: Span


class Scopes:
    """The scopes that one article gives its claims."""

    def __init__(
        self,
        article: Article,
        parses: Iterable[Parsed],
        spoken: Callable[[Parsed], Sequence[Utterance]],
    ) -> None:
        self._text, self._parses, self._spoken = article.text, parses, spoken
        self._published = article.published_at.date() if article.published_at else None

    def of(self, claims: Sequence[Claim]) -> Iterator[Claim]:
        """The claims, those without a place with their scope, where that is not open."""
        told: dict[Figure, Place] = {}
        for claim in claims:
            if claim.place:
                told.setdefault(_figure(claim), claim.place)
        before: Claim | None = None
        for claim in claims:
            found = None if claim.place else self._scope(claim, told, before)
            before = self._settled(_limited(claim, found) if found else claim)
            yield before

    def _settled(self, claim: Claim) -> Claim:
        """With the country of a place whose name several countries have, where the article names
        places in one of these only."""
        place = claim.place or claim.scope
        if place is None or place.country:
            return claim
        home = self._country if is_whole(place.place) else None
        found = replace(place, country=home or country(place.place, self._countries))
        return replace(claim, place=found) if claim.place else replace(claim, scope=found)

    @property
    def _country(self) -> str | None:
        """Which "the country" is: the ground of the war, else the only one that is named."""
        if self._ground:
            return self._ground.country
        return next(iter(self._countries)) if len(self._countries) == 1 else None

    @cached_property
    def _countries(self) -> frozenset[str]:
        """The countries of all places that the article names."""
        return frozenset(m.place.country for m in self._mentions if m.place.country)

    def _scope(
        self, claim: Claim, told: Mapping[Figure, Place], before: Claim | None
    ) -> Answer[Place] | None:
        own = same_figure(claim, told) or ground(claim)
        own = own or (None if self._is_part(claim) else homeland(claim))
        own = own or continued(claim, before) or self._invaded(claim) or self._waged(claim)
        return own or self._about(claim)

    def _invaded(self, claim: Claim) -> Answer[Place] | None:
        """The one state on whose ground the war is of which the article tells, for all that an
        army of another state has lost there."""
        found = self._ground
        if found is None or not _is_of_army(claim) or claim.population.whose == found.country:
            return None
        return None if self._is_part(claim) else Answer(found, named(Scopes._invaded))

    def _waged(self, claim: Claim) -> Answer[Place] | None:
        """The state that is known to be invaded at the time: for all that the invader's army has
        lost, and for the toll of the war of an article that names no ground but the invader."""
        of_army = _is_of_army(claim)
        foe = claim.population.whose if of_army else self._invader
        if foe is None or not (of_army or _is_toll_of_war(claim)) or self._is_part(claim):
            return None
        period = claim.period
        start = period.start and last_day(period.start, period.start_precision)
        found = ground_of(foe, period.last_day or self._published, start)
        if found is None or not self._grounds.keys() <= {found.country}:
            return None
        theirs = of_army or claim.population.whose in (None, found.country)
        return Answer(found, named(Scopes._waged)) if theirs else None

    @cached_property
    def _invader(self) -> str | None:
        return invader(self._text)

    def _is_part(self, claim: Claim) -> bool:
        """Whether a total may be that of one town or of one unit: "the defenders of Sumy have
        killed 400 invaders", "the 12th Brigade has killed 400 invaders"."""
        sentence = claim.sentence_span
        first, last = (
            bisect_left(self._mentions, offset, key=attrgetter("start"))
            for offset in (sentence.start - NEAR, sentence.end)
        )
        towns = any(not country_of(mention.key) for mention in self._mentions[first:last])
        return towns or _UNIT.search(claim.sentence) is not None

    @cached_property
    def _grounds(self) -> dict[str | None, Place]:
        """The states on whose ground the article says a war is."""
        return {place.country: place for place in _grounds(self._text, 0)}

    @property
    def _ground(self) -> Place | None:
        return next(iter(self._grounds.values())) if len(self._grounds) == 1 else None

    def _about(self, claim: Claim) -> Answer[Place] | None:
        if not _happens(claim) or self._subject is None:
            return None
        before = bisect_left(self._mentions, claim.span.start, key=attrgetter("start"))
        others = {mention.key for mention in self._mentions[:before]} - self._own
        return None if others else Answer(self._subject.place, named(subject))

    @cached_property
    def _mentions(self) -> list[Mention]:
        """Every place that the article names, but for those of its speakers, in order."""
        found = (
            Mention(place, place.span.start, place_key(place.place), parsed.span)
            for parsed in self._parses
            for place in mentioned(parsed, self._text, self._spoken(parsed))
            if place.span
        )
        return sorted(found, key=attrgetter("start"))

    @cached_property
    def _subject(self) -> Mention | None:
        return subject([m for m in self._mentions if m.start < OPENING])

    @cached_property
    def _own(self) -> set[str]:
        """Keys of the subject and of the countries that are named beside it."""
        key = self._subject.key if self._subject else None
        clauses = {mention.clause for mention in self._mentions if mention.key == key}
        beside = (m.key for m in self._mentions if m.clause in clauses)
        return {k for k in beside if k == key or country_of(k)}


def _limited(claim: Claim, scope: Answer[Place]) -> Claim:
    return replace(claim, scope=scope.value, rules=replace(claim.rules, scope=scope.rule))


def same_figure(claim: Claim, told: Mapping[Figure, Place]) -> Answer[Place] | None:
    """The place that the same number of the same has elsewhere in the article."""
    found = told.get(_figure(claim))
    return Answer(found, named(same_figure)) if found else None


def continued(claim: Claim, before: Claim | None) -> Answer[Place] | None:
    """Where the total is counted that the claim goes on about."""
    if before is None or claim.period != before.period or not goes_on(claim, before):
        return None
    where = before.place or before.scope
    return Answer(where, named(continued)) if where else None


def _figure(claim: Claim) -> Figure:
    return claim.amount, claim.metric, claim.population, claim.period


def ground(claim: Claim) -> Answer[Place] | None:
    """The state on whose ground the war is that a total is told of, or that brought a toll:
    "12 died on Friday as a result of the war against Chad"."""
    brought = claim.metric in TOLLS and WAR.search(claim.sentence) is not None
    if not brought and not _is_toll(claim):
        return None
    found = next(_grounds(claim.sentence, claim.sentence_span.start), None)
    return Answer(found, named(ground)) if found else None


def homeland(claim: Claim) -> Answer[Place] | None:
    """The state whose people a total is of who are no soldiers: "40 Danish children have died in
    the war"."""
    whom = claim.population
    if not _is_toll(claim):
        return None
    if whom.population not in CIVIL or not whom.whose or len(whom.whose) != 2:
        return None
    return Answer(Place(country_name(whom.whose), None, whom.whose), named(homeland))


def _is_of_army(claim: Claim) -> bool:
    """Whether a claim counts all soldiers or arms that a state has lost so far."""
    whom = claim.population
    if whom.whose is None or claim.period.basis is not Basis.CUMULATIVE:
        return False
    if claim.metric is Metric.DESTROYED:
        return claim.amount.kind is Kind.COUNT and _is_arms(whom.population or "")
    return whom.population == "soldier" and _is_toll(claim)


def _is_toll_of_war(claim: Claim) -> bool:
    """Whether a total may be that of a whole war for those who are no soldiers, and is not that of
    one of its events: "the toll of the strike has risen to 12"."""
    event = any(map(EVENT.fullmatch, _WORD.findall(claim.sentence)))
    told = _WAR.search(claim.sentence) is not None or not event
    return _is_toll(claim) and claim.population.population != "soldier" and told


def _is_arms(population: str) -> bool:
    arms = table("populations")["arms"]
    return population in arms["classes"] or population.endswith(tuple(arms["endings"]))


def _is_toll(claim: Claim) -> bool:
    """Whether a claim counts all who were hit so far."""
    return claim.metric in TOLLS and claim.period.basis is Basis.CUMULATIVE


def _grounds(words: str, start: int) -> Iterator[Place]:
    """The states against whom words that start there tell of a war."""
    for match in (match for each in _GROUNDS for match in each.finditer(words)):
        yield from islice(_states(match, start), 1)


def _states(match: re.Match[str], start: int) -> Iterator[Place]:
    """The states that a name begins with, the longest first, in a sentence that starts there."""
    first, words = match.start("name"), re.finditer(r"\S+", match["name"])
    for end in reversed([word.end() for word in words]):
        name = match["name"][:end].rstrip(".'’")
        if state := country_of(" ".join(name.split())):
            yield Place(name, Span(start + first, start + first + len(name)), state)


def _happens(claim: Claim) -> bool:
    """Whether a count is one of people or things at the event, and no standing total; but the
    missing, and those whom it leaves in need, are its own as long as they are."""
    level = claim.period.basis is Basis.LEVEL and claim.metric not in _LEFT
    total = claim.period.basis is Basis.CUMULATIVE or level
    return claim.amount.kind is Kind.COUNT and claim.metric in LOCATED and not total


_LEFT = frozenset({Metric.MISSING, Metric.AFFECTED})


def subject(opening: Sequence[Mention]) -> Mention | None:
    """The one place of an opening; a country beside it is where it lies or nothing."""
    first = {mention.key: mention for mention in reversed(opening)}
    smaller = [key for key in first if not country_of(key)]
    wider = first.keys() - smaller
    if len(smaller) > 1 or len(wider) > 1:
        return None
    return first[next(iter([*smaller, *wider]))] if first else None
