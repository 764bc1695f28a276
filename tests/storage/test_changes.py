"""The feed tells each change once, in the order in which it was recorded."""

import asyncio
import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from service.changes import Change, ChangeKind, FieldChange
from service.storage import since
from service.storage.filters import ChangesFilter
from service.storage.page import encode_cursor
from service.storage.store import Store
from service.values import Metric
from tests.conftest import execute
from tests.storage.readings import SENTENCE, claim, reading
from tests.storage.test_past import COUNT, HANDS, SAVES, new_store, now

CHANGED = SENTENCE + " It gave no source."
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


async def told(store: Store, **asked: Any) -> list[Change]:
    return await store.changes(ChangesFilter(**({"limit": 1000} | asked)))


def kinds(changes: list[Change]) -> list[str]:
    return [change.kind.value for change in changes]


async def test_nothing_has_changed_where_nothing_is_stored(store: Store) -> None:
    assert await told(store) == []


async def test_what_is_new_is_told_with_the_moment_that_it_was_recorded(store: Store) -> None:
    saved = await store.save(reading())
    found = await told(store)
    assert kinds(found) == ["claim.recorded", "series.recorded", "source.recorded"]
    article = json.loads(await store.article(saved.article_id) or b"null")
    (stored,) = article["claims"]
    assert {change.at for change in found} == {datetime.fromisoformat(article["recorded_at"])}
    assert found[0] == Change(
        at=found[0].at,
        kind=ChangeKind.CLAIM_RECORDED,
        id=UUID(stored["id"]),
        words=SENTENCE,
        series_id=UUID(stored["series_id"]),
        fields=(),
    )
    assert (found[1].id, found[1].series_id) == (found[0].series_id, found[0].series_id)
    assert (found[2].words, found[2].series_id) == ("Kyiv", None)


async def test_a_new_version_supersedes_the_claims_and_tells_new_ones(
    store: Store, database_url: str
) -> None:
    await store.save(reading())
    then = now(database_url)
    await store.save(reading(text=CHANGED))
    found = await told(store, since=then.isoformat())
    assert sorted(kinds(found)) == ["claim.recorded", "claim.superseded"]
    superseded = next(each for each in found if each.kind is ChangeKind.CLAIM_SUPERSEDED)
    (field,) = superseded.fields
    assert (field.field, field.before) == ("superseded_at", None)
    assert datetime.fromisoformat(field.after) == superseded.at


@pytest.mark.parametrize(
    ("change", "kind", "words", "fields"),
    [
        (
            "UPDATE claim SET metric = 'missing', confidence = 0.25, quote_start = quote_start",
            "claim.changed",
            SENTENCE,
            (
                FieldChange("confidence", None, Decimal("0.25")),
                FieldChange("metric", "casualties", "missing"),
            ),
        ),
        (
            "UPDATE claim SET low = 700000.50",
            "claim.changed",
            SENTENCE,
            (FieldChange("low", 700_000, Decimal("700000.50")),),
        ),
        (
            "UPDATE source SET name = 'Kiev'",
            "source.changed",
            "Kyiv",
            (FieldChange("name", "Kyiv", "Kiev"),),
        ),
        ("DELETE FROM claim", "claim.removed", SENTENCE, ()),
    ],
)
async def test_what_is_changed_is_told_with_what_was_there_before(
    store: Store,
    database_url: str,
    change: str,
    kind: str,
    words: str,
    fields: tuple[FieldChange, ...],
) -> None:
    await store.save(reading())
    then = now(database_url)
    execute(database_url, change)
    (found,) = await told(store, since=then.isoformat())
    assert (found.kind.value, found.words, found.fields) == (kind, words, fields)
    assert found.at == now(database_url)


async def test_counting_is_no_change(store: Store) -> None:
    for number in range(3):
        await store.save(reading(url=f"u:{number}"))
    assert kinds(await told(store)) == [
        "claim.recorded",
        "series.recorded",
        "source.recorded",
        "claim.recorded",
        "claim.recorded",
    ]


async def test_as_of_a_time_only_what_had_been_recorded_is_told(
    store: Store, database_url: str
) -> None:
    await store.save(reading())
    before, then = await told(store), now(database_url)
    execute(database_url, "UPDATE source SET name = 'Kiev'")
    await store.save(reading(text=CHANGED))
    assert await told(store, as_of=then) == before
    assert len(await told(store)) == len(before) + 3


async def test_a_day_is_told_from_its_beginning(store: Store) -> None:
    await store.save(reading())
    today = datetime.now(UTC).date()
    assert len(await told(store, since=today.isoformat())) == 3


async def page_by_page(store: Store, limit: int) -> list[Change]:
    found: list[Change] = []
    cursor = None
    while page := await told(store, since=cursor, limit=limit):
        assert len(page) <= limit
        found += page
        cursor = since.cursor(since.position(page[-1]))
    return found


@given(
    st.lists(st.one_of(SAVES, HANDS.map(lambda hand: f"{hand}; {COUNT}")), max_size=6),
    st.integers(1, 4),
)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_pages_of_any_size_are_the_whole_feed_and_nothing_is_told_twice(
    server_url: str, template: str, steps: list[Any], limit: int
) -> None:
    async def held() -> None:
        async with new_store(server_url, template) as (store, url):
            heard: list[Change] = []
            for step in steps:
                if isinstance(step, str):
                    execute(url, step)
                else:
                    await store.save(step)
                cursor = since.cursor(since.position(heard[-1])) if heard else None
                heard += await told(store, since=cursor)
            whole = await told(store)
            assert heard == whole == await page_by_page(store, limit)
            assert len({(each.at, each.noun, each.id) for each in whole}) == len(whole)

    asyncio.run(held())


async def test_what_is_written_at_once_is_heard_without_a_gap(store: Store) -> None:
    heard: list[Change] = []

    async def write(writer: int) -> None:
        for number in range(5):
            await store.save(reading(claim(metric=Metric.KILLED), url=f"u:{writer} {number}"))

    async def listen(writers: asyncio.Future[Any]) -> None:
        last = False
        while not last:
            last = writers.done()
            cursor = since.cursor(since.position(heard[-1])) if heard else None
            heard.extend(await told(store, since=cursor, limit=3 if not last else 1000))

    writers = asyncio.gather(*(write(writer) for writer in range(6)))
    await asyncio.gather(writers, listen(writers))
    assert heard == await told(store)
    assert kinds(heard).count("claim.recorded") == 30


@pytest.mark.parametrize(
    "given_since",
    [
        "then",
        "2025-01-05T08:00:00",
        "2025-02-30",
        "20250105",
        encode_cursor("claim ordered_at", ("a", "b")),
        encode_cursor("changes", ("a", "b")),
        encode_cursor("changes", ("then", "claim", "")),
        encode_cursor("changes", ("2025-01-05T08:00:00", "claim", "")),
        encode_cursor("changes", ("2025-01-05T08:00:00+00:00", "claim", "1")),
    ],
)
def test_no_other_since_is_taken(given_since: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ChangesFilter(since=given_since)
    assert refused.value.errors()[0]["loc"] == ("since",)
