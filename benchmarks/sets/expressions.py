"""Are the bounds of number expressions right?

The set holds short inputs out of the specifications of two libraries, each with the numbers or the
ranges in it. It is read whole: the claims of an input and every other number of it together, as
`--explain` shows them.

A reading is right where both bounds are those of the annotation (null is open; whether an end is
included is ignored, since an amount does not tell) and the spans overlap, where the set has
offsets. Each annotation takes one reading. F1 is over all annotations and all readings.

Inputs of the part on ranges have their ranges annotated alone, not the single numbers beside them
("is equal to 20000 in 1998"). There, what was read as a single exact number counts as a reading
only where it is right. The figure without that allowance is shown beside it.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from benchmarks.figures import Aim, Figure
from benchmarks.sets.lines import lines
from benchmarks.sets.matching import Fields, Tally, overlap, pairs, readings, same_bounds

FILE = "number_expressions.jsonl"
RANGES = "rt_numberrange"
AIMS = {RANGES: 0.90, "rt_number": 0.85}


def figures(folder: Path) -> Iterator[Figure]:
    """F1 of the bounds, part by part."""
    for name, inputs in parts(folder).items():
        tally, strict = tallies(inputs, name == RANGES)
        detail = f"{tally}; with single numbers {strict.f1:.3f}" if name == RANGES else f"{tally}"
        aim = Aim.AT_LEAST if name in AIMS else None
        yield Figure(f"bounds of {name}", tally.f1, detail, aim, AIMS.get(name, 0), "F1")


def parts(folder: Path) -> dict[str, list[Fields]]:
    """The inputs of the set, part by part."""
    found: dict[str, list[Fields]] = {}
    for line in lines(folder / FILE):
        name = RANGES if line["dataset"].startswith(RANGES) else line["dataset"]
        found.setdefault(name, []).append(line)
    return found


def tallies(
    inputs: Iterable[Fields], ranges: bool, reader: Callable[[str], list[Fields]] = readings
) -> tuple[Tally, Tally]:
    """How the inputs were read; and the same with every single number counted."""
    tally, strict = Tally(), Tally()
    for line in inputs:
        read = reader(line["text"])
        right = [fields for _, fields in pairs(line["gold"], read, is_right)]
        counted = [r for r in read if not ranges or r in right or not is_single(r)]
        for each, considered in ((tally, counted), (strict, read)):
            each.gold += len(line["gold"])
            each.right += len(right)
            each.read += len(considered)
    return tally, strict


def is_right(wanted: Fields, fields: Fields) -> bool:
    """Whether a reading has the bounds of an annotation, and stands there."""
    return same_bounds(wanted, fields) and overlap(wanted, fields)


def is_single(fields: Fields) -> bool:
    """Whether a reading states one number and no range."""
    return fields["low"] is not None and fields["low"] == fields["high"]
