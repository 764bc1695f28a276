"""What the claims of a series say, row by row: when each was said, which day it is about and how
many it gives. Whatever follows a source through time asks this of all of its claims, and more only
of the few that it shows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from service.columns import Columns
from service.compared import Number, last_counted, number_of
from service.intervals import Range, minus, stated
from service.values import Amount, Basis, Period, Precision

Day = tuple[date, Precision | None]
"""A date, as exactly as it is known."""


@dataclass(frozen=True, slots=True)
class Said:
    """The claims of the columns, in their order."""

    columns: Columns
    basis: Basis | None
    """How the numbers relate to time, where the words tell."""
    at: Sequence[datetime]
    """When each was there at the latest."""
    on: Sequence[date]
    """The day of that in UTC."""
    about: Sequence[date]
    """The last day that the number can be about."""
    numbers: Sequence[int]
    """Which give the same amount: a number for each."""
    amounts: Sequence[Amount]
    """How many each gives."""
    ranges: Sequence[Range]
    """The numbers that the words of each allow."""
    starts: Sequence[Day | None]
    """The beginning of the period that each is about, where it tells one."""
    ends: Sequence[Day | None]
    """The end of the same."""
    firm: Sequence[bool]
    """Whether its source can stand by it and it tells anything."""

    def difference(self, before: int, after: int) -> Range | None:
        """By how much the amount of a claim exceeds that of an earlier one; None where nothing
        bounds it."""
        found = minus(self.ranges[after], self.ranges[before])
        return found if found.bounded else None


def said_by(columns: Columns) -> Said:
    """What the claims of the columns say."""
    at = columns.said
    on = [moment.astimezone(UTC).date() for moment in at]
    places: dict[Number, int] = {}
    may_stand = columns.may_stand
    ranges = columns.amounts.map(stated)
    return Said(
        columns=columns,
        basis=columns.series.basis if columns.series else None,
        at=at,
        on=on,
        about=_about(columns, on),
        numbers=columns.amounts.map(
            lambda amount: places.setdefault(number_of(amount), len(places))
        ),
        amounts=columns.amounts.map(lambda amount: amount),
        ranges=ranges,
        starts=columns.periods.map(lambda period: _day(period.start, period.start_precision)),
        ends=columns.periods.map(lambda period: _day(period.end, period.end_precision)),
        firm=[stands and says.bounded for stands, says in zip(may_stand, ranges, strict=True)],
    )


def _about(columns: Columns, on: Sequence[date]) -> list[date]:
    def last(period: Period) -> date | None:
        return last_counted(period, columns.series) if columns.series else None

    days = zip(on, columns.periods.map(last), strict=True)
    return [day if known is None or day < known else known for day, known in days]


def _day(known: date | None, precision: Precision | None) -> Day | None:
    return (known, precision) if known else None


def stands(said: Said, rows: Iterable[int]) -> Iterator[int]:
    """The claims by which one source stood, of its own in the order in which they were said: each
    from when it was said until the next of these. The last stands as `compared.standing` has it."""
    highest = None
    for row in rows:
        if said.firm[row]:
            rank = said.about[row], said.at[row]
            if highest is None or rank > highest:
                highest = rank
                yield row
