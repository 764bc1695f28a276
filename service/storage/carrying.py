"""Makes what curators did to claims of an article again for its next version.

It is made again for the claims whose quote stands in the same sentence there, as a curation of its
own that tells which one it carries on and can be undone by itself. What was undone is not made
again. Where the sentence is another, it is for curators to look at anew.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from service.curated import Act
from service.curation import AddClaim, Conflict, OfClaim, claims_of, of_others
from service.matching import Known, kept
from service.storage.claims import known
from service.storage.conditions import among
from service.storage.curating import carry_out
from service.storage.planning import Plan, planned
from service.storage.queries import rows_of
from service.storage.recasting import acts_about
from service.storage.saving import Saved
from service.storage.tables import ARTICLE, CLAIM
from service.values import Claim


@dataclass(frozen=True, slots=True)
class _Versions:
    """Articles and claims, and which of those before are which of those now."""

    articles: Mapping[UUID, UUID]
    before: Mapping[UUID, Known]
    same: dict[UUID, UUID]


async def carry(connection: AsyncConnection, saved: Iterable[Saved]) -> None:
    """Make again what holds of the versions that were superseded, in the transaction that stored
    the newer ones. Whoever stores waits for whoever stored before, and curators for both."""
    articles = {each.replaces: each.article_id for each in saved if each.replaces}
    before = await _claims(connection, articles)
    claims = {each.id: each for several in before.values() for each in several}
    if claims and (acts := await acts_about(connection, claims)):
        same = await _same(connection, articles, before)
        versions = _Versions(articles, claims, same)
        for act in acts:
            await _again(connection, act, versions)


async def _claims(
    connection: AsyncConnection, articles: Collection[UUID]
) -> dict[UUID, list[Known]]:
    """The claims of the last reading of each article, in the order of the text."""
    if not articles:
        return {}
    last = CLAIM.c.superseded_at.is_not_distinct_from(ARTICLE.c.superseded_at)
    own = rows_of(CLAIM).join(ARTICLE, ARTICLE.c.id == CLAIM.c.article_id)
    found = await connection.execute(
        own.where(among(CLAIM.c.article_id, articles), last).order_by(
            CLAIM.c.quote_start, CLAIM.c.id
        )
    )
    claims: dict[UUID, list[Known]] = {article: [] for article in articles}
    for row in found.mappings():
        claims[row["article_id"]].append(known(row))
    return claims


async def _same(
    connection: AsyncConnection,
    articles: Mapping[UUID, UUID],
    before: Mapping[UUID, list[Known]],
) -> dict[UUID, UUID]:
    """By the claims before those now that are the same."""
    now = await _claims(connection, articles.values())
    same: dict[UUID, UUID] = {}
    for article, newer in articles.items():
        found = kept(before[article], [each.claim for each in now[newer]])
        same |= {key: now[newer][at].id for at, key in found.items()}
    return same


async def _again(connection: AsyncConnection, act: Act, versions: _Versions) -> None:
    if isinstance(act.asked, AddClaim):
        await _add_again(connection, act, act.asked, versions)
    elif asked := of_others(act.asked, versions.same):
        await _carry_out(connection, act, asked, _plan(asked, act.made))


async def _add_again(
    connection: AsyncConnection, act: Act, asked: AddClaim, versions: _Versions
) -> None:
    """Add the claim anew; where the reader finds it by now, hold what it reads to be what was
    added."""
    (added,) = claims_of(asked, act.made)
    article = versions.articles[asked.article]
    start = await _start(connection, article, versions.before[added].claim)
    if start is None:
        return
    again = asked.model_copy(update={"article": article, "start": start})
    try:
        found = versions.same.get(added)
        plan = _plan(again, found) if found else await planned(connection, again)
    except Conflict:
        # By now these very words are read as part of another sentence.
        return
    versions.same[added] = plan.claims[0]
    await _carry_out(connection, act, again, plan)


async def _start(connection: AsyncConnection, article: UUID, claim: Claim) -> int | None:
    """Where the quote stands in the article; None unless its sentence stands there once."""
    found = await connection.execute(select(ARTICLE.c.text).where(ARTICLE.c.id == article))
    before, *after = str(found.scalar_one()).split(claim.sentence)
    offset = claim.span.start - claim.sentence_span.start
    return len(before) + offset if len(after) == 1 else None


def _plan(asked: OfClaim, made: UUID | None) -> Plan:
    claims = tuple(claims_of(asked, made))
    return Plan(asked.action, claims, claims, made=made)


async def _carry_out(connection: AsyncConnection, act: Act, asked: OfClaim, plan: Plan) -> None:
    await carry_out(connection, replace(plan, carries=act.id), asked)
