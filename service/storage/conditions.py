"""From what a list is asked for to the conditions on its rows."""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    FromClause,
    Numeric,
    ScalarSelect,
    Select,
    Table,
    any_,
    func,
    literal,
    literal_column,
    or_,
    select,
    union,
)

from service.finding import title_words
from service.gazetteer import cities_of, scope_key
from service.moments import first_moment, last_moment
from service.naming import source_key
from service.spelling import country, hyphened, state
from service.storage import tables
from service.storage.filters import (
    ArticleFilter,
    ClaimFilter,
    CurationFilter,
    SeriesChoice,
    SourceChoice,
)
from service.storage.tables import UNDATED
from service.values import Review

Condition = ColumnElement[bool]
REJECTED: ColumnElement[str] = literal_column("'rejected'")
"""As the partial indexes spell it."""
NOT_REJECTED: Condition = tables.CLAIM.c.review.is_distinct_from(REJECTED)
"""No curator rejected the claim."""
COUNTING: Condition = tables.CLAIM.c.superseded_at.is_(None) & NOT_REJECTED
"""What `tables.COUNTING` says, with the names of the columns in full."""


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
    if asked.series is not None:
        yield claim.series_id == merged(tables.SERIES, asked.series)
    yield from equal(claim.article_id, asked.article)
    yield from published(claim.ordered_at, asked)
    yield from overlapping(asked)
    if asked.confidence is not None:
        yield claim.confidence >= asked.confidence
    yield from having_words(claim.sentence, asked.q)
    yield from kept(asked)


def kept(asked: ClaimFilter) -> Iterator[Condition]:
    """Of the reading asked for, and rejected only where rejected ones are asked for."""
    yield superseded(tables.CLAIM, asked.superseded)
    if asked.review is Review.REJECTED:
        yield tables.CLAIM.c.review == REJECTED
    else:
        yield NOT_REJECTED
        yield from equal(tables.CLAIM.c.review, asked.review)


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
    yield source.merged_into.is_(None)
    yield from equal(source.kind, asked.kind)
    yield from equal(source.country, asked.country and state(asked.country))
    yield from equal(source.side, asked.side)
    if asked.q is not None:
        yield source.id.in_(sources_named(asked.q))


def of_series(asked: SeriesChoice) -> Iterator[Condition]:
    """What holds for each series asked for."""
    series = tables.SERIES.c
    yield series.merged_into.is_(None)
    yield from equal(series.metric, asked.metric)
    yield from equal(series.population, asked.population and hyphened(asked.population))
    yield from equal(series.whose, asked.whose and state(asked.whose))
    yield from equal(series.basis, asked.basis)
    yield from equal(series.kind, asked.kind)
    yield from equal(func.lower(series.unit), asked.unit and asked.unit.lower())
    if asked.place is not None:
        yield limited_to(asked.place, asked.within)
    if asked.min_claims is not None:
        yield series.claim_count >= asked.min_claims
    yield from published(series.last_ordered_at, asked)
    yield from with_sources(asked)
    for spellings in title_words(asked.q or ""):
        yield from having_one_of(series.title, spellings)


def of_curations(asked: CurationFilter) -> Iterator[Condition]:
    """What holds for each curation asked for."""
    curation = tables.CURATION.c
    yield from equal(curation.action, asked.action)
    yield from equal(curation.who, asked.who)
    if asked.target is not None:
        yield curation.targets.contains([asked.target])
    if asked.made_from is not None:
        yield curation.made_at >= first_moment(asked.made_from)
    if asked.made_to is not None:
        yield curation.made_at <= last_moment(asked.made_to)


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
    return select(claim.series_id).where(claim.source_id.in_(sources), COUNTING)


def entities(asked: ClaimFilter) -> Iterator[tuple[Column[UUID], FromClause]]:
    """Columns of a claim that hold one of the ids that a name stands for, with those ids."""
    if asked.source is not None:
        yield tables.CLAIM.c.source_id, sources_named(asked.source).subquery("sources")
    if asked.place is not None and country(asked.place) is None:
        yield tables.CLAIM.c.place_id, places_named(asked.place).subquery("places")


def sources_named(name: str) -> Select[tuple[UUID]]:
    """Ids of the sources that go by the name, or that a curator called so; the name may also be an
    id. Of those that were merged the ids of those into which they were."""
    source = tables.SOURCE.c
    by_article = named(name, [source_key(name)], tables.SOURCE, tables.SOURCE_ALIAS.c.source_id)
    by_curator = select(source.id).where(*having_phrase(source.name, name))
    found = select(union(by_article, by_curator).subquery().c.id)
    here = func.coalesce(source.merged_into, source.id).label("id")
    return select(here).where(source.id.in_(found)).distinct()


def places_named(name: str) -> Select[tuple[UUID]]:
    """Ids of the places that go by the name, and of the cities in the region of that name; the
    name may also be an id."""
    key = scope_key(name)
    return named(name, [key, *cities_of(key)], tables.PLACE, tables.PLACE_ALIAS.c.place_id)


def limited_to(name: str, within: bool) -> Condition:
    """The series is limited to a place of that name, or to one in it; else to that place alone."""
    scope = tables.SERIES.c.place_scope
    return scope.in_(place_keys(name)) if within else among(scope, [scope_key(name), name])


def place_keys(name: str) -> Select[tuple[str]]:
    """Keys of the places that go by the name; for a country, of all that lies in it."""
    place = tables.PLACE.c
    if code := country(name):
        return select(place.key).where(place.country == code)
    return select(place.key).where(place.id.in_(places_named(name)))


def named(name: str, keys: Sequence[str], entity: Table, of: Column[UUID]) -> Select[tuple[UUID]]:
    """Ids of the entities with one of the keys, which the name may be itself, or with the words of
    the name in one of their aliases."""
    if identified := uuid(name):
        return select(entity.c.id).where(entity.c.id == identified)
    by_key = select(entity.c.id).where(among(entity.c.key, [*keys, name]))
    by_alias = select(of).where(*having_phrase(of.table.c.alias, name))
    return select(union(by_key, by_alias).subquery().c.id)


def merged(table: Table, key: UUID) -> ScalarSelect[UUID]:
    """The id, or of what was merged the id of that into which it was."""
    here = func.coalesce(table.c.merged_into, table.c.id)
    return select(here).where(table.c.id == key).scalar_subquery()


def of_last_reading(article: FromClause) -> Condition:
    """The claim is one of the last reading of its article, and no curator rejected it."""
    superseded_at = tables.CLAIM.c.superseded_at.is_not_distinct_from(article.c.superseded_at)
    return superseded_at & NOT_REJECTED


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


def uuid(text: str) -> UUID | None:
    """The id that the text is, if it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None
