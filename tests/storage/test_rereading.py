"""A newer reading takes the place of the one before, but for what curators made of it."""

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from service import figures
from service.curation import Undo, correction
from service.storage.filters import ChangesFilter, ClaimFilter, SourceFilter
from service.storage.rereading import Changes
from service.storage.store import Store
from service.values import (
    Amount,
    Basis,
    Claim,
    Hedge,
    Metric,
    Period,
    Population,
    Reading,
    Source,
    SourceKind,
)
from tests.storage.counting import counted, kept
from tests.storage.readings import SENTENCE, claim, reading, spanned

NEWER = "test 2"
WHO = {"who": "Ada", "why": "The words say so."}
LOST = claim()
SOLDIERS = claim(
    quote="Russian",
    span=spanned("Russian"),
    metric=Metric.TROOPS,
    amount=Amount(Decimal(1), Decimal(1)),
)


def ask(action: str, **fields: Any) -> Any:
    return correction({"action": action, **WHO, "asked": fields})


async def stored(store: Store, *claims: Claim) -> UUID:
    return (await store.save(reading(*(claims or (LOST, SOLDIERS))))).article_id


async def reread(store: Store, article: UUID, *claims: Claim) -> Changes:
    return await store.reread({article: Reading(reading().article, claims, NEWER)})


async def claims(store: Store, **asked: Any) -> dict[str, dict[str, Any]]:
    """By quote."""
    found = json.loads((await store.claims(ClaimFilter(**asked))).items)
    return {each["quote"]: each for each in found}


async def test_a_claim_that_is_read_again_keeps_its_id_and_takes_what_is_read_now(
    store: Store, database_url: str
) -> None:
    article = await stored(store)
    before = await claims(store)
    changes = await reread(store, article, replace(LOST, metric=Metric.KILLED), SOLDIERS)
    after = await claims(store)
    assert changes == Changes(again=2)
    assert after[LOST.quote]["id"] == before[LOST.quote]["id"]
    assert (after[LOST.quote]["metric"], after[LOST.quote]["reader"]) == ("killed", NEWER)
    assert after[LOST.quote]["series_id"] != before[LOST.quote]["series_id"]
    assert json.loads(await store.article(article) or b"")["reader"] == NEWER
    assert kept(database_url) == counted(database_url)


async def test_a_quote_that_is_read_longer_or_shorter_is_the_same(store: Store) -> None:
    article = await stored(store)
    before = await claims(store)
    shorter = replace(LOST, quote="700,000", span=spanned("700,000"))
    assert await reread(store, article, shorter, SOLDIERS) == Changes(again=2)
    assert (await claims(store))["700,000"]["id"] == before[LOST.quote]["id"]


async def test_another_amount_in_words_that_overlap_is_another_claim(store: Store) -> None:
    article = await stored(store)
    other = replace(
        LOST, quote="700,000", span=spanned("700,000"), amount=Amount(Decimal(7), Decimal(7))
    )
    assert await reread(store, article, other, SOLDIERS) == Changes(again=1, new=1, gone=1)


async def test_what_is_not_found_any_more_is_superseded_and_stays_readable(
    store: Store, database_url: str
) -> None:
    article = await stored(store)
    before = await claims(store)
    assert await reread(store, article, LOST) == Changes(again=1, gone=1)
    assert set(await claims(store)) == {LOST.quote}
    gone = (await claims(store, superseded=True))[SOLDIERS.quote]
    assert gone["id"] == before[SOLDIERS.quote]["id"]
    assert (gone["superseded"], gone["reader"]) == (True, "test 1")
    whole = json.loads(await store.article(article) or b"")
    assert [each["quote"] for each in whole["claims"]] == [LOST.quote]
    assert (whole["superseded"], whole["claim_count"]) == (False, 1)
    assert kept(database_url) == counted(database_url)


async def test_a_newer_version_supersedes_what_was_read_last(
    store: Store, database_url: str
) -> None:
    article = await stored(store)
    await reread(store, article, LOST)
    await store.save(reading(LOST, text=SENTENCE + "!"))
    assert kept(database_url) == counted(database_url)
    whole = json.loads(await store.article(article) or b"")
    assert [each["quote"] for each in whole["claims"]] == [LOST.quote]


