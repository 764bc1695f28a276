"""What each list can be asked for: one query object per endpoint."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from service import moments
from service.curation import Action
from service.faults import amiss, message
from service.storage.page import BadCursor, Position
from service.storage.since import position_of
from service.values import Basis, Hedge, Kind, Metric, Review, SourceKind, Stance

Words = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00]+$")]
"""Text that PostgreSQL can hold: no NUL."""
Cursor = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
"""Room for the longest name in an order by name."""
Number = Annotated[Decimal, Field(max_digits=40)]


def day(value: object) -> object:
    """A day from its spelling; ValueError for any other text, numbers among them."""
    found = moments.spelled_day(value) if isinstance(value, str) else value
    if found is None:
        raise PydanticCustomError("day", "is not spelled like 2025-01-05")
    return found


def time_or_day(value: object, parse: ValidatorFunctionWrapHandler) -> Any:
    """What is parsed; where it is neither a time nor a day, a ValueError that shows how either is
    spelled, or says what is wrong with the one that is."""
    try:
        return parse(value)
    except ValidationError as error:
        told = (message(fault) for fault in error.errors() if fault["type"] not in MISSPELLED)
        why = next(told, "is not spelled like 2025-01-05T09:30:00+02:00 or 2025-01-05")
    raise PydanticCustomError("moment", "{why}", {"why": why})


MISSPELLED = {"day", "spelling", "datetime_parsing", "datetime_from_date_parsing", "datetime_type"}
"""Errors of what is no time, or no day."""

Moment = Annotated[
    moments.Moment | Annotated[date, BeforeValidator(day)], WrapValidator(time_or_day)
]
"""A time with its offset from UTC, or a day, which is one of UTC."""


def end(value: object) -> object:
    """The last moment of a day from its spelling; anything else as it is."""
    found = moments.spelled_day(value) if isinstance(value, str) else None
    return moments.last_moment(found) if found else value


End = Annotated[
    moments.Moment,
    BeforeValidator(end, json_schema_input_type=Moment),
    WrapValidator(time_or_day, json_schema_input_type=Moment),
]
"""A time with its offset from UTC, or the end of a day in UTC."""


class Format(StrEnum):
    """How a list is written."""

    JSON = "json"
    CSV = "csv"
    NDJSON = "ndjson"


class Sort(StrEnum):
    """The order of claims; a minus sign turns it round."""

    PUBLISHED = "published"
    PUBLISHED_DOWN = "-published"
    AMOUNT = "amount"
    AMOUNT_DOWN = "-amount"


class PublishedSort(StrEnum):
    """The order of articles; a minus sign turns it round."""

    PUBLISHED = "published"
    PUBLISHED_DOWN = "-published"


class SeriesSort(StrEnum):
    """The order of series; a minus sign turns it round."""

    CLAIMS_DOWN = "-claims"
    CLAIMS = "claims"
    PUBLISHED_DOWN = "-published"
    PUBLISHED = "published"
    TITLE = "title"


class SourceSort(StrEnum):
    """The order of sources; a minus sign turns it round."""

    CLAIMS_DOWN = "-claims"
    CLAIMS = "claims"
    PUBLISHED_DOWN = "-published"
    PUBLISHED = "published"
    NAME = "name"


class CurationSort(StrEnum):
    """The order of curations; a minus sign turns it round."""

    MADE_DOWN = "-made"
    MADE = "made"


class AsOf(BaseModel):
    """What every read can be asked for."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    as_of: End | None = None
    """Answer from what was stored here at this moment, with its offset from UTC, or at the end of
    this day in UTC: neither what has been stored nor what has been changed since is in the answer.
    It may not lie in the future."""


class Filter(AsOf):
    """What every list can be asked for."""

    format: Format | None = None
    """json, csv (a header line, spans as two columns) or ndjson (one object a line). Without it
    the Accept header decides."""


class PageFilter(Filter):
    """Which page of a list."""

    limit: int = Field(default=100, ge=1, le=1000)
    """How many at most."""
    next: Cursor | None = None
    """The `next` of the page before. It belongs to the sort order that it was given with."""


