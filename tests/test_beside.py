"""Unlike series side by side: named, each by itself, and never combined."""

from dataclasses import replace
from uuid import UUID

import pytest
from pydantic import TypeAdapter

from service.beside import SideBySide, refuse_unlike, side_by_side
from service.compared import UnlikeSeries
from service.comparison import compare
from service.values import Metric
from tests.several import SERIES, claim, exactly
from tests.test_comparison import BBC, NEW, OLD

KILLED = replace(SERIES, metric=Metric.KILLED)
CIVILIANS = replace(KILLED, population="civilian", whose=None)
IDS = (UUID(int=3), UUID(int=1), UUID(int=2))


def test_what_counts_the_same_is_not_refused() -> None:
    refuse_unlike()
    refuse_unlike(SERIES)
    refuse_unlike(SERIES, replace(SERIES))


def test_all_that_differs_among_several_is_named_with_its_values() -> None:
    with pytest.raises(UnlikeSeries) as refused:
        refuse_unlike(SERIES, KILLED, CIVILIANS)
    assert refused.value.differences == ("metric", "population", "whose")
    assert str(refused.value).endswith(
        "unlike in metric (casualties, killed), population (soldier, civilian), "
        "whose (RU, not said)"
    )


def test_each_is_compared_by_itself_under_its_own_name() -> None:
    dead = replace(claim("dead", exactly(700), "General Staff"), series=KILLED)
    own = (compare([OLD, NEW, BBC], None), compare([dead], None), compare([], None))
    keys = (SERIES, KILLED, CIVILIANS)
    found = side_by_side(dict(zip(IDS, keys, strict=True)), dict(zip(IDS, own, strict=True)))
    assert found.differences == ("metric", "population", "whose")
    assert tuple(each.series_id for each in found.side_by_side) == IDS
    assert tuple(each.series for each in found.side_by_side) == keys
    assert tuple(each.title for each in found.side_by_side) == (
        "Russian soldiers: casualties, cumulative",
        "Russian soldiers: killed, cumulative",
        "Civilians: killed, cumulative",
    )
    assert tuple(each.comparison for each in found.side_by_side) == own


def test_one_series_differs_from_none() -> None:
    alone = side_by_side({IDS[0]: SERIES}, {IDS[0]: compare([OLD], None)})
    assert alone.differences == ()


def test_nothing_is_said_about_them_together() -> None:
    schema = TypeAdapter(SideBySide).json_schema(mode="serialization")
    assert set(schema["properties"]) == {"differences", "side_by_side"}
    labelled = schema["$defs"]["Labelled"]["properties"]
    assert set(labelled) == {"series_id", "title", "series", "comparison"}
    assert all({"description", "$ref"} & field.keys() for field in labelled.values())
