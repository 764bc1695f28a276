"""What the tables of a series can be asked for: one query object per endpoint."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import BeforeValidator, Field, model_validator

from service.buckets import Interval
from service.faults import amiss
from service.storage.filters import AsOf, Format, Words, day
from service.vague import Vague

Day = Annotated[date, BeforeValidator(day)]


class TableQuery(AsOf):
    """Of whom a table tells, and how."""

    vague: Vague = Vague.DEFAULT
    """Which table gives vague words their intervals. default: the one that each claim was read by
    ("hundreds" are 200 to 999); conservative: the least that the words bind ("hundreds" are 100 or
    more); none: what is said in vague words is unknown."""
    source: Words | None = None
    """Only this source, or publisher that speaks for itself: its id, or its name as comparisons
    give it. Without it, all."""
    format: Format | None = None
    """json, csv (a header line, a column for each part of a nested field) or ndjson (one object a
    line). Without it the Accept header decides."""


class RevisionsQuery(TableQuery):
    """Which revisions of a series."""

    limit: int = Field(default=1000, ge=1, le=10_000)
    """Claims a page."""
    next: UUID | None = None
    """`next` of the page before, or what its Link header holds."""


class TimelineQuery(TableQuery):
    """Which timeline of a series."""

    interval: Interval = Interval.MONTH
    """How long each bucket is, in UTC: day, week (from Monday, ISO 8601), month, quarter or
    year."""
    first: Day | None = Field(default=None, alias="from")
    """A day (UTC) of the first bucket, which is shown whole. Without it the timeline begins with
    the first claim."""
    last: Day | None = Field(default=None, alias="to")
    """A day (UTC) of the last bucket, which is shown whole. Without it the timeline ends with the
    last claim."""
    differences: bool = False
    """Also tell what was added to the total from one bucket to the next, within one source and one
    count. Only totals since a beginning have such differences; for others they are refused."""

    @model_validator(mode="after")
    def _first_before_last(self) -> Self:
        if self.first is not None and self.last is not None and self.first > self.last:
            raise amiss("from", f"must not be after to: {self.first} > {self.last}")
        return self
