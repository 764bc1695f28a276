"""What curators correct is corrected everywhere, and back as it was once it is undone."""

import json
from typing import Any

import psycopg
import pytest

from service.curation import Undo, correction
from service.storage.filters import ClaimFilter
from service.storage.store import Store
from service.values import Metric, Population, Source, SourceKind
from tests.storage.counting import counted, kept
from tests.storage.readings import claim, reading, spanned

WHO = {"who": "Ada", "why": "The words say so."}
UNDO = Undo(**WHO)
TABLES = ("article", "claim", "series", "source", "source_alias", "place", "place_alias")
KYIV = Source("Kyiv", SourceKind.GOVERNMENT, "UA")
KYIVS = Source("Ukraine's government", SourceKind.GOVERNMENT, "UA", ("the government",))


def readings() -> list[Any]:
    lost = claim()
    killed = claim(metric=Metric.KILLED, span=spanned("700,000"), quote="700,000")
    troops = claim(population=Population("troops", "RU"), source=KYIVS)
    return [
        reading(lost, killed, url="u:1"),
        reading(troops, url="u:2"),
        reading(claim(source=None), url="u:3"),
    ]


@pytest.fixture
async def full(store: Store) -> Store:
    await store.save_many(readings())
    return store


def dump(url: str) -> dict[str, dict[str, Any]]:
    """All rows but those of curations, by table and id."""
    with psycopg.connect(url) as connection:
        return {
            table: {
                str(row.get("id", row)): row
                for (row,) in connection.execute(f"SELECT to_jsonb(t) FROM {table} t".encode())
            }
            for table in TABLES
        }


def left(url: str, before: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The rows of now that were there before; all others hold no claims that count."""
    after = dump(url)
    for table, rows in after.items():
        for key in rows.keys() - before[table].keys():
            row = rows[key]
            assert row.get("claim_count", 0) == 0
            assert table != "claim" or row["review"] == "rejected"
    return {table: {key: rows[key] for key in before[table]} for table, rows in after.items()}


async def claims(store: Store, **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((await store.claims(ClaimFilter(**asked))).items)
    return found


async def the(store: Store, **asked: Any) -> dict[str, Any]:
    (found,) = await claims(store, **asked)
    return found


def ask(action: str, **fields: Any) -> Any:
    return correction({"action": action, **WHO, "asked": fields})


async def ids(store: Store) -> dict[str, Any]:
    """What the corrections below are about."""
    lost = next(
        each
        for each in await claims(store)
        if each["url"] == "u:1" and each["metric"] == "casualties"
    )
    killed = await the(store, metric="killed")
    troops = await the(store, population="troops")
    return {"lost": lost, "killed": killed, "troops": troops}


CORRECTIONS = {
    "accept": lambda of: ask("accept_claim", claim=of["lost"]["id"]),
    "reject": lambda of: ask("reject_claim", claim=of["lost"]["id"]),
    "correct": lambda of: ask(
        "correct_claim",
        claim=of["lost"]["id"],
        fields={
            "amount": {
                "low": 1.5,
                "high": None,
                "hedge": "at_least",
                "kind": "money",
                "unit": "USD",
            },
            "metric": "money",
            "item": "soldiers",
            "population": "Tank crew",
            "whose": "Ukraine",
            "place": "Kursk",
            "place_country": "RU",
            "period": {"start": "2022-02", "end": "2023"},
            "basis": "incident",
            "source": "Ministry of Defence",
            "relayer": "a paper",
            "stance": "denied",
        },
    ),
    "clear": lambda of: ask(
        "correct_claim",
        claim=of["lost"]["id"],
        fields=dict.fromkeys(
            ["item", "population", "whose", "place", "period", "basis", "source", "relayer"]
        ),
    ),
    "move": lambda of: ask("move_claim", claim=of["troops"]["id"], series=of["lost"]["series_id"]),
    "merge series": lambda of: ask(
        "merge_series", **{"from": of["troops"]["series_id"], "into": of["lost"]["series_id"]}
    ),
    "merge sources": lambda of: ask(
        "merge_sources", **{"from": of["troops"]["source_id"], "into": of["lost"]["source_id"]}
    ),
    "split": lambda of: ask(
        "split_series", series=of["lost"]["series_id"], claims=[of["lost"]["id"]], part="by Kyiv"
    ),
    "rename series": lambda of: ask(
        "rename_series", series=of["lost"]["series_id"], title="Losses"
    ),
    "rename source": lambda of: ask("rename_source", source=of["lost"]["source_id"], name="Kyiv!"),
    "describe": lambda of: ask(
        "describe_source", source=of["lost"]["source_id"], kind="military", side="Ukraine"
    ),
    "add": lambda of: ask(
        "add_claim",
        article=of["lost"]["article_id"],
        quote="Russian",
        fields={"amount": {"low": 1, "high": 1}, "metric": "missing"},
    ),
}


@pytest.mark.parametrize("name", CORRECTIONS)
async def test_every_correction_changes_something_and_is_undone_and_done_again(
    full: Store, database_url: str, name: str
) -> None:
    asked = CORRECTIONS[name](await ids(full))
    before = dump(database_url)
    made = await full.curate(asked)
    changed = dump(database_url)
    assert changed != before
    assert kept(database_url) == counted(database_url)
    undone = await full.undo(made, UNDO)
    assert undone
    assert left(database_url, before) == before
    assert kept(database_url) == counted(database_url)
    assert await full.undo(undone, UNDO)
    assert dump(database_url) == changed
    assert kept(database_url) == counted(database_url)
