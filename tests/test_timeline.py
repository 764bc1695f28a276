"""A timeline shows what was said when it was said, and gaps as gaps."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from service.buckets import Interval
from service.compared import ComparedClaim, UnlikeSeries
from service.comparison import compare
from service.intervals import Range
from service.rules import RevisionClass, Rule
from service.timeline import Bucket, NotCumulative, Timeline, timeline
from service.vague import Vague
from service.values import Amount, Basis, Hedge, Metric, Period, Precision, Stance
from tests.several import SERIES, about, claim, exactly, mixed

STAFF = "General Staff"


def staff(name: str, number: int, on: float) -> ComparedClaim:
    return claim(name, exactly(number), STAFF, on=on)


def added(number: int) -> Range:
    return Range(Decimal(number), Decimal(number))


def daily(claims: list[ComparedClaim], *, differences: bool = False) -> list[Bucket]:
    return list(timeline(claims, Interval.DAY, differences=differences).items)


def numbers(buckets: list[Bucket]) -> list[Decimal | None]:
    return [each.amount.low if each.amount else None for each in buckets]


def test_a_bucket_shows_the_claim_that_stood_at_its_end() -> None:
    morning, evening = staff("morning", 700, 0.3), staff("evening", 705, 0.8)
    next_day = staff("next", 712, 1)
    first, second = daily([morning, evening, next_day])
    assert (first.claim_id, first.start, first.end) == (
        evening.id,
        date(2024, 11, 1),
        date(2024, 11, 1),
    )
    assert (first.rule, first.change) == (Rule.FIRST_CLAIM, None)
    assert (second.compared_to, second.since) == (evening.id, date(2024, 11, 1))
    assert (second.rule, second.change) == (Rule.TOTAL_GREW, added(7))


def test_buckets_without_a_statement_are_a_gap_and_the_change_says_since_when() -> None:
    before, gap, after = daily([staff("before", 700, 0), staff("after", 730, 4)])
    assert (gap.start, gap.end, gap.buckets) == (date(2024, 11, 2), date(2024, 11, 4), 3)
    assert (gap.claim_id, gap.amount, gap.classed_as, gap.change) == (None, None, None, None)
    assert (after.buckets, after.since, after.change) == (1, before.start, added(30))


def test_every_source_covers_the_time_that_was_asked_for() -> None:
    claims = [staff("a", 700, 3), claim("b", exactly(650), "BBC", on=1)]
    line = timeline(claims, Interval.DAY, date(2024, 11, 1), date(2024, 11, 5))
    assert [(each.source, each.start.day, each.end.day) for each in line.items] == [
        ("BBC", 1, 1),
        ("BBC", 2, 2),
        ("BBC", 3, 5),
        (STAFF, 1, 3),
        (STAFF, 4, 4),
        (STAFF, 5, 5),
    ]
    assert [each.claim_id is None for each in line.items] == [True, False, True] * 2


def test_a_bucket_that_is_cut_is_shown_whole_and_what_was_said_before_counts() -> None:
    claims = [staff("october", 690, -3), staff("november", 700, 3), staff("december", 720, 33)]
    line = timeline(claims, Interval.MONTH, date(2024, 11, 10), date(2024, 11, 20))
    (november,) = line.items
    assert (line.start, line.end) == (date(2024, 11, 1), date(2024, 11, 30))
    assert (november.since, november.change) == (date(2024, 10, 1), added(10))


def test_a_time_without_a_claim_is_a_gap() -> None:
    (gap,) = timeline([staff("a", 700, 3)], Interval.YEAR, date(2030, 1, 1)).items
    assert (gap.start, gap.end, gap.claim_id) == (date(2030, 1, 1), date(2030, 12, 31), None)


@pytest.mark.parametrize(
    "silent",
    [
        {"stance": Stance.DENIED},
        {"superseded": True},
        {"amount": Amount(None, None, Hedge.UNKNOWN)},
        {"period": Period(None, None, date(2024, 10, 3), Precision.DAY, Basis.CUMULATIVE)},
    ],
)
def test_what_does_not_stand_fills_no_bucket(silent: dict[str, object]) -> None:
    aside = replace(staff("aside", 900, 1), **silent)  # type: ignore[arg-type]
    assert numbers(daily([staff("a", 700, 0), aside, staff("b", 710, 2)])) == [700, None, 710]


def test_days_are_those_of_utc_and_weeks_begin_on_monday() -> None:
    late = replace(
        staff("late", 700, 0), published_at=datetime.fromisoformat("2024-11-03T23:30:00-05:00")
    )
    (bucket,) = timeline([late], Interval.WEEK).items
    assert (bucket.start, bucket.end) == (date(2024, 11, 4), date(2024, 11, 10))


def test_differences_are_what_was_added_and_a_correction_takes_away() -> None:
    claims = [staff("a", 700, 0), staff("b", 712, 1), staff("c", 712, 2), staff("d", 709, 3)]
    buckets = daily(claims, differences=True)
    assert [each.difference for each in buckets] == [None, added(12), added(0), added(-3)]
    assert [each.difference for each in daily(claims)] == [None] * 4


def test_differences_stay_within_one_count() -> None:
    claims = [staff("a", 4_047, 0), staff("b", 123, 1), staff("c", 217, 2)]
    _, restart, after = daily(claims, differences=True)
    assert (restart.classed_as, restart.counting) == (RevisionClass.RESTART, 2)
    assert (restart.change, restart.difference) == (added(-3_924), None)
    assert (after.counting, after.difference) == (2, added(94))


def test_a_restart_inside_a_bucket_is_no_growth_of_the_count_before() -> None:
    claims = [
        staff("a", 4_047, -400),
        staff("b", 123, 0),
        *(staff(f"c{n}", 123 * 2**n, n) for n in range(1, 6)),
        staff("z", 5_000, 9),
    ]
    before, after = timeline(claims, Interval.YEAR, differences=True).items
    assert (before.counting, after.counting) == (1, 2)
    assert (after.rule, after.difference) == (Rule.FELL_TOO_FAR, None)


def test_a_count_that_is_taken_up_goes_on_from_where_it_was() -> None:
    claims = [staff("a", 700_000, 0), staff("stray", 40, 1), staff("b", 701_000, 2)]
    first, stray, after = daily(claims, differences=True)
    assert (stray.classed_as, stray.difference) == (RevisionClass.RESTART, None)
    assert (after.compared_to, after.difference) == (first.claim_id, added(1_000))


def test_a_number_said_more_roughly_takes_nothing_away() -> None:
    claims = [
        staff("a", 12_340, 0),
        claim("b", about(12_000), STAFF, on=1),
        staff("c", 12_400, 2),
    ]
    first, rough, after = daily(claims, differences=True)
    assert (rough.classed_as, rough.difference) == (RevisionClass.ROUNDING, None)
    assert (after.compared_to, after.difference) == (first.claim_id, added(60))


@pytest.mark.parametrize(
    ("basis", "word"), [(Basis.INCIDENT, "incident"), (Basis.LEVEL, "level"), (None, "do not tell")]
)
def test_differences_of_what_is_no_total_are_refused(basis: Basis | None, word: str) -> None:
    other = replace(staff("a", 12, 0), series=replace(SERIES, basis=basis))
    with pytest.raises(NotCumulative, match=word):
        timeline([other], Interval.DAY, differences=True)
    assert timeline([other], Interval.DAY).items


def test_vague_words_that_are_left_out_leave_a_gap() -> None:
    amount = Amount(Decimal(200), Decimal(999), Hedge.VAGUE, vague_table="default-1")
    hundreds = replace(claim("b", amount, STAFF, on=1), quote="hundreds")
    claims = [staff("a", 150, 0), hundreds]
    assert numbers(daily(claims)) == [150, 200]
    left_out = timeline(claims, Interval.DAY, vague=Vague.NONE)
    assert numbers(list(left_out.items)) == [150]
    assert left_out.vague is Vague.NONE


def test_unlike_series_are_refused_and_nothing_has_an_empty_timeline() -> None:
    other = replace(staff("b", 2, 1), series=replace(SERIES, metric=Metric.KILLED))
    with pytest.raises(UnlikeSeries):
        timeline([staff("a", 1, 0), other], Interval.DAY)
    empty = timeline([], Interval.DAY)
    assert (empty.series, empty.start, empty.end, empty.items) == (None, None, None, ())


def test_every_field_is_explained_in_the_schema() -> None:
    schema = TypeAdapter(Timeline).json_schema(mode="serialization")
    for name, fields in (
        ("Timeline", schema["properties"]),
        ("Bucket", schema["$defs"]["Bucket"]["properties"]),
    ):
        for field, described in fields.items():
            assert {"description", "$ref"} & described.keys(), f"{name}.{field}"


@given(mixed(), st.sampled_from(Interval), st.randoms())
@settings(deadline=None)
def test_the_order_of_the_claims_changes_nothing(
    several: list[ComparedClaim], interval: Interval, random: Random
) -> None:
    shuffled = random.sample(several, len(several))
    assert timeline(shuffled, interval) == timeline(several, interval)


@given(mixed(), st.sampled_from(Interval))
@settings(deadline=None)
def test_nothing_is_shown_that_no_claim_of_the_bucket_states(
    several: list[ComparedClaim], interval: Interval
) -> None:
    by_id = {each.id: each for each in several}
    for each in timeline(several, interval).items:
        if each.claim_id is None:
            assert each.amount is None
        else:
            stated = by_id[each.claim_id]
            assert (each.amount, each.quote) == (stated.amount, stated.quote)
            assert each.start <= stated.said_on <= each.end


@given(mixed(), st.sampled_from(Interval))
@settings(deadline=None)
def test_a_source_stands_where_the_comparison_at_the_end_of_the_bucket_has_it(
    several: list[ComparedClaim], interval: Interval
) -> None:
    for each in timeline(several, interval).items:
        end = datetime.combine(each.end, time.max, UTC)
        # By name: that a publisher is also quoted as a source may be known only later.
        stands = {
            position.source: position.standing
            for position in compare(several, end).positions
            if position.standing and position.standing.tells
        }
        standing = stands.get(each.source)
        if each.claim_id and each.source:
            assert standing
            assert standing.id == each.claim_id
        elif each.source:
            assert standing is None or standing.said_on < each.start


@given(mixed(), st.sampled_from(Interval))
@settings(deadline=None)
def test_every_source_covers_the_whole_time_once(
    several: list[ComparedClaim], interval: Interval
) -> None:
    line = timeline(several, interval)
    ahead = None
    for each in line.items:
        if ahead is None:
            assert each.start == line.start
        else:
            assert (each.start - ahead).days == 1
        ahead = None if each.end == line.end else each.end
    assert ahead is None


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 500)), max_size=12))
@settings(deadline=None)
def test_the_differences_of_a_count_add_up_to_its_growth(said: list[tuple[int, int]]) -> None:
    claims = [staff(f"c{n}", number, on) for n, (on, number) in enumerate(said)]
    counts: dict[int | None, list[Bucket]] = {}
    for each in daily(claims, differences=True):
        if each.claim_id:
            counts.setdefault(each.counting, []).append(each)
    for first, *others in counts.values():
        assert first.amount
        total = first.amount.low
        for each in others:
            assert each.amount
            assert each.difference
            assert total is not None
            assert each.difference.low is not None
            total += each.difference.low
            assert total == each.amount.low
