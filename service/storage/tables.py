"""The tables. Constraints hold what must be true of every row, whoever writes it."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    Computed,
    DateTime,
    Double,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    Numeric,
    Text,
    UniqueConstraint,
    Uuid,
    literal_column,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel

from service.curation import Action
from service.signatures import LENGTH
from service.values import Basis, Hedge, Kind, Metric, Precision, Review, SourceKind, Stance

CURRENT = text("superseded_at IS NULL")
"""Of the current version of an article. Every list without `superseded` says so, as the partial
indexes do."""
COUNTING = text("superseded_at IS NULL AND review IS DISTINCT FROM 'rejected'")
"""Claims of the current reading of such an article that no curator rejected. Every list of claims
says so that does not ask for others, as the partial indexes do."""
BRIEF = text(
    "octet_length(quote || coalesce(publisher, '') || coalesce(source, '') ||"
    " coalesce(left_open, '') || coalesce(vague_table, '') || coalesce(low::text, '') ||"
    " coalesce(high::text, '')) <= 1000"
)
"""Claims that an index can hold with all that they are compared by: an entry has 2,704 bytes at
most, and this is all of it that has no bound of its own."""
LONG = text(f"NOT ({BRIEF})")
"""The others, of which there are next to none."""
TRIGRAMS = "gin_trgm_ops"
UNDATED: ColumnElement[datetime] = literal_column("timestamptz '-infinity'")
"""What stands for no time of publication, so that it sorts as the oldest."""


class Row(SQLModel):
    """What all tables share: their metadata with names for every constraint."""

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )


class Followed(Row):
    """A row whose past is kept: the database stamps every version of it, whoever writes it, and
    moves those that end into the schema `history`."""

    valid_from: datetime = Field(default=None, sa_type=DateTime(timezone=True))
    """When this version of the row was recorded; None before the database has set it."""


def one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    """The column holds one of the values, or null."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def span(name: str) -> CheckConstraint:
    """Both ends of a span, inside the text, or neither."""
    start, end = f"{name}_start", f"{name}_end"
    return CheckConstraint(
        f"num_nonnulls({start}, {end}) <> 1"
        f" AND 0 <= {start} AND {start} < {end} AND {end} <= text_length",
        name=f"{name}_span",
    )


def together(name: str, columns: Iterable[str]) -> CheckConstraint:
    """All of the columns or none."""
    listed = tuple(columns)
    return CheckConstraint(f"num_nonnulls({', '.join(listed)}) IN (0, {len(listed)})", name=name)


def newest(table: str, *columns: str) -> Index:
    """For pages by time of publication among the current rows with one value in the columns."""
    name = "_".join(("ix", table, *columns, "newest"))
    rows = COUNTING if table == "claim" else CURRENT
    return Index(name, *columns, "ordered_at", "id", postgresql_where=rows)


def largest(table: str, *columns: str) -> Index:
    """For pages by the number of claims among the rows with one value in the columns."""
    name = "_".join(("ix", table, *columns, "largest"))
    return Index(name, *columns, "claim_count", "id")


def told(table: str) -> Index:
    """For changes in their order."""
    return Index(f"ix_{table}_valid_from", "valid_from", "id")


def words(table: str, column: str) -> Index:
    """For words anywhere in a text."""
    return Index(
        f"ix_{table}_{column}_words",
        column,
        postgresql_using="gin",
        postgresql_ops={column: TRIGRAMS},
    )


def merged_into(table: str) -> tuple[ForeignKeyConstraint, CheckConstraint, Index]:
    """What holds of `merged_into`, and its index."""
    return (
        ForeignKeyConstraint(["merged_into"], [f"{table}.id"]),
        CheckConstraint("merged_into <> id", name="merged_into"),
        Index(
            f"ix_{table}_merged_into",
            "merged_into",
            postgresql_where=text("merged_into IS NOT NULL"),
        ),
    )


def key() -> Any:
    """A UUIDv7 from the database."""
    return Field(
        default=None, primary_key=True, sa_column_kwargs={"server_default": text("uuidv7()")}
    )


def moment(**more: Any) -> Any:
    """A time with its zone."""
    return Field(sa_type=DateTime(timezone=True), **more)


def ordered_at() -> Any:
    """The time of publication for sorting, where rows without one come first."""
    return Field(
        sa_column=Column(
            DateTime(timezone=True),
            Computed("coalesce(published_at, '-infinity')", persisted=True),
            nullable=False,
        )
    )


