"""However a series is cut to be read, each of its claims is read once and in order."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from service.compared import ComparedClaim
from service.storage import compared
from service.storage.filters import SeriesFilter
from service.storage.store import Store
from service.values import Reading
from tests.storage.readings import PUBLISHED, SENTENCE, reading


def articles() -> list[Reading]:
    """One of unknown publication, and two of one moment among them."""
    times = [None, *(PUBLISHED + timedelta(hours=hour) for hour in (0, 1, 2, 2, 3, 4))]
    return [
        reading(text=SENTENCE + " " * number, url=f"u:{number}", published_at=time)
        for number, time in enumerate(times)
    ]


@pytest.mark.parametrize("size", [2, 3, 7, 1000])
async def test_a_series_is_read_whole_as_it_is_and_as_it_was(
    store: Store, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(compared, "SLICE", size)
    several = articles()
    await store.save_many(several)
    (found,) = json.loads((await store.series_list(SeriesFilter())).items)
    series = UUID(found["id"])
    before, then = list(await store.compared_claims(series) or []), await store.clock()
    assert [each.published_at for each in before] == [each.article.published_at for each in several]
    changed = [replace(each.article, text=each.article.text + "!") for each in several[:5]]
    await store.save_many(
        replace(each, article=article) for each, article in zip(several, changed, strict=False)
    )
    assert list(await store.compared_claims(series, as_of=then) or []) == before
    after = list(await store.compared_claims(series) or [])
    assert _places(after) == sorted(_places(after))
    assert (len(after), sum(each.superseded for each in after)) == (12, 5)


def _places(claims: list[ComparedClaim]) -> list[tuple[bool, object, bytes]]:
    return [(each.published_at is not None, each.published_at, each.id.bytes) for each in claims]
