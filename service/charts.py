"""A comparison as a chart: a Vega-Lite specification that holds all that it draws."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any
from uuid import UUID

import altair as alt

from service.captions import caption, headline, moment, others, status
from service.compared import Evidence
from service.comparison import Comparison
from service.drawing import Drawing, Scale
from service.grouping import Grouping
from service.marks import Form, Mark, Step, form
from service.series import SeriesKey
from service.thinning import Thinned
from service.wording import amount

Specification = dict[str, Any]
Row = dict[str, Any]

WIDTH, HEIGHT = 820, 400
COLOURS = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000"
"""Okabe and Ito's, which the colour-blind tell apart too, but for the yellow, lost on white."""
OTHERS_COLOUR = "#999999"
SHAPES = {
    Form.EXACT: "circle",
    Form.ABOUT: "diamond",
    Form.RANGE: "M-0.2,-1.2H0.2V1.2H-0.2Z",
    Form.FLOOR: "M-1,0.2H1V-0.2H0.2V-1.8H0.9L0,-3.4L-0.9,-1.8H-0.2V-0.2H-1Z",
    Form.CEILING: "M-1,-0.2H1V0.2H0.2V1.8H0.9L0,3.4L-0.9,1.8H-0.2V0.2H-1Z",
}
"""An arrow stands on its number or hangs from it."""
FULL, FAINT = 0.9, 0.25
DAY = 86_400.0
"""Seconds."""
MANY = 400
"""Marks that are drawn smaller, to hide each other less."""
SQUEEZED = 5
"""An axis from zero that leaves the numbers less than this part of its height hides them."""
MARGIN = 0.06
"""Share of an axis beyond the outermost marks, where arrows end."""
_LEGENDS = {
    None: "who says so",
    Grouping.KIND: "what kind of source says so",
    Grouping.SIDE: "on which side is who says so",
}

TOOLTIP = [
    alt.Tooltip("quote:N", title="says"),
    alt.Tooltip("amount:N", title="read as"),
    alt.Tooltip("who:N", title="who says so"),
    alt.Tooltip("publisher:N", title="published by"),
    alt.Tooltip("day:N", title="published at"),
    alt.Tooltip("status:N", title="status"),
    alt.Tooltip("sentence:N", title="sentence"),
]


def chart(
    comparison: Comparison,
    shown: Thinned,
    series: SeriesKey,
    evidence: Mapping[UUID, Evidence],
    link: Callable[[UUID], str],
) -> Specification:
    """The chart of a series by the comparison of its claims, with the evidence for those that are
    drawn. `link` gives the URL of a claim."""
    seen = shown.drawing
    picture = _picture(seen, series) if seen.marks else _nothing()
    foot = alt.TitleParams(
        caption(comparison, shown, from_zero=starts_at_zero(seen)),
        orient="bottom", anchor="start", fontSize=11, fontWeight="normal", color="#444", offset=12,
    )  # fmt: skip
    head = alt.TitleParams(series.title, subtitle=headline(comparison), anchor="start")
    whole = alt.vconcat(picture.properties(title=foot, width=WIDTH, height=HEIGHT), title=head)
    specification = whole.to_dict()
    return specification | {
        "datasets": _datasets(seen, evidence, link) | specification.get("datasets", {})
    }


def _nothing() -> alt.Chart:
    """An empty chart."""
    words = "There is no claim that can be drawn."
    empty: alt.Chart = alt.Chart(alt.InlineData([{"is": "one"}])).mark_text(text=words)
    return empty


def starts_at_zero(drawing: Drawing) -> bool:
    """Whether the axis of numbers does: unless that would squeeze them into one line."""
    numbers = _numbers(drawing)
    lowest, highest = min(numbers, default=0.0), max(numbers, default=0.0)
    apart = highest - lowest
    return drawing.scale is Scale.LINEAR and (not apart or apart >= highest / SQUEEZED)


def _numbers(drawing: Drawing) -> list[float]:
    return [float(end) for mark in drawing.marks for end in mark.ends]


# The axes


def _across(drawing: Drawing) -> alt.Scale:
    """The axis of time, at least two days long."""
    first, last = (drawing.marks[end].published for end in (0, -1))
    margin = max((last - first) * MARGIN / 2, DAY)
    return alt.Scale(type="utc", domain=[int(1000 * (first - margin)), int(1000 * (last + margin))])


def _up(drawing: Drawing) -> alt.Scale:
    """The axis of numbers."""
    numbers = _numbers(drawing)
    lowest, highest = min(numbers), max(numbers)
    if drawing.scale is Scale.LOG:
        return alt.Scale(type="log", domain=[lowest / 1.3, highest * 1.3])
    bottom = min(lowest, 0) if starts_at_zero(drawing) else lowest
    margin = (highest - bottom or 1) * MARGIN
    domain = [bottom if bottom == 0 else bottom - margin, highest + margin]
    return alt.Scale(domain=domain, nice=True, zero=False)


def _time_axis(drawing: Drawing) -> alt.Axis:
    hours = drawing.marks[-1].published - drawing.marks[0].published < 4 * DAY
    written = "%b %d, %H:%M" if hours else "%Y-%m-%d"
    return alt.Axis(title="published (UTC)", format=written, grid=False, tickCount=8)


def _counted(series: SeriesKey) -> str:
    """The title of the axis of numbers."""
    return f"{series.metric} ({series.unit or series.kind})"


