"""Claims meet in a series only when nothing that matters differs."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.series import SeriesKey, differences, series_key, unmergeable
from service.values import (
    Amount,
    Basis,
    Claim,
    Kind,
    Metric,
    Period,
    Place,
    Population,
    Precision,
    Source,
    SourceKind,
    Span,
    Stance,
)

SINCE_INVASION = Period(basis=Basis.CUMULATIVE)
CLAIM = Claim(
    quote="700,000",
    span=Span(0, 7),
    sentence="700,000 Russian soldiers were killed or wounded.",
    sentence_span=Span(0, 48),
    amount=Amount(Decimal(700_000), Decimal(700_000)),
    metric=Metric.CASUALTIES,
    item="Russian soldiers",
    population=Population("soldier", "RU"),
    period=SINCE_INVASION,
)
KEY = SeriesKey(Metric.CASUALTIES, "soldier", "RU", None, Basis.CUMULATIVE, None, Kind.COUNT)
KEYS = st.builds(
    SeriesKey,
    metric=st.sampled_from(Metric),
    population=st.none() | st.text(min_size=1),
    whose=st.none() | st.sampled_from(["RU", "UA", "rebels"]),
    place_scope=st.none() | st.sampled_from(["UA", "kursk region", "PS gaza"]),
    basis=st.none() | st.sampled_from(Basis),
    unit=st.none() | st.sampled_from(["USD", "percent", "km/h"]),
    kind=st.sampled_from(Kind),
    period=st.none() | st.sampled_from(["2024-12-14", "2024-12-14/2024-12-15", "2024-12"]),
)
PUBLISHED = datetime(2024, 12, 16, 9, 30, tzinfo=UTC)
MONDAY = date(2024, 12, 16)


def place(words: str) -> Place:
    return Place(words, Span(0, len(words)))


def test_a_scope_stands_in_for_a_place_that_the_sentence_does_not_name() -> None:
    inferred = replace(CLAIM, scope=place("Ukraine"))
    assert series_key(inferred, None) == series_key(replace(CLAIM, place=place("Ukraine")), None)
    assert series_key(inferred, None) != series_key(CLAIM, None)


def test_a_claim_has_the_key_of_what_it_counts() -> None:
    assert series_key(CLAIM, PUBLISHED) == KEY
    assert KEY.key == "metric=casualties&population=soldier&whose=RU&basis=cumulative&kind=count"
    assert KEY.title == "Russian soldiers: casualties, cumulative"


@pytest.mark.parametrize(
    "other",
    [
        replace(CLAIM, item="Russian personnel losses"),
        replace(CLAIM, amount=Amount(Decimal(650_000), None)),
        replace(CLAIM, source=Source("Ukraine's General Staff", SourceKind.MILITARY)),
        replace(CLAIM, stance=Stance.DENIED),
    ],
)
def test_words_amounts_and_sources_do_not_part_a_series(other: Claim) -> None:
    assert series_key(other, PUBLISHED) == series_key(CLAIM, PUBLISHED)


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("metric", replace(CLAIM, metric=Metric.KILLED)),
        ("population", replace(CLAIM, population=Population("civilian", "RU"))),
        ("whose", replace(CLAIM, population=Population("soldier", "UA"))),
        ("whose", replace(CLAIM, population=Population("soldier", None))),
        ("place_scope", replace(CLAIM, place=place("Kursk region"))),
        ("basis", replace(CLAIM, period=Period())),
        ("unit", replace(CLAIM, amount=Amount(None, Decimal(1), unit="USD"))),
        ("kind", replace(CLAIM, amount=Amount(None, Decimal(1), kind=Kind.PERCENT))),
    ],
)
def test_a_difference_that_matters_parts_a_series(field: str, other: Claim) -> None:
    key = series_key(other, PUBLISHED)
    assert key.key != KEY.key
    assert differences(KEY, key) == (field,)


@pytest.mark.parametrize(
    ("period", "told"),
    [
        (Period(MONDAY, Precision.DAY, MONDAY, Precision.DAY, Basis.INCIDENT), "2024-12-16"),
        (
            Period(date(2024, 12, 14), Precision.DAY, MONDAY, Precision.DAY, Basis.INCIDENT),
            "2024-12-14/2024-12-16",
        ),
        (
            Period(
                date(2024, 11, 1),
                Precision.MONTH,
                date(2024, 11, 30),
                Precision.MONTH,
                Basis.INCIDENT,
            ),
            "2024-11",
        ),
        (Period(basis=Basis.INCIDENT), "2024-12-16"),
        (Period(MONDAY, Precision.DAY, basis=Basis.CUMULATIVE), None),
        (Period(basis=Basis.LEVEL), None),
        (Period(), None),
    ],
)
def test_incidents_are_kept_apart_by_their_days(period: Period, told: str | None) -> None:
    assert series_key(replace(CLAIM, period=period), PUBLISHED).period == told


def test_an_incident_without_any_day_has_none() -> None:
    assert series_key(replace(CLAIM, period=Period(basis=Basis.INCIDENT)), None).period is None


def test_a_scope_counts_as_a_place_does_where_there_is_none() -> None:
    inferred, told = (
        replace(CLAIM, scope=place("Ukraine")),
        replace(CLAIM, place=place("Kursk region")),
    )
    assert series_key(inferred, PUBLISHED).place_scope == "UA"
    assert series_key(replace(told, scope=place("Ukraine")), PUBLISHED) == series_key(
        told, PUBLISHED
    )


@pytest.mark.parametrize(
    ("population", "country", "whose"),
    [("child", "UA", None), ("child", "PL", "UA"), ("child", None, "UA"), ("soldier", "UA", "UA")],
)
def test_the_children_of_a_state_are_those_who_died_there(
    population: str, country: str | None, whose: str | None
) -> None:
    scope = Place("Kharkiv region", None, country)
    claim = replace(CLAIM, population=Population(population, "UA"), place=scope)
    assert series_key(claim, PUBLISHED).whose == whose


def test_the_country_is_the_country_that_it_is_in() -> None:
    told = replace(CLAIM, place=Place("the country", None, "UA"))
    assert series_key(told, None).place_scope == "UA"
    assert series_key(replace(CLAIM, place=Place("country", None)), None).place_scope == "country"


def test_places_meet_by_their_key() -> None:
    scopes = {
        series_key(replace(CLAIM, place=place(words)), PUBLISHED).place_scope
        for words in ("the Kursk region", "Kursk Oblast")
    }
    assert scopes == {"RU kursk region"}


@pytest.mark.parametrize(
    ("key", "title"),
    [
        (
            SeriesKey(Metric.KILLED, "child", None, "UA", Basis.CUMULATIVE, None, Kind.COUNT),
            "Children: killed in Ukraine, cumulative",
        ),
        (
            SeriesKey(Metric.WEAPONS, "artillery-shell", "KP", None, None, None, Kind.COUNT),
            "North Korean artillery shells: weapons",
        ),
        (
            SeriesKey(Metric.MONEY, "aid", "US", None, None, "USD", Kind.MONEY),
            "American aid: money, USD",
        ),
        (
            SeriesKey(
                Metric.KILLED, None, None, "RU kursk region", Basis.INCIDENT, None, Kind.COUNT
            ),
            "Killed in Kursk Region, Russia, incident",
        ),
        (SeriesKey(Metric.OTHER, "city", None, None, None, None, Kind.COUNT), "Cities: other"),
    ],
)
def test_titles_read_as_words(key: SeriesKey, title: str) -> None:
    assert key.title == title


@given(KEYS)
@settings(deadline=None)
def test_a_key_tells_its_fields(key: SeriesKey) -> None:
    told = dict(parse_qsl(key.key, strict_parsing=True))
    names = [field.name for field in fields(SeriesKey)]
    assert told == {name: str(value) for name in names if (value := getattr(key, name)) is not None}


@given(KEYS, KEYS)
@settings(deadline=None)
def test_keys_are_equal_just_when_nothing_differs(a: SeriesKey, b: SeriesKey) -> None:
    assert (a.key == b.key) == (differences(a, b) == ())
    assert differences(a, b) == differences(b, a)


@pytest.mark.parametrize(
    ("changes", "apart"),
    [
        ({"population": "troop", "period": "2024-12-14", "part": "by mines"}, ()),
        ({"whose": None, "place_scope": "UA", "basis": None}, ()),
        ({"whose": "the invaders"}, ()),
        ({"whose": "UA"}, ("whose",)),
        ({"metric": Metric.KILLED, "unit": "per day"}, ("metric", "unit")),
        ({"basis": Basis.LEVEL}, ("basis",)),
    ],
)
def test_series_of_two_names_may_be_one_and_those_of_two_states_not(
    changes: dict[str, str], apart: tuple[str, ...]
) -> None:
    assert unmergeable(KEY, replace(KEY, **changes)) == apart  # type: ignore[arg-type]


def test_places_of_one_state_may_be_names_of_one_and_those_of_two_not() -> None:
    kursk = replace(KEY, place_scope="RU kursk region")
    assert unmergeable(kursk, replace(KEY, place_scope="RU kursk")) == ()
    assert unmergeable(kursk, replace(KEY, place_scope="front line")) == ()
    assert unmergeable(kursk, replace(KEY, place_scope="UA")) == ("place_scope",)
