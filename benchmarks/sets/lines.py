"""Reads the lines of an annotated set."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The JSON objects of a file, one a line; `.gz` is unpacked. Raises OSError and ValueError."""
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8")
    ) as file:
        yield from map(json.loads, file)
