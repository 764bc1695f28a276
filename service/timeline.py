"""Where each source stood, bucket by bucket of the calendar.

A bucket holds only what was said in it. Where a source said nothing there is a gap, and a gap
stays one: what stood then is for the comparison at that time to tell. Nothing here reads a clock.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import NamedTuple
from uuid import UUID

from service.buckets import Interval, bucket_of, first_day, last_day
from service.columns import in_order
from service.compared import ComparedClaim
from service.counting import Finding, findings
from service.intervals import Range
from service.rules import RevisionClass, Rule, rule_between
from service.said import Said, said_by, stands
from service.series import SeriesKey
from service.speakers import Voice, chosen, speakers, voices
from service.vague import Vague
from service.values import DOCUMENTED, Amount, Basis


class NotCumulative(ValueError):
    """Differences were asked for of a series that is no growing total."""

    def __init__(self, series: SeriesKey) -> None:
        told = f"the basis of this series is {series.basis}"
        untold = "the words do not tell how the numbers of this series relate to time"
        super().__init__(
            "Only a total since a beginning has something added to it from one time to the next; "
            f"{told if series.basis else untold}."
        )


@dataclass(frozen=True, slots=True)
class Bucket:
    """What one source said in one bucket, or the gap where it said nothing in several in a row."""

    __pydantic_config__ = DOCUMENTED

    source_id: UUID | None
    """The source; null for a publisher that speaks for itself."""
    source: str | None
    """Name of the source or of the publisher that speaks for itself; null where neither is
    known."""
    left_open: str | None
    """The words of the article for who says so, where it leaves open whom they mean: "he"."""
    start: date
    """First day of the bucket, or of the first bucket of a gap, in UTC."""
    end: date
    """Last day of the bucket, or of the last bucket of a gap."""
    buckets: int
    """How many buckets: 1 where something was said; in a gap all those in a row in which the
    source said nothing by which it could stand."""
    claim_id: UUID | None = None
    """The claim by which the source stood at the end of the bucket, if it was made in the bucket;
    null in a gap. Who stood where in a gap is told by the comparison `at` its end."""
    article_id: UUID | None = None
    """The version of the article that it stands in."""
    quote: str | None = None
    """The exact words that carry the value."""
    amount: Amount | None = None
    """How many; null in a gap."""
    said_at: datetime | None = None
    """When it was published; where that is not known, when it was recorded."""
    counting: int | None = None
    """Which of the source's counts it belongs to: 1 until the first restart."""
    compared_to: UUID | None = None
    """The claim of an earlier bucket that it is classed against: of the same count the newest that
    says its number the most exactly; after a restart the one that stood before. Null where there
    is none."""
    since: date | None = None
    """First day of that claim's bucket: what changed may have changed at any time since."""
    change: Range | None = None
    """By how much the amount exceeds that of the claim it is compared to, by the words of both;
    null where nothing bounds it."""
    classed_as: RevisionClass | None = None
    """What the claim is to the one it is compared to: first, repetition, update, correction,
    restart or rounding; null in a gap."""
    rule: Rule | None = None
    """Name of the rule that tells so."""
    reason: str | None = None
    """The rule in words."""
    difference: Range | None = None
    """Where differences are asked for: what was added to the total, or taken from it, since the
    claim it is compared to. Null where the count begins, for what came before is not known, and
    where the same number is only said more roughly or more exactly."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Where each source of a series stood, bucket by bucket."""

    __pydantic_config__ = DOCUMENTED

    series: SeriesKey | None
    """What is counted; null where there are no claims."""
    interval: Interval
    """How long each bucket is: day, week, month, quarter or year."""
    start: date | None
    """First day of the first bucket; null where there are no claims and none was asked for."""
    end: date | None
    """Last day of the last bucket."""
    differences: bool
    """Whether differences were asked for."""
    vague: Vague
    """Which table gave vague words their intervals: `default` leaves every amount as it was read,
    `conservative` gives it the least that the words bind, `none` holds it to be unknown. Each such
    amount has the table's name and version in `vague_table`."""
    items: tuple[Bucket, ...]
    """The buckets and gaps, source by source, in the order of time. Every source covers the whole
    time."""


def timeline(
    claims: Sequence[ComparedClaim],
    interval: Interval,
    first: date | None = None,
    last: date | None = None,
    *,
    differences: bool = False,
    vague: Vague = Vague.DEFAULT,
    source: str | None = None,
) -> Timeline:
    """Where each source stood from the bucket of the first day to that of the last, each by
    default that of the first or last claim that could stand.

    What was said before the first day counts as said. NotCumulative where differences are asked
    for and the series is no growing total, UnlikeSeries where the claims are not of one series."""
    known = in_order(claims, vague)
    series = known.series
    if differences and series and series.basis is not Basis.CUMULATIVE:
        raise NotCumulative(series)
    heard = chosen(voices(known, speakers(known)), source)
    said = said_by(known)
    buckets = {day: bucket_of(day, interval) for day in set(said.on)}
    told = [(voice, _told(said, voice, buckets)) for voice in heard]
    span = _span([each.bucket for _, several in told for each in several], interval, first, last)
    calendar = _Calendar(interval, *span, differences) if span else None
    items = (_items(said, *each, calendar) for each in told) if calendar else ()
    return Timeline(
        series=series,
        interval=interval,
        start=first_day(span[0], interval) if span else None,
        end=last_day(span[1], interval) if span else None,
        differences=differences,
        vague=vague,
        items=tuple(chain.from_iterable(items)),
    )


