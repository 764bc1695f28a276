"""What lists and single reads hand out."""

import csv
import io
import json
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from service.compared import Evidence
from service.signatures import signature
from service.storage import migrate
from service.storage.filters import (
    ArticleFilter,
    ClaimFilter,
    PageFilter,
    SeriesFilter,
    Sort,
    SourceFilter,
)
from service.storage.page import BadCursor, Page, encode_cursor
from service.storage.store import DatabaseAway, Store
from service.values import (
    Amount,
    Basis,
    Hedge,
    Metric,
    Period,
    Source,
    SourceKind,
    Span,
)
from tests.storage.readings import (
    GENERAL_STAFF,
    PUBLISHED,
    SENTENCE,
    claim,
    reading,
    spanned,
)


def titles(page: Page) -> list[str]:
    return [json.loads(row)["title"] for row in page.rows]


def first(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.rows[0])
    return found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["denied", "spent", "lost"]),
        ({"metric": "killed"}, ["denied"]),
        ({"population": "Soldier"}, ["lost"]),
        ({"population": "artillery shell"}, ["spent"]),
        ({"population": "100%_\\'x"}, ["denied"]),
        ({"whose": "russia"}, ["lost"]),
        ({"whose": "RU"}, ["lost"]),
        ({"whose": "Hamas"}, ["denied"]),
        ({"place": "ukraine"}, ["lost"]),
        ({"place": "Russian"}, ["spent"]),
        ({"place": "KURSK"}, ["spent"]),
        ({"place": "Kursk oblast"}, ["spent"]),
        ({"place": "urs"}, []),
        ({"source": "general staff"}, ["lost"]),
        ({"source": "Ukrainian General Staff"}, ["lost"]),
        ({"source": "kyiv"}, ["denied"]),
        ({"source": "Staff General"}, []),
        ({"source": "Gener"}, []),
        ({"source": "(General"}, []),
        ({"source": ".*"}, []),
        ({"source": "General Staff", "place": "Kursk"}, []),
        ({"publisher": "lost times"}, ["lost"]),
        ({"hedge": "unknown"}, ["denied"]),
        ({"kind": "money"}, ["spent"]),
        ({"stance": "denied"}, ["denied"]),
        ({"published_from": "2025-01-06"}, ["denied", "spent"]),
        ({"published_from": "2025-01-06T09:30:00Z"}, ["denied", "spent"]),
        ({"published_from": "2025-01-06T09:30:01Z"}, ["denied"]),
        ({"published_to": "2025-01-06"}, ["spent", "lost"]),
        ({"published_to": "2025-01-06T10:29:59+01:00"}, ["lost"]),
        ({"low": "700001"}, ["lost"]),
        ({"high": "3"}, ["spent"]),
        ({"low": "3", "high": "699999"}, ["spent"]),
        ({"low": "4", "high": "699999"}, []),
        ({"confidence": "0.5"}, ["spent", "lost"]),
        ({"confidence": "0.51"}, ["lost"]),
        ({"q": "KILLED soldiers"}, ["denied", "spent", "lost"]),
        ({"q": "soldiers abducted"}, []),
        ({"q": "%"}, []),
        ({"q": "_____"}, []),
        ({"superseded": "true"}, []),
        ({"sort": "published"}, ["lost", "spent", "denied"]),
        ({"sort": "amount"}, ["denied", "spent", "lost"]),
        ({"sort": "-amount"}, ["lost", "spent", "denied"]),
        ({"limit": "2"}, ["denied", "spent"]),
    ],
)
async def test_claims_that_are_asked_for(
    few: Store, asked: dict[str, str], found: list[str]
) -> None:
    assert titles(await few.claims(ClaimFilter.model_validate(asked))) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["denied", "spent", "lost"]),
        ({"sort": "published"}, ["lost", "spent", "denied"]),
        ({"url": "u:lost"}, ["lost"]),
        ({"publisher": "THE SPENT TIMES"}, ["spent"]),
        ({"language": "EN"}, ["denied", "spent", "lost"]),
        ({"language": "de"}, []),
        ({"published_to": "2025-01-05"}, ["lost"]),
        ({"q": "DEN"}, ["denied"]),
        ({"superseded": "true"}, []),
    ],
)
async def test_articles_that_are_asked_for(
    few: Store, asked: dict[str, str], found: list[str]
) -> None:
    assert titles(await few.articles(ArticleFilter.model_validate(asked))) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Kyiv", "Ukraine's General Staff"]),
        ({"q": "the general staff"}, ["Ukraine's General Staff"]),
        ({"kind": "government"}, ["Kyiv"]),
        ({"country": "Ukrainian"}, ["Kyiv", "Ukraine's General Staff"]),
        ({"country": "RU"}, []),
    ],
)
async def test_sources_that_are_asked_for(
    few: Store, asked: dict[str, str], found: list[str]
) -> None:
    page = await few.sources(SourceFilter.model_validate(asked))
    assert sorted(json.loads(row)["name"] for row in page.rows) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {"casualties", "killed", "money"}),
        ({"q": "CASUALTIES russian"}, {"casualties"}),
        ({"q": "Russian losses"}, {"casualties"}),
        ({"q": "the number of dead"}, {"killed"}),
        ({"q": "Kursk oblast spending"}, {"money"}),
        ({"q": "soldiers arrested"}, set()),
        ({"q": "hells"}, set()),
        ({"q": "100%_\\'x"}, {"killed"}),
        ({"q": "100%x"}, set()),
        ({"q": "(soldiers"}, {"casualties"}),
        ({"q": "sol.iers"}, set()),
        ({"metric": "killed"}, {"killed"}),
        ({"population": "soldier"}, {"casualties"}),
        ({"whose": "Russia"}, {"casualties"}),
        ({"basis": "cumulative", "kind": "money"}, {"money"}),
        ({"basis": "level"}, set()),
        ({"place": "ukraine"}, {"casualties"}),
        ({"place": "Russia"}, {"money"}),
        ({"place": "Kursk oblast"}, {"money"}),
        ({"place": "KURSK"}, {"money"}),
        ({"place": "kursk region"}, {"money"}),
        ({"place": "Nowhere"}, set()),
        ({"unit": "usd"}, {"money"}),
        ({"unit": "US"}, set()),
        ({"source": "general staff"}, {"casualties"}),
        ({"source": "Kyiv"}, {"killed"}),
        ({"source": "General"}, {"casualties"}),
        ({"source": "Gener"}, set()),
        ({"source_kind": "government"}, {"killed"}),
        ({"source_kind": "ngo"}, set()),
        ({"min_claims": 1}, {"casualties", "killed", "money"}),
        ({"min_claims": 2}, set()),
        ({"published_from": "2025-01-06"}, {"killed", "money"}),
        ({"published_to": "2025-01-05"}, {"casualties"}),
        ({"published_to": "2025-01-06T09:30:00Z", "kind": "money"}, {"money"}),
        ({"q": "soldiers", "place": "UA", "source": "general staff", "unit": "USD"}, set()),
    ],
)
async def test_series_that_are_asked_for(
    few: Store, asked: dict[str, str], found: set[str]
) -> None:
    page = await few.series_list(SeriesFilter.model_validate(asked))
    assert {json.loads(row)["metric"] for row in page.rows} == found


