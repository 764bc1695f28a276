"""The feed of what changed over HTTP: page by page, and as it happens."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from service.api import feed, watch
from service.api.schemas import ChangePage
from service.storage.store import POOL_SIZE, DatabaseAway
from tests.api.conftest import served
from tests.conftest import execute

EVENTS = {"Accept": "text/event-stream"}


def post(client: httpx.Client, text: str, url: str | None = None) -> str:
    document = {"text": text, "url": url or f"https://example.org/{text[:2]}"}
    response = client.post("/v1/articles", json=document)
    assert response.status_code == 201
    return str(response.json()["recorded_at"])


def told(client: httpx.Client, **asked: Any) -> dict[str, Any]:
    response = client.get("/v1/changes", params=asked)
    assert response.status_code == 200
    ChangePage.model_validate_json(response.content, strict=True)
    found: dict[str, Any] = response.json()
    return found


@pytest.fixture(scope="module", autouse=True)
def first(client: httpx.Client) -> str:
    """When the first article was stored."""
    return post(client, "12 killed and 13 killed", "https://example.org/toll")


def test_what_is_recorded_is_told_with_links_to_it(client: httpx.Client, first: str) -> None:
    claim, *_ = told(client)["items"]
    assert (claim["kind"], claim["at"], claim["fields"]) == ("claim.recorded", first, [])
    found = client.get(claim["link"])
    assert found.json()["id"] == claim["id"]
    assert found.json()["sentence"] == claim["words"]
    revisions = client.get(claim["revisions"]).json()["items"]
    assert claim["id"] in [each["claim_id"] for each in revisions]


def test_the_last_page_says_how_to_go_on(client: httpx.Client) -> None:
    page = told(client, limit=1000)
    assert page["next"] == page["items"][-1]["cursor"]
    after = told(client, since=page["next"])
    assert after == {"items": [], "next": page["next"]}
    at = post(client, "14 killed")
    (claim,) = told(client, since=page["next"])["items"]
    assert (claim["kind"], claim["at"]) == ("claim.recorded", at)


def test_pages_are_the_whole_feed(client: httpx.Client) -> None:
    post(client, "12 killed", "https://example.org/toll")
    whole = told(client, limit=1000)
    found, cursor = [], told(client, limit=1)["items"][0]["cursor"]
    found = told(client, limit=1)["items"]
    while page := told(client, limit=2, since=cursor)["items"]:
        found += page
        cursor = page[-1]["cursor"]
    assert found == whole["items"]
    assert len(found) > 4


def test_an_empty_feed_has_a_next_too(client: httpx.Client) -> None:
    page = told(client, as_of="2020-01-01")
    assert page["items"] == []
    assert told(client, since=page["next"])["items"] == told(client)["items"]


def test_a_change_by_hand_is_told_with_what_was_there_before(
    client: httpx.Client, module_database_url: str
) -> None:
    since = told(client, limit=1000)["next"]
    execute(module_database_url, "UPDATE series SET title = 'Another', basis = 'level'")
    (change,) = told(client, since=since)["items"]
    assert change["kind"] == "series.changed"
    fields = {each["field"]: each["after"] for each in change["fields"]}
    assert fields == {"title": "Another", "basis": "level"}
    assert client.get(change["link"]).json()["title"] == "Another"


def test_what_was_removed_links_to_what_it_was(
    client: httpx.Client, module_database_url: str
) -> None:
    post(client, "77 killed")
    since = told(client, limit=1000)["next"]
    execute(module_database_url, "DELETE FROM claim WHERE low = 77")
    (change,) = told(client, since=since)["items"]
    assert change["kind"] == "claim.removed"
    assert client.get(change["link"]).json()["low"] == 77
    assert client.get(f"/v1/claims/{change['id']}").status_code == 404


@pytest.mark.parametrize("since", ["then", "2025-01-05T08:00:00", "WyJhIl0", ""])
def test_no_other_since_is_taken(client: httpx.Client, since: str) -> None:
    response = client.get("/v1/changes", params={"since": since})
    assert response.status_code == 422
    assert {fault["parameter"] for fault in response.json()["errors"]} == {"since"}
    heard = client.get("/v1/changes", headers=EVENTS | {"Last-Event-ID": since or "?"})
    assert heard.status_code == 422


def test_no_other_form_is_offered(client: httpx.Client) -> None:
    response = client.get("/v1/changes", headers={"Accept": "text/csv"})
    assert response.status_code == 406
    assert "application/json or text/event-stream" in response.json()["detail"]


@contextmanager
def listening(
    client: httpx.Client, heard: str | None = None, **asked: Any
) -> Iterator[Iterator[dict[str, str]]]:
    """The events of a stream, each by its fields; of a comment only that."""
    headers = EVENTS | ({"Last-Event-ID": heard} if heard else {})
    with client.stream("GET", "/v1/changes", params=asked, headers=headers) as response:
        assert response.status_code == 200
        assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert response.headers["cache-control"] == "no-cache"
        yield events(response)


def events(response: httpx.Response) -> Iterator[dict[str, str]]:
    event: dict[str, str] = {}
    for line in response.iter_lines():
        if line:
            name, _, value = line.partition(": ")
            event[name or "comment"] = value
        else:
            yield event
            event = {}


def test_events_are_the_feed_and_what_is_new_follows(client: httpx.Client) -> None:
    whole = told(client, limit=1000)["items"]
    with listening(client, limit=2) as stream:
        heard = [next(stream) for _ in whole]
        assert [json.loads(event["data"]) for event in heard] == whole
        assert [event["id"] for event in heard] == [each["cursor"] for each in whole]
        assert [event["event"] for event in heard] == [each["kind"] for each in whole]
        at = post(client, "21 killed")
        assert json.loads(next(stream)["data"])["at"] == at


def test_a_client_that_comes_back_goes_on_after_what_it_heard(client: httpx.Client) -> None:
    first, second, *_ = told(client)["items"]
    with listening(client, heard=first["cursor"], since="2020-01-01") as stream:
        assert json.loads(next(stream)["data"]) == second


def test_a_stream_as_of_a_time_ends(client: httpx.Client, first: str) -> None:
    headers, asked = {"Accept": "text/event-stream"}, {"as_of": first}
    heard = client.get("/v1/changes", params=asked, headers=headers)
    assert heard.text.count("event: ") == len(told(client, as_of=first)["items"]) == 3


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signs of life that a test can wait for."""
    monkeypatch.setattr(watch, "HEARTBEAT_SECONDS", 0.05)
    monkeypatch.setattr(watch, "POLL_SECONDS", 0.01)


