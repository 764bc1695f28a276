"""From what a list is asked for to the conditions on its rows."""

import re
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    FromClause,
    Numeric,
    Select,
    Table,
    any_,
    func,
    literal,
    select,
    union,
)

from service.naming import country_of, place_key, source_key
from service.storage import tables
from service.storage.filters import ArticleFilter, ClaimFilter, SeriesFilter, SourceFilter

Condition = ColumnElement[bool]


def of_claims(asked: ClaimFilter) -> Iterator[Condition]:
    """What holds for each claim asked for, but for its source and place."""
    claim = tables.CLAIM.c
    yield from equal(claim.metric, asked.metric)
    yield from equal(claim.population, asked.population and hyphened(asked.population))
    yield from equal(claim.whose, asked.whose and state(asked.whose))
    yield from equal(claim.place_country, asked.place and country(asked.place))
    yield from equal(claim.publisher_key, asked.publisher and source_key(asked.publisher))
    yield from equal(claim.hedge, asked.hedge)
    yield from equal(claim.kind, asked.kind)
    yield from equal(claim.stance, asked.stance)
    yield from equal(claim.series_id, asked.series)
    yield from equal(claim.article_id, asked.article)
    yield from published(tables.CLAIM, asked)
    yield from overlapping(asked)
    if asked.confidence is not None:
        yield claim.confidence >= asked.confidence
    yield from having_words(claim.sentence, asked.q)
    yield superseded(tables.CLAIM, asked.superseded)


def of_articles(asked: ArticleFilter) -> Iterator[Condition]:
    """What holds for each article asked for."""
    article = tables.ARTICLE.c
    yield from equal(article.url, asked.url)
    yield from equal(article.publisher_key, asked.publisher and source_key(asked.publisher))
    yield from equal(func.lower(article.language), asked.language and asked.language.lower())
    yield from published(tables.ARTICLE, asked)
    yield from having_words(article.title, asked.q)
    yield superseded(tables.ARTICLE, asked.superseded)


def of_sources(asked: SourceFilter) -> Iterator[Condition]:
    """What holds for each source asked for."""
    source = tables.SOURCE.c
    yield from equal(source.kind, asked.kind)
    yield from equal(source.country, asked.country and state(asked.country))
    if asked.q is not None:
        yield source.id.in_(sources_named(asked.q))


def of_series(asked: SeriesFilter) -> Iterator[Condition]:
    """What holds for each series asked for."""
    series = tables.SERIES.c
    yield from equal(series.metric, asked.metric)
    yield from equal(series.population, asked.population and hyphened(asked.population))
    yield from equal(series.whose, asked.whose and state(asked.whose))
    yield from equal(series.basis, asked.basis)
    yield from equal(series.kind, asked.kind)
    yield from having_words(series.title, asked.q)


def entities(asked: ClaimFilter) -> Iterator[tuple[Column[UUID], FromClause]]:
    """Columns of a claim that hold one of the ids that a name stands for, with those ids."""
    if asked.source is not None:
        yield tables.CLAIM.c.source_id, sources_named(asked.source).subquery("sources")
    if asked.place is not None and country(asked.place) is None:
        yield tables.CLAIM.c.place_id, places_named(asked.place).subquery("places")


def sources_named(name: str) -> Select[tuple[UUID]]:
    """Ids of the sources that go by the name; the name may also be an id."""
    return named(name, source_key(name), tables.SOURCE, tables.SOURCE_ALIAS.c.source_id)


def places_named(name: str) -> Select[tuple[UUID]]:
    """Ids of the places that go by the name; the name may also be an id."""
    return named(name, place_key(name), tables.PLACE, tables.PLACE_ALIAS.c.place_id)


def named(name: str, key: str, entity: Table, of: Column[UUID]) -> Select[tuple[UUID]]:
    """Ids of the entities with the key, or with the words of the name in one of their aliases."""
    if identified := uuid(name):
        return select(entity.c.id).where(entity.c.id == identified)
    by_key = select(entity.c.id).where(entity.c.key == key)
    by_alias = select(of).where(*having_phrase(of.table.c.alias, name))
    return select(union(by_key, by_alias).subquery().c.id)


def equal(column: ColumnElement[object], value: object) -> Iterator[Condition]:
    """The column has the value, where one is asked for."""
    if value is not None:
        yield column == value


def among(column: Column[Any], values: Collection[object]) -> ColumnElement[bool]:
    """The column has one of the values; one statement for any number of them."""
    return column == any_(literal(list(values), ARRAY(column.type)))


def published(table: Table, asked: ClaimFilter | ArticleFilter) -> Iterator[Condition]:
    """Published in the time asked for."""
    if asked.published_from is not None:
        yield table.c.ordered_at >= first_moment(asked.published_from)
    if asked.published_to is not None:
        yield table.c.ordered_at <= last_moment(asked.published_to)
        yield table.c.published_at.is_not(None)


def overlapping(asked: ClaimFilter) -> Iterator[Condition]:
    """The amount is known and has a number in common with the interval asked for."""
    if asked.low is not None or asked.high is not None:
        claim = tables.CLAIM.c
        bounds = (literal(bound, Numeric) for bound in (asked.low, asked.high))
        interval = func.numrange(claim.low, claim.high, "[]")
        yield interval.op("&&")(func.numrange(*bounds, "[]"))
        yield func.num_nonnulls(claim.low, claim.high) > 0


def superseded(table: Table, asked: bool) -> Condition:
    """Of an earlier version, or of the current one."""
    return table.c.superseded_at.is_not(None) if asked else table.c.superseded_at.is_(None)


def having_words(column: ColumnElement[str], words: str | None) -> Iterator[Condition]:
    """Each of the words stands in the text."""
    for word in (words or "").split():
        yield column.ilike(f"%{as_like(word)}%")


def having_phrase(column: ColumnElement[str], phrase: str) -> Iterator[Condition]:
    """The words stand in the text, whole and in this order."""
    words = phrase.split()
    # The index knows about the first condition only.
    yield column.ilike(f"%{as_like(' '.join(words))}%")
    yield column.regexp_match(rf"(?<!\w){re.escape(' '.join(words))}(?!\w)", flags="i")


def as_like(text: str) -> str:
    """The text as a pattern of LIKE that matches itself."""
    return re.sub(r"([\\%_])", r"\\\1", text)


def hyphened(population: str) -> str:
    """The spelling of a population: `artillery-shell` for "Artillery shell"."""
    return "-".join(population.casefold().split())


def state(name: str) -> str:
    """The code of the country of that name, else the name."""
    return country(name) or name


def country(name: str) -> str | None:
    """The code of the country of that name in whatever case."""
    spellings = (name, name.title(), name.upper())
    return next(filter(None, map(country_of, spellings)), None)


def first_moment(of: datetime | date) -> datetime:
    """The moment, or the first one of the day."""
    return of if isinstance(of, datetime) else datetime.combine(of, time.min, UTC)


def last_moment(of: datetime | date) -> datetime:
    """The moment, or the last one of the day."""
    return of if isinstance(of, datetime) else datetime.combine(of, time.max, UTC)


def uuid(text: str) -> UUID | None:
    """The id that the text is, if it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None
