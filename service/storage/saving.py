"""The statements that store readings, within a transaction of the caller's.

Writers of one article wait for each other before they look at what is stored, all of them for
curators, and all writers for each other before they write, where they ask for the moment that they
record at. All else that two transactions may both want to insert is inserted in the order of its
keys, and what they may both want to change is changed last, in the order of its ids, so that no two
can wait for each other.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from psycopg import AsyncConnection as DriverConnection
from psycopg import sql
from sqlalchemy import (
    ARRAY,
    RowMapping,
    Table,
    Text,
    Uuid,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from service.storage import rows
from service.storage.conditions import Condition, among
from service.storage.rows import Entity, Row, Stored
from service.storage.tables import (
    ARTICLE,
    CLAIM,
    PLACE,
    PLACE_ALIAS,
    SERIES,
    SOURCE,
    SOURCE_ALIAS,
)
from service.storage.tallies import tally
from service.values import Article, Reading

CURATING = 0x6375726174696E67
"""Of curators, who write alone, and shared by all who save: "curating" as a number."""
Batch = Mapping[str, Reading]
"""Readings of different articles, by the identity of the article."""


@dataclass(frozen=True, slots=True)
class Saved:
    """Where a reading is stored."""

    article_id: UUID
    created: bool
    """False where the same text had been stored before."""
    replaces: UUID | None = None
    """Id of the version before, which this one has superseded."""


async def save(connection: AsyncConnection, batch: Batch) -> dict[str, Saved]:
    """Store the readings whose text is not the current one of their article."""
    await lock(connection, batch)
    known = await current_versions(connection, [reading.article for reading in batch.values()])
    same = {
        identity: Saved(version["id"], created=False)
        for identity, version in known.items()
        if version["text_sha256"] == rows.digest(batch[identity].article)
    }
    fresh = {identity: batch[identity] for identity in batch if identity not in same}
    articles = await insert_articles(connection, fresh, known)
    await insert_claims(connection, fresh, articles)
    replaced = {identity: known[identity]["id"] for identity in fresh if identity in known}
    await tally(connection, [*replaced.values(), *(each["id"] for each in articles.values())])
    return same | {
        identity: Saved(article["id"], created=True, replaces=replaced.get(identity))
        for identity, article in articles.items()
    }


async def lock(connection: AsyncConnection, batch: Batch) -> None:
    """Wait for all who write one of the articles and for curators, and have others wait."""
    await connection.execute(select(func.pg_advisory_xact_lock_shared(CURATING)))
    listed = func.unnest(literal(sorted(batch), ARRAY(Text))).column_valued("identity")
    await connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(listed, 0))))


async def current_versions(
    connection: AsyncConnection, articles: Collection[Article]
) -> dict[str, RowMapping]:
    """Id, version number and digest of the current versions of the articles, by identity."""
    a = ARTICLE.c
    urls = [article.url for article in articles if article.url]
    digests = [rows.digest(article) for article in articles if not article.url]
    found = await connection.execute(
        select(a.id, a.url, a.version, a.text_sha256).where(
            a.superseded_at.is_(None),
            or_(among(a.url, urls), a.url.is_(None) & among(a.text_sha256, digests)),
        )
    )
    return {row["url"] or row["text_sha256"].hex(): row for row in found.mappings()}


async def insert_articles(
    connection: AsyncConnection, fresh: Batch, known: Mapping[str, RowMapping]
) -> dict[str, Row]:
    """Store the articles in the place of their current versions; the rows with their ids."""
    if not fresh:
        return {}
    now = (await connection.execute(select(func.recorded_now()))).scalar_one()
    await supersede(connection, [known[key]["id"] for key in fresh if key in known], now)
    articles = {
        key: rows.article_row(reading, known[key]["version"] + 1 if key in known else 1, now)
        for key, reading in fresh.items()
    }
    await copy(connection, ARTICLE, list(articles.values()))
    inserted = await current_versions(connection, [each.article for each in fresh.values()])
    return {key: article | {"id": inserted[key]["id"]} for key, article in articles.items()}


async def supersede(connection: AsyncConnection, ids: list[UUID], now: datetime) -> None:
    """Mark articles and their claims as superseded."""
    if ids:
        for table, column in ((ARTICLE, ARTICLE.c.id), (CLAIM, CLAIM.c.article_id)):
            current = table.c.superseded_at.is_(None)
            await connection.execute(
                update(table).where(among(column, ids), current).values(superseded_at=now)
            )


async def insert_claims(
    connection: AsyncConnection, fresh: Batch, articles: Mapping[str, Row]
) -> None:
    """Store the claims of articles just stored, and what they are about."""
    readings = [(reading, articles[identity]) for identity, reading in fresh.items()]
    several = await claim_rows(connection, readings)
    await copy_claims(connection, [row for rows in several for row in rows])


async def claim_rows(
    connection: AsyncConnection, readings: Collection[tuple[Reading, Row]]
) -> list[list[Row]]:
    """The rows of the claims of each reading, whose article is stored. What they are about is
    stored with this."""
    claims = [claim for reading, _ in readings for claim in reading.claims]
    sources = await entities(connection, SOURCE, SOURCE_ALIAS, rows.sources(claims))
    places = await entities(connection, PLACE, PLACE_ALIAS, rows.places(claims))
    series = await keyed(connection, SERIES, rows.series(reading for reading, _ in readings))
    return [
        [
            rows.claim_row(claim, Stored(article, sources, places, series))
            | rows.of_text(claim, article)
            for claim in reading.claims
        ]
        for reading, article in readings
    ]


async def copy_claims(connection: AsyncConnection, lines: list[Row]) -> None:
    """Store rows of claims, and put them where their series and sources are now."""
    if lines:
        await copy(connection, CLAIM, lines)
        articles = {line["article_id"] for line in lines}
        await follow_merges(connection, among(CLAIM.c.article_id, articles))


async def follow_merges(connection: AsyncConnection, condition: Condition) -> None:
    """Put the claims that fulfil the condition where their series and sources are now."""
    for table, column, home in (
        (SERIES, CLAIM.c.series_id, CLAIM.c.home_series_id),
        (SOURCE, CLAIM.c.source_id, CLAIM.c.home_source_id),
    ):
        here = func.coalesce(table.c.merged_into, table.c.id)
        await connection.execute(
            update(CLAIM)
            .where(home == table.c.id, column != here, condition)
            .values({column: here})
        )


async def entities(
    connection: AsyncConnection, table: Table, aliases: Table, found: Iterable[Entity]
) -> dict[str, UUID]:
    """Store sources or places that are new, and new names of them all; their ids by key."""
    listed = list(found)
    fullest = sorted(listed, key=lambda each: len(each.row["name"]))
    ids = await keyed(connection, table, (entity.row for entity in listed))
    id_column = f"{table.name}_id"
    names = {(ids[entity.row["key"]], name) for entity in listed for name in entity.names}
    if names:
        pairs = [{id_column: entity_id, "alias": name} for entity_id, name in sorted(names)]
        await connection.execute(upsert(aliases).on_conflict_do_nothing(), pairs)
    if table is SOURCE:
        await _name_fully(connection, {ids[each.row["key"]]: each.row["name"] for each in fullest})
    return ids


async def _name_fully(connection: AsyncConnection, names: Mapping[UUID, str]) -> None:
    """Call sources by the fullest name that a claim gives them, as comparisons do, unless a curator
    named them."""
    pairs = zip(*sorted(names.items()), strict=True) if names else ((), ())
    keys, fuller = (list(each) for each in pairs)
    given = func.unnest(literal(keys, ARRAY(Uuid)), literal(fuller, ARRAY(Text)))
    table = given.table_valued("id", "name", name="given").render_derived()
    shorter = func.length(SOURCE.c.name) < func.length(table.c.name)
    same = (SOURCE.c.id == table.c.id) & SOURCE.c.met_as.is_(None)
    await connection.execute(update(SOURCE).where(same, shorter).values(name=table.c.name))


async def keyed(connection: AsyncConnection, table: Table, found: Iterable[Row]) -> dict[str, UUID]:
    """Store rows whose key is new; the ids of all by key."""
    wanted = {row["key"]: row for row in found}
    if not wanted:
        return {}
    ids = await ids_by_key(connection, table, wanted)
    if missing := [wanted[key] for key in sorted(wanted.keys() - ids.keys())]:
        # Somebody else may have stored one of them since.
        await connection.execute(upsert(table).on_conflict_do_nothing(), missing)
        ids |= await ids_by_key(connection, table, wanted.keys() - ids.keys())
    return ids


async def ids_by_key(
    connection: AsyncConnection, table: Table, keys: Collection[str]
) -> dict[str, UUID]:
    """The ids of the rows that are there."""
    statement = select(table.c.key, table.c.id).where(among(table.c.key, keys))
    found = await connection.execute(statement)
    return {row.key: row.id for row in found}


async def copy(connection: AsyncConnection, table: Table, lines: list[Row]) -> None:
    """Store rows that have the same columns, by COPY."""
    raw = await connection.get_raw_connection()
    driver = cast("DriverConnection[object]", raw.driver_connection)
    names = list(lines[0])
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    async with driver.cursor().copy(statement) as stream:
        for line in lines:
            await stream.write_row([line[name] for name in names])
