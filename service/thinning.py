"""Fewer marks where a chart would take too long: of those that lie at one place, the first."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from service.drawing import Drawing, Line, Mark, Scale, Step

MOST = 3_000
"""Marks: to draw them takes a processor two seconds."""
FINEST = 1_024
"""Columns, and rows, of the finest grid: about a pixel each."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells of one size. What lies in the same one lies at one place."""

    scale: Scale
    seconds: float
    """Width of a column."""
    height: float
    """Height of a row in numbers; on a logarithmic axis in powers of ten."""

    @property
    def time(self) -> timedelta:
        """How far apart the times in a cell are at most."""
        return timedelta(seconds=self.seconds)

    @property
    def number(self) -> float:
        """How far apart the numbers in a cell are at most; on a logarithmic axis how many times
        one the other is."""
        return 10**self.height if self.scale is Scale.LOG else self.height

    def column(self, seconds: float) -> int:
        """The column of a time, in seconds since 1970."""
        return int(seconds // self.seconds) if self.seconds else 0

    def row(self, number: Decimal) -> int:
        """The row of a number."""
        return int(_height(number, self.scale) // self.height) if self.height else 0

    def cell(self, mark: Mark) -> tuple[object, ...]:
        """What two marks share of which one would hide the other."""
        look = mark.group if mark.named else None, mark.form, mark.claim.may_stand
        return *look, self.column(mark.published), *map(self.row, mark.ends)


@dataclass(frozen=True, slots=True)
class Thinned:
    """A drawing of no more marks than can be drawn."""

    drawing: Drawing
    left_out: int
    """How many marks there were more; each shares its cell with one that is drawn."""
    grid: Grid | None
    """The cells; None where nothing is left out."""


def thinned(drawing: Drawing) -> Thinned:
    """The drawing with one mark a cell at most, of the finest grid with which they are few enough,
    and lines that change once a column at most. Unchanged where its marks are few enough."""
    if len(drawing.marks) <= MOST:
        return Thinned(drawing, 0, None)
    grid, marks = next(each for each in _thinner(drawing) if len(each[1]) <= MOST)
    lines = tuple(_one_a_column(line, grid) for line in drawing.lines)
    fewer = replace(drawing, marks=marks, lines=lines)
    return Thinned(fewer, len(drawing.marks) - len(marks), grid)


def _thinner(drawing: Drawing) -> Iterator[tuple[Grid, tuple[Mark, ...]]]:
    """The marks that are left by ever coarser grids. A cell of the next holds whole ones of the one
    before, so that what these left is all that it need look at."""
    marks = drawing.marks
    for grid in _grids(drawing):
        marks = _one_a_cell(marks, grid)
        yield grid, marks


def _grids(drawing: Drawing) -> Iterator[Grid]:
    """From the finest to one that has a single cell, or two by two where a border runs through."""
    times = [mark.published for mark in drawing.marks]
    numbers = [_height(end, drawing.scale) for mark in drawing.marks for end in mark.ends]
    width, height = max(times) - min(times), max(numbers) - min(numbers)
    for halving in range(FINEST.bit_length()):
        parts = FINEST >> halving
        yield Grid(drawing.scale, width / parts, height / parts)


def _one_a_cell(marks: Iterable[Mark], grid: Grid) -> tuple[Mark, ...]:
    first: dict[object, Mark] = {}
    for mark in marks:
        first.setdefault(grid.cell(mark), mark)
    return tuple(first.values())


def _one_a_column(line: Line, grid: Grid) -> Line:
    """Of the steps that begin in one column the last."""
    kept = list({grid.column(step.since.timestamp()): step for step in line}.values())
    return tuple(_lasting(step, after, grid) for step, after in pairwise([*kept, None]) if step)


def _lasting(step: Step, after: Step | None, grid: Grid) -> Step:
    """The step until the one after it, unless there was a gap between them."""
    if after is None:
        return step
    ended, began = step.until.timestamp(), after.since.timestamp()
    together = grid.column(ended) == grid.column(began)
    return replace(step, until=after.since) if together else step


def _height(number: Decimal, scale: Scale) -> float:
    return math.log10(number) if scale is Scale.LOG else float(number)