Span = tuple[int, int]
"""The indexes of the first and the last bucket."""


def _span(
    told: Iterable[int], interval: Interval, first: date | None, last: date | None
) -> Span | None:
    """From the first to the last day; where one is not given, as far as anything is told."""
    asked = [bucket_of(day, interval) for day in (first, last) if day]
    buckets = [*told, *asked]
    if not buckets:
        return None
    return (asked[0] if first else min(buckets), asked[-1] if last else max(buckets))


# What a source told


class _Told(NamedTuple):
    """The claim by which a source stood at the end of the bucket in which it was made."""

    bucket: int
    claim: int
    counting: int | None
    rule: Rule
    before: "_Told | None"


def _told(said: Said, voice: Voice, buckets: Mapping[date, int]) -> list[_Told]:
    """The claims of each bucket by which a source stood, classed against those of the buckets
    before."""
    rows = voice.claims.rows
    last_of = {buckets[said.on[claim]]: claim for claim in stands(said, rows)}
    found, begun = _found(findings(said, rows), set(last_of.values()))
    told: list[_Told] = []
    firm: dict[int | None, _Told] = {}
    for bucket, claim in last_of.items():
        finding = found[claim]
        rule, before = _judged(said, claim, finding, firm, begun, told)
        each = _Told(bucket, claim, finding.counting, rule, before)
        told.append(each)
        if rule not in _LESS_FIRM:
            firm[finding.counting] = each
    return told


_LESS_FIRM = frozenset({Rule.SAID_MORE_ROUGHLY, Rule.MAY_BE_THE_SAME})


def _found(
    findings: Iterable[tuple[int, Finding]], wanted: Container[int]
) -> tuple[dict[int, Finding], dict[int | None, Rule]]:
    """What is found of the claims that are wanted, and the rule by which each count began."""
    found: dict[int, Finding] = {}
    begun: dict[int | None, Rule] = {}
    for claim, finding in findings:
        begun.setdefault(finding.counting, finding.rule)
        if claim in wanted:
            found[claim] = finding
    return found, begun


def _judged(
    said: Said,
    claim: int,
    finding: Finding,
    firm: dict[int | None, _Told],
    begun: dict[int | None, Rule],
    told: Sequence[_Told],
) -> tuple[Rule, _Told | None]:
    """What a claim is to those of the buckets before, and to which."""
    if before := firm.get(finding.counting):
        known = finding.compared_to == before.claim
        return finding.rule if known else rule_between(said, before.claim, claim), before
    if not told:
        return Rule.FIRST_CLAIM, None
    rule = begun[finding.counting]
    # A count that stood at the end of no bucket, and goes on: its own claims alone tell how.
    return (rule, told[-1]) if rule.classed_as is RevisionClass.RESTART else (finding.rule, None)


# Buckets and gaps


class _Calendar(NamedTuple):
    """The buckets that are asked for, and whether with differences."""

    interval: Interval
    first: int
    last: int
    differences: bool


def _items(
    said: Said, voice: Voice, told: Iterable[_Told], calendar: _Calendar
) -> Iterator[Bucket]:
    """What a source told in the time that is asked for, and the gaps between."""
    _, ahead, last, _ = calendar
    for each in told:
        if ahead <= each.bucket <= last:
            yield from _gap(voice, ahead, each.bucket - 1, calendar.interval)
            yield _bucket(said, voice, each, calendar)
            ahead = each.bucket + 1
    yield from _gap(voice, ahead, last, calendar.interval)


def _gap(voice: Voice, first: int, last: int, interval: Interval) -> Iterator[Bucket]:
    if first <= last:
        yield Bucket(
            source_id=voice.source_id,
            source=voice.source,
            left_open=voice.left_open,
            start=first_day(first, interval),
            end=last_day(last, interval),
            buckets=last - first + 1,
        )


def _bucket(said: Said, voice: Voice, told: _Told, calendar: _Calendar) -> Bucket:
    columns, claim, before, interval = said.columns, told.claim, told.before, calendar.interval
    change = said.difference(before.claim, claim) if before else None
    added = calendar.differences and told.rule.classed_as in _ADDED
    return Bucket(
        source_id=voice.source_id,
        source=voice.source,
        left_open=voice.left_open,
        start=first_day(told.bucket, interval),
        end=last_day(told.bucket, interval),
        buckets=1,
        claim_id=columns.id(claim),
        article_id=columns.article_id(claim),
        quote=columns.quotes[claim],
        amount=columns.amounts[claim],
        said_at=said.at[claim],
        counting=told.counting,
        compared_to=columns.id(before.claim) if before else None,
        since=first_day(before.bucket, interval) if before else None,
        change=change,
        classed_as=told.rule.classed_as,
        rule=told.rule,
        reason=told.rule.reason,
        difference=change if added else None,
    )


_ADDED = frozenset({RevisionClass.REPETITION, RevisionClass.UPDATE, RevisionClass.CORRECTION})
"""What is nothing, or something, added to a count or taken from it."""
