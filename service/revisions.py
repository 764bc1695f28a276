"""How each source revised itself: each of its claims classed against its earlier ones.

Taken in the order in which they were said, so that what is said later never changes the class of
a claim. Nothing here reads a clock.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, dropwhile, groupby, islice
from uuid import UUID

from service.columns import in_order
from service.compared import ComparedClaim
from service.counting import Finding, findings
from service.intervals import Range
from service.rules import RevisionClass, Rule
from service.said import Said, said_by
from service.series import SeriesKey
from service.speakers import Voice, chosen, speakers, voices
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
    """Every claim, source by source, in the order in which they were said: a page of them."""
    next: UUID | None = None
    """The claim that the page ends with, by which the page after is asked for; null on the last
    one."""


class NoSuchClaim(ValueError):
    """What comes after a claim was asked for that is not among those asked for."""


def revisions(
    claims: Sequence[ComparedClaim],
    vague: Vague = Vague.DEFAULT,
    source: str | None = None,
    after: UUID | None = None,
    limit: int | None = None,
) -> Revisions:
    """Each claim classed against the earlier ones of its source, with the intervals that a table
    gives vague words: those of one source or of all, from after a claim on, so many at most.

    UnlikeSeries where they are not of one series, NoSuchClaim where that claim is not among
    them."""
    known = in_order(claims, vague)
    said = said_by(known)
    heard = chosen(voices(known, speakers(known)), source)
    whole = chain.from_iterable(_revised(said, voice) for voice in _from(heard, after))
    ahead = _after(whole, after) if after else whole
    items = tuple(islice(ahead, limit))
    more = next(ahead, None) is not None
    return Revisions(known.series, vague, items, items[-1].claim_id if items and more else None)


def _from(heard: Sequence[Voice], claim_id: UUID | None) -> Sequence[Voice]:
    """From the source on whose claim that is, from the first where none is given."""
    whose = (at for at, voice in enumerate(heard) if not claim_id or voice.claims.has(claim_id))
    first = next(whose, None)
    if first is None and claim_id:
        raise NoSuchClaim(f"not a claim of these: {claim_id}")
    return heard[first or 0 :]


def _after(whole: Iterator[Revision], claim_id: UUID) -> Iterator[Revision]:
    return islice(dropwhile(lambda each: each.claim_id != claim_id, whole), 1, None)


def _revised(said: Said, voice: Voice) -> Iterator[Revision]:
    late = _recorded_late(said, voice.claims.rows)
    for claim, found in findings(said, voice.claims.rows):
        yield _revision(said, voice, claim, found, late)


def _revision(said: Said, voice: Voice, claim: int, found: Finding, late: set[int]) -> Revision:
    columns, before = said.columns, found.compared_to
    return Revision(
        source_id=voice.source_id,
        source=voice.source,
        left_open=voice.left_open,
        claim_id=columns.id(claim),
        article_id=columns.article_id(claim),
        quote=columns.quotes[claim],
        amount=columns.amounts[claim],
        said_at=said.at[claim],
        about=said.about[claim],
        classed_as=found.rule.classed_as,
        compared_to=None if before is None else columns.id(before),
        difference=None if before is None else said.difference(before, claim),
        counting=found.counting,
        rule=found.rule,
        reason=found.rule.reason,
        recorded_late=claim in late,
    )


def _recorded_late(said: Said, rows: Sequence[int]) -> set[int]:
    """Those of one source, the oldest first, that were recorded after one that was said later."""
    recorded = said.columns.recorded
    late: set[int] = set()
    since: datetime | None = None
    for _, moment in groupby(reversed(rows), key=said.at.__getitem__):
        several = list(moment)
        late |= {row for row in several if since and recorded[row] > since}
        since = min(each for each in (since, recorded[several[-1]]) if each)
    return late
