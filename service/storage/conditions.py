"""From what a list is asked for to the conditions on its rows."""

import re
from collections.abc import Collection, Iterator
from datetime import datetime
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
    or_,
    select,
    union,
)

from service.finding import title_words
from service.moments import first_moment, last_moment
from service.naming import as_state, country_of, place_key, source_key
from service.storage import tables
from service.storage.filters import ArticleFilter, ClaimFilter, SeriesChoice, SourceChoice
from service.storage.tables import UNDATED

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
    yield from published(claim.ordered_at, asked)
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
    yield from published(article.ordered_at, asked)
    yield from having_words(article.title, asked.q)
    yield superseded(tables.ARTICLE, asked.superseded)


def of_sources(asked: SourceChoice) -> Iterator[Condition]:
    """What holds for each source asked for."""
    source = tables.SOURCE.c
    yield from equal(source.kind, asked.kind)
    yield from equal(source.country, asked.country and state(asked.country))
    if asked.q is not None:
        yield source.id.in_(sources_named(asked.q))


def of_series(asked: SeriesChoice) -> Iterator[Condition]:
    """What holds for each series asked for."""
    series = tables.SERIES.c
    yield from equal(series.metric, asked.metric)
    yield from equal(series.population, asked.population and hyphened(asked.population))
    yield from equal(series.whose, asked.whose and state(asked.whose))
    yield from equal(series.basis, asked.basis)
    yield from equal(series.kind, asked.kind)
    yield from equal(func.lower(series.unit), asked.unit and asked.unit.lower())
    if asked.place is not None:
        yield series.place_scope.in_(place_keys(asked.place))
    if asked.min_claims is not None:
        yield series.claim_count >= asked.min_claims
    yield from published(series.last_ordered_at, asked)
    yield from with_sources(asked)
    for spellings in title_words(asked.q or ""):
        yield from having_one_of(series.title, spellings)


def with_sources(asked: SeriesChoice) -> Iterator[Condition]:
    """There are current claims by the sources asked for in the series."""
    if asked.source is not None:
        yield tables.SERIES.c.id.in_(series_of(sources_named(asked.source)))
    if asked.source_kind is not None:
        source = tables.SOURCE.c
        of_kind = select(source.id).where(source.kind == asked.source_kind)
        yield tables.SERIES.c.id.in_(series_of(of_kind))


def series_of(sources: Select[tuple[UUID]]) -> Select[tuple[UUID]]:
    """Ids of the series that have current claims by the sources."""
    claim = tables.CLAIM.c
    return select(claim.series_id).where(
        claim.source_id.in_(sources), superseded(tables.CLAIM, False)
    )


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


def place_keys(name: str) -> Select[tuple[str]]:
    """Keys of the places that go by the name; for a country, of all that lies in it."""
    place = tables.PLACE.c
    if code := country(name):
        return select(place.key).where(place.country == code)
    return select(place.key).where(place.id.in_(places_named(name)))


def named(name: str, key: str, entity: Table, of: Column[UUID]) -> Select[tuple[UUID]]:
    """Ids of the entities with the key, which the name may be itself, or with the words of the name
    in one of their aliases."""
    if identified := uuid(name):
        return select(entity.c.id).where(entity.c.id == identified)
    by_key = select(entity.c.id).where(among(entity.c.key, [key, name]))
    by_alias = select(of).where(*having_phrase(of.table.c.alias, name))
    return select(union(by_key, by_alias).subquery().c.id)


def equal(column: ColumnElement[object], value: object) -> Iterator[Condition]:
    """The column has the value, where one is asked for."""
    if value is not None:
        yield column == value


def among(column: ColumnElement[Any], values: Collection[object]) -> ColumnElement[bool]:
    """The column has one of the values; one statement for any number of them."""
    return column == any_(literal(list(values), ARRAY(column.type)))


def published(
    column: ColumnElement[datetime], asked: ClaimFilter | ArticleFilter | SeriesChoice
) -> Iterator[Condition]:
    """Published in the time asked for."""
    if asked.published_from is not None:
        yield column >= first_moment(asked.published_from)
    if asked.published_to is not None:
        yield column <= last_moment(asked.published_to)
        yield column > UNDATED


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


def having_one_of(column: ColumnElement[str], spellings: Collection[str]) -> Iterator[Condition]:
    """One of the spellings stands in the text, at least at the beginning of a word."""
    # The index knows about the first condition only.
    yield or_(*(column.ilike(f"%{as_like(spelling)}%") for spelling in spellings))
    listed = "|".join(map(re.escape, spellings))
    yield column.regexp_match(rf"(?<!\w)(?:{listed})", flags="i")


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
    spelled = as_state(name)
    return spelled and country_of(spelled)


def uuid(text: str) -> UUID | None:
    """The id that the text is, if it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None