def signature() -> Any:
    """What near-identical texts are found by, as `signatures.signature` makes it."""
    return Field(sa_type=LargeBinary)


def signed(name: str) -> CheckConstraint:
    """The signature is whole, or there is none."""
    return CheckConstraint(f"octet_length({name}) IN (0, {LENGTH})", name=name)


def wording() -> Any:
    """What a sentence is known by: the same for all that differ in nothing but spaces and
    capitals."""
    normalised = r"lower(regexp_replace(btrim(sentence, E' \t\n\r'), '\s+', ' ', 'g'))"
    digest = Computed(f"md5({normalised})", persisted=True)
    return Field(sa_column=Column(Text, digest, nullable=False))


def claim_count() -> Any:
    """How many current claims it has, kept by `tallies`."""
    return Field(default=0, sa_column_kwargs={"server_default": text("0")})


def last_ordered_at() -> Any:
    """The newest `ordered_at` of its current claims, kept by `tallies`."""
    return moment(sa_column_kwargs={"server_default": text("'-infinity'")})


class Article(Followed, table=True):
    """One version of one published text. Never changed but for `superseded_at` and, where it is
    read anew, `reader`."""

    __table_args__ = (
        UniqueConstraint("url", "version"),
        UniqueConstraint("id", "text_length"),
        Index("uq_article_url_current", "url", unique=True, postgresql_where=CURRENT),
        Index(
            "uq_article_text_sha256_current",
            "text_sha256",
            unique=True,
            postgresql_where=text("url IS NULL AND superseded_at IS NULL"),
        ),
        newest("article"),
        newest("article", "publisher_key"),
        Index(
            "ix_article_superseded_newest",
            "ordered_at",
            "id",
            postgresql_where=text("superseded_at IS NOT NULL"),
        ),
        words("article", "title"),
        # An index entry holds 2,700 bytes.
        CheckConstraint("octet_length(url) BETWEEN 1 AND 2048", name="url"),
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("text <> '' AND text_length = char_length(text)", name="text_length"),
        CheckConstraint("text_sha256 = sha256(convert_to(text, 'UTF8'))", name="text_sha256"),
        CheckConstraint("recorded_at <= superseded_at", name="superseded_at"),
        together("publisher", ("publisher", "publisher_key")),
    )

    id: UUID = key()
    url: str | None = Field(sa_type=Text)
    version: int
    """1 for the first text of a url, 2 for the next."""
    title: str | None = Field(sa_type=Text)
    publisher: str | None = Field(sa_type=Text)
    publisher_key: str | None = Field(sa_type=Text)
    """The publisher's name as `naming.source_key` normalises it."""
    published_at: datetime | None = moment()
    utc_offset: int | None
    """Seconds from UTC of the clock that the time of publication was told by, which says what day
    it was there; null where it is not known, and counts as 0."""
    ordered_at: datetime = ordered_at()
    language: str | None = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    """The text exactly as received."""
    text_length: int
    """In characters, as offsets count."""
    text_sha256: bytes = Field(sa_type=LargeBinary)
    reader: str = Field(sa_type=Text)
    recorded_at: datetime = moment()
    superseded_at: datetime | None = moment()
    """When the next version of the same url was recorded."""


class Source(Followed, table=True):
    """Who asserts numbers: one entity however many names it goes by."""

    __table_args__ = (
        UniqueConstraint("key"),
        CheckConstraint("claim_count >= 0", name="claim_count"),
        one_of("kind", SourceKind),
        *merged_into("source"),
        largest("source"),
        Index("ix_source_newest", "last_ordered_at", "id"),
        Index("ix_source_name", "name", "id"),
        told("source"),
        words("source", "name"),
    )

    id: UUID = key()
    key: str = Field(sa_type=Text)
    """The name as `naming.source_key` normalises it."""
    name: str = Field(sa_type=Text)
    """The name that it was first met under, or that a curator gave it."""
    met_as: str | None = Field(sa_type=Text)
    """The name that it was first met under, where a curator gave it another."""
    kind: SourceKind = Field(sa_type=Text)
    country: str | None = Field(sa_type=Text)
    side: str | None = Field(sa_type=Text)
    """Which side of the matter it is on, where a curator said so."""
    merged_into: UUID | None
    """The source that a curator holds to be the same one, which is never merged itself."""
    claim_count: int = claim_count()
    last_ordered_at: datetime = last_ordered_at()


