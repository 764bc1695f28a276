"""Fewer marks where a chart would take too long: of those that lie at one place, the first."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from service.drawing import Drawing, Scale
from service.marks import Line, Marks, ends, form
from service.values import Amount

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

    def cells(self, marks: Marks) -> Iterator[tuple[object, ...]]:
        """By each mark what it shares with another of which one would hide the other."""
        amounts, may_stand = marks.columns.amounts.codes, marks.columns.may_stand
        groups = marks.owners.map(lambda owner: owner.group if owner.named else None)
        looks = {code: self._look(amount) for code, amount in marks.amounts.items()}
        for row, group, published in zip(marks.rows, groups, marks.published, strict=True):
            yield group, looks[amounts[row]], may_stand[row], self.column(published)

    def _look(self, amount: Amount) -> tuple[object, ...]:
        return form(amount), *map(self.row, ends(amount))


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


def _thinner(drawing: Drawing) -> Iterator[tuple[Grid, Marks]]:
    """The marks that are left by ever coarser grids. A cell of the next holds whole ones of the one
    before, so that what these left is all that it need look at."""
    marks = drawing.marks
    for grid in _grids(drawing):
        marks = _one_a_cell(marks, grid)
        yield grid, marks


def _grids(drawing: Drawing) -> Iterator[Grid]:
    """From the finest to one that has a single cell, or two by two where a border runs through."""
    times = drawing.marks.published
    amounts = drawing.marks.amounts.values()
    numbers = [_height(end, drawing.scale) for amount in amounts for end in ends(amount)]
    width, height = max(times) - min(times), max(numbers) - min(numbers)
    for halving in range(FINEST.bit_length()):
        parts = FINEST >> halving
        yield Grid(drawing.scale, width / parts, height / parts)


def _one_a_cell(marks: Marks, grid: Grid) -> Marks:
    first: dict[object, int] = {}
    for place, cell in enumerate(grid.cells(marks)):
        first.setdefault(cell, place)
    return marks.take(list(first.values()))


def _one_a_column(line: Line, grid: Grid) -> Line:
    """Of the steps that begin in one column the last."""
    columns = (grid.column(since.timestamp()) for since in line.since)
    kept = list({column: place for place, column in enumerate(columns)}.values())
    since, until = ([times[place] for place in kept] for times in (line.since, line.until))
    lasting = (_lasting(*step, grid) for step in zip(until, since[1:], strict=False))
    rows = [line.rows[place] for place in kept]
    return replace(line, rows=rows, since=since, until=[*lasting, *until[-1:]])


def _lasting(ended: datetime, began: datetime, grid: Grid) -> datetime:
    """The end of a step: where the one after it began, unless there was a gap between them."""
    together = grid.column(ended.timestamp()) == grid.column(began.timestamp())
    return began if together else ended


def _height(number: Decimal, scale: Scale) -> float:
    return math.log10(number) if scale is Scale.LOG else float(number)
