"""Word tables of the reader, kept as data beside the rules that use them.

Each TOML file names its provenance in its first lines.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The word table of that name, as TOML gives it."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
