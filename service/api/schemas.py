"""What is answered. The database builds most of it as JSON; these models document it, and tests
hold the one to the other."""

from dataclasses import asdict
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, Generic, Literal, Self, TypeVar
from uuid import UUID

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
)

from service import values
from service.api.decimals import Number
from service.api.problems import PREFIX, Problem
from service.changes import Change, ChangeKind, FieldChange
from service.curation import Action
from service.nesting import Nested, NestedSeries
from service.records import explained, number_record, record
from service.series import SeriesKey
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
    Review,
    Rules,
    Source,
    SourceKind,
    Stance,
)

CURATIONS = Field(description="Path of the list of all that curators did to it.")
Offsets = Annotated[list[int], Field(min_length=2, max_length=2)]


@cache
def _meanings(owner: type) -> dict[str, str]:
    properties = TypeAdapter(owner).json_schema()["properties"]
    return {
        name: " ".join(field.get("description", "").split()) for name, field in properties.items()
    }


def meaning(owner: type, name: str) -> str:
    """What the value's field of that name means."""
    return _meanings(owner)[name]


def said_of(owner: type, name: str) -> Any:
    """A field that means what the value's field of that name does."""
    return Field(description=meaning(owner, name))


class Model(BaseModel):
    """Whatever has a field that is not documented here does not pass."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class ClaimRecord(Model):
    """One numeric statement in one article."""

    quote: str = said_of(Claim, "quote")
    start: int
    """Offset of the quote's first character in the article's text."""
    end: int
    """Offset behind the quote's last character: `text[start:end] == quote`."""
    sentence: str = said_of(Claim, "sentence")
    sentence_span: Offsets = said_of(Claim, "sentence_span")
    low: Number | None = said_of(Amount, "low")
    high: Number | None = said_of(Amount, "high")
    hedge: Hedge = said_of(Amount, "hedge")
    kind: Kind = said_of(Amount, "kind")
    unit: str | None = said_of(Amount, "unit")
    vague_table: str | None = said_of(Amount, "vague_table")
    item: str | None = said_of(Claim, "item")
    item_span: Offsets | None = said_of(Claim, "item_span")
    metric: Metric = said_of(Claim, "metric")
    population: str | None = said_of(Population, "population")
    whose: str | None = said_of(Population, "whose")
    place: str | None = said_of(Place, "place")
    place_span: Offsets | None = said_of(Place, "span")
    place_country: str | None = said_of(Place, "country")
    scope: str | None = said_of(Claim, "scope")
    scope_span: Offsets | None = said_of(Place, "span")
    scope_country: str | None = said_of(Place, "country")
    period_start: date | None = said_of(Period, "start")
    period_start_precision: Precision | None = said_of(Period, "start_precision")
    period_end: date | None = said_of(Period, "end")
    period_end_precision: Precision | None = said_of(Period, "end_precision")
    basis: Basis | None = said_of(Period, "basis")
    source: str | None = said_of(Source, "source")
    source_span: Offsets | None = said_of(Claim, "source_span")
    source_kind: SourceKind | None = said_of(Source, "kind")
    cue_span: Offsets | None = said_of(Claim, "cue_span")
    relayer: str | None = said_of(Claim, "relayer")
    stance: Stance = said_of(Claim, "stance")
    part_of: Offsets | None = said_of(Claim, "part_of")
    confidence: float | None = Field(ge=0, le=1, description=meaning(Claim, "confidence"))


class RuleRecord(Model):
    """Which rule of the reader gave each field of a claim."""

    amount: str | None = said_of(Rules, "amount")
    item: str | None = said_of(Rules, "item")
    metric: str | None = said_of(Rules, "metric")
    population: str | None = said_of(Rules, "population")
    place: str | None = said_of(Rules, "place")
    scope: str | None = said_of(Rules, "scope")
    period: str | None = said_of(Rules, "period")
    source: str | None = said_of(Rules, "source")
    stance: str | None = said_of(Rules, "stance")


class ExplainedClaim(ClaimRecord):
    """A claim with the rules that it was read by."""

    rules: RuleRecord
    """The rule that gave each field, as `file.rule`; null where none did."""