async def test_series_of_a_place_or_source_are_found_by_its_id(few: Store) -> None:
    lost = first(await few.claims(ClaimFilter(metric=Metric.CASUALTIES)))
    for name in ("source", "place"):
        page = await few.series_list(SeriesFilter.model_validate({name: lost[f"{name}_id"]}))
        assert [json.loads(row)["id"] for row in page.rows] == [lost["series_id"]]
        unknown = SeriesFilter.model_validate({name: str(uuid4())})
        assert (await few.series_list(unknown)).rows == ()


async def test_a_place_is_found_by_the_scope_that_series_are_limited_to(few: Store) -> None:
    for row in (await few.series_list(SeriesFilter())).rows:
        series = json.loads(row)
        if series["place_scope"]:
            asked = SeriesFilter(place=series["place_scope"], metric=series["metric"])
            assert (await few.series_list(asked)).rows == (row,)


async def test_ids_ask_for_exactly_theirs(few: Store) -> None:
    lost = first(await few.claims(ClaimFilter(metric=Metric.CASUALTIES)))
    for name in ("article", "series", "source", "place"):
        asked = ClaimFilter.model_validate({name: lost[f"{name}_id"]})
        assert titles(await few.claims(asked)) == ["lost"]
        unknown = ClaimFilter.model_validate({name: str(uuid4())})
        assert titles(await few.claims(unknown)) == []


