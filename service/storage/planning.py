"""What each correction is to change. Every check is made here, before anything is changed."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Table, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from service.curated import BY_HAND, corrected
from service.curation import (
    AcceptClaim,
    Action,
    AddClaim,
    Conflict,
    CorrectClaim,
    Correction,
    DescribeSource,
    MergeSeries,
    MergeSources,
    MoveClaim,
    RejectClaim,
    RenameSeries,
    RenameSource,
    SplitSeries,
    Unfit,
)
from service.extraction.sentences import sentence_around
from service.series import SeriesKey, Unmergeable, series_key, unmergeable
from service.storage import rows
from service.storage.compared import series_from
from service.storage.conditions import among
from service.storage.queries import rows_of
from service.storage.rows import Stored
from service.storage.saving import entities, keyed
from service.storage.tables import (
    ARTICLE,
    CLAIM,
    PLACE,
    PLACE_ALIAS,
    SERIES,
    SOURCE,
    SOURCE_ALIAS,
)
from service.values import Amount, Claim, Metric, Review, Span

Values = Mapping[str, Any]
"""What columns of a row are to hold."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a correction, or an undoing, changes."""

    action: Action
    targets: tuple[UUID, ...]
    """Ids of what it was asked for."""
    claims: tuple[UUID, ...] = ()
    """Claims that become what curators made of them."""
    changes: Mapping[str, Mapping[UUID, Values]] = field(default_factory=dict)
    """By table and id what rows of series and sources are to hold."""
    made: UUID | None = None
    undoes: UUID | None = None
    carries: UUID | None = None
    """The correction that is made again for a newer version of the article."""

    @property
    def touched(self) -> set[UUID]:
        """Ids of all that may be another afterwards."""
        changed = (key for rows in self.changes.values() for key in rows)
        return {*self.targets, *self.claims, *changed}


async def planned(connection: AsyncConnection, asked: Correction) -> Plan:
    """The plan. Raises Unfit where something is named
    that there is not, Conflict where it was merged or is so already, and Unmergeable."""
    match asked:
        case AcceptClaim() | RejectClaim() | CorrectClaim():
            await _found(connection, CLAIM, asked.claim, "/claim")
            return Plan(asked.action, (asked.claim,), (asked.claim,))
        case MoveClaim():
            return await _move(connection, asked)
        case AddClaim():
            return await _add(connection, asked)
        case SplitSeries():
            return await _split(connection, asked)
        case MergeSeries():
            return await _merge_series(connection, asked)
        case MergeSources():
            return await _merge(connection, SOURCE, asked)
        case RenameSeries():
            return await _change(connection, SERIES, asked, asked.series, {"title": asked.title})
        case RenameSource():
            return await _rename_source(connection, asked)
        case DescribeSource():
            return await _change(connection, SOURCE, asked, asked.source, asked.described)


async def _change(
    connection: AsyncConnection, table: Table, asked: Correction, key: UUID, values: Values
) -> Plan:
    await _unmerged(connection, table, key, f"/{table.name}")
    return Plan(asked.action, (key,), changes={table.name: {key: values}})


async def _rename_source(connection: AsyncConnection, asked: RenameSource) -> Plan:
    source = await _unmerged(connection, SOURCE, asked.source, "/source")
    if source["name"] == asked.name:
        raise Conflict(f"source {asked.source} has that name already")
    names = {"name": asked.name, "met_as": source["met_as"] or source["name"]}
    return Plan(asked.action, (asked.source,), changes={SOURCE.name: {asked.source: names}})


async def _move(connection: AsyncConnection, asked: MoveClaim) -> Plan:
    claim = await _found(connection, CLAIM, asked.claim, "/claim")
    to = await _unmerged(connection, SERIES, asked.series, "/series")
    if claim["series_id"] == asked.series:
        raise Conflict(f"claim {asked.claim} is in that series already")
    _refuse_unmergeable(await _found(connection, SERIES, claim["home_series_id"], ""), to)
    return Plan(asked.action, (asked.claim, asked.series), (asked.claim,))


async def _merge_series(connection: AsyncConnection, asked: MergeSeries) -> Plan:
    one = await _unmerged(connection, SERIES, asked.goes, "/from")
    _refuse_unmergeable(one, await _unmerged(connection, SERIES, asked.into, "/into"))
    return await _merge(connection, SERIES, asked)


def _refuse_unmergeable(one: RowMapping, other: RowMapping) -> None:
    keys = _key(one), _key(other)
    if unmergeable(*keys):
        raise Unmergeable(*keys)


async def _merge(
    connection: AsyncConnection, table: Table, asked: MergeSeries | MergeSources
) -> Plan:
    await _unmerged(connection, table, asked.goes, "/from")
    await _unmerged(connection, table, asked.into, "/into")
    # Whatever was merged into the one that goes goes on with it, so that no chain comes about.
    merged = select(table.c.id).where(table.c.merged_into == asked.goes)
    gone = [asked.goes, *(await connection.execute(merged)).scalars()]
    changes = {table.name: {key: {"merged_into": asked.into} for key in gone}}
    return Plan(asked.action, (asked.goes, asked.into), changes=changes)