class NumberRecord(Model):
    """A number of the text that is no claim, and why."""

    quote: str = said_of(values.Number, "quote")
    start: int
    """Offset of the quote's first character in the article's text."""
    end: int
    """Offset behind the quote's last character: `text[start:end] == quote`."""
    low: Number | None = said_of(Amount, "low")
    high: Number | None = said_of(Amount, "high")
    hedge: Hedge = said_of(Amount, "hedge")
    kind: Kind = said_of(Amount, "kind")
    unit: str | None = said_of(Amount, "unit")
    vague_table: str | None = said_of(Amount, "vague_table")
    reason: str = said_of(values.Number, "reason")
    source: str | None = said_of(values.Number, "source")
    source_span: Offsets | None = said_of(values.Number, "source_span")


class StoredClaim(ClaimRecord):
    """A claim that is kept, with where it stands."""

    id: UUID
    """Id of the claim."""
    review: Review | None
    """accepted or rejected, where a curator said so. What is rejected never stands."""
    corrected: bool
    """Whether a curator put something else in the place of what was read, or moved it to another
    series."""
    article_id: UUID
    """Id of the article version that it stands in."""
    series_id: UUID
    """Id of the series that it may be compared in."""
    source_id: UUID | None
    """Id of its source; null where the publisher says so itself."""
    place_id: UUID | None
    """Id of its place; null where the text names none. Claims with one id are in one place,
    whatever it is called in each."""
    publisher: str | None = said_of(Article, "publisher")
    url: str | None = said_of(Article, "url")
    title: str | None = said_of(Article, "title")
    published_at: datetime | None = said_of(Article, "published_at")
    recorded_at: datetime
    """When it was stored here."""
    superseded: bool
    """Whether a newer version of its article is stored, or a newer reader of the same text does not
    find it."""
    reader: str
    """Name and version of the rules that read it; `by hand` where a curator added it."""
    curations: str = CURATIONS


class StoredFigures(Model):
    """Published figures that are kept."""

    new: int
    """How many were stored: new ones, and new versions of such as were known."""
    known: int
    """How many had been stored before as they are."""
    items: list[StoredClaim]
    """Their claims, in the order in which they were sent, each once."""


class ListedArticle(Model):
    """An article without its text."""

    id: UUID
    """Id of this version of the article."""
    url: str | None = said_of(Article, "url")
    version: int
    """1 for the first text under its url, 2 for the next."""
    title: str | None = said_of(Article, "title")
    publisher: str | None = said_of(Article, "publisher")
    published_at: datetime | None = said_of(Article, "published_at")
    language: str | None = said_of(Article, "language")
    text_length: int
    """Length of the text in characters, as offsets count."""
    reader: str = said_of(Reading, "reader")
    recorded_at: datetime
    """When it was stored here."""
    superseded_at: datetime | None
    """When the next version of it was stored here; null for the current one."""
    superseded: bool
    """Whether a newer version of it is stored."""
    claim_count: int
    """How many claims were read from it."""


class StoredArticle(ListedArticle):
    """One version of an article, with its text and its claims."""

    text: str = said_of(Article, "text")
    claims: list[StoredClaim]
    """Its claims, in the order of the text."""


class StoredSource(Model):
    """Who asserts numbers: one entity however many names it goes by."""

    id: UUID
    """Id of the source."""
    name: str
    """The fullest name that it is known by."""
    kind: SourceKind = said_of(Source, "kind")
    country: str | None = said_of(Source, "country")
    side: str | None
    """Which side of the matter it is on, where a curator said so."""
    aliases: list[str]
    """Every name that articles gave it, and those merged into it."""
    claim_count: int
    """How many claims of current article versions it stands behind."""
    last_published_at: datetime | None
    """When the newest of them was published; null where none has a date."""
    curations: str = CURATIONS


