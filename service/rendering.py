"""Charts as pictures and pages, without a network.

What draws holds the interpreter while it does, and keeps 200 MB for good. So it is a program of
its own, `renderer.py`, run once a picture.
"""

import asyncio
import json
import subprocess
import sys
from enum import StrEnum
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

from service.charts import Specification

PROGRAM = Path(__file__).with_name("renderer.py")
SECONDS = 60
"""After which a picture is given up."""
AT_ONCE = 2
"""Pictures that are drawn beside each other; more wait for their turn."""


class Picture(StrEnum):
    """What a chart is drawn as."""

    SVG = "svg"
    PNG = "png"


class DrawingFailed(Exception):
    """A chart was not drawn: it took too long, or the program that draws ended before."""


class Renderer:
    """Draws charts beside the event loop. Every method may raise DrawingFailed."""

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._libraries = b""

    async def picture(self, picture: Picture, chart: Specification) -> bytes:
        """The chart as SVG or PNG."""
        return await self._run(picture, json.dumps(chart).encode())

    async def page(self, title: str, chart: Specification) -> bytes:
        """The chart as an HTML page that needs nothing else to open. The first takes seconds
        longer: its libraries are put together then, and kept."""
        if not self._libraries:
            self._libraries = await self._run("libraries", b"")
        return page(title, chart, self._libraries.decode()).encode()

    async def _run(self, form: str, specification: bytes) -> bytes:
        async with self._turns:
            return await asyncio.to_thread(_drawn, form, specification)


def _drawn(form: str, specification: bytes) -> bytes:
    # Without its folder on the path, whose modules would hide those that the libraries import.
    command = [sys.executable, "-P", str(PROGRAM), form]
    try:
        done = subprocess.run(
            command, input=specification, stdout=subprocess.PIPE, timeout=SECONDS, check=True
        )
    except subprocess.TimeoutExpired:
        raise DrawingFailed(f"the chart took longer than {SECONDS} s to draw") from None
    except (subprocess.CalledProcessError, OSError) as error:
        raise DrawingFailed("the process that draws ended before it was done") from error
    return done.stdout


def page(title: str, chart: Specification, libraries: str) -> str:
    """A page that shows the chart, with the script that draws it inside."""
    # No text of an article may end the script that it stands in.
    specification = json.dumps(chart).replace("<", "\\u003c")
    return _template().substitute(
        title=escape(title), libraries=libraries, specification=specification
    )


@cache
def _template() -> Template:
    return Template(files("service").joinpath("data/chart.html").read_text(encoding="utf-8"))
