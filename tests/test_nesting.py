"""What it means that one series lies in another."""

from dataclasses import replace
from datetime import date

import pytest

from service.compared import UnlikeSeries
from service.nesting import Axis, axes, containment, days
from service.series import SeriesKey
from service.values import Basis, Kind, Metric

TOTAL = SeriesKey(Metric.KILLED, "child", None, "UA", Basis.CUMULATIVE, None, Kind.COUNT)
IN_KYIV = replace(TOTAL, place_scope="UA kyiv")
ON_MONDAY = replace(IN_KYIV, basis=Basis.INCIDENT, period="2024-12-16")


def test_series_differ_in_place_and_time() -> None:
    assert axes(IN_KYIV, TOTAL) == (Axis.PLACE,)
    assert axes(ON_MONDAY, IN_KYIV) == (Axis.TIME,)
    assert axes(ON_MONDAY, TOTAL) == (Axis.PLACE, Axis.TIME)


@pytest.mark.parametrize(
    ("period", "known"),
    [
        ("2024-12-16", (date(2024, 12, 16), date(2024, 12, 16))),
        ("2024-12-16/2024-12-18", (date(2024, 12, 16), date(2024, 12, 18))),
        ("2024-12", None),
        ("2024-12-16/..", None),
        (None, None),
    ],
)
def test_days_are_known_only_where_both_are_told(
    period: str | None, known: tuple[date, date] | None
) -> None:
    assert days(period) == known


def test_what_contains_what_is_told_of_series_that_are_not_compared() -> None:
    assert containment(TOTAL, IN_KYIV) == "UA kyiv lies in UA"
    assert containment(TOTAL, replace(TOTAL, place_scope="RU")) is None
    assert containment(TOTAL, replace(TOTAL, place_scope=None)) is None
    assert str(UnlikeSeries(TOTAL, IN_KYIV)).endswith("(UA, UA kyiv); UA kyiv lies in UA")
