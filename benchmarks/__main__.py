"""Runs the benchmarks that are named, or all, and prints what they find as they find it."""

from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.plan import SAMPLES, plan_for


class Name(StrEnum):
    """The benchmarks, a module each."""

    EXTRACTION = "extraction"
    NUMBERS = "numbers"
    PAGES = "pages"
    COMPARISON = "comparison"
    MEMORY = "memory"
    LENGTH = "length"


def main(
    names: Annotated[list[Name] | None, typer.Argument(help="Without any, all are run.")] = None,
    quick: Annotated[bool, typer.Option(help="A look at whether everything runs.")] = False,
    articles: Annotated[Path, typer.Option(help="JSONL with a text a line.")] = SAMPLES,
) -> None:
    """Measure, each figure as a ratio of two measurements of one run."""
    plan = plan_for(articles, quick)
    print(f"{'':<58} {'':>8}  {'aim':<13} measured")
    for name in names or list(Name):
        for figure in import_module(f"benchmarks.{name}").figures(plan):
            line = f"{figure.question:<58} {figure.shown:>8}  {figure.wanted:<13} {figure.detail}"
            print(line, flush=True)


typer.run(main)
