"""A published row is a claim whose evidence is the row."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from service.faults import message
from service.figures import FITTING, FigureRow, clashes, reading
from service.series import series_key
from service.values import Amount, Basis, Claim, Hedge, Kind, Metric, Precision, SourceKind, Stance

ROW = {
    "source": "The Harbour Board",
    "date": "2024-03-05",
    "metric": "missing",
    "item": "sailors",
    "value": "1,204",
}


def row(**changes: Any) -> FigureRow:
    return FigureRow.model_validate(ROW | changes)


def claim(**changes: Any) -> Claim:
    (found,) = reading(row(**changes)).claims
    return found


def complaint(**changes: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        row(**changes)
    (fault,) = caught.value.errors()
    return " ".join([*map(str, fault["loc"]), message(fault)])


def test_the_article_is_the_row_in_one_line() -> None:
    article = reading(row(title="Losses at sea", link="https://sea.example/losses")).article
    assert article.text == (
        "source: The Harbour Board; date: 2024-03-05; metric: missing; item: sailors; value: 1,204"
    )
    assert (article.title, article.publisher) == ("Losses at sea", None)
    assert article.published_at == datetime(2024, 3, 5, tzinfo=UTC)


def test_every_field_has_its_evidence_there() -> None:
    found = reading(row(place="Port Said, Egypt", hedge="about"))
    (only,) = found.claims
    text = found.article.text
    assert only.sentence == text
    assert only.quote == only.span.of(text) == "hedge: about; value: 1,204"
    assert only.place
    assert only.place.span
    assert only.item_span
    assert only.source_span
    assert only.place.span.of(text) == only.place.place == "Port Said, Egypt"
    assert only.item_span.of(text) == only.item == "sailors"
    assert only.source_span.of(text) == "The Harbour Board"


def test_a_value_alone_is_quoted_as_it_is_written() -> None:
    assert claim().quote == "1,204"
    assert claim(value=12.50).quote == "12.5"
    assert claim(value=1e16).quote == "10000000000000000"


@pytest.mark.parametrize(
    ("given", "low", "high", "hedge"),
    [
        ({"value": 7}, 7, 7, Hedge.EXACT),
        ({"value": 7, "hedge": "about"}, 7, 7, Hedge.ABOUT),
        ({"value": 7, "hedge": "at_least"}, 7, None, Hedge.AT_LEAST),
        ({"value": 7, "hedge": "more_than"}, 7, None, Hedge.MORE_THAN),
        ({"value": 7, "hedge": "at_most"}, None, 7, Hedge.AT_MOST),
        ({"value": 7, "hedge": "less_than"}, None, 7, Hedge.LESS_THAN),
        ({"low": 7, "high": 9}, 7, 9, Hedge.BETWEEN),
        ({"low": 7, "high": 9, "hedge": "vague"}, 7, 9, Hedge.VAGUE),
        ({"low": 7}, 7, None, Hedge.AT_LEAST),
        ({"high": 9}, None, 9, Hedge.AT_MOST),
        ({"hedge": "unknown"}, None, None, Hedge.UNKNOWN),
    ],
)
def test_the_amount_is_what_the_columns_allow(
    given: dict[str, Any], low: int | None, high: int | None, hedge: Hedge
) -> None:
    least, most = (None if end is None else Decimal(end) for end in (low, high))
    assert claim(**{"value": None} | given).amount == Amount(least, most, hedge)


def test_an_interval_is_quoted_with_its_columns() -> None:
    assert claim(value=None, low=7, high="9").quote == "low: 7; high: 9"


def test_every_hedge_goes_with_some_columns() -> None:
    assert {hedge for hedges in FITTING.values() for hedge in hedges} == set(Hedge)


def test_what_is_counted_is_the_population_else_the_item() -> None:
    assert claim().population.population == "sailors"
    assert claim(item="Cargo Ships").population.population == "cargo-ships"
    assert claim(population="sailor").population.population == "sailor"
    assert claim(item=None, population="sailor").item == "sailor"
    assert claim(item=None).population.population is None


def test_names_of_states_become_their_codes() -> None:
    assert claim(whose="Sudanese").population.whose == "SD"
    assert claim(whose="The Rebels").population.whose == "The Rebels"
    in_the_strip = claim(place="Gaza Strip").place
    in_the_port = claim(place="Port Said", country="Egypt").place
    in_egypt = claim(country="Egypt").place
    assert in_the_strip
    assert in_the_port
    assert in_egypt
    assert (in_the_strip.country, in_the_port.country, in_egypt.country) == ("PS", "EG", "EG")


def test_a_period_is_as_exact_as_it_is_written() -> None:
    period = claim(period_start="2023", period_end="2024-02", basis="cumulative").period
    assert (period.start, period.start_precision) == (date(2023, 1, 1), Precision.YEAR)
    assert (period.end, period.end_precision) == (date(2024, 2, 29), Precision.MONTH)
    assert period.basis is Basis.CUMULATIVE


def test_a_source_is_of_the_kind_told_or_of_that_of_its_name() -> None:
    sources = (claim(source="Sudan's army").source, claim(source_kind="ngo").source)
    assert [source and source.kind for source in sources] == [SourceKind.MILITARY, SourceKind.NGO]
    assert claim(source=None, publisher="Sea Weekly").source is None


def test_what_is_left_empty_is_not_said() -> None:
    plain = claim()
    assert (plain.place, plain.period.basis, plain.population.whose) == (None, None, None)
    assert (plain.stance, plain.confidence) == (Stance.ASSERTED, None)
    assert claim(stance="denied").stance is Stance.DENIED


def test_units_go_with_their_kinds() -> None:
    assert claim(metric="money", kind="money", unit="EGP").amount.unit == "EGP"
    assert claim(metric="share", kind="percent").amount.unit == "percent"
    daily = claim(unit="per day").amount
    assert (daily.kind, daily.unit) == (Kind.COUNT, "per day")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value": "12k"}, "value is no number like"),
        ({"value": "1.204,5"}, "value is no number like"),
        ({"value": True}, "value should be a valid string"),
        ({"value": float("nan")}, "value is no number like"),
        ({"value": 1e300}, "value is no number like"),
        ({"value": None}, "needs either a value, or low or high or both, or the hedge unknown"),
        ({"low": 3}, "needs either a value, or low or high"),
        ({"value": None, "low": 9, "high": 7}, "needs low <= high, not 9 and 7"),
        ({"hedge": "between"}, "hedge between does not go with value: exact, about, at_least"),
        ({"hedge": "unknown"}, "hedge unknown does not go with value"),
        ({"date": "2024-13-05"}, "date month must be in 1..12"),
        ({"date": "2024-03"}, "date is not spelled like 2025-01-05 or"),
        ({"period_start": "last May"}, "period_start is no date like 2025-01-05, 2025-01 or 2025"),
        ({"period_end": "2024-02-30"}, "period_end day is out of range"),
        ({"period_start": "2024-03", "period_end": "2024-02"}, "a period needs start <= end"),
        ({"metric": "slain"}, "metric should be 'killed'"),
        ({"source": None}, "needs a source or a publisher"),
        ({"source": "\0"}, "source holds NUL"),
        ({"country": "Atlantis"}, "country is no state's name or ISO 3166-1 code"),
        ({"unit": "persons"}, "a count has no unit but a rate"),
        ({"kind": "money"}, "kind money needs a unit"),
        ({"kind": "percent", "unit": "USD"}, "the unit of kind percent is percent"),
        ({"link": "sea.example"}, "link is no absolute http or https url"),
        ({"hedje": "about"}, "hedje is no field here"),
    ],
)
def test_what_is_unfit_says_where_and_why(changes: dict[str, Any], said: str) -> None:
    assert said in complaint(**changes)


def address(**changes: Any) -> str | None:
    return reading(row(**changes)).article.url


def test_rows_of_one_source_date_and_series_are_versions_of_one_article() -> None:
    assert address() == address(value=1300, hedge="about", note="revised")
    assert address() == address(source="the Harbour Board")
    assert address() == address(date="2024-03-05T00:00:00Z")
    others = [
        {"source": "Sea Weekly"}, {"publisher": "Sea Weekly"}, {"date": "2024-03-06"},
        {"item": "pilots"}, {"population": "pilot"}, {"metric": "killed"}, {"whose": "EG"},
        {"place": "Suez"}, {"basis": "level"}, {"period_start": "2024"}, {"period_end": "2024"},
        {"kind": "percent"}, {"unit": "per day"}, {"link": "https://sea.example/losses"},
    ]  # fmt: skip
    assert len({address(), *(address(**changes) for changes in others)}) == len(others) + 1


def test_with_an_id_the_dates_may_change() -> None:
    assert address(id="7") == address(id="7", date="2024-03-06", basis=None)
    daily = {"id": "7", "basis": "incident"}
    assert address(**daily) == address(**daily, date="2024-03-06", period_start="2024-03-01")
    assert address(id="7") != address(id="8")


def test_the_address_leads_to_the_table_where_that_has_one() -> None:
    link = "https://sea.example/losses"
    assert re.fullmatch(rf"{link}#row=[0-9a-f]{{32}}", address(link=link) or "")
    assert re.fullmatch(rf"{link}#t&row=[0-9a-f]{{32}}", address(link=f"{link}#t") or "")
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", address() or "")


def test_rows_that_contradict_each_other_are_found() -> None:
    rows = [row(), row(date="2024-03-06"), row(), row(value=9), row(value=9, id="b")]
    assert list(clashes(map(reading, rows))) == [(0, 3)]


lines = st.text(min_size=1).filter(lambda text: text.strip() and "\0" not in text)


@given(item=lines, source=lines, value=st.integers(0, 10**12), at_least=st.booleans())
def test_whatever_the_cells_hold_the_evidence_is_in_the_text(
    item: str, source: str, value: int, at_least: bool
) -> None:
    changes = {"hedge": "at_least"} if at_least else {}
    found = reading(row(item=item, source=source, value=value, **changes))
    (only,) = found.claims
    text = found.article.text
    assert only.item_span
    assert only.source_span
    assert only.item_span.of(text) == item
    assert only.source_span.of(text) == source
    assert only.span.of(text) == only.quote
    assert only.amount.low == value
    assert series_key(only, found.article.published_at).metric is Metric.MISSING