class StoredSeries(Model):
    """Claims that may be compared: what they have in common."""

    id: UUID
    """Id of the series."""
    key: str
    """All that its claims have in common, in one line."""
    title: str
    """The same in words."""
    metric: Metric = said_of(SeriesKey, "metric")
    population: str | None = said_of(SeriesKey, "population")
    whose: str | None = said_of(SeriesKey, "whose")
    place_scope: str | None = said_of(SeriesKey, "place_scope")
    basis: Basis | None = said_of(SeriesKey, "basis")
    unit: str | None = said_of(SeriesKey, "unit")
    kind: Kind = said_of(SeriesKey, "kind")
    period: str | None = said_of(SeriesKey, "period")
    part: str | None = said_of(SeriesKey, "part")
    claim_count: int
    """How many claims of current article versions are in it."""
    last_published_at: datetime | None
    """When the newest of them was published; null where none has a date."""
    curations: str = CURATIONS


class WholeSeries(StoredSeries):
    """A series with those that count the same in a wider, a narrower or perhaps the same scope."""

    wider: list[NestedSeries] = said_of(Nested, "wider")
    narrower: list[NestedSeries] = said_of(Nested, "narrower")
    narrower_count: int = said_of(Nested, "narrower_count")
    perhaps: list[NestedSeries] = said_of(Nested, "perhaps")


class StoredCuration(Model):
    """A correction by a curator, or the undoing of one."""

    id: UUID
    """Id of the curation."""
    action: Action
    """What it did; `undo` where it took another back."""
    who: str
    """Who made it, as the caller said. Nobody checked it."""
    why: str
    """The reason."""
    made_at: datetime
    """When it was made."""
    targets: list[UUID]
    """Ids of all claims, series, sources and articles that it is about: those asked for, and those
    that anything was taken from or given to."""
    asked: dict[str, Any]
    """What was asked for, as it was sent."""
    made: UUID | None
    """The series or the claim that it made; null where it made none."""
    before: dict[str, dict[str, dict[str, Any]]]
    """What it changed as that was before: under `claim`, `series` and `source` by id the fields."""
    after: dict[str, dict[str, dict[str, Any]]]
    """The same fields as it left them."""
    undoes: UUID | None
    """The curation that it takes back; null where it takes none back."""
    undone_by: UUID | None
    """The curation that takes it back; null where none does."""
    carries: UUID | None
    """The curation of the version of the article before that the service makes again with this one,
    because the same quote stands in the same sentence of the newer version; null where somebody
    asked for it."""


Item = TypeVar("Item")


