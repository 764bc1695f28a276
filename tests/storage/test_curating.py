"""What curators correct is corrected everywhere, and back as it was once it is undone."""

import asyncio
import contextlib
import json
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from service.curation import Conflict, Undo, Unfit, correction
from service.series import Unmergeable
from service.storage.claims import claim_from
from service.storage.filters import ClaimFilter, CurationFilter, SeriesFilter, SourceFilter
from service.storage.rows import Stored, claim_row
from service.storage.store import Store
from service.values import (
    Amount,
    Claim,
    Hedge,
    Kind,
    Metric,
    Population,
    Source,
    SourceKind,
    Stance,
)
from tests.storage.counting import counted, kept
from tests.storage.readings import KURSK, PUBLISHED, claim, reading, spanned

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
    """All rows but those of curations, by table and id, without since when they are so."""
    with psycopg.connect(url) as connection:
        return {
            table: {
                str(row.get("id", row)): row
                for (row,) in connection.execute(
                    f"SELECT to_jsonb(t) - 'valid_from' FROM {table} t".encode()
                )
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


def test_a_row_gives_back_the_claim_that_it_was_made_from() -> None:
    whole = replace(
        claim(),
        relayer="a paper",
        part_of=spanned("700,000"),
        confidence=0.25,
        stance=Stance.DENIED,
        amount=Amount(Decimal("1.50"), None, Hedge.VAGUE, Kind.MONEY, "USD", "v1"),
    )
    elsewhere = claim(place=None, scope=KURSK)
    bare = replace(whole, item=None, item_span=None)
    for each in (whole, elsewhere, claim(source=None, place=None), bare):
        source = each.source and replace(each.source, country=None)
        assert claim_from(row_of(each)) == replace(each, source=source)
        assert row_of(claim_from(row_of(each))) == row_of(each)


def row_of(of: Claim) -> dict[str, Any]:
    article = {"id": uuid4(), "text_length": 99, "reader": "test 1"}
    article |= {"publisher": None, "publisher_key": None}
    article |= {"published_at": PUBLISHED, "utc_offset": 0, "recorded_at": PUBLISHED}
    ids: Any = defaultdict(lambda: UUID(int=1))
    row = claim_row(of, Stored(article, ids, ids, ids))
    return row | {"article_id": None}


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


async def series_of(store: Store, name: str) -> str:
    found: str = (await ids(store))[name]["series_id"]
    return found


def merge(goes: str, into: str, what: str = "series") -> Any:
    return ask(f"merge_{what}", **{"from": goes, "into": into})


async def merged_into(url: str, table: str) -> dict[str, str]:
    rows = dump(url)[table]
    return {key: row["merged_into"] for key, row in rows.items() if row["merged_into"]}


async def officers(store: Store) -> str:
    """A series of its own, which may be merged with those of the others."""
    await store.save(reading(claim(population=Population("officer", "RU")), url="u:4"))
    found: str = (await the(store, population="officer"))["series_id"]
    return found


async def test_what_was_merged_goes_on_with_what_that_is_merged_into(
    full: Store, database_url: str
) -> None:
    lost, troops = await series_of(full, "lost"), await series_of(full, "troops")
    third = await officers(full)
    before = dump(database_url)
    first = await full.curate(merge(troops, lost))
    between = dump(database_url)
    second = await full.curate(merge(lost, third))
    assert await merged_into(database_url, "series") == {lost: third, troops: third}
    assert {each["series_id"] for each in await claims(full, metric="casualties")} == {third}
    with pytest.raises(Conflict, match=str(second)):
        await full.undo(first, UNDO)
    assert await full.undo(second, UNDO)
    assert dump(database_url) == between
    assert await full.undo(first, UNDO)
    assert dump(database_url) == before
    assert kept(database_url) == counted(database_url)


async def test_a_merge_is_not_done_again_into_what_was_merged_since(
    full: Store, database_url: str
) -> None:
    lost, troops = await series_of(full, "lost"), await series_of(full, "troops")
    third = await officers(full)
    undone = await full.undo(await full.curate(merge(troops, lost)), UNDO)
    assert undone
    since = await full.curate(merge(lost, third))
    before = dump(database_url)
    with pytest.raises(Conflict, match=str(since)):
        await full.undo(undone, UNDO)
    assert dump(database_url) == before


async def test_a_split_is_not_undone_while_something_is_merged_into_the_part(full: Store) -> None:
    lost, third = (await ids(full))["lost"], await officers(full)
    split = await full.curate(
        ask("split_series", series=lost["series_id"], claims=[lost["id"]], part="by Kyiv")
    )
    part = (json.loads(await full.claim(UUID(lost["id"])) or b""))["series_id"]
    since = await full.curate(merge(third, part))
    with pytest.raises(Conflict, match=str(since)):
        await full.undo(split, UNDO)
    await full.undo(since, UNDO)
    await full.undo(split, UNDO)
    assert json.loads(await full.claim(UUID(lost["id"])) or b"") == lost


async def test_what_is_saved_later_follows_what_was_merged_and_goes_back_when_that_is_undone(
    full: Store, database_url: str
) -> None:
    of = await ids(full)
    series = await full.curate(merge(of["troops"]["series_id"], of["lost"]["series_id"]))
    sources = await full.curate(
        merge(of["troops"]["source_id"], of["lost"]["source_id"], "sources")
    )
    later = claim(population=Population("troops", "RU"), source=KYIVS)
    await full.save(reading(later, url="u:9"))
    saved = next(each for each in await claims(full) if each["url"] == "u:9")
    assert (saved["series_id"], saved["source_id"]) == (
        of["lost"]["series_id"],
        of["lost"]["source_id"],
    )
    assert kept(database_url) == counted(database_url)
    for made in (series, sources):
        await full.undo(made, UNDO)
    back = json.loads(await full.claim(UUID(saved["id"])) or b"")
    assert (back["series_id"], back["source_id"]) == (
        of["troops"]["series_id"],
        of["troops"]["source_id"],
    )
    assert kept(database_url) == counted(database_url)


async def test_titles_stay_when_more_is_saved(full: Store) -> None:
    of = (await ids(full))["lost"]
    await full.curate(ask("rename_series", series=of["series_id"], title="Losses"))
    await full.curate(ask("rename_source", source=of["source_id"], name="The government"))
    await full.save(reading(url="u:9"))
    assert json.loads(await full.series(UUID(of["series_id"])) or b"")["title"] == "Losses"
    assert json.loads(await full.source(UUID(of["source_id"])) or b"")["name"] == "The government"


async def test_corrections_of_one_claim_are_undone_in_any_order_where_they_touch_other_fields(
    full: Store, database_url: str
) -> None:
    key = (await ids(full))["lost"]["id"]
    before = dump(database_url)
    made = [
        await full.curate(ask("correct_claim", claim=key, fields=fields))
        for fields in ({"relayer": "a paper"}, {"item": "soldiers"}, {"source": "Moscow"})
    ]
    made.append(await full.curate(ask("accept_claim", claim=key)))
    for each in (made[2], made[0], made[3], made[1]):
        await full.undo(each, UNDO)
        assert kept(database_url) == counted(database_url)
    assert left(database_url, before) == before


@pytest.mark.parametrize("what", ["series", "sources"])
async def test_of_two_who_merge_each_into_the_other_at_once_one_is_refused(
    full: Store, database_url: str, what: str
) -> None:
    of = await ids(full)
    table = what.replace("sources", "source")
    one, other = (of[claim][f"{table}_id"] for claim in ("lost", "troops"))
    found = await asyncio.gather(
        full.curate(merge(one, other, what)),
        full.curate(merge(other, one, what)),
        return_exceptions=True,
    )
    assert sorted(isinstance(each, Conflict) for each in found) == [False, True]
    assert len(await merged_into(database_url, table)) == 1
    assert kept(database_url) == counted(database_url)


async def test_curators_and_savers_at_once_lose_nothing_and_never_wait_forever(
    full: Store, database_url: str
) -> None:
    of = await ids(full)
    lost, troops = of["lost"]["series_id"], of["troops"]["series_id"]

    async def save(number: int) -> None:
        several = [claim(), claim(population=Population("troops", "RU"), source=KYIVS)]
        await full.save(reading(*several, url=f"u:more {number}"))

    async def curate() -> None:
        for _ in range(3):
            made = await full.curate(merge(troops, lost))
            await full.curate(ask("reject_claim", claim=of["killed"]["id"]))
            await asyncio.sleep(0.05)
            await full.undo(made, UNDO)
            await full.curate(ask("accept_claim", claim=of["killed"]["id"]))
        await full.curate(merge(troops, lost))

    await asyncio.gather(curate(), *(save(number) for number in range(12)))
    assert {each["series_id"] for each in await claims(full, metric="casualties")} == {lost}
    assert len(await claims(full)) == 4 + 24
    assert kept(database_url) == counted(database_url)


async def test_of_two_who_undo_one_correction_at_once_one_is_refused(full: Store) -> None:
    made = await full.curate(ask("accept_claim", claim=(await ids(full))["lost"]["id"]))
    found = await asyncio.gather(*(full.undo(made, UNDO) for _ in range(2)), return_exceptions=True)
    assert sorted(isinstance(each, Conflict) for each in found) == [False, True]


async def test_what_is_refused_leaves_nothing_behind(full: Store, database_url: str) -> None:
    of = await ids(full)
    before = dump(database_url)
    foreign = [of["lost"]["id"], of["killed"]["id"]]
    killed, lost = of["killed"]["series_id"], of["lost"]["series_id"]
    fields = {"amount": {"hedge": "unknown"}, "metric": "killed"}
    add = {"article": of["lost"]["article_id"], "fields": fields}
    for asked, error in (
        (ask("split_series", series=lost, claims=foreign, part="x"), Unfit),
        (merge(killed, lost), Unmergeable),
        (ask("add_claim", quote="none", **add), Unfit),
        (ask("add_claim", quote="Russian", start=3, **add), Unfit),
        (ask("add_claim", quote="700,000", **add), Conflict),
    ):
        with pytest.raises(error):
            await full.curate(asked)
    assert dump(database_url) == before
    assert (await full.curations(CurationFilter())).rows == ()


async def test_nothing_is_undone_that_is_not_there(full: Store) -> None:
    assert await full.undo(uuid4(), UNDO) is None


async def test_a_part_that_is_there_already_is_named(full: Store) -> None:
    of = await ids(full)
    series = of["lost"]["series_id"]
    split = ask("split_series", series=series, claims=[of["lost"]["id"]], part="by Kyiv")
    await full.curate(split)
    part = json.loads(await full.claim(UUID(of["lost"]["id"])) or b"")["series_id"]
    (other,) = await claims(full, series=UUID(series))
    again = ask("split_series", series=series, claims=[other["id"]], part="by Kyiv")
    with pytest.raises(Conflict, match=part):
        await full.curate(again)
    await full.curate(ask("move_claim", claim=other["id"], series=part))
    assert json.loads(await full.series(UUID(part)) or b"")["claim_count"] == 2


async def test_what_was_merged_is_in_no_list(full: Store) -> None:
    of = await ids(full)
    await full.curate(merge(of["troops"]["series_id"], of["lost"]["series_id"]))
    await full.curate(merge(of["troops"]["source_id"], of["lost"]["source_id"], "sources"))
    for page, name in (
        (await full.series_list(SeriesFilter()), "series_id"),
        (await full.sources(SourceFilter()), "source_id"),
    ):
        listed = [each["id"] for each in json.loads(page.items)]
        assert of["lost"][name] in listed
        assert of["troops"][name] not in listed
        assert str(await full.merged_into(UUID(of["troops"][name]))) == of["lost"][name]
    assert await full.merged_into(UUID(of["lost"]["series_id"])) is None


async def test_a_rejected_claim_is_counted_neither_before_nor_after_a_newer_version(
    full: Store, database_url: str
) -> None:
    lost = (await ids(full))["lost"]["id"]
    made = await full.curate(ask("reject_claim", claim=lost))
    await full.save(reading(claim(), text="Another text. " * 9, url="u:1"))
    assert kept(database_url) == counted(database_url)
    await full.undo(made, UNDO)
    assert kept(database_url) == counted(database_url)
    assert json.loads(await full.claim(UUID(lost)) or b"")["superseded"]


@pytest.mark.parametrize("seed", range(3))
async def test_any_corrections_undone_from_the_newest_on_leave_all_as_it_was(
    full: Store, database_url: str, seed: int
) -> None:
    random = Random(seed)
    await officers(full)
    before = dump(database_url)
    made: list[UUID] = []
    for _ in range(15):
        with contextlib.suppress(Conflict, Unmergeable, Unfit):
            made.append(await full.curate(await anything(full, random)))
        assert kept(database_url) == counted(database_url)
    assert len(made) > 5
    for each in reversed(made):
        assert await full.undo(each, UNDO)
        assert kept(database_url) == counted(database_url)
    assert left(database_url, before) == before


async def anything(store: Store, random: Random) -> Any:
    """A correction of whatever there is."""
    several = [*await claims(store), *await claims(store, review="rejected")]
    one, other = random.choices(several, k=2)
    fields = {"population": random.choice(["soldier", "officer", "general"])}
    return random.choice(
        [
            ask("accept_claim", claim=one["id"]),
            ask("reject_claim", claim=one["id"]),
            ask("correct_claim", claim=one["id"], fields=fields),
            ask("correct_claim", claim=one["id"], fields={"source": other["source"]}),
            ask("move_claim", claim=one["id"], series=other["series_id"]),
            merge(one["series_id"], other["series_id"])
            if one["series_id"] != other["series_id"]
            else ask("rename_series", series=one["series_id"], title=f"Title {random.random()}"),
            ask(
                "split_series",
                series=one["series_id"],
                claims=[one["id"]],
                part=random.choice(["a", "b"]),
            ),
        ]
    )
