"""Makes claims what curators made of them, whatever the reader reads now."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from service.curated import BY_HAND, Act, Curated, curated
from service.curation import OfClaim, claims_of, correction
from service.series import series_key
from service.storage import rows
from service.storage.claims import as_read, claim_from, written
from service.storage.conditions import among
from service.storage.queries import rows_of
from service.storage.rows import Row, Stored
from service.storage.saving import entities, follow_merges, keyed
from service.storage.tables import (
    CLAIM,
    CURATION,
    PLACE,
    PLACE_ALIAS,
    SERIES,
    SOURCE,
    SOURCE_ALIAS,
)
from service.undoing import Step, holding
from service.values import Claim

OF_TEXT = ("sentence_signature", "text_signature", "left_open")
"""Columns that `rows.of_text` gives."""


@dataclass(frozen=True, slots=True)
class Cast:
    """A claim's row as it is, what the reader reads, and what curators made of that."""

    row: Row
    base: Row
    read: Claim
    curated: Curated


async def recast(
    connection: AsyncConnection, ids: Collection[UUID], anew: Mapping[UUID, Row] | None = None
) -> None:
    """Lay all that curators did, and that holds, over what the reader reads: what is stored, or
    the rows read `anew`. Nobody else may write meanwhile."""
    if not ids:
        return
    acts = await acts_on(connection, ids)
    found = await connection.execute(rows_of(CLAIM).where(among(CLAIM.c.id, ids)))
    casts = [_cast(dict(row), acts, anew or {}) for row in found.mappings()]
    await _write(connection, casts)
    await follow_merges(connection, among(CLAIM.c.id, ids))


async def acts_on(connection: AsyncConnection, claims: Collection[UUID]) -> dict[UUID, list[Act]]:
    """What curators did to the claims and holds, in its order, by claim."""
    acts: dict[UUID, list[Act]] = {claim: [] for claim in claims}
    for act in await acts_about(connection, claims):
        for claim in claims_of(act.asked, act.made):
            if claim in acts:
                acts[claim].append(act)
    return acts


async def acts_about(connection: AsyncConnection, claims: Collection[UUID]) -> list[Act]:
    """The same in one list."""
    c = CURATION.c
    about = select(CURATION).where(c.targets.overlap(list(claims))).order_by(c.id)
    steps = (await connection.execute(about)).mappings().all()
    held = holding([Step(row["id"], row["undoes"]) for row in steps])
    corrections = (row for row in steps if row["id"] in held and row["undoes"] is None)
    several = ((correction(row), row) for row in corrections)
    return [
        Act(asked, row["made"], row["id"]) for asked, row in several if isinstance(asked, OfClaim)
    ]


def _cast(row: Row, acts: Mapping[UUID, list[Act]], anew: Mapping[UUID, Row]) -> Cast:
    base = anew.get(row["id"]) or as_read(row)
    read = claim_from(base)
    by_hand = base["reader"] == BY_HAND
    found = curated(read, acts[row["id"]], rows.told_at(row), by_hand=by_hand)
    return Cast(row, base, read, found)


async def _write(connection: AsyncConnection, casts: list[Cast]) -> None:
    claims = [claim for cast in casts for claim in (cast.read, cast.curated.claim)]
    sources = await entities(connection, SOURCE, SOURCE_ALIAS, rows.sources(claims))
    places = await entities(connection, PLACE, PLACE_ALIAS, rows.places(claims))
    series = await keyed(connection, SERIES, (row for cast in casts for row in _series(cast)))
    changed = [_row(cast, Stored(_article(cast), sources, places, series)) for cast in casts]
    names = changed[0].keys() - {"id"}
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    await connection.execute(
        update(CLAIM).where(CLAIM.c.id == bindparam("old_id")).values(values),
        [{"old_id": row["id"], **{f"new_{name}": row[name] for name in names}} for row in changed],
    )


def _series(cast: Cast) -> Iterator[Row]:
    for claim in (cast.read, cast.curated.claim):
        yield rows.series_row(series_key(claim, rows.told_at(cast.row)))


def _article(cast: Cast) -> Row:
    """What a claim's row tells of its article."""
    return cast.row | {"id": cast.row["article_id"], "reader": cast.base["reader"]}


def _row(cast: Cast, stored: Stored) -> Row:
    """The new row. What curators did not touch stays as it is stored, whatever the rules for names
    have become since."""
    read, curated = (rows.claim_row(claim, stored) for claim in (cast.read, cast.curated.claim))
    changes = {name: value for name, value in curated.items() if value != read[name]}
    if cast.curated.series:
        changes["home_series_id"] = cast.curated.series
    if cast.base["left_open"] and not cast.curated.claim.leaves_open:
        changes["left_open"] = None
    row = {name: cast.base[name] for name in (*curated, *OF_TEXT)} | changes
    apart = changes.keys() - {"series_id", "source_id"}
    return row | {
        "id": cast.row["id"],
        **{name: _where(name, cast.row, row) for name in ("series_id", "source_id")},
        "review": cast.curated.review,
        "as_read": written(cast.base, sorted(apart)) or None,
    }


def _where(name: str, before: Row, row: Row) -> UUID | None:
    """The series or source that it is put to: where its home is the same, it stays where that was
    merged into, and nothing changes."""
    home = f"home_{name}"
    where: UUID | None = before[name] if row[home] == before[home] else row[home]
    return where
