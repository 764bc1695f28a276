"""A chart is a specification that holds what was said, and nothing else."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings

from service.charts import chart
from service.compared import ComparedClaim, Evidence
from service.comparison import compare
from service.drawing import MOST_NAMED, Scale, drawing
from service.grouping import Grouping
from service.series import SeriesKey
from service.thinning import thinned
from service.values import Amount, Hedge, Kind, SourceKind, Stance
from tests.several import SERIES, between, claim, exactly, more_than
from tests.test_drawing import claims

OLD = claim("old", exactly(650), "General Staff", on=1)
NEW = claim("new", more_than(700), "General Staff", on=9)
BBC = claim("bbc", between(600, 800), "BBC", on=5)


def link(claim_id: UUID) -> str:
    return f"https://counts.example/v1/claims/{claim_id}"


def charted(
    *several: ComparedClaim,
    scale: Scale = Scale.LINEAR,
    series: SeriesKey = SERIES,
    by: Grouping | None = None,
) -> dict[str, Any]:
    evidence = {claim.id: Evidence(f"So says {claim.source}.", None) for claim in several}
    shown = thinned(drawing(several, scale, by=by))
    return chart(compare(several, None), shown, series, evidence, link)


def layers(specification: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The layers by the names of their data."""
    (picture,) = specification["vconcat"]
    return {layer["data"]["name"]: layer for layer in picture["layer"]}


def encoding(specification: dict[str, Any], layer: str, channel: str) -> Any:
    return layers(specification)[layer]["encoding"][channel]


def test_a_chart_is_called_by_its_series_and_says_what_it_shows() -> None:
    specification = charted(OLD, BBC)
    assert specification["title"]["text"] == SERIES.title
    assert specification["title"]["subtitle"].startswith("2 claims, 2 sources")
    (picture,) = specification["vconcat"]
    assert any("begins at zero" in line for line in picture["title"]["text"])


@pytest.mark.parametrize(
    ("kind", "unit", "title"),
    [(Kind.COUNT, None, "casualties (count)"), (Kind.MONEY, "USD", "casualties (USD)")],
)
def test_the_axis_of_numbers_says_what_it_counts(kind: Kind, unit: str | None, title: str) -> None:
    specification = charted(OLD, series=replace(SERIES, kind=kind, unit=unit))
    assert encoding(specification, "points", "y")["axis"]["title"] == title


def test_points_bars_and_arrows_stand_at_the_numbers_that_were_said() -> None:
    data = charted(OLD, NEW, BBC)["datasets"]
    assert [(row["number"], row["form"]) for row in data["points"]] == [
        (650, "exactly"),
        (700, "that or more"),
    ]
    assert [(row["low"], row["high"]) for row in data["bars"]] == [(600, 800)]


def test_an_open_end_has_a_dashed_line_and_an_interval_a_band() -> None:
    late = claim("late", exactly(1), "Kremlin", on=12)
    data = charted(NEW, BBC, late)["datasets"]
    assert {(row["number"], row["open"]) for row in data["lines"]} == {
        (600, False),
        (800, False),
        (700, True),
    }
    assert [(row["group"], row["low"], row["high"]) for row in data["bands"]] == [("BBC", 600, 800)]


def test_a_mark_tells_its_evidence_and_leads_to_the_claim() -> None:
    (row,) = charted(BBC)["datasets"]["bars"]
    told: dict[str, Any] = {
        "quote": BBC.quote,
        "amount": "600–800",
        "who": "BBC",
        "publisher": "The Courier",
        "day": "2024-11-06 00:00 UTC",
        "status": "asserted",
        "sentence": "So says BBC.",
        "link": link(BBC.id),
    }
    assert told.items() <= row.items()
    for layer in ("points", "bars"):
        shown = {each["field"] for each in encoding(charted(BBC), layer, "tooltip")}
        assert shown == told.keys() - {"link"}
        assert encoding(charted(BBC), layer, "href")["field"] == "link"


@pytest.mark.parametrize("aside", [{"stance": Stance.DENIED}, {"superseded": True}])
def test_what_cannot_stand_is_faint(aside: dict[str, Any]) -> None:
    full, faint = charted(OLD, replace(NEW, **aside))["datasets"]["points"]
    assert faint["opacity"] < full["opacity"]
    assert faint["status"] != "asserted"


def test_sources_without_a_colour_of_their_own_share_grey_below_the_others() -> None:
    several = [
        claim(f"{source} {number}", exactly(number), f"Source {source}", on=number)
        for source in range(MOST_NAMED + 2)
        for number in range(source + 1)
    ]
    specification = charted(*several)
    scale = encoding(specification, "points", "color")["scale"]
    assert len(set(scale["range"])) == len(scale["domain"]) == MOST_NAMED + 1
    assert scale["domain"][-1] == "2 others"
    points = specification["datasets"]["points"]
    assert [row["group"] for row in points[:3]] == ["2 others"] * 3
    assert {row["who"] for row in points[:3]} == {"Source 0", "Source 1"}


