"""What curators change, as it looks at a moment."""

import json
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from service.storage import items, queries
from service.storage.conditions import among
from service.storage.tables import CLAIM, SERIES, SOURCE

Seen = dict[str, dict[str, dict[str, Any]]]
"""By table and id the fields, as JSON has them."""

CHANGEABLE = {
    SERIES: ("title", "merged_into"),
    SOURCE: ("name", "met_as", "kind", "country", "side", "merged_into"),
}
"""What curators may change of rows other than claims."""
FOLLOWS = {"corrected"}
"""Fields that tell of others."""


async def seen(connection: AsyncConnection, ids: Collection[UUID]) -> Seen:
    """The claims, series and sources with these ids."""
    found = {CLAIM.name: await _claims(connection, ids)}
    for table, names in CHANGEABLE.items():
        columns = (table.c.id, *(table.c[name] for name in names))
        rows = await connection.execute(select(*columns).where(among(table.c.id, ids)))
        found[table.name] = {str(row["id"]): _fields(row, names) for row in rows.mappings()}
    return found


async def _claims(connection: AsyncConnection, ids: Collection[UUID]) -> dict[str, dict[str, Any]]:
    statement = queries.as_json(items.claims().where(among(CLAIM.c.id, ids)))
    found: Sequence[Any] = (await connection.execute(statement)).all()
    several = (json.loads(row) for (row,) in found)
    return {claim["id"]: claim for claim in several}


def _fields(row: Any, names: Collection[str]) -> dict[str, Any]:
    return {name: row[name] and str(row[name]) for name in names}


def difference(before: Seen, after: Seen) -> tuple[Seen, Seen]:
    """The fields that are not the same before and after, as they were and as they are."""
    was: Seen = {}
    become: Seen = {}
    for table, rows in before.items():
        for key, fields in rows.items():
            now = after[table][key]
            changed = [name for name in fields.keys() - FOLLOWS if fields[name] != now[name]]
            if changed:
                was.setdefault(table, {})[key] = {name: fields[name] for name in sorted(changed)}
                become.setdefault(table, {})[key] = {name: now[name] for name in sorted(changed)}
    return was, become
