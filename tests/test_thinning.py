"""Where there are too many marks, only such are left out as one that is drawn stands for."""

from itertools import pairwise
from random import Random

import pytest

from service import thinning
from service.compared import ComparedClaim
from service.drawing import Drawing, Scale, drawing
from service.thinning import Grid, thinned
from tests.several import between, claim, exactly, more_than

FEW = 50


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thinning, "MOST", FEW)


def crowd(size: int) -> list[ComparedClaim]:
    random = Random(size)
    amounts = exactly, more_than, lambda number: between(number, number + 40)
    return [
        claim(
            str(number),
            random.choice(amounts)(random.randrange(1, 1000)),
            random.choice(["BBC", "Kremlin"]),
            on=random.random() * 300,
        )
        for number in range(size)
    ]


def drawn(size: int, scale: Scale) -> Drawing:
    return drawing(crowd(size), scale)


@pytest.mark.parametrize("scale", Scale)
def test_few_marks_are_all_drawn(scale: Scale) -> None:
    whole = drawn(FEW, scale)
    assert thinned(whole) == thinning.Thinned(whole, 0, None)


@pytest.mark.parametrize("scale", Scale)
@pytest.mark.parametrize("size", [FEW + 1, 400, 2000])
def test_what_is_left_out_lies_in_one_cell_with_what_is_drawn(size: int, scale: Scale) -> None:
    whole = drawn(size, scale)
    fewer = thinned(whole)
    assert fewer.grid is not None
    kept = set(fewer.grid.cells(fewer.drawing.marks))
    assert set(fewer.grid.cells(whole.marks)) == kept
    assert set(fewer.drawing.marks) < set(whole.marks)
    assert len(kept) == len(fewer.drawing.marks) == size - fewer.left_out <= FEW


@pytest.mark.parametrize("scale", Scale)
def test_marks_of_one_cell_are_no_farther_apart_than_is_told(scale: Scale) -> None:
    whole = drawn(400, scale)
    grid = thinned(whole).grid
    assert grid is not None
    cells: dict[object, list[float]] = {}
    for mark, cell in zip(whole.marks, grid.cells(whole.marks), strict=True):
        cells.setdefault(cell, []).append(mark.published)
    assert max(max(times) - min(times) for times in cells.values()) <= grid.time.total_seconds()


def test_lines_change_once_a_column_and_have_no_gaps() -> None:
    whole = drawn(2000, Scale.LINEAR)
    fewer = thinned(whole)
    assert fewer.grid is not None
    for line in fewer.drawing.lines:
        columns = [fewer.grid.column(step.since.timestamp()) for step in line]
        assert len(columns) == len(set(columns))
        assert all(step.until == after.since for step, after in pairwise(line))


def test_marks_of_one_time_and_number_are_one_cell() -> None:
    whole = drawing([claim(str(n), exactly(5), "BBC") for n in range(99)], Scale.LOG)
    fewer = thinned(whole)
    assert (len(fewer.drawing.marks), fewer.left_out) == (1, 98)
    assert fewer.grid == Grid(Scale.LOG, 0, 0)


@pytest.mark.parametrize("scale", Scale)
def test_what_is_kept_is_what_looking_at_each_mark_would_keep(scale: Scale) -> None:
    whole = drawn(400, scale)
    fewer = thinned(whole)
    grid = fewer.grid
    assert grid is not None
    first: dict[object, object] = {}
    for mark in whole.marks:
        look = mark.group if mark.named else None, mark.form, mark.claim.may_stand
        where = grid.column(mark.published), *map(grid.row, mark.ends)
        first.setdefault((*look, *where), mark)
    assert list(fewer.drawing.marks) == list(first.values())
