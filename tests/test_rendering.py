"""Pictures and pages are made without a network, and pages need none."""

import asyncio
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from service import rendering
from service.rendering import DrawingFailed, Picture, Renderer, page

CHART = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "data": {"values": [{"a": 1, "says": "</script><script>alert(1)</script><!--"}]},
    "mark": "point",
    "encoding": {"x": {"field": "a", "type": "quantitative"}},
}


class Scripts(HTMLParser):
    """The scripts of a page, and what it refers to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.references: list[str | None] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.references += [value for name, value in attrs if name in ("src", "href")]
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.scripts and self.lasttag == "script":
            self.scripts[-1] += data


def test_a_chart_is_drawn_as_svg_and_as_png() -> None:
    async def both() -> tuple[bytes, bytes]:
        renderer = Renderer()
        return await asyncio.gather(
            renderer.picture(Picture.SVG, CHART), renderer.picture(Picture.PNG, CHART)
        )

    svg, png = asyncio.run(both())
    assert svg.startswith(b"<svg ")
    assert png.startswith(b"\x89PNG\r\n\x1a\n")


def test_data_are_not_fetched_from_anywhere() -> None:
    elsewhere = CHART | {"data": {"url": "http://127.0.0.1:1/data.json"}}
    with pytest.raises(DrawingFailed):
        asyncio.run(Renderer().picture(Picture.SVG, elsewhere))


def test_a_page_holds_its_libraries_and_asks_nobody_for_anything() -> None:
    async def twice() -> tuple[bytes, bytes]:
        renderer = Renderer()
        return await renderer.page("One", CHART), await renderer.page("Two", CHART)

    first, second = (written.decode() for written in asyncio.run(twice()))
    read = Scripts(first)
    assert read.references == []
    assert len(read.scripts) == 2
    assert len(read.scripts[0]) > 500_000
    assert "vegaEmbed" in read.scripts[0]
    assert not re.search(r"jsdelivr|unpkg|cdnjs|googleapis|\bcdn\.", first)
    assert "default-src 'none'" in first
    assert Scripts(second).scripts[0] == read.scripts[0]


def test_no_text_ends_the_script_that_it_stands_in() -> None:
    read = Scripts(page("<b>Title</b> & more", CHART, "libraries $chart"))
    assert len(read.scripts) == 2
    held = re.search(r'vegaEmbed\("#chart", (.*), \{\n', read.scripts[1])
    assert held is not None
    assert json.loads(held[1]) == CHART
    assert "<title>&lt;b&gt;Title&lt;/b&gt; &amp; more</title>" in page(
        "<b>Title</b> & more", {}, ""
    )


@pytest.mark.parametrize("program", ["import time; time.sleep(60)", "import os; os.abort()"])
def test_a_program_that_hangs_or_dies_is_told_of(
    program: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "program.py"
    path.write_text(program)
    monkeypatch.setattr(rendering, "PROGRAM", path)
    monkeypatch.setattr(rendering, "SECONDS", 1)
    with pytest.raises(DrawingFailed, match=r"longer than 1 s|ended before"):
        asyncio.run(Renderer().picture(Picture.SVG, CHART))
