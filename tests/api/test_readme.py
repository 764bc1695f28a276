"""README shows what the service really answers about the samples."""

import asyncio
import json
import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.main import get_command

from service.cli import SAMPLES, app
from service.documents import to_article
from service.extraction import extract
from service.files import entries
from service.readers import trained
from service.settings import Settings
from service.storage.store import Store
from tests.api.conftest import served
from tests.conftest import fresh_database

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
ADDRESS = "http://127.0.0.1:8000"
COMMANDS = [
    f"curl{each}"
    for block in re.findall(r"(?m)(?:^    .*\n)+", README)
    for each in re.split(r"(?m)^    curl", block)[1:]
]
NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty"
).split()
STATED = {
    "exact": "exactly {low:,}",
    "about": "about {low:,}",
    "more_than": "more than {low:,}",
    "less_than": "less than {high:,}",
    "at_least": "{low:,} or more",
    "between": "{low:,} to {high:,}",
}


@pytest.fixture(scope="module")
def sampled(server_url: str, template: str) -> Iterator[httpx.Client]:
    """A client of a service that holds the samples."""
    documents = [entry.document for entry in entries(str(SAMPLES))]

    async def save(url: str) -> None:
        async with Store(url) as store:
            await store.save_many([extract(to_article(each)) for each in documents])

    with fresh_database(server_url, template) as url:
        asyncio.run(save(url))
        with served(url, trained, read_timeout=60) as client:
            yield client


@pytest.fixture(scope="module")
def series_id(sampled: httpx.Client) -> str:
    return str(first(sampled, next(each for each in COMMANDS if "/v1/series?" in each))["id"])


@pytest.fixture(scope="module")
def comparison(sampled: httpx.Client, series_id: str) -> dict[str, Any]:
    command = next(each for each in COMMANDS if "/comparison?at=" in each)
    return dict(ask(sampled, command.replace("SERIES_ID", series_id)).json())


def first(client: httpx.Client, command: str) -> dict[str, Any]:
    return dict(ask(client, command).json()["items"][0])


def ask(client: httpx.Client, command: str) -> httpx.Response:
    """What curl is told to ask for; of a stream its beginning."""
    now = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    words = shlex.split(command.replace("$(date -u +%FT%TZ)", now))
    (url,) = (word for word in words if word.startswith(ADDRESS))
    given = dict(pairwise(words))
    headers = dict([given["-H"].split(": ", 1)]) if "-H" in given else {}
    method = "POST" if "-d" in given else "GET"
    path = url.removeprefix(ADDRESS)
    with client.stream(method, path, content=given.get("-d"), headers=headers) as response:
        if "text/event-stream" not in response.headers["content-type"]:
            response.read()
    return response


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.split(ADDRESS)[1][:60])
def test_every_request_is_answered(sampled: httpx.Client, series_id: str, command: str) -> None:
    claim = first(sampled, f"curl '{ADDRESS}/v1/claims?metric=troops&limit=1'")
    named = command.replace("SERIES_ID", series_id).replace("CLAIM_ID", claim["id"])
    answer = ask(sampled, named)
    assert answer.is_success, answer.text
    if "/v1/series?" in command or "/v1/claims?" in command:
        assert answer.headers["content-type"].startswith("text/csv") or "id" in answer.text


def test_the_table_is_of_the_comparison(comparison: dict[str, Any]) -> None:
    rows = re.findall(r'(?m)^\| (.+) \| (denies )?"(.+)" \| (.+) \| (\d{4}-\d\d-\d\d) \|$', README)
    assert len(rows) >= 4
    found = {row for position in comparison["positions"] for row in told(position)}
    shown = {(name, quote, words, day) for name, _, quote, words, day in rows}
    assert shown <= found, json.dumps(sorted(found), indent=1, ensure_ascii=False)


def told(position: dict[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """A source as README shows it: what it asserted last, else what it denied."""
    asserted = [position["standing"]] if position["standing"] else []
    for claim in asserted or position["set_aside"]:
        words = STATED.get(claim["amount"]["hedge"], "{low} {high}").format(**claim["amount"])
        day = claim["published_at"][:10]
        yield position["source"], claim["quote"], words if asserted else "bounds nothing", day


def test_the_numbers_beside_the_table_are_of_the_comparison(comparison: dict[str, Any]) -> None:
    prose = " ".join(README.split())
    (sources,) = re.findall(r"Of (\w+) sources in the samples", prose)
    assert NUMBERS.index(sources) == len(comparison["positions"])
    ((together, of),) = re.findall(r"at most (\w+) of (\w+) can be right at once", prose)
    agreement = comparison["agreement"]
    assert (NUMBERS.index(together), NUMBERS.index(of)) == (
        agreement["allowed_by"],
        agreement["of"],
    )
    ((more, gap),) = re.findall(r"(more than )?([\d,]+) apart", prose)
    low = comparison["spread"]["gap"]
    assert (int(gap.replace(",", "")), bool(more)) == (low["low"], low["low_excluded"])


def cells(first: str) -> Iterator[list[str]]:
    """The rows of the table whose head begins so."""
    (table,) = re.findall(rf"(?m)^\| {first} \|.*\n\|[ |-]+\n((?:\|.*\n)+)", README)
    yield from ([cell.strip() for cell in row.split("|")[1:-1]] for row in table.splitlines())


def test_every_path_is_in_the_table_and_no_other(sampled: httpx.Client) -> None:
    named = (re.findall("`(?:GET |POST )?(.+?)`", row[0]) for row in cells("request"))
    told = {each.replace("claim_id", "id") for several in named for each in several}
    paths = sampled.get("/openapi.json").json()["paths"].keys() - {"/", "/v1/problems/{name}"}
    there = {re.sub(r"\{\w+\}", "{id}", path) for path in paths} | {"/docs"}
    whole = {each for each in told if not each.startswith("…")}
    ends = tuple(each.removeprefix("…") for each in told - whole)
    assert whole <= there
    assert [path for path in there - whole if not path.endswith(ends)] == []
    assert [end for end in ends if not any(path.endswith(end) for path in there)] == []


def test_every_setting_is_told_with_its_default() -> None:
    told = {
        name.strip("` "): default.strip("` ")
        for names, defaults, _ in cells("setting")
        for name, default in zip(names.split(","), defaults.split(","), strict=True)
    }
    assert told == {
        str(each.validation_alias or f"WHOCOUNTS_{name}".upper()): str(each.default or "")
        for name, each in Settings.model_fields.items()
    }


def test_every_command_is_there_with_its_options() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    lines = re.sub(r" \\\n +", " ", README).splitlines()
    for line in (each for each in lines if each.startswith("    .venv/bin/whocounts ")):
        _, command, *words = shlex.split(line, comments=True)
        options = {option for each in commands[command].params for option in each.opts}
        assert {word for word in words if word.startswith("--")} <= options, line


def test_as_many_samples_are_stored_as_it_says() -> None:
    (count,) = re.findall(r"stores (\d+) sample\s+articles", README)
    assert int(count) == len(list(entries(str(SAMPLES))))
