"""Series that lie in others are found, and only those."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest

from service.nesting import Axis, NestedSeries
from service.storage.filters import SeriesFilter
from service.storage.store import Store
from service.values import Basis, Claim, Metric, Period, Place, Population, Precision, Reading
from tests.storage.readings import PUBLISHED, claim, reading

DAY = Precision.DAY
INVADED = Period(date(2022, 2, 24), DAY, None, None, Basis.CUMULATIVE)
PLACE, TIME = (Axis.PLACE,), (Axis.TIME,)
BOTH = (*PLACE, *TIME)


def incident(day: date) -> Period:
    return Period(day, DAY, day, DAY, Basis.INCIDENT)


def december() -> Period:
    day = date(2024, 12, 1)
    return Period(day, Precision.MONTH, day, Precision.MONTH, Basis.INCIDENT)


def killed(place: str | None, period: Period, who: str = "child") -> Claim:
    where = place and Place(place, None)
    people = Population(who, None)
    return claim(metric=Metric.KILLED, population=people, place=where or None, period=period)


MONDAY = date(2024, 12, 16)
CLAIMS = {
    "Ukraine": killed("Ukraine", INVADED),
    "region": killed("Kyiv region", INVADED),
    "Bucha": killed("Bucha", INVADED),
    "Kyiv": killed("Kyiv", INVADED),
    "Monday": killed("Kyiv", incident(MONDAY)),
    "December": killed("Kyiv", december()),
    "before": killed("Kyiv", incident(date(2022, 2, 23))),
    "after": killed("Kyiv", incident(PUBLISHED.date() + timedelta(days=1))),
    "level": killed("Kyiv", Period(basis=Basis.LEVEL)),
    "soldiers": killed("Kyiv", INVADED, "soldier"),
    "Russia": killed("Russia", INVADED),
    "open": killed(None, INVADED),
}


def readings() -> Iterator[Reading]:
    for name, one in CLAIMS.items():
        yield reading(one, url=f"u:{name}")


@pytest.fixture
async def ids(store: Store) -> dict[str, UUID]:
    """Ids of the series, by their names here."""
    await store.save_many(readings())
    articles = [await store.find(reading(url=f"u:{name}").article) for name in CLAIMS]
    claims = await store.claims_of([article for article in articles if article])
    series = [UUID(json.loads(claim)["series_id"]) for claim in claims]
    return dict(zip(CLAIMS, series, strict=True))


def named(found: tuple[NestedSeries, ...], ids: dict[str, UUID]) -> dict[str, tuple[Axis, ...]]:
    names = {series_id: name for name, series_id in ids.items()}
    return {names[each.series_id]: each.by for each in found}


@pytest.mark.parametrize(
    ("series", "wider", "narrower"),
    [
        (
            "Ukraine",
            {},
            {"region": PLACE, "Kyiv": PLACE, "Bucha": PLACE, "Monday": BOTH},
        ),
        ("region", {"Ukraine": PLACE}, {"Bucha": PLACE}),
        ("Bucha", {"region": PLACE, "Ukraine": PLACE}, {}),
        ("Kyiv", {"Ukraine": PLACE}, {"Monday": TIME}),
        ("Monday", {"Kyiv": TIME, "December": TIME, "Ukraine": BOTH}, {}),
        ("December", {}, {"Monday": TIME}),
        ("before", {}, {}),
        ("after", {}, {}),
        ("level", {}, {}),
        ("soldiers", {}, {}),
        ("Russia", {}, {}),
        ("open", {}, {}),
    ],
)
async def test_wider_and_narrower_series(
    store: Store,
    ids: dict[str, UUID],
    series: str,
    wider: dict[str, tuple[Axis, ...]],
    narrower: dict[str, tuple[Axis, ...]],
) -> None:
    found = await store.nested(ids[series])
    assert named(found.wider, ids) == wider
    assert named(found.narrower, ids) == narrower
    assert found.narrower_count == len(narrower)


@pytest.mark.parametrize(
    ("series", "perhaps"),
    [
        ("open", {"Ukraine", "region", "Bucha", "Kyiv", "Russia"}),
        ("Kyiv", {"open"}),
        ("Russia", {"open"}),
        ("Monday", set()),
        ("soldiers", set()),
    ],
)
async def test_series_of_which_one_leaves_the_place_open_lead_to_each_other(
    store: Store, ids: dict[str, UUID], series: str, perhaps: set[str]
) -> None:
    found = named((await store.nested(ids[series])).perhaps, ids)
    assert found == dict.fromkeys(perhaps, PLACE)


async def test_what_was_stored_later_was_not_nested_then(store: Store) -> None:
    await store.save(reading(CLAIMS["Ukraine"], url="u:Ukraine"))
    (whole,) = json.loads((await store.series_list(SeriesFilter())).items)
    then = await store.clock()
    await store.save(reading(CLAIMS["Kyiv"], url="u:Kyiv"))
    series_id = UUID(whole["id"])
    assert (await store.nested(series_id, then)).narrower == ()
    (kyiv,) = (await store.nested(series_id)).narrower
    assert kyiv.comparison == f"/v1/series/{kyiv.series_id}/comparison"
