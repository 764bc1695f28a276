"""Scores CQE on the published sets beside this project, and times both on the same articles."""

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import spacy
import typer

from benchmarks import extraction
from benchmarks.figures import Figure, seconds
from benchmarks.peers.process import Read, cqe
from benchmarks.plan import SAMPLES, Plan, plan_for
from benchmarks.sets import expressions, quantities
from benchmarks.sets.matching import Fields, readings
from service.extraction import load
from service.extraction.model import MODEL

ROUNDS = 3
OPEN = {">": (True, False), ">=": (True, False), "<": (False, True), "<=": (False, True)}
"""Which ends (low, high) a change of CQE's leaves standing."""


def main(
    python: Annotated[Path, typer.Argument(help="The Python of an environment that has CQE.")],
    folder: Annotated[Path, typer.Argument(help="Where the files of the sets are.")],
    articles: Annotated[Path, typer.Option(help="JSONL with a text a line.")] = SAMPLES,
) -> None:
    """Measure CQE beside this project."""
    with cqe(python) as read:
        for figure in _figures(folder, read, plan_for(articles, quick=False)):
            print(f"{figure.question:<40} {figure.shown:>10}  {figure.detail}", flush=True)


def _figures(folder: Path, read: Read, plan: Plan) -> Iterator[Figure]:
    def theirs(text: str) -> list[Fields]:
        return [_in_our_words(found) for found in read(text)]

    for name, sentences in quantities.parts(folder).items():
        ours, peer = (quantities.tallies(sentences, by)[0] for by in (readings, theirs))
        yield Figure(f"value and unit of {name}", ours.f1, f"CQE {peer.f1:.3f}: {peer}", unit="F1")
    for name, inputs in expressions.parts(folder).items():
        ranges = name == expressions.RANGES
        ours, peer = (expressions.tallies(inputs, ranges, by)[0] for by in (readings, theirs))
        yield Figure(f"bounds of {name}", ours.f1, f"CQE {peer.f1:.3f}: {peer}", unit="F1")
    yield _speed(read, plan)


def _in_our_words(found: dict[str, Any]) -> Fields:
    """A quantity of CQE's with the fields and the units of a number of ours: what is counted is no
    unit, and years of age are the years of an age."""
    low, high = OPEN.get(found["change"], (True, True))
    unit, of_age, _ = found["unit"].partition(" of age")
    names = [quantities.OURS.get(name, name) for name in unit.split(" per ")]
    known = {*quantities.OURS.values(), *quantities.MEASURES}
    return found | {
        "low": found["low"] if low else None,
        "high": found["high"] if high else None,
        "unit": " per ".join(names) if len(names) > 1 or names[0] in known else None,
        "reason": "age" if of_age else None,
    }


def _speed(read: Read, plan: Plan) -> Figure:
    """Words a second of both and of spaCy's full pipeline, in alternating rounds."""
    load()
    model = spacy.load(MODEL)
    works = [
        lambda: extraction.read(plan.texts),
        lambda: deque(map(read, plan.texts), maxlen=0),
        lambda: deque(model.pipe(plan.texts), maxlen=0),
    ]
    rounds = [[seconds(work) for work in works] for _ in range(ROUNDS)]
    ours, theirs, alone = (plan.words / min(times) for times in zip(*rounds, strict=True))
    detail = f"{ours:,.0f} words/s, CQE {theirs:,.0f}, spaCy's full pipeline alone {alone:,.0f}"
    return Figure("extraction, beside CQE", ours / theirs, detail)


typer.run(main)