@pytest.mark.usefixtures("quick")
def test_who_hears_nothing_for_long_is_sent_a_sign_of_life(database_url: str) -> None:
    with served(database_url) as client, listening(client) as stream:
        assert [next(stream) for _ in range(3)] == [{"comment": "ping"}] * 3


def test_who_waits_holds_no_connection_to_the_database(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "HEARTBEAT_SECONDS", 1)
    with served(database_url) as client, ExitStack() as stack:
        listeners = POOL_SIZE + 4
        streams = [stack.enter_context(listening(client)) for _ in range(listeners)]
        for stream in streams:
            assert next(stream) == {"comment": "ping"}
        at = post(client, "21 killed")
        for stream in streams:
            heard = next(event for event in stream if "data" in event)
            assert json.loads(heard["data"])["at"] == at


async def told_by(clock: list[datetime]) -> datetime:
    return clock[0]


EARLY, LATE = datetime(2025, 1, 5, tzinfo=UTC), datetime(2025, 1, 6, tzinfo=UTC)


@pytest.mark.usefixtures("quick")
async def test_the_database_is_asked_for_all_and_only_while_somebody_waits() -> None:
    asked = 0
    clock = EARLY

    async def tell() -> datetime:
        nonlocal asked
        asked += 1
        return clock

    watching = watch.Watch(tell)
    running = asyncio.create_task(watching.run())
    await asyncio.sleep(0.05)
    assert asked == 0
    assert await watching.news(None)
    assert not await watching.news(watching.heard)
    waiting = [asyncio.create_task(watching.news(watching.heard)) for _ in range(9)]
    await asyncio.sleep(0)
    clock = LATE
    assert await asyncio.gather(*waiting) == [True] * 9
    assert watching.heard == LATE
    running.cancel()


@pytest.mark.usefixtures("quick")
async def test_a_client_that_leaves_waits_no_more() -> None:
    answers = [EARLY]
    watching = watch.Watch(lambda: told_by(answers))
    waiting = asyncio.create_task(watching.news(None))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    running = asyncio.create_task(watching.run())
    await asyncio.sleep(0.05)
    assert watching.heard is None
    running.cancel()


@pytest.mark.usefixtures("quick")
async def test_a_database_that_is_away_is_asked_again() -> None:
    answers: list[datetime | None] = [EARLY, None, None]

    async def tell() -> datetime:
        answer = answers.pop()
        if answer is None:
            raise DatabaseAway("gone")
        return answer

    watching = watch.Watch(tell)
    running = asyncio.create_task(watching.run())
    assert await watching.news(None)
    assert watching.heard == EARLY
    running.cancel()


async def test_who_listens_is_sent_away_when_the_database_is() -> None:
    async def gone(_: str) -> feed.Told:
        raise DatabaseAway("gone")

    watching = watch.Watch(lambda: told_by([EARLY]))
    watching.heard = EARLY
    assert [event async for event in feed.stream(feed.Told((), "a"), gone, watching, False)] == []