class SourceAlias(Followed, table=True):
    """A name that an article gives a source."""

    __tablename__ = "source_alias"
    __table_args__ = (
        ForeignKeyConstraint(["source_id"], ["source.id"]),
        words("source_alias", "alias"),
    )

    source_id: UUID = Field(primary_key=True)
    alias: str = Field(sa_type=Text, primary_key=True)


class Place(Followed, table=True):
    """Where something is counted: one entity however many names it goes by."""

    __table_args__ = (UniqueConstraint("key"),)

    id: UUID = key()
    key: str = Field(sa_type=Text)
    """`gazetteer.scope_key` of the name and its country."""
    name: str = Field(sa_type=Text)
    """The name that it was first met under."""
    country: str | None = Field(sa_type=Text)


class PlaceAlias(Followed, table=True):
    """A name that an article gives a place."""

    __tablename__ = "place_alias"
    __table_args__ = (
        ForeignKeyConstraint(["place_id"], ["place.id"]),
        words("place_alias", "alias"),
    )

    place_id: UUID = Field(primary_key=True)
    alias: str = Field(sa_type=Text, primary_key=True)


class Series(Followed, table=True):
    """The claims that may be compared."""

    __table_args__ = (
        UniqueConstraint("key"),
        CheckConstraint("claim_count >= 0", name="claim_count"),
        words("series", "title"),
        largest("series"),
        largest("series", "metric"),
        largest("series", "population"),
        largest("series", "whose"),
        largest("series", "place_scope"),
        largest("series", "basis"),
        largest("series", "kind"),
        Index(
            "ix_series_unit_largest",
            text("lower(unit)"),
            "claim_count",
            "id",
            postgresql_where=text("unit IS NOT NULL"),
        ),
        Index("ix_series_newest", "last_ordered_at", "id"),
        Index("ix_series_title", "title", "id"),
        told("series"),
        one_of("metric", Metric),
        one_of("basis", Basis),
        one_of("kind", Kind),
        *merged_into("series"),
    )

    id: UUID = key()
    key: str = Field(sa_type=Text)
    """`series.SeriesKey.key`."""
    title: str = Field(sa_type=Text)
    metric: Metric = Field(sa_type=Text)
    population: str | None = Field(sa_type=Text)
    whose: str | None = Field(sa_type=Text)
    place_scope: str | None = Field(sa_type=Text)
    basis: Basis | None = Field(sa_type=Text)
    period: str | None = Field(sa_type=Text)
    unit: str | None = Field(sa_type=Text)
    kind: Kind = Field(sa_type=Text)
    part: str | None = Field(sa_type=Text)
    merged_into: UUID | None
    """The series that its claims are compared in, which is never merged itself."""
    claim_count: int = claim_count()
    last_ordered_at: datetime = last_ordered_at()


