"""Published figures that are rows already: each becomes a claim without a reader of texts.

The article of such a claim is the row itself, written out in one line in the order of the columns
("source: …; date: …; value: …"), so that every field has its evidence there. Rows of one address
are versions of one article: a table that is published again with another value for the same day
supersedes the one before, and the same table again changes nothing.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date
from decimal import Decimal
from typing import Annotated, Self
from uuid import NAMESPACE_URL, uuid5

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from service.documents import Line, Url, Words
from service.moments import published
from service.naming import country_of, place_country, source_country, source_key
from service.naming import source_kind as kind_told_by
from service.series import SeriesKey, series_key
from service.spelling import hyphened
from service.values import (
    Amount,
    Article,
    Basis,
    Claim,
    Hedge,
    Kind,
    Metric,
    Period,
    Place,
    Population,
    Precision,
    Reading,
    Source,
    SourceKind,
    Span,
    Stance,
    last_day,
)

READER = "rows-1"
"""Names the columns and what is made of them."""

_NUMBER = re.compile(r"-?(\d{1,3}(,\d{3})+|\d{1,30})(\.\d{1,10})?")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_PRECISIONS = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}


def as_written(value: object) -> object:
    """A number of JSON as its digits; all else as it is."""
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    return value if isinstance(value, bool) or not isinstance(value, int | Decimal) else str(value)


def number(written: str) -> str:
    """The same text; ValueError where it is no number."""
    if not _NUMBER.fullmatch(written):
        raise PydanticCustomError("number", "is no number like 1250, 1,250 or 12.5")
    return written


def day_or_moment(written: str) -> str:
    """The same text; ValueError where it is neither a day nor a moment with an offset."""
    published(written)
    return written


def partial_date(written: str) -> str:
    """The same text; ValueError where it is no date."""
    if not _DATE.fullmatch(written):
        raise PydanticCustomError("partial_date", "is no date like 2025-01-05, 2025-01 or 2025")
    _dated(written)
    return written


def state(written: str) -> str:
    """The same text; ValueError where it names no state."""
    if country_of(written) is None:
        raise PydanticCustomError("state", "is no state's name or ISO 3166-1 code")
    return written


Number = Annotated[
    str,
    BeforeValidator(as_written),
    AfterValidator(number),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "pattern": _NUMBER.pattern}]}),
]
Published = Annotated[Line, AfterValidator(day_or_moment)]
PartialDate = Annotated[
    str, AfterValidator(partial_date), Field(json_schema_extra={"pattern": f"^{_DATE.pattern}$"})
]
State = Annotated[Line, AfterValidator(state)]

FITTING: dict[tuple[str, ...], tuple[Hedge, ...]] = {
    ("value",): (
        Hedge.EXACT,
        Hedge.ABOUT,
        Hedge.AT_LEAST,
        Hedge.MORE_THAN,
        Hedge.AT_MOST,
        Hedge.LESS_THAN,
    ),
    ("low", "high"): (Hedge.BETWEEN, Hedge.ABOUT, Hedge.VAGUE),
    ("low",): (Hedge.AT_LEAST, Hedge.MORE_THAN, Hedge.VAGUE),
    ("high",): (Hedge.AT_MOST, Hedge.LESS_THAN, Hedge.VAGUE),
    (): (Hedge.UNKNOWN,),
}
"""By the columns that give the amount, the hedges that go with them, the default first."""


class FigureRow(BaseModel):
    """One published figure. What a row leaves empty is not said."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    id: Line | None = None
    """What the table calls the row. Rows of one publisher, source, series and id are versions of
    one figure, whatever their dates; without an id those of one date are."""
    publisher: Line | None = None
    """Who published the table. Needed where no source is named."""
    source: Line | None = None
    """Who asserts the number; empty where the publisher does."""
    source_kind: SourceKind | None = None
    """government, military, intelligence, intergovernmental, ngo, medical, media, academic,
    witness, unnamed or other; left empty, what the name tells."""
    date: Published
    """When the figure was published: 2025-01-05, which counts as the first moment of that day in
    UTC, or a moment with its offset."""
    metric: Metric
    """What happened to, or is true of, what is counted. `casualties` is not `killed`."""
    item: Line | None = None
    """What is counted, in the table's words."""
    population: Line | None = None
    """Class of what is counted, singular: `soldier`, `child`, `tank`; left empty, the item itself.
    Only figures with the same one are compared."""
    whose: Line | None = None
    """Whose they are: a state's name or ISO 3166-1 code, or a party's name."""
    place: Line | None = None
    """Where the count is located."""
    country: State | None = None
    """Name or ISO 3166-1 code of the country that the place lies in, or is where none is given."""
    period_start: PartialDate | None = None
    """First day that the number covers, as exactly as it is known: 2025-01-05, 2025-01 or 2025."""
    period_end: PartialDate | None = None
    """Last day that the number covers, in the same way."""
    basis: Basis | None = None
    """cumulative (since the invasion began), incident (in Tuesday's strike) or level (are
    deployed now)."""
    stance: Stance | None = None
    """asserted, denied or hypothetical; left empty, asserted."""
    hedge: Hedge | None = None
    """How the number is bound. With a value: exact (the default), about, at_least, more_than,
    at_most or less_than; with low and high: between (the default), about or vague; with one of
    them: at_least or at_most (the defaults), more_than, less_than or vague; with none: unknown."""
    value: Number | None = None
    """The number. Give either this or low and high."""
    low: Number | None = None
    """Lower end; empty where it is open."""
    high: Number | None = None
    """Upper end; empty where it is open."""
    kind: Kind | None = None
    """count (the default), money, percent or measure."""
    unit: Line | None = None
    """ISO 4217 code for money, the unit's name for measures, each with its rate (`barrel per
    day`); of counts only the rate (`per day`)."""
    note: Words | None = None
    """Whatever else the table says of the figure."""
    title: Line | None = None
    """Name of the table."""
    link: Url | None = None
    """Where the table is published. The same row at another address is another publication."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.publisher is None and self.source is None:
            raise PydanticCustomError("unsaid", "needs a source or a publisher")
        hedges = self._fitting_hedges()
        if self.hedge and self.hedge not in hedges:
            raise PydanticCustomError(
                "hedge",
                "hedge {hedge} does not go with {given}: {fitting}",
                {
                    "hedge": self.hedge.value,
                    "given": " and ".join(self.given) or "no number",
                    "fitting": ", ".join(hedges),
                },
            )
        self._check_unit()
        try:
            _amount(self)
            _period(self)
        except ValueError as error:
            raise PydanticCustomError("order", "{why}", {"why": str(error)}) from None
        return self

    @property
    def given(self) -> tuple[str, ...]:
        """The columns that give its number."""
        return tuple(name for name in ("value", "low", "high") if getattr(self, name) is not None)

    def _fitting_hedges(self) -> tuple[Hedge, ...]:
        hedges = FITTING.get(self.given)
        if hedges is None or (not self.given and self.hedge is None):
            raise PydanticCustomError(
                "amount", "needs either a value, or low or high or both, or the hedge unknown"
            )
        return hedges

    def _check_unit(self) -> None:
        if lack := lacking(self.kind or Kind.COUNT, self.unit):
            raise PydanticCustomError("unit", "{lack}", {"lack": lack})


def lacking(kind: Kind, unit: str | None) -> str | None:
    """What is wrong with the unit of a number of that kind; None where nothing is."""
    match kind:
        case Kind.COUNT if unit and not unit.startswith("per "):
            return "a count has no unit but a rate (`per day`): kind says what it is"
        case Kind.PERCENT if unit not in (None, "percent"):
            return "the unit of kind percent is percent"
        case Kind.MONEY | Kind.MEASURE if unit is None:
            return f"kind {kind} needs a unit"
    return None


_OF_ARTICLE = {"publisher", "title", "link"}
_AMOUNT = ("hedge", "value", "low", "high")


def reading(row: FigureRow) -> Reading:
    """The row as an article with its one claim."""
    text, spans = _written_out(row)
    claim = _claim(row, text, spans)
    moment = published(row.date)
    article = Article(
        text=text,
        url=_address(row, series_key(claim, moment)),
        title=row.title,
        publisher=row.publisher,
        published_at=moment,
    )
    return Reading(article, (claim,), READER)


def clashes(readings: Iterable[Reading]) -> Iterator[tuple[int, int]]:
    """The rows, by their numbers from 0, that have the address of an earlier row and say something
    else, each behind that one."""
    seen: dict[str | None, tuple[int, str]] = {}
    for at, each in enumerate(readings):
        first, text = seen.setdefault(each.article.url, (at, each.article.text))
        if text != each.article.text:
            yield first, at


CLASH = "has the source, date and series of {first} and says something else: tell them apart by id"
"""What is wrong with such a row."""


def _written_out(row: FigureRow) -> tuple[str, dict[str, Span]]:
    """The row in one line, and where each of its cells stands there."""
    text, spans = "", {}
    for name, cell in row.model_dump(exclude_none=True, exclude=_OF_ARTICLE).items():
        text += f"{'; ' if text else ''}{name}: "
        spans[name] = Span(len(text), len(text) + len(cell))
        text += cell
    return text, spans


def _claim(row: FigureRow, text: str, spans: dict[str, Span]) -> Claim:
    quote = _quote(spans)
    item = next((name for name in ("item", "population") if name in spans), None)
    return Claim(
        quote=quote.of(text),
        span=quote,
        sentence=text,
        sentence_span=Span(0, len(text)),
        amount=_amount(row),
        metric=row.metric,
        item=getattr(row, item) if item else None,
        item_span=spans.get(item) if item else None,
        population=_population(row),
        place=_place(row, spans),
        period=_period(row),
        source=_source(row),
        source_span=spans.get("source"),
        stance=row.stance or Stance.ASSERTED,
    )


def _quote(spans: dict[str, Span]) -> Span:
    """The value alone, else all cells that make the amount, with their names."""
    names = [name for name in _AMOUNT if name in spans]
    if names == ["value"]:
        return spans["value"]
    start = spans[names[0]].start - len(f"{names[0]}: ")
    return Span(start, spans[names[-1]].end)


def _amount(row: FigureRow) -> Amount:
    hedge = row.hedge or FITTING[row.given][0]
    low, high = row.low, row.high
    if row.value is not None:
        low = None if hedge in (Hedge.AT_MOST, Hedge.LESS_THAN) else row.value
        high = None if hedge in (Hedge.AT_LEAST, Hedge.MORE_THAN) else row.value
    kind = row.kind or Kind.COUNT
    unit = "percent" if kind is Kind.PERCENT else row.unit
    return Amount(_decimal(low), _decimal(high), hedge, kind, unit)


def _decimal(written: str | None) -> Decimal | None:
    return None if written is None else Decimal(written.replace(",", ""))


def _population(row: FigureRow) -> Population:
    counted = row.population or row.item
    whose = row.whose and (country_of(row.whose) or row.whose)
    return Population(counted and hyphened(counted), whose)


def _place(row: FigureRow, spans: dict[str, Span]) -> Place | None:
    country = row.country and country_of(row.country)
    if row.place:
        return Place(row.place, spans["place"], country or place_country(row.place))
    return Place(row.country, spans["country"], country) if row.country else None


def _period(row: FigureRow) -> Period:
    start, start_precision = _dated(row.period_start)
    end, end_precision = _dated(row.period_end)
    end = end and last_day(end, end_precision)
    return Period(start, start_precision, end, end_precision, row.basis)


def _dated(written: str | None) -> tuple[date | None, Precision | None]:
    if written is None:
        return None, None
    year, month, day = (*map(int, written.split("-")), 1, 1)[:3]
    return date(year, month, day), _PRECISIONS[len(written)]


def _source(row: FigureRow) -> Source | None:
    if row.source is None:
        return None
    kind = row.source_kind or kind_told_by(row.source)
    return Source(row.source, kind, source_country(row.source))


def _address(row: FigureRow, series: SeriesKey) -> str:
    """The row's place in the table that it links to; without a link a name that is no place."""
    when = row.id or (published(row.date).astimezone(UTC), row.period_start, row.period_end)
    told = (row.publisher and source_key(row.publisher), row.source and source_key(row.source))
    name = uuid5(NAMESPACE_URL, repr((told, when, replace(series, period=None).key)))
    if row.link is None:
        return name.urn
    return f"{row.link}{'&' if '#' in row.link else '#'}row={name.hex}"
