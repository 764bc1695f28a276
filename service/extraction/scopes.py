"""Where, when the sentence leaves it open? The one place that the article is about.

    "A strike on Sumy killed 12. | Another 40 were hurt."       the 40 were hurt in Sumy
    "A strike on Sumy killed 12. In Lviv a bus burned. | Two were hurt."    open
    "A strike on Sumy killed 12. | Russia has lost 9,000 men."  open: an army's losses so far

Nothing is guessed: where the opening names several places, or another one stands between, the scope
stays open. A dateline tells where somebody wrote, so that it is none.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from service.extraction.answers import Answer, named
from service.extraction.parsing import Parsed
from service.extraction.places import mentioned
from service.extraction.sources import Utterance
from service.naming import country_of, place_key
from service.values import Basis, Claim, Kind, Metric, Place, Span

OPENING = 400
"""Characters at the beginning of an article in which it says what it is about."""

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


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that an article names, where it begins to do so, its key, and the clause."""

    place: Place
    start: int
    key: str
    clause: Span


class Scope:
    """The place that one article is about."""

    def __init__(
        self,
        text: str,
        parses: Iterable[Parsed],
        spoken: Callable[[Parsed], Sequence[Utterance]],
    ) -> None:
        self._text, self._parses, self._spoken = text, parses, spoken

    def of(self, claim: Claim) -> Answer[Place] | None:
        """The place that a claim without its own is limited to, None where that is open."""
        if claim.place or not _happens(claim) or self._subject is None:
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


def _happens(claim: Claim) -> bool:
    """Whether a count is one of people or things at the event, and no standing total."""
    total = claim.period.basis in (Basis.CUMULATIVE, Basis.LEVEL)
    return claim.amount.kind is Kind.COUNT and claim.metric in LOCATED and not total


def subject(opening: Sequence[Mention]) -> Mention | None:
    """The one place of an opening; a country beside it is where it lies or nothing."""
    first = {mention.key: mention for mention in reversed(opening)}
    smaller = [key for key in first if not country_of(key)]
    wider = first.keys() - smaller
    if len(smaller) > 1 or len(wider) > 1:
        return None
    return first[next(iter([*smaller, *wider]))] if first else None