class Claim(Followed, table=True):
    """One numeric statement in one version of an article. Changed by curators, by a newer reader
    of the same text, and where a newer version of the article is stored."""

    __table_args__ = (
        ForeignKeyConstraint(["article_id", "text_length"], ["article.id", "article.text_length"]),
        ForeignKeyConstraint(["series_id"], ["series.id"]),
        ForeignKeyConstraint(["source_id"], ["source.id"]),
        ForeignKeyConstraint(["home_series_id"], ["series.id"]),
        ForeignKeyConstraint(["home_source_id"], ["source.id"]),
        ForeignKeyConstraint(["place_id"], ["place.id"]),
        *map(span, ("quote", "sentence", "item", "place", "scope", "source", "cue", "part_of")),
        CheckConstraint(
            "char_length(sentence) = sentence_end - sentence_start", name="sentence_length"
        ),
        CheckConstraint(
            "sentence_start <= quote_start AND quote_end <= sentence_end AND quote = "
            "substr(sentence, quote_start - sentence_start + 1, quote_end - quote_start)",
            name="quote_in_sentence",
        ),
        signed("sentence_signature"),
        signed("text_signature"),
        CheckConstraint("num_nonnulls(source, left_open) < 2", name="left_open"),
        CheckConstraint("low <= high", name="low_high"),
        CheckConstraint(
            "'-Infinity' < low AND low < 'Infinity' AND '-Infinity' < high AND high < 'Infinity'",
            name="finite",
        ),
        CheckConstraint("period_start <= period_end", name="period"),
        CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
        together("period_start_precision_given", ("period_start", "period_start_precision")),
        together("period_end_precision_given", ("period_end", "period_end_precision")),
        together("publisher", ("publisher", "publisher_key")),
        together("place_given", ("place", "place_id")),
        CheckConstraint("scope IS NOT NULL OR scope_start IS NULL", name="scope_given"),
        CheckConstraint("num_nonnulls(place, scope) < 2", name="scope_of_none"),
        together("source_given", ("source", "source_id", "home_source_id", "source_kind")),
        one_of("review", Review),
        one_of("hedge", Hedge),
        one_of("kind", Kind),
        one_of("metric", Metric),
        one_of("basis", Basis),
        one_of("stance", Stance),
        one_of("source_kind", SourceKind),
        one_of("period_start_precision", Precision),
        one_of("period_end_precision", Precision),
        newest("claim"),
        newest("claim", "metric"),
        newest("claim", "population"),
        newest("claim", "whose"),
        newest("claim", "place_id"),
        newest("claim", "place_country"),
        newest("claim", "source_id"),
        newest("claim", "publisher_key"),
        newest("claim", "hedge"),
        newest("claim", "kind"),
        newest("claim", "stance"),
        Index("ix_claim_largest", "ordinal", "id", postgresql_where=COUNTING),
        Index("ix_claim_metric_largest", "metric", "ordinal", "id", postgresql_where=COUNTING),
        Index(
            "ix_claim_superseded_newest",
            "ordered_at",
            "id",
            postgresql_where=text("superseded_at IS NOT NULL"),
        ),
        Index(
            "ix_claim_rejected_newest",
            "ordered_at",
            "id",
            postgresql_where=text("review = 'rejected'"),
        ),
        Index(
            "ix_claim_series_newest",
            "series_id",
            "ordered_at",
            "id",
            postgresql_include=["superseded_at", "review"],
        ),
        # A series is read in one piece from here: its rows lie scattered among those of all others.
        Index(
            "ix_claim_compared",
            "series_id",
            "ordered_at",
            "id",
            postgresql_include=[
                "article_id",
                "publisher",
                "source_id",
                "source",
                "left_open",
                "low",
                "high",
                "ordinal",
                "hedge",
                "vague_table",
                "period_start",
                "period_start_precision",
                "period_end",
                "period_end_precision",
                "stance",
                "superseded_at",
                "review",
                "quote",
                "wording",
                "sentence_signature",
                "text_signature",
                "published_at",
                "recorded_at",
            ],
            postgresql_where=BRIEF,
        ),
        Index("ix_claim_long", "series_id", postgresql_where=LONG),
        Index("ix_claim_series_largest", "series_id", "ordinal", "id", postgresql_where=COUNTING),
        Index(
            "ix_claim_nameless",
            "series_id",
            "ordinal",
            postgresql_where=text("source_id IS NULL"),
        ),
        Index("ix_claim_source_series", "source_id", "series_id", postgresql_where=COUNTING),
        Index("ix_claim_article", "article_id", "quote_start"),
        Index(
            "ix_claim_amount",
            text("numrange(low, high, '[]')"),
            postgresql_using="spgist",
            postgresql_where=COUNTING,
        ),
        words("claim", "sentence"),
        told("claim"),
    )

    id: UUID = key()
    article_id: UUID
    text_length: int
    """Of the article, so that a constraint can hold the offsets inside its text."""
    series_id: UUID
    """The series that it is compared in: its home, or that which this was merged into."""
    source_id: UUID | None
    """Its source: its home, or that which this was merged into."""
    home_series_id: UUID
    """The series of its key, or the one that a curator moved it to."""
    home_source_id: UUID | None
    """The source of the name that it has in the article or from a curator."""
    place_id: UUID | None
    published_at: datetime | None = moment()
    """Of the article, as are the next six: pages and comparisons are read from one table."""
    utc_offset: int | None
    ordered_at: datetime = ordered_at()
    recorded_at: datetime = moment()
    superseded_at: datetime | None = moment()
    publisher: str | None = Field(sa_type=Text)
    publisher_key: str | None = Field(sa_type=Text)
    quote: str = Field(sa_type=Text)
    quote_start: int
    quote_end: int
    sentence: str = Field(sa_type=Text)
    sentence_start: int
    sentence_end: int
    wording: str = wording()
    sentence_signature: bytes = signature()
    text_signature: bytes = signature()
    """Of the text of the article: claims are compared by it, and no article is read for that."""
    low: Decimal | None = Field(sa_type=Numeric)
    high: Decimal | None = Field(sa_type=Numeric)
    ordinal: Decimal = Field(
        sa_column=Column(
            Numeric, Computed("coalesce(low, high, '-Infinity')", persisted=True), nullable=False
        )
    )
    """The amount for sorting, where unknown ones come first."""
    hedge: Hedge = Field(sa_type=Text)
    kind: Kind = Field(sa_type=Text)
    unit: str | None = Field(sa_type=Text)
    vague_table: str | None = Field(sa_type=Text)
    item: str | None = Field(sa_type=Text)
    item_start: int | None
    item_end: int | None
    metric: Metric = Field(sa_type=Text)
    population: str | None = Field(sa_type=Text)
    whose: str | None = Field(sa_type=Text)
    place: str | None = Field(sa_type=Text)
    place_start: int | None
    place_end: int | None
    place_country: str | None = Field(sa_type=Text)
    scope: str | None = Field(sa_type=Text)
    scope_start: int | None
    scope_end: int | None
    scope_country: str | None = Field(sa_type=Text)
    period_start: date | None
    period_start_precision: Precision | None = Field(sa_type=Text)
    period_end: date | None
    period_end_precision: Precision | None = Field(sa_type=Text)
    basis: Basis | None = Field(sa_type=Text)
    source: str | None = Field(sa_type=Text)
    source_start: int | None
    source_end: int | None
    source_kind: SourceKind | None = Field(sa_type=Text)
    left_open: str | None = Field(sa_type=Text)
    """The words from `source_start` on, where they leave open whom they mean."""
    cue_start: int | None
    cue_end: int | None
    relayer: str | None = Field(sa_type=Text)
    stance: Stance = Field(sa_type=Text)
    part_of_start: int | None
    part_of_end: int | None
    confidence: float | None = Field(sa_type=Double)
    reader: str = Field(sa_type=Text)
    """Name and version of the rules that read it."""
    review: Review | None = Field(sa_type=Text)
    """What a curator holds of it."""
    as_read: dict[str, str | None] | None = Field(sa_type=JSONB(none_as_null=True))
    """By column what the reader reads, where it is not what a curator made of it."""


