"""What is to be changed to take a curation back, and what stands in the way of that."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, select
from sqlalchemy.ext.asyncio import AsyncConnection

from service.curation import Action, Conflict, claims_of, correction
from service.storage.planning import Plan, Values
from service.storage.tables import CURATION, SERIES, SOURCE
from service.undoing import Changed, Step, in_the_way


async def planned_undo(connection: AsyncConnection, undone: UUID) -> Plan | None:
    """The plan; None where there is no such curation. Conflict where it is undone already, or later
    ones changed the same."""
    row = await _curation(connection, undone)
    if row is None:
        return None
    await _refuse_undone(connection, undone)
    await _refuse_changed_since(connection, row)
    first = await _first(connection, row)
    changes = {
        table.name: {
            UUID(key): _values(fields) for key, fields in row["before"][table.name].items()
        }
        for table in (SERIES, SOURCE)
        if table.name in row["before"]
    }
    claims = claims_of(correction(first), first["made"])
    return Plan(Action.UNDO, tuple(row["targets"]), tuple(claims), changes, undoes=undone)


async def _curation(connection: AsyncConnection, key: UUID) -> RowMapping | None:
    found = await connection.execute(select(CURATION).where(CURATION.c.id == key))
    return found.mappings().one_or_none()


async def _first(connection: AsyncConnection, row: RowMapping) -> RowMapping:
    """The correction at the beginning of a chain of those that undo each other."""
    while row["undoes"]:
        found = await connection.execute(select(CURATION).where(CURATION.c.id == row["undoes"]))
        row = found.mappings().one()
    return row


async def _refuse_undone(connection: AsyncConnection, key: UUID) -> None:
    by = select(CURATION.c.id).where(CURATION.c.undoes == key)
    if found := (await connection.execute(by)).scalar_one_or_none():
        raise Conflict(f"curation {key} is undone already, by {found}: undo that to have it back")


async def _refuse_changed_since(connection: AsyncConnection, row: RowMapping) -> None:
    c = CURATION.c
    since = select(CURATION).where(c.id > row["id"], c.targets.overlap(row["targets"]))
    found = (await connection.execute(since.order_by(c.id))).mappings()
    later = [Step(each["id"], each["undoes"], changed_by(each)) for each in found]
    if first := in_the_way(later, changed_by(row)):
        raise Conflict(f"curation {first} has changed the same since: undo that first")


def changed_by(row: RowMapping) -> Changed:
    """The fields that a curation changed."""
    return frozenset(
        (table, key, name)
        for table, rows in row["after"].items()
        for key, fields in rows.items()
        for name in fields
    )


def _values(fields: Mapping[str, Any]) -> Values:
    into = fields.get("merged_into")
    return dict(fields) | ({"merged_into": UUID(into)} if into else {})
