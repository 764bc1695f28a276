"""What scores must not fall below: a JSON file that only rises.

The file holds, for each set of annotated articles, a floor for the F1 of each row: `{"articles":
{"value": 0.95}}`. A set is named after its file.
"""

import json
import math
from pathlib import Path

from service.evaluation import Evaluation

Floors = dict[str, dict[str, float]]

STEP = 100
"""Floors are whole steps of 1/100: a claim more or less on another machine is no fall."""


class UnfitFloors(ValueError):
    """A file that holds no floors; says why."""


def read_floors(path: Path) -> Floors:
    """The floors of every set, none where there is no file yet. Raises UnfitFloors and OSError."""
    if not path.exists():
        return {}
    try:
        found = json.loads(path.read_bytes())
        return {
            name: {row: float(floor) for row, floor in of.items()} for name, of in found.items()
        }
    except (ValueError, TypeError, AttributeError):
        raise UnfitFloors("is no JSON object of sets with a floor for each row") from None


def fallen(evaluation: Evaluation, floors: dict[str, float]) -> list[str]:
    """What has fallen below its floor, in words."""
    scores = {row: score.f1 for row, score in evaluation.scores.items()}
    return [
        f"{row} has F1 {scores.get(row, 0):.3f}, below its floor {floor:.2f}"
        for row, floor in floors.items()
        if scores.get(row, 0) < floor
    ]


def risen(evaluation: Evaluation, floors: dict[str, float]) -> dict[str, float]:
    """Floors no lower than those given, raised to what was measured."""
    measured = {row: math.floor(score.f1 * STEP) / STEP for row, score in evaluation.scores.items()}
    return {row: max(floor, floors.get(row, 0)) for row, floor in measured.items()}


def write_floors(path: Path, floors: Floors) -> None:
    """Write the floors of every set. Raises OSError."""
    path.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8")
