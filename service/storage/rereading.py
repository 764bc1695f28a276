"""The statements that put a newer reading of a stored text in the place of the one before.

A claim that was read before keeps its id, and what curators made of it. One that is not found any
more is superseded, unless a curator did something to it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from sqlalchemy import Row as Found
from sqlalchemy import RowMapping, Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from service import figures
from service.matching import matches
from service.storage.claims import known
from service.storage.conditions import Condition, among
from service.storage.curating import alone
from service.storage.queries import rows_of
from service.storage.recasting import acts_on, recast
from service.storage.rows import Row, told_at
from service.storage.saving import claim_rows, copy_claims
from service.storage.tables import ARTICLE, CLAIM
from service.storage.tallies import recount
from service.values import Article, Reading


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of the claims of articles that were read anew."""

    again: int = 0
    """Claims that were read again."""
    new: int = 0
    """Claims that had not been read before."""
    gone: int = 0
    """Claims that were not found any more, and are superseded."""
    left: int = 0
    """Claims that were not found any more, and stay because of what curators did to them."""

    def __add__(self, other: "Changes") -> "Changes":
        return Changes(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The claims of a newer reading, and those before, by what becomes of them."""

    anew: dict[UUID, Row]
    """The row that is read now of each claim that was read before."""
    new: list[Row]
    missed: set[UUID]
    """Claims that are not read any more."""


def outdated(reader: str | None, after: UUID | None, limit: int) -> Select[Any]:
    """Current articles that another reader read, by id."""
    names = ("id", "utc_offset", *(field.name for field in fields(Article)))
    statement = select(*(ARTICLE.c[name] for name in names)).where(*_by_others(reader))
    if after is not None:
        statement = statement.where(ARTICLE.c.id > after)
    return statement.order_by(ARTICLE.c.id).limit(limit)


def count_outdated(reader: str | None) -> Select[Any]:
    """How many there are of them."""
    return select(func.count()).select_from(ARTICLE).where(*_by_others(reader))


def _by_others(reader: str | None) -> list[Condition]:
    # What came as rows is no text for a reader.
    texts = [ARTICLE.c.superseded_at.is_(None), ARTICLE.c.reader != figures.READER]
    return texts if reader is None else [*texts, ARTICLE.c.reader != reader]


def article_from(row: Found[Any]) -> Article:
    """The article of a row."""
    known = {field.name: getattr(row, field.name) for field in fields(Article)}
    return Article(**known | {"published_at": told_at(row._mapping)})


async def reread(connection: AsyncConnection, readings: Mapping[UUID, Reading]) -> Changes:
    """Store the newer readings of articles, by id, that are still current."""
    await alone(connection)
    articles = await _current(connection, readings)
    there = await _claims(connection, articles)
    before = [row for rows in there.values() for row in rows]
    several = await claim_rows(connection, [(readings[key], articles[key]) for key in articles])
    found = [
        _sort(there[key], readings[key], new) for key, new in zip(articles, several, strict=True)
    ]
    missed = {key for each in found for key in each.missed}
    left = {key for key, acts in (await acts_on(connection, missed)).items() if acts}
    new = [row for each in found for row in each.new]
    anew = {key: row for each in found for key, row in each.anew.items()}
    await _supersede(connection, missed - left)
    await copy_claims(connection, new)
    await recast(connection, anew, anew)
    await _mark(connection, articles.values())
    after = [row for rows in (await _claims(connection, articles)).values() for row in rows]
    await recount(connection, _belongings([*before, *after]))
    return Changes(len(anew), len(new), len(missed - left), len(left))


async def _current(
    connection: AsyncConnection, readings: Mapping[UUID, Reading]
) -> dict[UUID, Row]:
    """What claims have of those of the articles that are current, with the new reader."""
    names = (
        "id",
        "text",
        "text_length",
        "published_at",
        "utc_offset",
        "recorded_at",
        "publisher",
        "publisher_key",
    )
    current = among(ARTICLE.c.id, readings.keys()) & ARTICLE.c.superseded_at.is_(None)
    found = await connection.execute(select(*(ARTICLE.c[name] for name in names)).where(current))
    return {
        row["id"]: dict(row) | {"reader": readings[row["id"]].reader} for row in found.mappings()
    }


async def _claims(
    connection: AsyncConnection, articles: Collection[UUID]
) -> dict[UUID, list[RowMapping]]:
    """The current claims of each article, in the order of the text."""
    own = among(CLAIM.c.article_id, articles) & CLAIM.c.superseded_at.is_(None)
    found = await connection.execute(
        rows_of(CLAIM).where(own).order_by(CLAIM.c.quote_start, CLAIM.c.id)
    )
    claims: dict[UUID, list[RowMapping]] = {article: [] for article in articles}
    for row in found.mappings():
        claims[row["article_id"]].append(row)
    return claims


def _sort(rows_before: Iterable[RowMapping], reading: Reading, rows: list[Row]) -> _Sorted:
    before = [known(row) for row in rows_before]
    same = matches(before, reading.claims)
    return _Sorted(
        anew={key: rows[at] for at, key in same.items()},
        new=[row for at, row in enumerate(rows) if at not in same],
        missed={each.id for each in before} - set(same.values()),
    )


async def _supersede(connection: AsyncConnection, claims: Collection[UUID]) -> None:
    gone = update(CLAIM).where(among(CLAIM.c.id, claims))
    await connection.execute(gone.values(superseded_at=func.recorded_now()))


async def _mark(connection: AsyncConnection, articles: Iterable[Row]) -> None:
    for article in articles:
        same = ARTICLE.c.id == article["id"]
        await connection.execute(update(ARTICLE).where(same).values(reader=article["reader"]))


def _belongings(claims: Iterable[RowMapping]) -> set[UUID]:
    """Ids of the series and sources that claims belong to."""
    ids = (row[name] for row in claims for name in ("series_id", "source_id"))
    return {each for each in ids if each}