class FacetFilter(Filter):
    """How many values of each facet."""

    limit: int = Field(default=20, ge=1, le=1000)
    """How many values of each facet at most, those with the most claims first."""


def known(value: str) -> str:
    """The same; ValueError where it is no place in the feed of changes."""
    try:
        position_of(value)
    except BadCursor:
        raise PydanticCustomError("since", NO_PLACE) from None
    return value


NO_PLACE = (
    "is neither the `next` of a page or the `cursor` of a change, nor spelled like "
    "2025-01-05T09:30:00+02:00 or 2025-01-05"
)


Since = Annotated[Cursor, AfterValidator(known)]
"""A place in the feed of changes."""


class ChangesFilter(AsOf):
    """Which changes."""

    since: Since | None = None
    """Where to go on: the `next` of a page or the `cursor` of a change, or a moment with its offset
    from UTC, after which, or a day (UTC), from the beginning of which changes are told. Without it,
    from the first."""
    limit: int = Field(default=100, ge=1, le=1000)
    """How many at most in a page; a stream of events goes on."""

    @property
    def position(self) -> Position:
        """Where in the feed that is."""
        return position_of(self.since)


class SeriesClaimFilter(PageFilter):
    """Which claims of a series, in which order."""

    metric: Metric | None = None
    """What happened to, or is true of, what is counted."""
    population: Words | None = None
    """Class of what is counted: `soldier`, `artillery shell`. Case does not matter."""
    whose: Words | None = None
    """Whose they are: a country's code or any of its names (`RU`, `Russia`, `Russian`)."""
    place: Words | None = None
    """Where the count is located: a country by its code or any of its names or a region, with all
    that lies in it, or words out of the name of any other place. Case does not matter."""
    source: Words | None = None
    """Who asserts the number: words out of any name that a source goes by (`General Staff`), or
    the id of a source. Case does not matter."""
    publisher: Words | None = None
    """Who published the article. Case and a leading "the" do not matter."""
    hedge: Hedge | None = None
    """How the words bind the number."""
    kind: Kind | None = None
    """count, money, percent or measure."""
    stance: Stance | None = None
    """asserted, denied or hypothetical."""
    article: UUID | None = None
    """Id of an article."""
    published_from: Moment | None = None
    """Published at this time or later, or on this day (UTC) or later."""
    published_to: Moment | None = None
    """Published at this time or earlier, or on this day (UTC) or earlier."""
    low: Number | None = None
    """Only amounts that reach up to this number. An open end reaches any number; an unknown amount
    reaches none."""
    high: Number | None = None
    """Only amounts that reach down to this number. An open end reaches any number; an unknown
    amount reaches none."""
    confidence: float | None = Field(default=None, ge=0, le=1)
    """Only claims that are at least so likely to be read right, from 0 to 1."""
    q: Words | None = None
    """Words that all stand in the sentence of the claim, in any order and case."""
    superseded: bool = False
    """false: only claims of the current version of each article; true: only those of earlier
    versions, and those that a newer reader of the same text does not find any more."""
    review: Review | None = None
    """accepted or rejected: only claims that a curator holds to be right, or to be none. Without
    it, all but those that were rejected."""
    sort: Sort = Sort.PUBLISHED_DOWN
    """By the time of publication (articles without one count as the oldest) or by the amount (its
    lower end, else its upper end; unknown amounts count as the lowest)."""

    @model_validator(mode="after")
    def _low_before_high(self) -> Self:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise amiss("low", f"must not be above high: {self.low} > {self.high}")
        return self


class ClaimFilter(SeriesClaimFilter):
    """Which claims, in which order."""

    series: UUID | None = None
    """Id of a series."""


