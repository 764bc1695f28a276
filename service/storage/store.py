"""Runs the statements: everything that the service keeps goes in and out here."""

import asyncio
from collections.abc import (
    AsyncIterator,
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from datetime import datetime
from typing import Any, Self, TypeVar, cast
from uuid import UUID

import psycopg
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from sqlalchemy import ColumnElement, CompoundSelect, Executable, Row, Select, text
from sqlalchemy.exc import DataError, InterfaceError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from service.changes import Change
from service.columns import Claims
from service.compared import Evidence
from service.curation import Correction, Undo
from service.nesting import Nested
from service.series import SeriesKey
from service.storage import (
    carrying,
    changes,
    compared,
    curating,
    facets,
    items,
    migrate,
    nested,
    past,
    queries,
    rereading,
    rows,
    saving,
    touched,
)
from service.storage.facets import Facets
from service.storage.filters import (
    ArticleFilter,
    ChangesFilter,
    ClaimFilter,
    CurationFilter,
    Filter,
    PageFilter,
    SeriesFacetFilter,
    SeriesFilter,
    SourceFacetFilter,
    SourceFilter,
)
from service.storage.items import Item
from service.storage.page import BadCursor, Page, Position, decode_cursor, encode_cursor
from service.storage.queries import Order, Statement
from service.storage.rereading import Changes
from service.storage.saving import Saved
from service.storage.tables import ARTICLE, CLAIM, CURATION, SERIES, SOURCE
from service.values import Article, Reading

Asked = TypeVar("Asked", bound=PageFilter)

POOL_SIZE = 16
CONNECT_SECONDS = 5
SESSION = "-c timezone=UTC -c random_page_cost=1.1 -c work_mem=32MB"
"""Times in JSON are in UTC. Pages are read in the order of an index, which the default, made for
spinning disks, holds to be dearer than sorting all rows. Facets count without going to the disk."""
BATCH_SIZE = 1000
"""Readings a transaction when many are stored, and rows at once when many are read."""


class DatabaseAway(Exception):
    """The database does not answer, or does not hold the tables of this version."""


class RawJson(Loader):
    """Hands JSON on as PostgreSQL wrote it."""

    def load(self, data: Buffer) -> bytes:
        """The bytes themselves."""
        return bytes(data)


class Store:
    """The articles and claims of one database. Every method may raise DatabaseAway.

    What reads can be asked for what was stored `as_of` a time, and raises FutureMoment where that
    has not come yet."""

    def __init__(self, url: str) -> None:
        """Connects on first use to a database that `migrate.upgrade` has been run on."""
        self._url = url
        self._engine = create_async_engine(
            "postgresql+psycopg://",
            async_creator=self._connect,
            pool_size=POOL_SIZE,
            max_overflow=0,
            pool_timeout=CONNECT_SECONDS,
        )
        # What is recorded from now on is recorded later.
        self._settled: datetime | None = None
        # One statement a read: without a transaction there is one round trip and not three.
        self._reading = self._engine.execution_options(isolation_level="AUTOCOMMIT")

    async def __aenter__(self) -> Self:
        """For `async with`, which closes all connections in the end."""
        return self

    async def __aexit__(self, *exception: object) -> None:
        """Close all connections."""
        await self._engine.dispose()

    async def ready(self) -> None:
        """Raise DatabaseAway unless the database answers and holds the tables of this version."""
        try:
            found = await self._fetch(text("SELECT version_num FROM alembic_version"))
        except ProgrammingError:
            raise DatabaseAway("the database has no tables yet") from None
        if [version for (version,) in found] != [migrate.head()]:
            raise DatabaseAway("the tables in the database are not those of this version")

    async def find(self, article: Article) -> UUID | None:
        """The id of the current version of the article, if that has the same text."""
        with translated():
            async with self._reading.connect() as connection:
                known = await saving.current_versions(connection, [article])
        digest = rows.digest(article)
        return next((row["id"] for row in known.values() if row["text_sha256"] == digest), None)

    async def save(self, reading: Reading) -> Saved:
        """Store a reading for good; a new text of a known url supersedes the one before.

        Safe for any number of callers with the same article: one of them creates it.
        """
        (saved,) = await self.save_many([reading])
        return saved

    async def save_many(self, readings: Iterable[Reading]) -> list[Saved]:
        """Store readings in their order, in as few transactions as may be.

        When it raises, those of some transactions may have been stored and others not.
        """
        return [saved for batch in batches(readings) for saved in await self._save(batch)]

    async def article(self, article_id: UUID, as_of: datetime | None = None) -> bytes | None:
        """The article as a JSON object with its text and claims."""
        return await self._one(items.whole_articles(), ARTICLE.c.id == article_id, as_of)

    async def claim(self, claim_id: UUID, as_of: datetime | None = None) -> bytes | None:
        """The claim as a JSON object."""
        return await self._one(items.claims(), CLAIM.c.id == claim_id, as_of)

    async def claims_of(self, article_ids: Sequence[UUID]) -> list[bytes]:
        """The claims of articles as JSON objects, in the order of the articles."""
        found = await self._fetch(queries.claims_of(article_ids))
        return [claim for (claim,) in found]

    async def source(self, source_id: UUID, as_of: datetime | None = None) -> bytes | None:
        """The source as a JSON object; none for one that was merged."""
        here = (SOURCE.c.id == source_id) & SOURCE.c.merged_into.is_(None)
        return await self._one(items.sources(), here, as_of)

    async def series(self, series_id: UUID, as_of: datetime | None = None) -> bytes | None:
        """The series as a JSON object; none for one that was merged."""
        here = (SERIES.c.id == series_id) & SERIES.c.merged_into.is_(None)
        return await self._one(items.series(), here, as_of)

    async def claims(self, asked: ClaimFilter) -> Page:
        """A page of claims. BadCursor where `next` is none of this list, as with all lists."""
        order = queries.CLAIM_ORDERS[asked.sort]
        return await self._page(items.claims, queries.claims, order, asked)

    async def articles(self, asked: ArticleFilter) -> Page:
        """A page of articles."""
        order = queries.ARTICLE_ORDERS[asked.sort]
        return await self._page(items.articles, queries.articles, order, asked)

    async def sources(self, asked: SourceFilter) -> Page:
        """A page of sources."""
        order = queries.SOURCE_ORDERS[asked.sort]
        return await self._page(items.sources, queries.sources, order, asked)

    async def series_list(self, asked: SeriesFilter) -> Page:
        """A page of series."""
        order = queries.SERIES_ORDERS[asked.sort]
        return await self._page(items.series, queries.series, order, asked)

    async def series_facets(self, asked: SeriesFacetFilter) -> Facets:
        """How many series, and claims in them, there are of each value."""
        return await self._facets(facets.of_series(asked), facets.SERIES_FACETS, "series", asked)

    async def source_facets(self, asked: SourceFacetFilter) -> Facets:
        """How many sources, and claims by them, there are of each value."""
        return await self._facets(facets.of_sources(asked), facets.SOURCE_FACETS, "sources", asked)

    async def changes(self, asked: ChangesFilter) -> list[Change]:
        """What changed, in the order in which it was recorded."""
        if asked.as_of is not None:
            await self._settle(asked.as_of)
        found = await self._fetch(changes.changes(asked.position, asked.as_of, asked.limit))
        return [changes.change_from(row) for row in found]

    async def clock(self) -> datetime:
        """A time that is another one whenever something has been recorded."""
        (row,) = await self._fetch(past.CLOCK)
        moment: datetime = row.at
        return moment

    async def series_keys(
        self, series_ids: Collection[UUID], as_of: datetime | None = None
    ) -> dict[UUID, SeriesKey]:
        """What the series count, by their ids; without those that there are not."""
        found = await self._fetch(compared.series_of(series_ids), as_of)
        return {row.id: compared.titled_from(row) for row in found}

    async def nested(self, series_id: UUID, as_of: datetime | None = None) -> Nested:
        """The series that count the same in a wider or a narrower scope, or perhaps in the same;
        none for a series that was split off from another."""
        key = (await self.series_keys([series_id], as_of)).get(series_id)
        if key is None or key.part is not None:
            return Nested((), (), 0)
        statements = [nested.perhaps(key, series_id)]
        if key.place_scope is not None:
            statements += [nested.wider(key, series_id), nested.narrower(key, series_id)]
        found = [await self._fetch(statement, as_of) for statement in statements]
        perhaps, wider, narrower = found if key.place_scope is not None else (*found, [], [])
        return Nested(
            tuple(nested.nested_from(row, key) for row in wider),
            tuple(nested.nested_from(row, key) for row in narrower),
            next((row.number for row in narrower), 0),
            tuple(nested.nested_from(row, key) for row in perhaps),
        )

    async def compared_claims(
        self, series_id: UUID, at: datetime | None = None, as_of: datetime | None = None
    ) -> Claims | None:
        """The claims of a series, those of earlier versions too; with a time only what had been
        published by then. None where there is no such series."""
        series = (await self.series_keys([series_id], as_of)).get(series_id)
        if series is None:
            return None
        gathering = compared.Gathering(series)
        with translated():
            async with self._connection(as_of) as connection:
                async for part in streamed_rows(connection, compared.claims_of(series_id, at)):
                    gathering.add(part)
        return gathering.claims()

    async def evidence(
        self, claim_ids: Collection[UUID], as_of: datetime | None = None
    ) -> dict[UUID, Evidence]:
        """What the claims can be checked by, by their ids."""
        found = await self._fetch(compared.evidence_of(claim_ids), as_of)
        return {row.id: compared.evidence_from(row) for row in found}

    @asynccontextmanager
    async def tables_of(
        self, series_id: UUID, at: datetime | None = None, as_of: datetime | None = None
    ) -> AsyncIterator[tuple[datetime | None, dict[str, AsyncIterator[list[bytes]]]]]:
        """All claims of a series, with a time those published by then, their `articles` and their
        `sources`, as JSON objects in batches, and since when they have been as they are. All of one
        moment, whatever is stored meanwhile."""
        with translated():
            async with self._transaction(as_of) as connection:
                since = as_of or await connection.scalar(touched.last_changed(series_id))
                statements = queries.tables_of(series_id, at)
                yield (
                    since,
                    {name: _streamed(connection, each) for name, each in statements.items()},
                )

    async def curate(self, asked: Correction) -> UUID:
        """Make a correction; its id. Raises Unfit, Conflict and Unmergeable."""
        with translated():
            async with self._engine.begin() as connection:
                return await curating.curate(connection, asked)

    async def undo(self, curation_id: UUID, asked: Undo) -> UUID | None:
        """Take a curation back; the id of the one that does, None where there is none to undo.
        Raises Conflict."""
        with translated():
            async with self._engine.begin() as connection:
                return await curating.undo(connection, curation_id, asked)

    async def outdated(self, reader: str | None) -> int:
        """How many current articles were read by another reader than that; with None, all."""
        found = await self._fetch(rereading.count_outdated(reader))
        return int(found[0][0])

    async def to_reread(
        self, reader: str | None, after: UUID | None, limit: int
    ) -> dict[UUID, Article]:
        """Some of them by their ids, in an order in which they come after another one."""
        found = await self._fetch(rereading.outdated(reader, after, limit))
        return {row.id: rereading.article_from(row) for row in found}

    async def reread(self, readings: Mapping[UUID, Reading]) -> Changes:
        """Put newer readings of stored texts, by the ids of the articles, in the place of those
        before, as far as curators leave that to readers."""
        with translated():
            async with self._engine.begin() as connection:
                return await rereading.reread(connection, readings)

    async def curation(self, curation_id: UUID, as_of: datetime | None = None) -> bytes | None:
        """The curation as a JSON object."""
        return await self._one(items.curations_made(), CURATION.c.id == curation_id, as_of)

    async def curations(self, asked: CurationFilter) -> Page:
        """A page of curations."""
        order = queries.CURATION_ORDERS[asked.sort]
        return await self._page(items.curations_made, queries.curations, order, asked)

    async def merged_into(self, key: UUID, as_of: datetime | None = None) -> UUID | None:
        """The series or source that one with this id was merged into."""
        found = await self._fetch(queries.merged_into(key), as_of)
        return found[0][0] if found else None

    async def _save(self, batch: saving.Batch) -> list[Saved]:
        with translated():
            async with self._engine.begin() as connection:
                saved = await saving.save(connection, batch)
                await carrying.carry(connection, saved.values())
        return [saved[identity] for identity in batch]

    async def _one(
        self, item: Item, condition: ColumnElement[bool], as_of: datetime | None
    ) -> bytes | None:
        found = await self._fetch(queries.as_json(item.where(condition)), as_of)
        return found[0][0] if found else None

    async def _page(
        self,
        item: Callable[[], Item],
        query: Callable[[Asked, Position | None], Statement],
        order: Order,
        asked: Asked,
    ) -> Page:
        after = decode_cursor(order.name, len(order.columns), asked.next)
        try:
            found = await self._fetch(query(asked, after), asked.as_of)
        except (DataError, UnicodeError) as error:
            if after is None:
                raise
            # All else that is asked for was validated.
            raise BadCursor(f"not a `next` that this list gave: {asked.next}") from error
        rows = tuple(row for (row,) in found[: asked.limit])
        more = len(found) > len(rows)
        cursor = encode_cursor(order.name, order.position(rows[-1])) if more else None
        return Page(items.fields(item), rows, cursor)

    async def _facets(
        self, statement: Statement, names: tuple[str, ...], noun: str, asked: Filter
    ) -> Facets:
        found = tuple(row for (row,) in await self._fetch(statement, asked.as_of))
        return Facets(("facet", "value", noun, "claims"), found, None, names)

    async def _fetch(
        self, statement: Executable, as_of: datetime | None = None
    ) -> Sequence[Row[Any]]:
        with translated():
            async with self._connection(as_of) as connection:
                return (await connection.execute(statement)).all()

    def _connection(self, as_of: datetime | None) -> AbstractAsyncContextManager[AsyncConnection]:
        """For one statement, about what was stored at a time, else about the present."""
        return self._reading.connect() if as_of is None else self._transaction(as_of)

    @asynccontextmanager
    async def _transaction(self, as_of: datetime | None) -> AsyncIterator[AsyncConnection]:
        """Reads one moment only: that which is asked for, else the present."""
        if as_of is not None:
            await self._settle(as_of)
        async with self._engine.connect() as connection:
            await connection.execution_options(isolation_level="REPEATABLE READ")
            if as_of is not None:
                await connection.execute(past.look_back(as_of))
            yield connection

    async def _settle(self, moment: datetime) -> None:
        if self._settled and moment <= self._settled:
            return
        with translated():
            async with self._reading.connect() as connection:
                now = (await connection.execute(past.settle(moment))).scalar_one()
        if now < moment:
            raise past.FutureMoment(moment, now)
        self._settled = moment

    async def _connect(self, **options: Any) -> psycopg.AsyncConnection[Any]:
        connection = await psycopg.AsyncConnection.connect(
            self._url, connect_timeout=CONNECT_SECONDS, options=SESSION, **options
        )
        connection.adapters.register_loader("json", RawJson)
        return connection


async def streamed_rows(
    connection: AsyncConnection, statement: Select[Any] | CompoundSelect[Any]
) -> AsyncIterator[tuple[Any, ...]]:
    """The rows as they come in, whose values take long to make: others have their turn between
    any two."""
    raw = await connection.get_raw_connection()
    driver = cast("psycopg.AsyncConnection[tuple[Any, ...]]", raw.driver_connection)
    compiled = statement.compile(dialect=connection.dialect)
    async for row in driver.cursor(binary=True).stream(str(compiled).encode(), compiled.params):
        yield row
        await asyncio.sleep(0)


async def _streamed(
    connection: AsyncConnection, statement: Executable
) -> AsyncIterator[list[bytes]]:
    async with connection.stream(statement) as found:
        async for rows in found.partitions(BATCH_SIZE):
            yield [row[0] for row in rows]


def batches(readings: Iterable[Reading]) -> Iterator[saving.Batch]:
    """The readings in their order, in batches without two of the same article."""
    batch: dict[str, Reading] = {}
    for reading in readings:
        identity = rows.identity(reading.article)
        if identity in batch or len(batch) == BATCH_SIZE:
            yield batch
            batch = {}
        batch[identity] = reading
    if batch:
        yield batch


@contextmanager
def translated() -> Iterator[None]:
    """Turn every failure to reach the database into DatabaseAway."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout, psycopg.OperationalError) as error:
        raise DatabaseAway(str(error)) from error
