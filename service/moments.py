"""Moments of publication: what may be written for one, and what a day alone stands for."""

import re
from datetime import UTC, date, datetime, time
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_NUMBER = re.compile(r"\s*[-+]?\d+(\.\d*)?\s*")


def spelled_out(value: object) -> object:
    """The same value; ValueError for a number, which says neither the day nor the offset."""
    if isinstance(value, datetime) or (isinstance(value, str) and not _NUMBER.fullmatch(value)):
        return value
    raise PydanticCustomError("spelling", "is not spelled like 2025-01-05T09:30:00+02:00")


def placed(moment: datetime) -> datetime:
    """The same moment; ValueError without an offset from UTC or where UTC has no such year."""
    if moment.tzinfo is None:
        raise PydanticCustomError(
            "no_offset", "has no offset from UTC: write 2025-01-05T09:30:00+02:00, or Z for UTC"
        )
    try:
        moment.astimezone(UTC)
    except OverflowError:
        raise PydanticCustomError("moment", "lies outside the years 1 to 9999 in UTC") from None
    return moment


Moment = Annotated[datetime, BeforeValidator(spelled_out), AfterValidator(placed)]
"""A datetime with its offset from UTC."""


def spelled_day(spelling: str) -> date | None:
    """The day that is spelled like 2025-01-05, if one is; ValueError where there is no such day."""
    # Of other spellings Python 3.11 takes too many, such as 20250105.5.
    return date.fromisoformat(spelling) if _DAY.fullmatch(spelling) else None


def first_moment(of: datetime | date) -> datetime:
    """The moment, or the first one of the day in UTC."""
    return of if isinstance(of, datetime) else datetime.combine(of, time.min, UTC)


def last_moment(of: datetime | date) -> datetime:
    """The moment, or the last one of the day in UTC."""
    return of if isinstance(of, datetime) else datetime.combine(of, time.max, UTC)


def in_utc(moment: datetime) -> str:
    """The moment exactly, without a plus sign: a query of a URL can hold it as it is."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def published(spelling: str) -> datetime:
    """The moment that a page or a file gives, as ISO 8601.

    A day alone stands for its first moment in UTC: the day is what is known of it. ValueError
    where it is neither a day nor a moment with an offset.
    """
    if day := spelled_day(spelling):
        return first_moment(day)
    try:
        moment = datetime.fromisoformat(spelling)
    except ValueError:
        how = "is not spelled like 2025-01-05 or 2025-01-05T09:30:00+02:00"
        raise PydanticCustomError("moment", how) from None
    return placed(moment)
