"""The JSON objects that reads hand out, field by field, as PostgreSQL is to build them."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Table,
    any_,
    case,
    func,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from service.storage.conditions import of_last_reading
from service.storage.tables import (
    ARTICLE,
    CLAIM,
    CURATION,
    SERIES,
    SOURCE,
    SOURCE_ALIAS,
    UNDATED,
)

Item = Select[Any]
"""One object a row, its fields as columns, `id` among them."""


@cache
def claims(article: FromClause = ARTICLE) -> Item:
    """Claims, with what they share with their article."""
    c, a = CLAIM.c, article.c
    return select(
        c.id,
        c.article_id,
        c.series_id,
        c.source_id,
        c.place_id,
        *_words(),
        *_counted(),
        *_where_and_when(),
        *_said_by(),
        span("part_of").label("part_of"),
        c.confidence,
        c.review,
        c.as_read.is_not(None).label("corrected"),
        a.publisher,
        a.url,
        a.title,
        a.published_at,
        a.recorded_at,
        c.superseded_at.is_not(None).label("superseded"),
        c.reader,
        curations(CLAIM),
    ).join_from(CLAIM, article, c.article_id == a.id)


def _words() -> Iterator[ColumnElement[Any]]:
    c = CLAIM.c
    yield from (c.quote, c.quote_start.label("start"), c.quote_end.label("end"))
    yield from (c.sentence, span("sentence"))


def _counted() -> Iterator[ColumnElement[Any]]:
    c = CLAIM.c
    yield from (c.low, c.high, c.hedge, c.kind, c.unit, c.vague_table)
    yield from (c.item, span("item"), c.metric, c.population, c.whose)


def _where_and_when() -> Iterator[ColumnElement[Any]]:
    c = CLAIM.c
    yield from (c.place, span("place"), c.place_country, c.scope, span("scope"), c.scope_country)
    yield from (c.period_start, c.period_start_precision, c.period_end, c.period_end_precision)
    yield c.basis


def _said_by() -> Iterator[ColumnElement[Any]]:
    c = CLAIM.c
    yield from (c.source, span("source"), c.source_kind, span("cue"), c.relayer, c.stance)


@cache
def articles() -> Item:
    """Articles without their text."""
    a = ARTICLE.c
    return select(
        a.id,
        a.url,
        a.version,
        a.title,
        a.publisher,
        a.published_at,
        a.language,
        a.text_length,
        a.reader,
        a.recorded_at,
        a.superseded_at,
        a.superseded_at.is_not(None).label("superseded"),
        counted(CLAIM.c.article_id == a.id, of_last_reading(ARTICLE)),
    )


@cache
def whole_articles() -> Item:
    """Articles with their text and claims."""
    version = ARTICLE.alias("version")
    of_version = version.c.id == ARTICLE.c.id, of_last_reading(version)
    own = claims(version).where(*of_version).correlate(ARTICLE)
    item = own.order_by(CLAIM.c.quote_start).subquery("claim")
    listed = select(func.coalesce(func.json_agg(item.table_valued()), func.json_build_array()))
    return articles().add_columns(ARTICLE.c.text, listed.label("claims"))


@cache
def sources() -> Item:
    """Sources."""
    source, alias = SOURCE.c, SOURCE_ALIAS.c
    names = func.array_agg(aggregate_order_by(alias.alias.distinct(), alias.alias))
    same = SOURCE.alias("same").c
    itself = or_(same.id == source.id, same.merged_into == source.id)
    ids = func.array(select(same.id).where(itself).correlate(SOURCE).scalar_subquery())
    aliases = select(names).where(alias.source_id == any_(ids))
    return select(
        source.id,
        source.name,
        source.kind,
        source.country,
        source.side,
        aliases.label("aliases"),
        source.claim_count,
        last_published_at(SOURCE),
        curations(SOURCE),
    )


@cache
def series() -> Item:
    """Series."""
    s = SERIES.c
    return select(
        s.id,
        s.key,
        s.title,
        s.metric,
        s.population,
        s.whose,
        s.place_scope,
        s.basis,
        s.unit,
        s.kind,
        s.period,
        s.part,
        s.claim_count,
        last_published_at(SERIES),
        curations(SERIES),
    )


@cache
def curations_made() -> Item:
    """Curations."""
    c, later = CURATION.c, CURATION.alias("later").c
    return select(
        c.id,
        c.action,
        c.who,
        c.why,
        c.made_at,
        c.targets,
        c.asked,
        c.made,
        c.before,
        c.after,
        c.undoes,
        select(later.id).where(later.undoes == c.id).label("undone_by"),
        c.carries,
    )


@cache
def fields(item: Callable[[], Item]) -> tuple[str, ...]:
    """The keys of its objects, in order."""
    return tuple(item().selected_columns.keys())


def counted(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    """How many claims fulfil the conditions."""
    return select(func.count()).select_from(CLAIM).where(*conditions).label("claim_count")


def curations(table: Table) -> ColumnElement[str]:
    """The path of the list of all that curators did to it."""
    return func.concat("/v1/curations?target=", table.c.id).label("curations")


def last_published_at(table: Table) -> ColumnElement[Any]:
    """When the newest of its claims was published, or null where none has a date."""
    return func.nullif(table.c.last_ordered_at, UNDATED).label("last_published_at")


def span(name: str) -> ColumnElement[Any]:
    """`[start, end]` of a claim's evidence, or null where there is none."""
    start, end = CLAIM.c[f"{name}_start"], CLAIM.c[f"{name}_end"]
    offsets = case((start.is_not(None), func.json_build_array(start, end)))
    return offsets.label(f"{name}_span")
