"""Buckets of the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.buckets import Interval, bucket_of, first_day, last_day


@pytest.mark.parametrize(
    ("interval", "day", "first", "last"),
    [
        (Interval.DAY, date(2024, 2, 29), date(2024, 2, 29), date(2024, 2, 29)),
        (Interval.WEEK, date(2024, 12, 31), date(2024, 12, 30), date(2025, 1, 5)),
        (Interval.WEEK, date(2024, 12, 29), date(2024, 12, 23), date(2024, 12, 29)),
        (Interval.MONTH, date(2024, 2, 10), date(2024, 2, 1), date(2024, 2, 29)),
        (Interval.MONTH, date(2024, 12, 31), date(2024, 12, 1), date(2024, 12, 31)),
        (Interval.QUARTER, date(2024, 6, 30), date(2024, 4, 1), date(2024, 6, 30)),
        (Interval.QUARTER, date(2024, 11, 5), date(2024, 10, 1), date(2024, 12, 31)),
        (Interval.YEAR, date(2024, 7, 1), date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_the_bucket_of_a_day(interval: Interval, day: date, first: date, last: date) -> None:
    bucket = bucket_of(day, interval)
    assert (first_day(bucket, interval), last_day(bucket, interval)) == (first, last)


@given(st.dates(), st.sampled_from(Interval))
@settings(deadline=None)
def test_every_day_is_in_one_bucket_and_the_next_one_follows(day: date, interval: Interval) -> None:
    bucket = bucket_of(day, interval)
    last = last_day(bucket, interval)
    assert first_day(bucket, interval) <= day <= last
    if last < date.max:
        assert first_day(bucket + 1, interval) == last + timedelta(days=1)


@given(st.dates())
@settings(deadline=None)
def test_weeks_are_those_of_iso_8601(day: date) -> None:
    first = first_day(bucket_of(day, Interval.WEEK), Interval.WEEK)
    assert first.isoweekday() == 1
    assert first.isocalendar()[:2] == day.isocalendar()[:2]
