"""How each source revised itself: each of its claims classed against its earlier ones.

Taken in the order in which they were said, so that what is said later never changes the class of
a claim. Nothing here reads a clock.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from service.compared import ComparedClaim, by_table, oldest_first, one_series
from service.counting import Finding, findings
from service.intervals import Range, minus
from service.rules import RevisionClass, Rule
from service.series import SeriesKey
from service.speakers import Voice, speakers, voices
from service.vague import Vague
from service.values import DOCUMENTED, Amount


@dataclass(frozen=True, slots=True)
class Revision:
    """A claim with what it is to those that its source made before."""

    __pydantic_config__ = DOCUMENTED

    source_id: UUID | None
    """The source; null for a publisher that speaks for itself."""
    source: str | None
    """Name of the source or of the publisher that speaks for itself; null where neither is
    known."""
    left_open: str | None
    """The words of the article for who says so, where it leaves open whom they mean: "he"."""
    claim_id: UUID
    """The claim; `/v1/claims/{claim_id}` has the sentence that it stands in."""
    article_id: UUID
    """The version of the article that it stands in."""
    quote: str
    """The exact words that carry the value."""
    amount: Amount
    """How many."""
    said_at: datetime
    """When it was published; where that is not known, when it was recorded."""
    about: date
    """The last day that the number can be about: that of its period, never after it was said;
    where it names no period or counts one incident, the day on which it was said."""
    classed_as: RevisionClass
    """first, repetition, update, correction, restart, rounding, retroactive, or set_aside where it
    revises nothing."""
    compared_to: UUID | None
    """The earlier claim that it is classed against; null for the first and for what is set
    aside."""
    difference: Range | None
    """By how much the amount exceeds that of the claim it is compared to, by the words of both:
    where one is open so is the difference. Null where nothing bounds it. Only that of an update or
    a correction is what was added to a count or taken from it."""
    counting: int | None
    """Which of the source's counts it belongs to: 1 until the first restart. A total that rises
    to more than twice itself and reaches the count before its restart belongs to that one again.
    Null for what is set aside."""
    rule: Rule
    """Name of the rule that tells its class."""
    reason: str
    """The rule in words."""
    recorded_late: bool
    """Whether it was recorded here after a claim that the source made later: until then it was
    missing from the earlier ones."""


@dataclass(frozen=True, slots=True)
class Revisions:
    """How the sources of a series revised themselves."""

    __pydantic_config__ = DOCUMENTED

    series: SeriesKey | None
    """What is counted; null where there are no claims."""
    vague: Vague
    """Which table gave vague words their intervals: `default` leaves every amount as it was read,
    `conservative` gives it the least that the words bind, `none` holds it to be unknown. Each such
    amount has the table's name and version in `vague_table`."""
    items: tuple[Revision, ...]
    """Every claim, source by source, in the order in which they were said."""


def revisions(claims: Sequence[ComparedClaim], vague: Vague = Vague.DEFAULT) -> Revisions:
    """Each claim classed against the earlier ones of its source, with the intervals that a table
    gives vague words. UnlikeSeries where they are not of one series."""
    series = one_series(claims)
    known = by_table(oldest_first(claims), vague)
    items = (each for voice in voices(known, speakers(known)) for each in _revised(voice))
    return Revisions(series, vague, tuple(items))


def _revised(voice: Voice) -> Iterator[Revision]:
    late = _recorded_late(voice.claims)
    for claim, found in findings(voice.claims):
        yield _revision(voice, claim, found, late)


def _revision(voice: Voice, claim: ComparedClaim, found: Finding, late: set[UUID]) -> Revision:
    before = found.compared_to
    return Revision(
        source_id=voice.source_id,
        source=voice.source,
        left_open=voice.left_open,
        claim_id=claim.id,
        article_id=claim.article_id,
        quote=claim.quote,
        amount=claim.amount,
        said_at=claim.said_at,
        about=claim.about,
        classed_as=found.rule.classed_as,
        compared_to=before.id if before else None,
        difference=difference(before, claim) if before else None,
        counting=found.counting,
        rule=found.rule,
        reason=found.rule.reason,
        recorded_late=claim.id in late,
    )


def difference(before: ComparedClaim, after: ComparedClaim) -> Range | None:
    """By how much a claim exceeds an earlier one; None where nothing bounds it."""
    found = minus(after.range, before.range)
    return found if found.bounded else None


def _recorded_late(claims: Sequence[ComparedClaim]) -> set[UUID]:
    """Those of one source, the oldest first, that were recorded after one that was said later."""
    late: set[UUID] = set()
    since: datetime | None = None
    for _, moment in groupby(reversed(claims), key=attrgetter("said_at")):
        several = list(moment)
        late |= {claim.id for claim in several if since and claim.recorded_at > since}
        since = min(each for each in (since, several[-1].recorded_at) if each)
    return late