SPIES = replace(BBC, id=UUID(int=1), source="Spies", source_id=UUID(int=2))
KINDS = [
    replace(OLD, source_kind=SourceKind.MILITARY, side="Ukraine"),
    replace(NEW, source_kind=SourceKind.MILITARY, side="Ukraine"),
    replace(SPIES, source_kind=SourceKind.MILITARY),
    replace(BBC, source_kind=SourceKind.MEDIA),
]


@pytest.mark.parametrize(
    ("by", "title", "groups"),
    [
        (Grouping.KIND, "what kind of source says so", ["military", "media"]),
        (Grouping.SIDE, "on which side is who says so", ["Ukraine", "no side given"]),
    ],
)
def test_a_group_of_sources_has_one_colour_and_one_entry_in_the_legend(
    by: Grouping, title: str, groups: list[str]
) -> None:
    specification = charted(*KINDS, by=by)
    colour = encoding(specification, "points", "color")
    assert (colour["field"], colour["legend"]["title"]) == ("group", title)
    assert colour["scale"]["domain"] == groups
    assert len(set(colour["scale"]["range"])) == 2
    data = specification["datasets"]
    told = {(row["who"], row["group"]) for row in [*data["points"], *data["bars"]]}
    spies = groups[0] if by is Grouping.KIND else groups[1]
    assert told == {("General Staff", groups[0]), ("Spies", spies), ("BBC", groups[1])}
    assert {row["group"] for row in [*data["lines"], *data["bands"]]} == set(groups)
    (picture,) = specification["vconcat"]
    assert f"Sources of one {by} have one colour" in " ".join(picture["title"]["text"])


@pytest.mark.parametrize(
    ("numbers", "from_zero"),
    [((650, 700), False), ((100, 700), True), ((650, 650), True), ((0, 700), True)],
)
def test_numbers_begin_at_zero_unless_all_would_look_alike(
    numbers: tuple[int, ...], from_zero: bool
) -> None:
    specification = charted(
        *(claim(str(n), exactly(v), "BBC", on=n) for n, v in enumerate(numbers))
    )
    low, high = encoding(specification, "points", "y")["scale"]["domain"]
    assert (low == 0) is from_zero
    assert low <= min(numbers) < high
    assert max(numbers) < high


def test_numbers_below_zero_have_a_place() -> None:
    fall = Amount(Decimal(-5), Decimal(-5), kind=Kind.PERCENT, unit="percent")
    low, _ = encoding(charted(claim("fall", fall, "BBC")), "points", "y")["scale"]["domain"]
    assert low < -5


def test_a_logarithmic_axis_is_drawn_only_where_it_is_asked_for() -> None:
    scales = [encoding(charted(OLD, scale=each), "points", "y")["scale"] for each in Scale]
    assert ["type" in scale for scale in scales] == [False, True]
    assert scales[1]["type"] == "log"
    assert scales[1]["domain"][0] > 0


def test_time_is_drawn_in_utc() -> None:
    for layer in layers(charted(OLD, BBC)).values():
        assert layer["encoding"]["x"]["scale"]["type"] == "utc"
    shown = encoding(charted(OLD, BBC), "points", "x")
    first, last = shown["scale"]["domain"]
    assert first < OLD.said_at.timestamp() * 1000 < BBC.said_at.timestamp() * 1000 < last
    assert "UTC" in shown["axis"]["title"]


def test_only_shapes_that_are_drawn_stand_in_the_legend() -> None:
    scale = encoding(charted(OLD, NEW), "points", "shape")["scale"]
    assert scale["domain"] == ["exactly", "that or more"]


def test_nothing_to_draw_gives_a_chart_that_says_so() -> None:
    for empty in (charted(), charted(replace(OLD, published_at=None))):
        (picture,) = empty["vconcat"]
        assert "no claim that can be drawn" in picture["mark"]["text"]
        assert len(empty["datasets"][empty["data"]["name"]]) == 1
    assert "unknown publication" in " ".join(picture["title"]["text"])


def test_an_amount_of_any_size_can_be_drawn() -> None:
    vast = Amount(Decimal("1E+30"), None, Hedge.AT_LEAST)
    tiny = Amount(Decimal("1E-30"), Decimal("2E-30"))
    for scale in Scale:
        assert charted(claim("vast", vast, "BBC"), claim("tiny", tiny, "BBC"), scale=scale)


@given(claims())
@settings(deadline=None, max_examples=30)
def test_no_number_and_no_time_is_drawn_that_nobody_said(several: list[ComparedClaim]) -> None:
    data = charted(*several)["datasets"]
    ends = {float(e) for c in several for e in (c.amount.low, c.amount.high) if e is not None}
    rows = [row for name in ("points", "bars", "lines", "bands") for row in data[name]]
    drawn = {row[name] for row in rows for name in ("number", "low", "high") if name in row}
    times = {row[name] for row in rows for name in ("published", "since", "until") if name in row}
    assert drawn <= ends
    assert times <= {each.said_at.isoformat() for each in several}