class ItemPage(Model, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    """The items of this page, in the order asked for."""
    next: str | None
    """Give this as `next` to get the page after; null on the last page."""


class ArticlePage(ItemPage[ListedArticle]):
    """A page of articles."""


class ClaimPage(ItemPage[StoredClaim]):
    """A page of claims."""


class SourcePage(ItemPage[StoredSource]):
    """A page of sources."""


class SeriesPage(ItemPage[StoredSeries]):
    """A page of series."""


class CurationPage(ItemPage[StoredCuration]):
    """A page of curations."""


class SeriesCount(Model):
    """How many series there are of one value."""

    value: str | None
    """The value; null where the claims do not say, and for claims that no source is named for."""
    series: int
    """How many of the series asked for have it."""
    claims: int
    """How many current claims are in them; of a kind of source, how many are by such sources."""


class SeriesFacets(Model):
    """What the series have in common, the values with the most claims first."""

    metric: list[SeriesCount] = said_of(SeriesKey, "metric")
    population: list[SeriesCount] = said_of(SeriesKey, "population")
    whose: list[SeriesCount] = said_of(SeriesKey, "whose")
    place_scope: list[SeriesCount] = said_of(SeriesKey, "place_scope")
    basis: list[SeriesCount] = said_of(SeriesKey, "basis")
    kind: list[SeriesCount] = said_of(SeriesKey, "kind")
    source_kind: list[SeriesCount]
    """What sort of sources have claims in the series. A series counts for each of its kinds."""


class SourceCount(Model):
    """How many sources there are of one value."""

    value: str | None
    """The value; null where it is not known."""
    sources: int
    """How many of the sources asked for have it."""
    claims: int
    """How many current claims they stand behind."""


class SourceFacets(Model):
    """What the sources have in common, the values with the most claims first."""

    kind: list[SourceCount] = said_of(Source, "kind")
    country: list[SourceCount] = said_of(Source, "country")
    side: list[SourceCount]
    """Which side of the matter they are on, where a curator said so."""


class ChangeEvent(Model):
    """A change of what is stored, and where to look at it."""

    at: datetime = said_of(Change, "at")
    kind: ChangeKind = said_of(Change, "kind")
    id: UUID = said_of(Change, "id")
    words: str = said_of(Change, "words")
    series_id: UUID | None = said_of(Change, "series_id")
    fields: list[FieldChange] = said_of(Change, "fields")
    link: str
    """Path of the claim, series or source as it was right after the change, or right before it was
    removed: its answer stays the same for good."""
    revisions: str | None
    """Path of the revisions of the claim's series as they were then: what the claim is to the
    earlier ones of its source (first, update, correction and so on), with the rule and its reason.
    Null for what is no claim."""
    cursor: str
    """Give this as `since` to go on after this change."""


class ChangePage(Model):
    """A page of changes."""

    items: list[ChangeEvent]
    """The changes, in the order in which they were recorded."""
    next: str
    """Give this as `since` to get what comes after, now or whenever there is more."""


class ReadArticle(Model):
    """An article as it was read."""

    text: str = said_of(Article, "text")
    url: str | None = said_of(Article, "url")
    title: str | None = said_of(Article, "title")
    publisher: str | None = said_of(Article, "publisher")
    published_at: datetime | None = said_of(Article, "published_at")
    language: str | None = said_of(Article, "language")


class Extraction(Model):
    """What was read in an article that is not kept."""

    article: ReadArticle
    """The article; the offsets of its claims point into its text."""
    claims: list[ClaimRecord]
    """Its claims, in the order of the text."""
    reader: str = said_of(Reading, "reader")

    @classmethod
    def of(cls, reading: Reading) -> Self:
        """The reading under its public names."""
        return cls(
            article=ReadArticle(**asdict(reading.article)),
            claims=[ClaimRecord(**record(claim)) for claim in reading.claims],
            reader=reading.reader,
        )


class ExplainedExtraction(Model):
    """What was read in an article, by which rules, and what every other number is."""

    article: ReadArticle
    """The article; the offsets of its claims point into its text."""
    claims: list[ExplainedClaim]
    """Its claims, in the order of the text."""
    numbers: list[NumberRecord]
    """Every other number of the text, in its order."""
    reader: str = said_of(Reading, "reader")

    @classmethod
    def of(cls, reading: Reading) -> Self:
        """The reading under its public names."""
        return cls(
            article=ReadArticle(**asdict(reading.article)),
            claims=[ExplainedClaim(**explained(claim)) for claim in reading.claims],
            numbers=[NumberRecord(**number_record(number)) for number in reading.numbers],
            reader=reading.reader,
        )


class Status(Model):
    """How the service is."""

    status: Literal["alive", "ready"]
    """alive: the process answers; ready: it can work."""


class Start(Model):
    """Where to begin."""

    name: str = "whocounts"
    """This service."""
    summary: str = "Who says how many: numeric claims of news articles, kept, and compared."
    """What it is for."""
    docs: str = "/docs"
    """Every operation explained, with examples to try."""
    openapi: str = "/openapi.json"
    """The same for programs."""
    articles: str = "/v1/articles"
    """Published texts."""
    claims: str = "/v1/claims"
    """Numeric statements in them."""
    sources: str = "/v1/sources"
    """Who asserts the numbers."""
    series: str = "/v1/series"
    """Claims that may be compared."""
    changes: str = "/v1/changes"
    """What is new."""
    curations: str = "/v1/curations"
    """What curators corrected."""


class Explanation(Model):
    """What a problem means."""

    type: str
    """The `type` of such a problem."""
    title: str
    """The same in a few words."""
    status: int
    """The HTTP status code that it comes with."""
    explanation: str
    """What it means, and what to do about it."""


def explanation_of(problem: type[Problem]) -> Explanation:
    """What the problem's class says of itself."""
    return Explanation(
        type=PREFIX + problem.slug(),
        title=problem.title,
        status=problem.status,
        explanation=problem.explanation(),
    )