async def test_an_article_that_was_superseded_meanwhile_is_left_alone(store: Store) -> None:
    article = await stored(store)
    await store.save(reading(LOST, text=SENTENCE + "!"))
    assert await reread(store, article, LOST) == Changes()
    assert json.loads(await store.article(article) or b"")["reader"] == "test 1"


CURATED = {
    "accept": lambda of: ask("accept_claim", claim=of["id"]),
    "correct": lambda of: ask("correct_claim", claim=of["id"], fields={"metric": "missing"}),
    "reject": lambda of: ask("reject_claim", claim=of["id"]),
}


@pytest.mark.parametrize("name", CURATED)
async def test_what_a_curator_did_stays_where_the_claim_is_not_found_any_more(
    store: Store, database_url: str, name: str
) -> None:
    article = await stored(store)
    made = CURATED[name]((await claims(store))[SOLDIERS.quote])
    await store.curate(made)
    before = json.loads(await store.claim(made.claim) or b"")
    assert await reread(store, article, LOST) == Changes(again=1, left=1)
    assert json.loads(await store.claim(made.claim) or b"") == before
    assert kept(database_url) == counted(database_url)


async def test_a_correction_lies_over_what_a_newer_reader_reads(
    store: Store, database_url: str
) -> None:
    article = await stored(store)
    key = (await claims(store))[LOST.quote]["id"]
    made = await store.curate(
        ask("correct_claim", claim=key, fields={"metric": "missing", "source": None})
    )
    newer = replace(
        LOST,
        metric=Metric.KILLED,
        population=Population("officer", "RU"),
        item=None,
        item_span=None,
    )
    assert await reread(store, article, newer, SOLDIERS) == Changes(again=2)
    corrected = (await claims(store))[LOST.quote]
    assert (corrected["id"], corrected["metric"]) == (key, "missing")
    assert (corrected["source"], corrected["population"]) == (None, "officer")
    series = json.loads(await store.series(UUID(corrected["series_id"])) or b"")
    assert (series["metric"], series["population"]) == ("missing", "officer")
    await store.undo(made, Undo(**WHO))
    undone = (await claims(store))[LOST.quote]
    assert (undone["metric"], undone["source"], undone["corrected"]) == ("killed", "Kyiv", False)
    assert kept(database_url) == counted(database_url)


async def test_a_rejected_claim_is_not_read_again(store: Store, database_url: str) -> None:
    article = await stored(store)
    key = (await claims(store))[LOST.quote]["id"]
    made = await store.curate(ask("reject_claim", claim=key))
    newer = replace(LOST, metric=Metric.KILLED)
    assert await reread(store, article, newer, SOLDIERS) == Changes(again=2)
    assert set(await claims(store)) == {SOLDIERS.quote}
    assert kept(database_url) == counted(database_url)
    await store.undo(made, Undo(**WHO))
    assert (await claims(store))[LOST.quote]["metric"] == "killed"


async def test_a_claim_that_was_added_stays_and_is_known_when_it_is_read(
    store: Store, database_url: str
) -> None:
    article = await stored(store, LOST)
    fields = {"amount": {"low": 2, "high": 2}, "metric": "missing"}
    made = await store.curate(
        ask("add_claim", article=str(article), quote="Russian", fields=fields)
    )
    added = (await claims(store))["Russian"]
    assert await reread(store, article, LOST) == Changes(again=1, left=1)
    assert await reread(store, article, LOST, SOLDIERS) == Changes(again=2)
    known = (await claims(store))["Russian"]
    assert (known["id"], known["reader"], known["review"]) == (added["id"], NEWER, "accepted")
    assert (known["metric"], known["low"], known["population"]) == ("missing", 2, "soldier")
    assert kept(database_url) == counted(database_url)
    await store.undo(made, Undo(**WHO))
    read = (await claims(store))["Russian"]
    assert (read["metric"], read["low"], read["review"]) == ("troops", 1, None)


