"""The statements by which curators correct what is stored, within a transaction of the caller's.

Curators write alone: those who save wait for them, and they for those who save. So what they look
at stays as it is, and no two of them contradict each other.

Every correction is a plan: rows that get other values, and claims that become what all that
curators did makes of them. What changed is found by looking before and after.
"""

from uuid import UUID

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from service.curation import Asked, Conflict, Correction, Undo, details, refuse_unfit
from service.storage.conditions import among
from service.storage.planning import Plan, planned
from service.storage.recasting import recast
from service.storage.saving import CURATING, follow_merges
from service.storage.snapshots import Seen, difference, seen
from service.storage.tables import CLAIM, CURATION, SERIES, SOURCE
from service.storage.tallies import recount
from service.storage.undoing import changed_by, planned_undo

TABLES = {table.name: table for table in (SERIES, SOURCE)}


async def curate(connection: AsyncConnection, asked: Correction) -> UUID:
    """Make the correction; its id. Raises Unfit, Conflict and Unmergeable."""
    refuse_unfit(asked)
    await alone(connection)
    return await carry_out(connection, await planned(connection, asked), asked)


async def undo(connection: AsyncConnection, undone: UUID, asked: Undo) -> UUID | None:
    """Take a curation back; the id of the one that does, None where there is none to undo. Raises
    Conflict."""
    await alone(connection)
    plan = await planned_undo(connection, undone)
    if plan is None:
        return None
    made = await carry_out(connection, plan, asked)
    await _refuse_chains(connection, {undone, made})
    return made


async def alone(connection: AsyncConnection) -> None:
    """Wait for all who write, and have them wait."""
    await connection.execute(select(func.pg_advisory_xact_lock(CURATING)))


async def carry_out(connection: AsyncConnection, plan: Plan, asked: Asked) -> UUID:
    """Change what is planned; the id of the curation that tells of it. Raises Conflict where
    nothing would change, unless it takes back another or makes it again."""
    watched = plan.touched
    before = await seen(connection, watched)
    # The claims become what all that is noted makes of them.
    noted = await _note(connection, plan, asked)
    await _change(connection, plan)
    await recast(connection, plan.claims)
    after = await seen(connection, watched)
    was, become = difference(before, after)
    if not (become or plan.undoes or plan.carries):
        raise Conflict("that is so already: nothing would change")
    await _follow(connection, was, become)
    await recount(connection, belongings(before) | belongings(after))
    await _settle(connection, noted, watched | belongings(was) | belongings(become), was, become)
    return noted


async def _note(connection: AsyncConnection, plan: Plan, asked: Asked) -> UUID:
    row = {
        "action": plan.action,
        "who": asked.who,
        "why": asked.why,
        "made_at": func.recorded_now(),
        "targets": list(plan.claims),
        "asked": details(asked),
        "made": plan.made,
        "before": {},
        "after": {},
        "undoes": plan.undoes,
        "carries": plan.carries,
    }
    noted = await connection.execute(insert(CURATION).values(row).returning(CURATION.c.id))
    return UUID(str(noted.scalar_one()))


async def _change(connection: AsyncConnection, plan: Plan) -> None:
    for name, rows in plan.changes.items():
        table = TABLES[name]
        for key, values in rows.items():
            await connection.execute(update(table).where(table.c.id == key).values(**values))


async def _follow(connection: AsyncConnection, was: Seen, become: Seen) -> None:
    """Put claims where their series and sources are, where one was merged or no longer is."""
    if ids := belongings(_merged(was)) | belongings(_merged(become)):
        c = CLAIM.c
        await follow_merges(connection, or_(among(c.series_id, ids), among(c.source_id, ids)))


def _merged(rows: Seen) -> Seen:
    return {
        table: {key: fields for key, fields in several.items() if "merged_into" in fields}
        for table, several in rows.items()
    }


async def _settle(
    connection: AsyncConnection, noted: UUID, targets: set[UUID], was: Seen, become: Seen
) -> None:
    row = {"targets": sorted(targets), "before": was, "after": become}
    await connection.execute(update(CURATION).where(CURATION.c.id == noted).values(row))


def belongings(rows: Seen) -> set[UUID]:
    """Ids of the series and sources that are there, that claims belong to, and that others were
    merged into."""
    named = ("series_id", "source_id", "merged_into")
    values = (
        fields.get(name) for each in rows.values() for fields in each.values() for name in named
    )
    own = (key for name in TABLES for key in rows.get(name, {}))
    return {UUID(key) for key in (*values, *own) if key}


async def _refuse_chains(connection: AsyncConnection, apart: set[UUID]) -> None:
    """Raise Conflict where something is merged now into what was itself merged since."""
    for table in TABLES.values():
        one, other = table.alias("one").c, table.alias("other").c
        merged = select(one.id, other.id).where(
            one.merged_into == other.id, other.merged_into.is_not(None)
        )
        if chain := (await connection.execute(merged)).first():
            raise Conflict(await _culprit(connection, table.name, list(chain), apart))


async def _culprit(
    connection: AsyncConnection, table: str, chain: list[UUID], apart: set[UUID]
) -> str:
    c = CURATION.c
    about = select(CURATION).where(c.targets.overlap(chain), c.id.not_in(apart))
    found = (await connection.execute(about.order_by(c.id.desc()))).mappings()
    keys = {(table, str(key), "merged_into") for key in chain}
    newest = next(row["id"] for row in found if not keys.isdisjoint(changed_by(row)))
    return f"curation {newest} has merged one of them since: undo that first"
