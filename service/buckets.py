"""Stretches of the calendar by their index: days, ISO weeks, months, quarters and years.

Days are those of UTC. Every stretch has one index, the next stretch the next one.
"""

from datetime import date
from enum import StrEnum


class Interval(StrEnum):
    """How long a bucket of a timeline is."""

    DAY = "day"
    """From midnight to midnight in UTC."""
    WEEK = "week"
    """From Monday to Sunday, as ISO 8601 has weeks."""
    MONTH = "month"
    QUARTER = "quarter"
    """From the first of January, April, July or October."""
    YEAR = "year"


_DAYS = {Interval.DAY: 1, Interval.WEEK: 7}
_MONTHS = {Interval.MONTH: 1, Interval.QUARTER: 3, Interval.YEAR: 12}


def bucket_of(day: date, interval: Interval) -> int:
    """The index of the bucket that holds the day."""
    if length := _DAYS.get(interval):
        # The first day of the calendar was a Monday.
        return (day.toordinal() - 1) // length
    return (day.year * 12 + day.month - 1) // _MONTHS[interval]


def first_day(bucket: int, interval: Interval) -> date:
    """The first day of the bucket of that index; ValueError where the calendar has no such day."""
    if length := _DAYS.get(interval):
        return date.fromordinal(bucket * length + 1)
    year, month = divmod(bucket * _MONTHS[interval], 12)
    return date(year, month + 1, 1)


def last_day(bucket: int, interval: Interval) -> date:
    """The last day of the bucket of that index, or of the calendar."""
    try:
        return date.fromordinal(first_day(bucket + 1, interval).toordinal() - 1)
    except (ValueError, OverflowError):
        return date.max
