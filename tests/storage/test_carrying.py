"""What curators did to a claim holds in the next version of its article where it stands there."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from service.curation import Undo, correction
from service.storage.filters import ClaimFilter, CurationFilter
from service.storage.store import Store
from service.values import Claim, Metric, Population, Span
from tests.storage.counting import counted, kept
from tests.storage.readings import SENTENCE, claim, reading, spanned

WHO = {"who": "Ada", "why": "The words say so."}
UNDO = Undo(**WHO)
LEAD = "As of Monday. "
NEWER = LEAD + SENTENCE
LOST = claim()


def ask(action: str, **fields: Any) -> Any:
    return correction({"action": action, **WHO, "asked": fields})


def moved(of: Claim, by: int = len(LEAD)) -> Claim:
    """The claim in a text that has so many more characters before it."""
    spans = ("span", "sentence_span", "item_span", "source_span", "cue_span")
    further: dict[str, Any] = {name: _after(getattr(of, name), by) for name in spans}
    place = of.place and replace(of.place, span=_after(of.place.span, by))
    return replace(of, place=place, **further)


def _after(span: Span | None, by: int) -> Span | None:
    return span and Span(span.start + by, span.end + by)


async def first_version(store: Store) -> dict[str, Any]:
    await store.save(reading(LOST))
    return await the_claim(store)


async def next_version(store: Store, *claims: Claim, text: str = NEWER) -> dict[str, Any]:
    await store.save(reading(*(claims or (moved(LOST),)), text=text))
    return await the_claim(store)


async def the_claim(store: Store, **asked: Any) -> dict[str, Any]:
    """The current one."""
    (found,) = json.loads((await store.claims(ClaimFilter(**asked))).items)
    return dict(found)


async def curations(store: Store, of: str) -> list[dict[str, Any]]:
    """The newest first."""
    return list(json.loads((await store.curations(CurationFilter(target=UUID(of)))).items))


async def test_a_correction_is_made_again_and_says_of_which_it_is(
    store: Store, database_url: str
) -> None:
    before = await first_version(store)
    fields = {"metric": "missing", "source": None, "place": "Kursk"}
    made = await store.curate(ask("correct_claim", claim=before["id"], fields=fields))
    after = await next_version(store, replace(moved(LOST), population=Population("officer", "RU")))
    assert after["id"] != before["id"]
    assert (after["metric"], after["source"], after["place"]) == ("missing", None, "Kursk")
    assert (after["population"], after["corrected"]) == ("officer", True)
    (again,) = await curations(store, after["id"])
    assert {name: again[name] for name in WHO} == WHO
    assert again["carries"] == str(made)
    assert again["asked"] == {"claim": after["id"], "fields": fields}
    assert kept(database_url) == counted(database_url)
    assert await store.undo(UUID(again["id"]), UNDO)
    undone = await the_claim(store)
    assert (undone["metric"], undone["source"], undone["corrected"]) == (
        "casualties",
        "Kyiv",
        False,
    )
    assert kept(database_url) == counted(database_url)


async def test_what_was_undone_stays_undone(store: Store) -> None:
    before = await first_version(store)
    made = await store.curate(ask("accept_claim", claim=before["id"]))
    after = await next_version(store)
    assert after["review"] == "accepted"
    (again,) = await curations(store, after["id"])
    await store.undo(UUID(again["id"]), UNDO)
    assert (await next_version(store, LOST, text=SENTENCE + " So it is."))["review"] is None
    # What is taken back of a version that was superseded does not reach into the next.
    assert await store.undo(made, UNDO)


async def test_it_is_made_again_for_one_version_after_another(store: Store) -> None:
    before = await first_version(store)
    made = await store.curate(ask("accept_claim", claim=before["id"]))
    second = await next_version(store)
    third = await next_version(store, LOST, text=SENTENCE + " So it is.")
    ((two,), (three,)) = [await curations(store, each["id"]) for each in (second, third)]
    assert (two["carries"], three["carries"]) == (str(made), two["id"])
    assert third["review"] == "accepted"


@pytest.mark.parametrize(
    ("other", "text"),
    [
        (claim(sentence=SENTENCE[:-1], sentence_span=Span(0, len(SENTENCE) - 1)), SENTENCE + "?"),
        (claim(quote="700,000", span=spanned("700,000")), SENTENCE + " Yes."),
    ],
)
async def test_another_sentence_or_quote_is_for_curators_to_look_at(
    store: Store, other: Claim, text: str
) -> None:
    before = await first_version(store)
    await store.curate(ask("accept_claim", claim=before["id"]))
    after = await next_version(store, other, text=text)
    assert after["review"] is None
    assert await curations(store, after["id"]) == []


async def test_a_rejected_claim_is_rejected_again(store: Store, database_url: str) -> None:
    before = await first_version(store)
    await store.curate(ask("reject_claim", claim=before["id"]))
    await store.save(reading(moved(LOST), text=NEWER))
    assert (await the_claim(store, review="rejected"))["article_id"] != before["article_id"]
    assert (await store.claims(ClaimFilter())).rows == ()
    assert kept(database_url) == counted(database_url)


async def test_a_claim_stays_where_it_was_put(store: Store, database_url: str) -> None:
    before = await first_version(store)
    await store.save(reading(claim(population=Population("officer", "RU")), url="u:2"))
    other = await the_claim(store, population="officer")
    await store.curate(ask("move_claim", claim=before["id"], series=other["series_id"]))
    await store.save(reading(moved(LOST), text=NEWER))
    after = await the_claim(store, source="Kyiv", population="soldier")
    assert (after["series_id"], after["superseded"]) == (other["series_id"], False)
    assert kept(database_url) == counted(database_url)


async def test_a_part_of_a_series_keeps_its_claims_until_that_is_undone(
    store: Store, database_url: str
) -> None:
    before = await first_version(store)
    series = before["series_id"]
    await store.curate(ask("split_series", series=series, claims=[before["id"]], part="by Kyiv"))
    part = (await the_claim(store))["series_id"]
    after = await next_version(store)
    assert after["series_id"] == part != series
    (again,) = await curations(store, after["id"])
    assert again["made"] == part
    await store.undo(UUID(again["id"]), UNDO)
    assert (await the_claim(store))["series_id"] == series
    assert kept(database_url) == counted(database_url)


ADDED = {"amount": {"low": 2, "high": 2}, "metric": "missing"}


async def add(store: Store) -> UUID:
    """A claim by hand in the first version, which the reader left without any."""
    article = (await store.save(replace(reading(), claims=()))).article_id
    return await store.curate(ask("add_claim", article=str(article), quote="Russian", fields=ADDED))


async def test_a_claim_is_added_again_with_what_was_done_to_it(
    store: Store, database_url: str
) -> None:
    made = await add(store)
    before = await the_claim(store)
    await store.curate(ask("correct_claim", claim=before["id"], fields={"metric": "wounded"}))
    await store.save(replace(reading(text=NEWER), claims=()))
    after = await the_claim(store)
    assert after["start"] == before["start"] + len(LEAD)
    assert (after["metric"], after["low"], after["review"]) == ("wounded", 2, "accepted")
    corrected, added = await curations(store, after["id"])
    assert (added["carries"], added["made"]) == (str(made), after["id"])
    await store.undo(UUID(corrected["id"]), UNDO)
    assert (await the_claim(store))["metric"] == "missing"
    await store.undo(UUID(added["id"]), UNDO)
    assert (await store.claims(ClaimFilter())).rows == ()
    assert kept(database_url) == counted(database_url)


async def test_a_claim_that_was_added_is_known_where_it_is_read(store: Store) -> None:
    await add(store)
    read = claim(quote="Russian", span=spanned("Russian"), metric=Metric.TROOPS)
    after = await next_version(store, moved(read))
    assert (after["metric"], after["low"], after["review"]) == ("missing", 2, "accepted")
    (added,) = await curations(store, after["id"])
    await store.undo(UUID(added["id"]), UNDO)
    assert (await the_claim(store))["metric"] == "troops"


@pytest.mark.parametrize("text", [SENTENCE[:-1] + "?", f"{SENTENCE} {SENTENCE}"])
async def test_a_claim_is_not_added_to_another_sentence_nor_to_one_of_two(
    store: Store, text: str
) -> None:
    await add(store)
    await store.save(replace(reading(text=text), claims=()))
    assert (await store.claims(ClaimFilter())).rows == ()


async def test_nothing_is_added_to_words_that_are_read_in_another_sentence(store: Store) -> None:
    await add(store)
    longer = claim(
        quote="Russian",
        span=spanned("Russian"),
        sentence=SENTENCE + " Yes.",
        sentence_span=Span(0, len(SENTENCE) + 5),
    )
    after = await next_version(store, longer, text=SENTENCE + " Yes.")
    assert (after["low"], after["review"]) == (700_000, None)