async def test_single_reads_give_what_lists_give(few: Store) -> None:
    lost = first(await few.claims(ClaimFilter(metric=Metric.CASUALTIES)))
    assert json.loads(await few.claim(UUID(lost["id"])) or b"") == lost
    found = json.loads(await few.series(UUID(lost["series_id"])) or b"")
    assert found == first(await few.series_list(SeriesFilter(metric=Metric.CASUALTIES)))
    assert (found["claim_count"], found["last_published_at"]) == (1, PUBLISHED.isoformat())


async def test_unknown_ids_are_none(few: Store) -> None:
    reads = (few.article, few.claim, few.source, few.series, few.compared_claims)
    assert [await read(uuid4()) for read in reads] == [None] * 5


@pytest.fixture
async def many(store: Store) -> Store:
    """Thirty claims: three articles a day, one without a day, amounts in threes."""
    for number in range(30):
        day = PUBLISHED + timedelta(days=number // 3) if number else None
        amount = Amount(Decimal(number // 3), None, Hedge.AT_LEAST)
        source = Source(f"Unit {number % 4}", SourceKind.MILITARY)
        one = claim(amount=amount, source=source)
        await store.save(reading(one, url=f"u:{number}", published_at=day))
    return store


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("asked", [{}, {"source": "unit"}, {"place": "UA", "low": 3}])
async def test_pages_give_every_claim_once_in_order(
    many: Store, sort: Sort, asked: dict[str, Any]
) -> None:
    whole = await many.claims(ClaimFilter(sort=sort, **asked))
    paged = [row async for row in rows(many, ClaimFilter(sort=sort, limit=7, **asked))]
    assert paged == list(whole.rows)
    assert len(set(paged)) == 30


async def test_a_page_goes_on_where_the_last_ended_whatever_was_stored_since(many: Store) -> None:
    page = await many.claims(ClaimFilter(limit=10))
    late = PUBLISHED + timedelta(days=99)
    await many.save(reading(url="u:late", published_at=late))
    last = json.loads(page.rows[-1])["url"]
    await many.save(reading(text=SENTENCE + "!", url=last, published_at=late))
    rest = [row async for row in rows(many, ClaimFilter(limit=10, next=page.next))]
    assert len(rest) == 20
    assert not set(rest) & set(page.rows)


async def rows(store: Store, asked: ClaimFilter) -> AsyncIterator[bytes]:
    while True:
        page = await store.claims(asked)
        for row in page.rows:
            yield row
        if page.next is None:
            break
        asked = asked.model_copy(update={"next": page.next})


@pytest.mark.parametrize(
    ("kind", "asks", "count"),
    [
        ("articles", ArticleFilter, 3),
        ("sources", SourceFilter, 2),
        ("series_list", SeriesFilter, 3),
    ],
)
async def test_the_other_lists_come_in_pages_too(
    few: Store, kind: str, asks: type[PageFilter], count: int
) -> None:
    page: Page = await getattr(few, kind)(asks(limit=1))
    found = list(page.rows)
    while page.next:
        page = await getattr(few, kind)(asks(limit=1, next=page.next))
        found.extend(page.rows)
    assert len(set(found)) == len(found) == count


NEWEST = "claim -ordered_at"
AN_ID = str(UUID(int=7))


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "100",
        "äöü",
        "=",
        "a" * 400,
        "W" * 4000,
        encode_cursor("article -ordered_at", ("2025-01-05", AN_ID)),
        encode_cursor("claim ordered_at", ("2025-01-05", AN_ID)),
        encode_cursor(NEWEST, ("2025-01-05",)),
        encode_cursor(NEWEST, ("2025-01-05", AN_ID, "")),
        encode_cursor(NEWEST, ("the fifth", AN_ID)),
        encode_cursor(NEWEST, ("2025-01-05", "1")),
        encode_cursor(NEWEST, ("2025-01-05", "\0")),
        urlsafe_b64encode(rb'["claim -ordered_at","2025-01-05","\ud800"]').decode(),
        urlsafe_b64encode(b"[" * 3000).decode(),
    ],
)
async def test_a_cursor_of_no_page_is_an_error(store: Store, cursor: str) -> None:
    with pytest.raises(BadCursor):
        await store.claims(ClaimFilter(next=cursor))


async def test_json_has_the_fields_in_their_order(few: Store) -> None:
    page = await few.claims(ClaimFilter())
    assert [tuple(one) for one in json.loads(page.items)] == [page.fields] * 3
    assert page.ndjson.splitlines() == list(page.rows)


async def test_csv_has_two_columns_for_a_span(few: Store) -> None:
    page = await few.claims(ClaimFilter(metric=Metric.MONEY))
    (line,) = csv.DictReader(io.StringIO(page.csv.decode()))
    found = first(page)
    assert (line["low"], line["high"], line["superseded"]) == ("2", "3", "false")
    assert (line["place_start"], line["place_end"]) == tuple(map(str, found["place_span"]))
    assert (line["source"], line["source_start"], line["part_of_start"]) == ("", "", "")
    assert line["sentence"] == SENTENCE


async def test_csv_of_nothing_is_its_header(store: Store) -> None:
    page = await store.sources(SourceFilter())
    header = "id,name,kind,country,side,aliases,claim_count,last_published_at,curations\r\n"
    assert page.csv.decode() == header


async def test_compared_claims_have_their_source_and_what_near_identical_texts_are_found_by(
    store: Store,
) -> None:
    he = claim(source=None, source_span=spanned("Kyiv"))
    own = claim(source=None, source_span=None)
    for number, one in enumerate((claim(source=GENERAL_STAFF), he, own)):
        await store.save(reading(one, url=f"u:{number}", text=f"{SENTENCE} {number}"))
    series = UUID(first(await store.claims(ClaimFilter()))["series_id"])
    found = sorted(await store.compared_claims(series) or [], key=lambda each: each.recorded_at)
    assert [(each.source_kind, each.side, each.left_open) for each in found] == [
        (SourceKind.MILITARY, None, None),
        (None, None, "Kyiv"),
        (None, None, None),
    ]
    assert {each.sentence_signature for each in found} == {signature(SENTENCE)}
    texts = [signature(f"{SENTENCE} {number}") for number in range(3)]
    assert [each.text_signature for each in found] == texts


async def test_claims_that_are_too_long_for_an_index_are_compared_with_all_others(
    store: Store,
) -> None:
    names = ["Daily", "".join(map(chr, range(0x4E00, 0x4E00 + 660)))]
    for number, name in enumerate(names):
        one = reading(claim(), url=f"u:{number}")
        await store.save(replace(one, article=replace(one.article, publisher=name)))
    series = UUID(first(await store.claims(ClaimFilter()))["series_id"])
    for at in (None, PUBLISHED):
        found = await store.compared_claims(series, at)
        assert found is not None
        assert [each.publisher for each in found] == names
    early = await store.compared_claims(series, PUBLISHED - timedelta(seconds=1))
    assert early is not None
    assert list(early) == []


async def test_the_side_of_a_source_is_read_where_it_has_one(
    store: Store, database_url: str
) -> None:
    await store.save(reading(claim(source=GENERAL_STAFF)))
    with psycopg.connect(database_url) as connection:
        connection.execute("UPDATE source SET side = 'Ukraine'")
    series = UUID(first(await store.claims(ClaimFilter()))["series_id"])
    (found,) = await store.compared_claims(series) or []
    assert found.side == "Ukraine"


async def test_compared_claims_are_the_values_that_were_stored(store: Store) -> None:
    newer = claim(source=None, source_span=None, period=Period(basis=Basis.CUMULATIVE))
    await store.save(reading(claim(source=GENERAL_STAFF)))
    await store.save(reading(newer, text=SENTENCE + "!"))
    series = UUID(first(await store.claims(ClaimFilter()))["series_id"])
    old, new = await store.compared_claims(series) or []
    assert (old.source, old.publisher) == ("Ukraine's General Staff", reading().article.publisher)
    assert await store.evidence([old.id]) == {
        old.id: Evidence(claim().sentence, "https://example.org/losses")
    }
    assert old.amount == claim().amount
    assert old.published_at == PUBLISHED
    assert (old.period, new.period) == (claim().period, newer.period)
    assert (old.series.metric, old.series.population) == (Metric.CASUALTIES, "soldier")
    assert (new.source, new.source_id) == (None, None)
    assert (old.superseded, new.superseded) == (True, False)
    assert list(await store.compared_claims(series, PUBLISHED) or []) == [old, new]
    early = await store.compared_claims(series, PUBLISHED - timedelta(seconds=1))
    assert early is not None
    assert len(early) == 0


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (SENTENCE, True),
        (f"{SENTENCE.upper()}", True),
        (SENTENCE.replace(" ", "\n\t "), True),
        (SENTENCE.replace(" ", "_"), False),
        (f"{SENTENCE[:-1]}!", False),
    ],
)
async def test_sentences_are_known_by_their_words(store: Store, other: str, same: bool) -> None:
    words = Span(0, 7)
    for number, text in enumerate((SENTENCE, other)):
        said = claim(quote=text[:7], span=words, sentence=text, sentence_span=Span(0, len(text)))
        await store.save(reading(said, text=text, url=f"u:{number}"))
    series = UUID(first(await store.claims(ClaimFilter()))["series_id"])
    wordings = {claim.wording for claim in await store.compared_claims(series) or []}
    assert (len(wordings) == 1) is same