class Curation(Followed, table=True):
    """A correction by a curator, or the undoing of one. Never changed, never deleted."""

    __table_args__ = (
        ForeignKeyConstraint(["undoes"], ["curation.id"]),
        ForeignKeyConstraint(["carries"], ["curation.id"]),
        UniqueConstraint("undoes"),
        CheckConstraint("(action = 'undo') = (undoes IS NOT NULL)", name="undoes"),
        one_of("action", Action),
        Index("ix_curation_targets", "targets", postgresql_using="gin"),
        Index("ix_curation_who", "who", "id"),
        Index("ix_curation_made_at", "made_at"),
        told("curation"),
    )

    id: UUID = key()
    action: Action = Field(sa_type=Text)
    who: str = Field(sa_type=Text)
    """The name that the caller gave; nobody checked it."""
    why: str = Field(sa_type=Text)
    made_at: datetime = moment()
    targets: list[UUID] = Field(sa_type=ARRAY(Uuid))
    """The ids of all claims, series, sources and articles that it is about."""
    asked: dict[str, Any] = Field(sa_type=JSONB)
    """What was asked for, as it was sent."""
    made: UUID | None
    """The series or the claim that it made."""
    before: dict[str, Any] = Field(sa_type=JSONB)
    """By table and id the fields that it changed, as they were before."""
    after: dict[str, Any] = Field(sa_type=JSONB)
    """The same fields, as it left them."""
    undoes: UUID | None
    """The one that it undoes."""
    carries: UUID | None = None
    """The one about the version of the article before that it makes again."""


# The same as SQLAlchemy knows them: statements name columns, which the classes type as values.
ARTICLE, SOURCE, SOURCE_ALIAS, PLACE, PLACE_ALIAS, SERIES, CLAIM, CURATION = (
    Row.metadata.tables[name]
    for name in (
        "article",
        "source",
        "source_alias",
        "place",
        "place_alias",
        "series",
        "claim",
        "curation",
    )
)
