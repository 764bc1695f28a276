"""Which series lie in which: the same counted in a place, or over a time, that is part of another.

"Children killed in Kyiv on 14 December 2024" lie in "children killed in Ukraine since the
invasion": Kyiv is in Ukraine, and the day is one of those that the total is about. What lies in
another is never added to it, taken from it or compared with it: who counts a whole need not have
counted the part.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from service.gazetteer import within
from service.series import SeriesKey
from service.values import DOCUMENTED

_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)(?:/(\d{4}-\d\d-\d\d))?")


class Axis(StrEnum):
    """In what one series lies in another."""

    PLACE = "place"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class NestedSeries:
    """A series that counts the same in a wider or narrower scope."""

    __pydantic_config__ = DOCUMENTED

    series_id: UUID
    """Id of the series."""
    title: str
    """What it counts, in words."""
    by: tuple[Axis, ...]
    """place: the place of the one lies in that of the other. time: the days of the one are among
    those that the other is about, as far as its claims tell these."""
    claim_count: int
    """How many claims of current article versions are in it."""
    comparison: str
    """The path under which its claims are compared with each other."""


@dataclass(frozen=True, slots=True)
class Nested:
    """Series that count the same in a wider or a narrower scope."""

    __pydantic_config__ = DOCUMENTED

    wider: tuple[NestedSeries, ...]
    """Series of the same in a place, or over a time, that contains that of this one. They are not
    compared with it."""
    narrower: tuple[NestedSeries, ...]
    """Series of the same in a place, or over a time, that lies in that of this one, those with the
    most claims. They are not compared with it, and they do not add up to it."""
    narrower_count: int
    """How many of them there are, shown or not."""
    perhaps: tuple[NestedSeries, ...] = ()
    """Series of the same over the same time, of which one tells a place and the other leaves it
    open: it may be the same place, and then what stands here is not all that was said. Those with
    the most claims. They are not compared with it; who knows better may merge them."""


def axes(one: SeriesKey, other: SeriesKey) -> tuple[Axis, ...]:
    """In what the scopes of two series are not the same."""
    place = (Axis.PLACE,) if one.place_scope != other.place_scope else ()
    time = (Axis.TIME,) if (one.basis, one.period) != (other.basis, other.period) else ()
    return place + time


def days(period: str | None) -> tuple[date, date] | None:
    """The first and the last day of a series' period; None where either is not known exactly."""
    match = _DAYS.fullmatch(period or "")
    return match and (date.fromisoformat(match[1]), date.fromisoformat(match[2] or match[1]))


def containment(*keys: SeriesKey) -> str | None:
    """In words how the places of series lie in each other: "UA kyiv lies in UA"; None where none
    does."""
    places = list(dict.fromkeys(key.place_scope for key in keys if key.place_scope))
    pairs = ((one, other) for one in places for other in places if one != other)
    told = [f"{one} lies in {other}" for one, other in pairs if within(one, other)]
    return ", ".join(told) or None