async def test_series_keys_are_those_that_were_stored(few: Store) -> None:
    lost = first(await few.claims(ClaimFilter(metric=Metric.CASUALTIES)))
    series_id = UUID(lost["series_id"])
    keys = await few.series_keys([series_id, uuid4()])
    assert [(key, found.title) for key, found in keys.items()] == [
        (series_id, "Russian soldiers: casualties in Ukraine, cumulative")
    ]


AWAY: dict[str, Callable[[Store], Awaitable[object]]] = {
    "ready": lambda store: store.ready(),
    "find": lambda store: store.find(reading().article),
    "save": lambda store: store.save(reading()),
    "claims": lambda store: store.claims(ClaimFilter()),
    "article": lambda store: store.article(uuid4()),
}


@pytest.mark.parametrize("call", AWAY)
async def test_a_database_that_is_away_is_one_kind_of_error(call: str) -> None:
    async with Store("postgresql://nobody@/nowhere?host=/tmp/no-such-folder") as store:
        with pytest.raises(DatabaseAway):
            await AWAY[call](store)


async def test_is_ready_only_with_the_tables_of_this_version(empty_database_url: str) -> None:
    async with Store(empty_database_url) as store:
        with pytest.raises(DatabaseAway, match="no tables"):
            await store.ready()
        migrate.upgrade(empty_database_url)
        await store.ready()
        with psycopg.connect(empty_database_url) as connection:
            connection.execute("UPDATE alembic_version SET version_num = 'older'")
        with pytest.raises(DatabaseAway, match="not those of this version"):
            await store.ready()