class ArticleFilter(PageFilter):
    """Which articles, in which order."""

    url: Words | None = None
    """Where it was published, exactly."""
    publisher: Words | None = None
    """Who published it. Case and a leading "the" do not matter."""
    language: Words | None = None
    """BCP 47 tag of the text's language. Case does not matter."""
    published_from: Moment | None = None
    """Published at this time or later, or on this day (UTC) or later."""
    published_to: Moment | None = None
    """Published at this time or earlier, or on this day (UTC) or earlier."""
    q: Words | None = None
    """Words that all stand in the title, in any order and case."""
    superseded: bool = False
    """false: only the current version of each article; true: only earlier versions."""
    sort: PublishedSort = PublishedSort.PUBLISHED_DOWN
    """By the time of publication; articles without one count as the oldest."""


class SourceChoice(Filter):
    """Which sources."""

    q: Words | None = None
    """Words out of any name that the source goes by. Case does not matter."""
    kind: SourceKind | None = None
    """What sort of asserter it is."""
    country: Words | None = None
    """The state that it belongs to: a code or any of the country's names."""
    side: Words | None = None
    """Which side of the matter it is on, as a curator said, exactly."""


class SourceFilter(SourceChoice, PageFilter):
    """Which sources, in which order."""

    sort: SourceSort = SourceSort.CLAIMS_DOWN
    """By the number of current claims, by the publication of the newest of them (sources of which
    none has a date count as the oldest) or by name."""


class SourceFacetFilter(SourceChoice, FacetFilter):
    """Which sources are counted by what they have in common."""


class SeriesChoice(Filter):
    """Which series."""

    q: Words | None = None
    """Words that all stand in the title, in any order and case, by their beginnings or by another
    word for the same: `Russian losses` finds "Russian soldiers: casualties in Ukraine",
    `children dead` finds "Children: killed in Gaza". Words like "of" and "how many" do not
    matter."""
    metric: Metric | None = None
    """What happened to, or is true of, what is counted."""
    population: Words | None = None
    """Class of what is counted. Case does not matter."""
    whose: Words | None = None
    """Whose they are: a country's code or any of its names."""
    place: Words | None = None
    """The place that the count is limited to, with all that lies in it: a country by its code or
    any of its names, a region (`Kherson oblast`), or words out of the name of any other place, its
    id or its `place_scope`. Case does not matter."""
    within: bool = True
    """false: only series of that very place. `Kiev` is `Kyiv`, and neither is `Kyiv region`."""
    basis: Basis | None = None
    """cumulative, incident or level."""
    kind: Kind | None = None
    """count, money, percent or measure."""
    unit: Words | None = None
    """ISO 4217 code, `percent` or a unit's name. Case does not matter."""
    source: Words | None = None
    """A source that has current claims in the series: words out of any name that it goes by, or
    its id. Case does not matter."""
    source_kind: SourceKind | None = None
    """What sort of source has current claims in the series."""
    min_claims: int | None = Field(default=None, ge=1, le=2**31 - 1)
    """Only series with so many current claims or more."""
    published_from: Moment | None = None
    """The newest claim was published at this time or later, or on this day (UTC) or later."""
    published_to: Moment | None = None
    """The newest claim was published at this time or earlier, or on this day (UTC) or earlier."""


class SeriesFilter(SeriesChoice, PageFilter):
    """Which series, in which order."""

    sort: SeriesSort = SeriesSort.CLAIMS_DOWN
    """By the number of current claims, by the publication of the newest of them (series of which
    none has a date count as the oldest) or by title."""


class SeriesFacetFilter(SeriesChoice, FacetFilter):
    """Which series are counted by what they have in common."""


class CurationFilter(PageFilter):
    """Which curations, in which order."""

    target: UUID | None = None
    """Id of a claim, a series, a source or an article that they are about."""
    action: Action | None = None
    """What they did."""
    who: Words | None = None
    """Who made them, exactly as they named themselves."""
    made_from: Moment | None = None
    """Made at this time or later, or on this day (UTC) or later."""
    made_to: Moment | None = None
    """Made at this time or earlier, or on this day (UTC) or earlier."""
    sort: CurationSort = CurationSort.MADE_DOWN
    """By the time at which they were made."""