# What is drawn


def _picture(drawing: Drawing, series: SeriesKey) -> alt.LayerChart | alt.FacetChart:
    up, numbers = _up(drawing), alt.Axis(title=_counted(series), format=",~f")
    # Only the layer that zooms may say from when to when, or it could not.
    utc = alt.Scale(type="utc")
    since, published = alt.X("since:T", scale=utc), alt.X("published:T", scale=utc)
    zoomed = alt.X("published:T", scale=_across(drawing), axis=_time_axis(drawing))
    low = alt.Y("low:Q", scale=up, axis=numbers)
    number = alt.Y("number:Q", scale=up, axis=numbers)
    colour, told = _colour(drawing), {"tooltip": TOOLTIP, "href": "link:N"}
    opacity = alt.Opacity("opacity:Q", scale=None)
    return alt.layer(
        _rows("bands").mark_rect(opacity=0.12, aria=False, clip=True).encode(
            x=since, x2="until", y=low, y2="high", color=colour
        ),
        _rows("lines").mark_rule(opacity=0.6, strokeWidth=1.5, aria=False, clip=True).encode(
            x=since, x2="until", y=number, color=colour, strokeDash=_dashed_where_open()
        ),
        _rows("bars").mark_rule(strokeWidth=3, strokeCap="round", clip=True).encode(
            x=published, y=low, y2="high", color=colour, opacity=opacity, **told
        ),
        _rows("points").mark_point(filled=True, size=_size(drawing), clip=True).encode(
            x=zoomed, y=number, color=colour, opacity=opacity, shape=_shape(drawing), **told
        ).add_params(alt.selection_interval(bind="scales", encodings=["x"])),
    )  # fmt: skip


def _rows(name: str) -> alt.Chart:
    return alt.Chart(alt.NamedData(name))


def _colour(drawing: Drawing) -> alt.Color:
    names = [*drawing.named, *([others(drawing)] if drawing.others else [])]
    colours = [*COLOURS[: len(drawing.named)], *([OTHERS_COLOUR] if drawing.others else [])]
    return alt.Color(
        "group:N",
        scale=alt.Scale(domain=names, range=colours),
        legend=alt.Legend(
            title=_LEGENDS[drawing.by], symbolType="circle", labelLimit=260, symbolOpacity=1
        ),
    )


def _shape(drawing: Drawing) -> alt.Shape:
    used = {mark.form for mark in drawing.marks}
    forms = [each for each in Form if each in used]
    return alt.Shape(
        "form:N",
        scale=alt.Scale(domain=forms, range=[SHAPES[each] for each in forms]),
        legend=alt.Legend(
            title="how many", symbolOpacity=1, symbolFillColor="#444", symbolStrokeColor="#444"
        ),
    )


def _dashed_where_open() -> alt.StrokeDash:
    scale = alt.Scale(domain=[True, False], range=[[4, 3], [1, 0]])
    return alt.StrokeDash("open:N", scale=scale, legend=None)


def _size(drawing: Drawing) -> int:
    return 60 if len(drawing.marks) <= MANY else 25


# The data


def _datasets(
    drawing: Drawing, evidence: Mapping[UUID, Evidence], link: Callable[[UUID], str]
) -> dict[str, list[Row]]:
    told = partial(_told, evidence, link)
    # What comes first lies below.
    marks = sorted(drawing.marks, key=lambda mark: mark.named)
    steps = [step for line in drawing.lines for step in line]
    return {
        "bands": [_band(step) for step in steps if len(step.ends) > 1],
        "lines": [row for step in steps for row in _lines(step)],
        "bars": [_bar(mark, drawing) | told(mark) for mark in marks if len(mark.ends) > 1],
        "points": [_point(mark, drawing) | told(mark) for mark in marks if len(mark.ends) == 1],
    }


def _band(step: Step) -> Row:
    low, high = map(float, step.ends)
    return _stood(step) | {"low": low, "high": high}


def _lines(step: Step) -> Iterator[Row]:
    open_ended = form(step.claim.amount) in (Form.FLOOR, Form.CEILING)
    for end in step.ends:
        yield _stood(step) | {"number": float(end), "open": open_ended}


def _stood(step: Step) -> Row:
    return {
        "group": step.group,
        "since": step.since.isoformat(),
        "until": step.until.isoformat(),
    }


def _bar(mark: Mark, drawing: Drawing) -> Row:
    low, high = map(float, mark.ends)
    return _placed(mark, drawing) | {"low": low, "high": high}


def _point(mark: Mark, drawing: Drawing) -> Row:
    (number,) = map(float, mark.ends)
    return _placed(mark, drawing) | {"number": number, "form": mark.form}


def _placed(mark: Mark, drawing: Drawing) -> Row:
    return {
        "group": mark.group if mark.named else others(drawing),
        "published": mark.claim.said_at.isoformat(),
        "opacity": FULL if mark.claim.may_stand else FAINT,
    }


def _told(evidence: Mapping[UUID, Evidence], link: Callable[[UUID], str], mark: Mark) -> Row:
    """What hovering shows, and where a click leads."""
    claim = mark.claim
    return {
        "quote": claim.quote,
        "amount": amount(claim.amount),
        "who": mark.source,
        "publisher": claim.publisher or "not known",
        "day": moment(claim.said_at),
        "status": status(claim),
        "sentence": evidence[claim.id].sentence,
        "link": link(claim.id),
    }
