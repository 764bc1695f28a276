"""Which day, month or year do the words of a date name, by the day of publication?

"24 February 2022"   that day
"November"           the last November that had begun
"Tuesday"            the last Tuesday
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from service.values import Precision, last_day

Moment = tuple[date, Precision]

_MONTHS = (
    "january february march april may june july august september october november december"
).split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_UNIT_DAYS = {"hour": 1, "hr": 1, "day": 1, "night": 1, "week": 7}
"""Days of a unit; an hour is a part of one."""

WEEKDAY = "|".join(day.title() for day in _WEEKDAYS)
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|"
    r"Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_YEAR = r"(?:,?\s(?:of\s)?(?P<{0}year>\d{{4}}\b|(?:last|this)\syear\b))?"
DAY = (
    rf"(?:(?:{WEEKDAY}),?\s(?:the\s)?)?"
    rf"(?:(?P<amonth>{_MONTH})\s(?P<aday>\d{{1,2}})(?:st|nd|rd|th)?\b{_YEAR.format('a')}"
    rf"|(?P<bday>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<bmonth>{_MONTH})\b{_YEAR.format('b')})"
)
"""A day of a month; its groups are read by `dated`."""
DATE = (
    rf"(?:{DAY}|(?P<cmonth>{_MONTH}){_YEAR.format('c')}\b|(?P<dyear>(?:19|20)\d{{2}})\b"
    rf"|(?:last\s)?(?P<weekday>{WEEKDAY})\b|(?P<near>today|yesterday)\b)"
)
"""A day, month, year or weekday; its groups are read by `dated`."""


def last_such(month: int, day: int, published: date) -> int:
    """The year of the last such day before publication."""
    return published.year - ((month, day) > (published.month, published.day))


def nearest(month: int, day: int, published: date) -> int:
    """The year in which such a day is nearest to publication."""
    apart = (month - published.month) * 31 + day - published.day
    return published.year + (apart < -186) - (apart > 186)


def dated(
    match: re.Match[str] | None,
    published: date | None,
    year_of: Callable[[int, int, date], int] = last_such,
) -> Moment | None:
    """The date of a match; the year of one without a year is found by the day of publication."""
    said = {name: value for name, value in match.groupdict().items() if value} if match else {}
    if day := said.get("weekday") or said.get("near"):
        return (_relative(day.lower(), published), Precision.DAY) if published else None
    form = next((each for each in "abcd" if f"{each}month" in said or f"{each}year" in said), "")
    year = _year(said.get(f"{form}year"), published)
    if f"{form}month" not in said:
        return (date(year, 1, 1), Precision.YEAR) if year else None
    month, day_of = _month(said[f"{form}month"]), said.get(f"{form}day")
    if year is None and published is not None:
        year = year_of(month, int(day_of or 1), published)
    return _moment(year, month, day_of) if year else None


def _moment(year: int, month: int, day: str | None) -> Moment | None:
    try:
        found = date(year, month, int(day or 1))
    except ValueError:
        return None
    return found, Precision.DAY if day else Precision.MONTH


def _relative(day: str, published: date) -> date:
    if day in _WEEKDAYS:
        return last_weekday(day, published)
    return published - timedelta(days=day == "yesterday")


def _year(words: str | None, published: date | None) -> int | None:
    """The year that words name: "2022", "last year"."""
    if words is None or words.isdigit():
        return int(words) if words else None
    return published.year - words.lower().startswith("last") if published else None


@cache
def _month(name: str) -> int:
    return next(i for i, m in enumerate(_MONTHS, 1) if m.startswith(name.lower().rstrip(".")[:3]))


def last_weekday(weekday: str, day: date) -> date:
    """The last such weekday before a day, or the day itself."""
    index = _WEEKDAYS.index(weekday.lower())
    return day - timedelta(days=(day.weekday() - index) % 7)


def calendar(unit: str, shift: int, published: date) -> tuple[date, Precision, date, Precision]:
    """First and last day of the day, week, month or year so many after that of publication; weeks
    begin on Mondays."""
    if unit in ("year", "month"):
        months = published.year * 12 + published.month - 1 + shift * (12 if unit == "year" else 1)
        start = date(months // 12, 1 if unit == "year" else months % 12 + 1, 1)
        precision = Precision.YEAR if unit == "year" else Precision.MONTH
        return start, precision, last_day(start, precision), precision
    days = _UNIT_DAYS[unit]
    start = published + timedelta(days=shift * days - published.weekday() * (unit == "week"))
    return start, Precision.DAY, start + timedelta(days=days - 1), Precision.DAY


def away(unit: str, count: int, published: date) -> Moment:
    """The day so many units from publication; after months and years it is known no more exactly.
    Some hours are at least one day, since publication itself has no hour."""
    if unit in ("month", "year"):
        return calendar(unit, count, published)[:2]
    days = max(1, abs(count) // 24) if unit in ("hour", "hr") else abs(count) * _UNIT_DAYS[unit]
    return published + timedelta(days=days if count > 0 else -days), Precision.DAY