async def test_a_claim_that_was_moved_stays_where_it_was_put(
    store: Store, database_url: str
) -> None:
    article = await stored(store)
    other = claim(population=Population("officer", "RU"))
    await store.save(reading(other, url="u:2"))
    found = await claims(store, population="officer")
    key = (await claims(store, article=article))[LOST.quote]["id"]
    series = found[LOST.quote]["series_id"]
    await store.curate(ask("move_claim", claim=key, series=series))
    vague = replace(LOST, amount=Amount(Decimal(700_000), None, Hedge.AT_LEAST))
    await reread(store, article, vague, SOLDIERS)
    moved = (await claims(store, article=article))[LOST.quote]
    assert (moved["series_id"], moved["hedge"]) == (series, "at_least")
    assert kept(database_url) == counted(database_url)


async def test_what_is_read_anew_follows_what_was_merged(store: Store, database_url: str) -> None:
    article = await stored(store)
    other = claim(population=Population("officer", "RU"))
    await store.save(reading(other, url="u:2"))
    into = (await claims(store, article=article))[LOST.quote]["series_id"]
    goes = (await claims(store, population="officer"))[LOST.quote]["series_id"]
    await store.curate(ask("merge_series", **{"from": goes, "into": into}))
    await reread(store, article, other, replace(SOLDIERS, population=Population("officer", "RU")))
    assert (await claims(store, article=article))[LOST.quote]["series_id"] == into
    assert kept(database_url) == counted(database_url)


async def test_only_current_articles_of_other_readers_are_to_be_read_anew(store: Store) -> None:
    first = await stored(store)
    second = (await store.save(reading(LOST, text=SENTENCE + "!"))).article_id
    third = (await store.save(reading(LOST, url="u:3"))).article_id
    await store.reread({third: Reading(reading().article, (LOST,), NEWER)})
    assert first not in await store.to_reread(None, None, 9)
    assert list(await store.to_reread(NEWER, None, 9)) == [second]
    assert list(await store.to_reread(None, None, 9)) == [second, third]
    assert list(await store.to_reread(None, second, 9)) == [third]
    assert (await store.outdated(NEWER), await store.outdated(None)) == (1, 2)
    (found,) = (await store.to_reread(NEWER, None, 9)).values()
    assert found == reading(text=SENTENCE + "!").article


async def test_what_came_as_rows_is_no_text_to_read(store: Store) -> None:
    row = {"source": "The Harbour Board", "date": "2024-03-05", "metric": "missing", "value": 7}
    await store.save(figures.reading(figures.FigureRow.model_validate(row)))
    assert await store.outdated(None) == 0
    assert await store.to_reread(None, None, 10) == {}


MIDNIGHT = datetime(2024, 12, 8, tzinfo=timezone(timedelta(hours=2)))
"""In Kyiv; in UTC it is still the day before."""
INCIDENT = claim(period=Period(basis=Basis.INCIDENT))


async def test_the_day_of_publication_is_that_of_the_clock_it_was_told_by(store: Store) -> None:
    saved = await store.save(reading(INCIDENT, published_at=MIDNIGHT))
    ((_, article),) = (await store.to_reread(None, None, 10)).items()
    assert (article.published_at, article.published_at and article.published_at.date()) == (
        MIDNIGHT, MIDNIGHT.date(),
    )  # fmt: skip
    before = await claims(store)
    await store.reread({saved.article_id: Reading(article, (INCIDENT,), NEWER)})
    await store.curate(
        ask("correct_claim", claim=before[LOST.quote]["id"], fields={"metric": "killed"})
    )
    found = await claims(store)
    key = json.loads(await store.series(UUID(found[LOST.quote]["series_id"])) or b"")["key"]
    assert "period=2024-12-08" in key


async def test_what_is_read_as_before_is_no_change_where_its_source_was_merged(
    store: Store,
) -> None:
    article = await stored(store)
    other = claim(source=Source("Moscow", SourceKind.GOVERNMENT, "RU"))
    await store.save(reading(other, url="https://example.org/other"))
    one, two = json.loads((await store.sources(SourceFilter())).items)
    await store.curate(correction({"action": "merge_sources", **WHO, "asked": {
        "from": one["id"], "into": two["id"]}}))  # fmt: skip
    before = await store.changes(ChangesFilter(limit=1000))
    await store.reread({article: Reading(reading().article, (LOST, SOLDIERS), "test 1")})
    assert await store.changes(ChangesFilter(limit=1000)) == before
