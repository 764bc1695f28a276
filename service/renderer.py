"""Draws one chart: `python renderer.py svg < specification > picture`."""

import sys
from collections.abc import Callable

import vl_convert

SCALE = 1.5
"""Pixels of PNG a pixel of the specification: 1,700 across."""


def svg(specification: str) -> bytes:
    """A drawing."""
    return vl_convert.vegalite_to_svg(specification, allowed_base_urls=[]).encode()


def png(specification: str) -> bytes:
    """A picture."""
    return vl_convert.vegalite_to_png(specification, scale=SCALE, allowed_base_urls=[])


def libraries(_: str) -> bytes:
    """All that a browser needs to draw by itself, as one script."""
    return vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed").encode()


FORMS: dict[str, Callable[[str], bytes]] = {"svg": svg, "png": png, "libraries": libraries}

if __name__ == "__main__":
    sys.stdout.buffer.write(FORMS[sys.argv[1]](sys.stdin.buffer.read().decode()))