async def _split(connection: AsyncConnection, asked: SplitSeries) -> Plan:
    series = await _unmerged(connection, SERIES, asked.series, "/series")
    await _refuse_others(connection, asked)
    row = rows.series_row(replace(_key(series), part=asked.part)) | {"merged_into": asked.series}
    part = await _part(connection, row)
    return Plan(
        asked.action,
        (asked.series, *asked.claims),
        tuple(asked.claims),
        {SERIES.name: {part: {"merged_into": None}}},
        made=part,
    )


async def _refuse_others(connection: AsyncConnection, asked: SplitSeries) -> None:
    own = select(CLAIM.c.id).where(
        among(CLAIM.c.id, asked.claims), CLAIM.c.series_id == asked.series
    )
    found = set((await connection.execute(own)).scalars())
    for at, claim in enumerate(asked.claims):
        if claim not in found:
            raise Unfit(f"there is no claim {claim} in series {asked.series}", f"/claims/{at}")


async def _part(connection: AsyncConnection, row: rows.Row) -> UUID:
    """The id of a series that is not there yet, or was merged back into the whole."""
    there = select(SERIES.c.id, SERIES.c.merged_into).where(SERIES.c.key == row["key"])
    found = (await connection.execute(there)).one_or_none()
    if found and found.merged_into != row["merged_into"]:
        raise Conflict(f"series {found.id} is that part already: move the claims there")
    if found:
        return UUID(str(found.id))
    made = await connection.execute(insert(SERIES).values(row).returning(SERIES.c.id))
    return UUID(str(made.scalar_one()))


async def _add(connection: AsyncConnection, asked: AddClaim) -> Plan:
    article = await _found(connection, ARTICLE, asked.article, "/article")
    span = quoted(article["text"], asked)
    await _refuse_second(connection, asked.article, span)
    # Beside the event loop: a long text has many sentences.
    sentence = await asyncio.to_thread(sentence_around, article["text"], span)
    claim = stated(article["text"], span, sentence, asked)
    made = await _insert(connection, article, claim)
    return Plan(asked.action, (asked.article, made), (made,), made=made)


def quoted(text: str, asked: AddClaim) -> Span:
    """Where the quote stands; Unfit where it does not stand there, or in several places of which
    none was named."""
    start = text.find(asked.quote) if asked.start is None else asked.start
    if start < 0 or not text.startswith(asked.quote, start):
        raise Unfit("these words do not stand there in the article", "/quote")
    if asked.start is None and text.count(asked.quote) > 1:
        raise Unfit("the quote occurs several times: name the start of the one meant", "/start")
    return Span(start, start + len(asked.quote))


def stated(text: str, span: Span, sentence: Span, asked: AddClaim) -> Claim:
    """The claim that is to be added."""
    bare = Claim(
        quote=asked.quote,
        span=span,
        sentence=sentence.of(text),
        sentence_span=sentence,
        amount=Amount(None, None),
        metric=Metric.OTHER,
    )
    return corrected(bare, asked.fields)


async def _refuse_second(connection: AsyncConnection, article: UUID, span: Span) -> None:
    c = CLAIM.c
    same = select(c.id).where(
        c.article_id == article,
        c.quote_start == span.start,
        c.quote_end == span.end,
        c.superseded_at.is_(None),
    )
    if found := (await connection.execute(same)).scalars().first():
        raise Conflict(f"claim {found} has that quote already: correct or accept it")


async def _insert(connection: AsyncConnection, article: RowMapping, claim: Claim) -> UUID:
    """Store the claim, as one that is none until a curator's act says otherwise."""
    by_hand = dict(article) | {"reader": BY_HAND}
    series = rows.series_row(series_key(claim, rows.told_at(article)))
    stored = Stored(
        by_hand,
        await entities(connection, SOURCE, SOURCE_ALIAS, rows.sources([claim])),
        await entities(connection, PLACE, PLACE_ALIAS, rows.places([claim])),
        await keyed(connection, SERIES, [series]),
    )
    row = {
        **rows.claim_row(claim, stored),
        **rows.of_text(claim, dict(article)),
        "review": Review.REJECTED,
        "superseded_at": article["superseded_at"],
    }
    made = await connection.execute(insert(CLAIM).values(row).returning(CLAIM.c.id))
    return UUID(str(made.scalar_one()))


async def _unmerged(
    connection: AsyncConnection, table: Table, key: UUID, pointer: str
) -> RowMapping:
    row = await _found(connection, table, key, pointer)
    if into := row["merged_into"]:
        raise Conflict(f"{table.name} {key} was merged into {into}: name that one")
    return row


async def _found(connection: AsyncConnection, table: Table, key: UUID, pointer: str) -> RowMapping:
    found = await connection.execute(rows_of(table).where(table.c.id == key))
    row: RowMapping | None = found.mappings().one_or_none()
    if row is None:
        raise Unfit(f"there is no {table.name} {key}", pointer)
    return row


def _key(row: RowMapping) -> SeriesKey:
    return series_from(SimpleNamespace(**row))
