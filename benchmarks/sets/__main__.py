"""Scores the sets in a folder that are named, or all, and prints each beside its aim."""

from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer


class Name(StrEnum):
    """The sets, a module each."""

    EXPRESSIONS = "expressions"
    QUANTITIES = "quantities"
    ATTRIBUTION = "attribution"
    INCIDENTS = "incidents"
    CROWDS = "crowds"
    ROWS = "rows"
    TOLLS = "tolls"


def main(
    folder: Annotated[Path, typer.Argument(help="Where the files of the sets are.")],
    names: Annotated[list[Name] | None, typer.Argument(help="Without any, all are scored.")] = None,
) -> None:
    """Score the reading on published sets."""
    for name in names or list(Name):
        for figure in import_module(f"benchmarks.sets.{name}").figures(folder):
            print(
                f"{figure.question:<58} {figure.shown:>8}  {figure.wanted:<15} {figure.detail}",
                flush=True,
            )


typer.run(main)
