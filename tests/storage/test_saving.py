"""What is stored when readings are saved: all of one, once, and for good."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import psycopg
import pytest

from service.extraction import extract
from service.records import record
from service.storage.filters import ArticleFilter, ClaimFilter, SeriesFilter, SourceFilter
from service.storage.store import Store
from service.values import Amount, Article, Place, Population, Reading, Source, SourceKind, Span
from tests.storage.readings import (
    GENERAL_STAFF,
    KURSK,
    PUBLISHED,
    READER,
    SENTENCE,
    claim,
    reading,
    spanned,
)

SAMPLES = Path(__file__).parents[2] / "samples" / "articles.jsonl"
OWN = Path(__file__).parents[1] / "gold" / "articles.jsonl"
CHANGED = SENTENCE + " It gave no source."


async def claims(store: Store, **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((await store.claims(ClaimFilter(**asked))).items)
    return found


def articles_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


async def article(store: Store, article_id: UUID) -> dict[str, Any]:
    found = await store.article(article_id)
    assert found
    whole: dict[str, Any] = json.loads(found)
    return whole


async def test_an_article_comes_back_whole(store: Store) -> None:
    saved = await store.save(reading())
    found = await article(store, saved.article_id)
    assert found["text"] == SENTENCE
    assert found["version"] == 1
    assert found["published_at"] == PUBLISHED.isoformat()
    assert (found["reader"], found["superseded"], found["claim_count"]) == (READER, False, 1)
    assert found["claims"] == await claims(store)


@pytest.mark.parametrize("path", [SAMPLES, OWN], ids=["samples", "annotated"])
async def test_whatever_is_read_in_an_article_can_be_stored(store: Store, path: Path) -> None:
    read = [
        extract(Article(each["text"], f"https://example.org/{each['id']}", published_at=PUBLISHED))
        for each in articles_of(path)
    ]
    saved = await store.save_many(read)
    counts = [(await article(store, each.article_id))["claim_count"] for each in saved]
    assert counts == [len(each.claims) for each in read]


async def test_a_claim_comes_back_with_all_that_was_read(store: Store) -> None:
    whole = replace(
        claim(),
        relayer="the state newspaper",
        part_of=spanned("700,000"),
        confidence=0.87,
        amount=Amount(Decimal("1.50"), Decimal("2500000.0"), unit="USD", vague_table="v1"),
    )
    saved = await store.save(reading(whole))
    (found,) = await claims(store)
    read = json.loads(json.dumps(record(whole), default=str))
    assert found | {"low": "1.50", "high": "2500000.0"} == found | read
    assert (found["low"], found["high"]) == (1.5, 2_500_000)
    assert found["article_id"] == str(saved.article_id)
    assert (found["url"], found["superseded"]) == ("https://example.org/losses", False)


async def test_a_scope_is_kept_apart_from_a_place_and_decides_the_series(store: Store) -> None:
    whole = claim(place=None, scope=KURSK)
    await store.save(reading(whole))
    (found,) = await claims(store)
    assert (found["place"], found["place_span"], found["place_id"]) == (None, None, None)
    assert (found["scope"], found["scope_country"]) == ("Kursk region", "RU")
    assert KURSK.span
    assert found["scope_span"] == [KURSK.span.start, KURSK.span.end]
    page = await store.series_list(SeriesFilter(place="Kursk region"))
    assert [one["place_scope"] for one in json.loads(page.items)] == ["RU kursk region"]


async def test_an_article_without_claims_is_stored(store: Store) -> None:
    saved = await store.save(Reading(reading().article, (), READER))
    assert (await article(store, saved.article_id))["claims"] == []


async def test_a_claim_of_nothing_but_a_number_is_stored(store: Store) -> None:
    bare = {"item": None, "item_span": None, "population": Population(), "place": None}
    await store.save(reading(claim(source=None, source_span=None, cue_span=None, **bare)))
    (found,) = await claims(store)
    assert [found[name] for name in ("source", "source_id", "place", "place_id", "item")] == [
        None
    ] * 5


async def test_twenty_at_once_store_one_article(store: Store) -> None:
    saved = await asyncio.gather(*(store.save(reading()) for _ in range(20)))
    assert sorted(one.created for one in saved) == [False] * 19 + [True]
    assert len({one.article_id for one in saved}) == 1
    assert len(await claims(store)) == 1


async def test_another_text_of_a_url_is_a_new_version(store: Store) -> None:
    first = await store.save(reading())
    second = await store.save(reading(text=CHANGED))
    old, new = await article(store, first.article_id), await article(store, second.article_id)
    assert (old["version"], new["version"]) == (1, 2)
    assert old["superseded_at"] == new["recorded_at"]
    assert [one["superseded"] for one in old["claims"]] == [True]
    assert await claims(store) == new["claims"]
    assert await claims(store, superseded=True) == old["claims"]


async def test_versions_posted_at_once_follow_each_other(store: Store) -> None:
    texts = [SENTENCE + " " * number for number in range(8)]
    await asyncio.gather(*(store.save(reading(text=text)) for text in texts))
    pages = [await store.articles(ArticleFilter(superseded=old)) for old in (True, False)]
    articles = [one for page in pages for one in json.loads(page.items)]
    stored = sorted(articles, key=lambda one: one["version"])
    assert [one["version"] for one in stored] == list(range(1, 9))
    ends = [one["superseded_at"] for one in stored]
    assert ends == [one["recorded_at"] for one in stored[1:]] + [None]


async def test_a_text_that_comes_back_is_a_new_version(store: Store) -> None:
    for text in (SENTENCE, CHANGED, SENTENCE):
        saved = await store.save(reading(text=text))
    assert (await article(store, saved.article_id))["version"] == 3


async def test_without_url_the_text_tells_the_article(store: Store) -> None:
    first = await store.save(reading(url=None))
    again = await store.save(reading(url=None, title="Another title"))
    other = await store.save(reading(url=None, text=CHANGED))
    assert (again.article_id, again.created) == (first.article_id, False)
    assert other.created
    assert len(await claims(store)) == 2


async def test_the_same_text_under_two_urls_is_two_articles(store: Store) -> None:
    for url in ("https://example.org/a", "https://example.org/b", None):
        assert (await store.save(reading(url=url))).created
    assert len(await claims(store)) == 3


async def test_finds_what_need_not_be_read_again(store: Store) -> None:
    saved = await store.save(reading())
    assert await store.find(reading().article) == saved.article_id
    assert await store.find(reading(text=CHANGED).article) is None
    assert await store.find(reading(url=None).article) is None
    await store.save(reading(text=CHANGED))
    assert await store.find(reading().article) is None


async def test_many_are_stored_in_their_order(store: Store) -> None:
    urls = [f"https://example.org/{number % 250}" for number in range(260)]
    saved = await store.save_many(reading(url=url) for url in urls)
    assert [one.created for one in saved] == [True] * 250 + [False] * 10
    assert [one.article_id for one in saved[:10]] == [one.article_id for one in saved[250:]]


async def test_many_with_two_texts_of_one_url_keep_both(store: Store) -> None:
    first, second = await store.save_many([reading(), reading(text=CHANGED)])
    assert (await article(store, first.article_id))["superseded"]
    assert (await article(store, second.article_id))["version"] == 2


async def test_none_are_stored_as_none(store: Store) -> None:
    assert await store.save_many([]) == []


async def test_writers_of_the_same_sources_do_not_wait_for_each_other_forever(
    store: Store,
) -> None:
    random = Random(1)
    names = [f"Source {number}" for number in range(30)]

    def shuffled(number: int) -> Reading:
        random.shuffle(names)
        some = (Source(name, SourceKind.NGO, None, (name.upper(),)) for name in names)
        return reading(*(claim(source=source) for source in some), url=f"u:{number}")

    await asyncio.gather(*(store.save(shuffled(number)) for number in range(20)))
    page = await store.sources(SourceFilter())
    assert len(page.rows) == 30
    assert {one["claim_count"] for one in json.loads(page.items)} == {20}


async def test_one_source_has_all_the_names_that_articles_give_it(store: Store) -> None:
    full = "the General Staff of the Armed Forces of Ukraine"
    for url, name in (("u:1", "Ukraine's General Staff"), ("u:2", full)):
        source = Source(name, SourceKind.MILITARY, "UA", ("the General Staff",))
        await store.save(reading(claim(source=source), url=url))
    (source_id,) = {one["source_id"] for one in await claims(store)}
    found = json.loads(await store.source(UUID(source_id)) or b"null")
    assert found["aliases"] == sorted({"Ukraine's General Staff", full, "the General Staff"})
    assert (found["name"], found["claim_count"]) == (full, 2)


async def test_each_source_goes_by_its_own_names(store: Store) -> None:
    await store.save_many([reading(), reading(claim(source=GENERAL_STAFF), url="u:2")])
    found = json.loads((await store.sources(SourceFilter())).items)
    assert {each["name"]: each["aliases"] for each in found} == {
        "Kyiv": ["Kyiv"],
        "Ukraine's General Staff": ["Ukraine's General Staff", "the General Staff"],
    }


async def test_one_place_has_all_the_names_that_articles_give_it(store: Store) -> None:
    for url, name in (("u:1", "Kursk region"), ("u:2", "Kursk oblast")):
        await store.save(reading(claim(place=Place(name, Span(0, 4), "RU")), url=url))
    assert len({one["place_id"] for one in await claims(store)}) == 1


@pytest.mark.parametrize("length", [301, 100_000])
async def test_names_of_any_length_are_stored(store: Store, length: int) -> None:
    name = "x" * length
    long = claim(
        source=Source(name, SourceKind.OTHER, None, (name + "y",)),
        place=Place(name, Span(0, 4)),
        population=Population(name, name),
    )
    other = claim(source=Source(name + "z", SourceKind.OTHER))
    await store.save(reading(long, other, publisher=name))
    found = await claims(store)
    assert {one["source"] for one in found} == {name, name + "z"}
    assert len({one["source_id"] for one in found}) == 2


async def test_nothing_of_an_article_is_stored_when_a_claim_of_it_cannot_be(
    store: Store,
) -> None:
    beyond = claim(cue_span=Span(0, len(SENTENCE) + 1))
    with pytest.raises(psycopg.errors.CheckViolation, match="ck_claim_cue_span"):
        await store.save(reading(claim(), beyond))
    assert (await store.articles(ArticleFilter())).rows == ()
    assert (await store.sources(SourceFilter())).rows == ()
    assert (await store.save(reading())).created


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("UPDATE claim SET low = 2, high = 1", "ck_claim_low_high"),
        ("UPDATE claim SET high = 'NaN'", "ck_claim_finite"),
        ("UPDATE claim SET high = 'Infinity'", "ck_claim_finite"),
        ("UPDATE claim SET cue_end = cue_start", "ck_claim_cue_span"),
        ("UPDATE claim SET quote = 'Less than 700,000'", "ck_claim_quote_in_sentence"),
        ("UPDATE claim SET sentence = sentence || '!'", "ck_claim_sentence_length"),
        ("UPDATE claim SET item_end = 1000", "ck_claim_item_span"),
        ("UPDATE claim SET item_end = NULL", "ck_claim_item_span"),
        ("UPDATE claim SET text_length = 1000", "fk_claim_article_id_text_length"),
        ("UPDATE claim SET hedge = 'perhaps'", "ck_claim_hedge"),
        ("UPDATE claim SET source_id = NULL", "ck_claim_source_given"),
        ("UPDATE claim SET place_id = NULL", "ck_claim_place_given"),
        ("UPDATE claim SET period_end = '2022-01-01'", "ck_claim_period"),
        ("UPDATE claim SET period_start_precision = NULL", "ck_claim_period_start_precision_given"),
        ("UPDATE article SET text = text || '!'", "ck_article_text_length"),
        ("UPDATE article SET text = reverse(text)", "ck_article_text_sha256"),
        ("UPDATE article SET superseded_at = 'epoch'", "ck_article_superseded_at"),
        ("UPDATE article SET version = 0", "ck_article_version"),
        ("UPDATE article SET superseded_at = NULL", "uq_article_url_current"),
    ],
)
async def test_no_writer_can_break(
    store: Store, database_url: str, change: str, constraint: str
) -> None:
    await store.save_many([reading(), reading(text=CHANGED)])
    with (
        psycopg.connect(database_url) as connection,
        pytest.raises(psycopg.errors.IntegrityError) as refused,
    ):
        connection.execute(change.encode())
    assert refused.value.diag.constraint_name == constraint


async def test_undated_articles_are_stored_and_come_last(store: Store) -> None:
    await store.save(reading(url="u:1", published_at=None))
    await store.save(reading(url="u:2", published_at=PUBLISHED - timedelta(days=9000)))
    assert [one["url"] for one in await claims(store)] == ["u:2", "u:1"]


@pytest.mark.parametrize("order", [1, -1])
async def test_a_source_is_called_by_the_fullest_of_its_names(store: Store, order: int) -> None:
    names = ("Ukraine's General Staff", "General Staff of the Armed Forces of Ukraine")
    for at, name in list(enumerate(names))[::order]:
        said = claim(source=Source(name, SourceKind.MILITARY, "UA"))
        await store.save(reading(said, url=f"u:{at}"))
    (source,) = json.loads((await store.sources(SourceFilter())).items)
    assert (source["name"], source["aliases"]) == (names[1], sorted(names))
