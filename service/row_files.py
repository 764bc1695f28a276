"""Files of published figures, one a row: CSV with a header, or JSONL with an object a line."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from service.faults import message, place
from service.figures import CLASH, FigureRow, clashes, reading
from service.files import UnfitFile, content_of, json_lines, suffix_of
from service.values import Reading

COLUMNS = tuple(FigureRow.model_fields)
"""What a row may have."""
SEPARATORS = ",;\t"

Cells = dict[str, object]


class UnfitColumns(ValueError):
    """Names columns that there are not."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file as it is, before anything is made of it."""

    path: str
    header: tuple[str, ...]
    """What its columns are called; of JSONL every key that it has."""
    rows: tuple[tuple[int, Cells], ...]
    """The cells that hold anything, by their columns, with the number of the line that they begin
    in."""


@dataclass(frozen=True, slots=True)
class Renaming:
    """How the columns of a file become those of a row. UnfitColumns where a row has no such."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """By the name of a file's column the column of a row."""
    constants: Mapping[str, str] = field(default_factory=dict)
    """By the column of a row what stands there where the file leaves it empty."""

    def __post_init__(self) -> None:
        for name in (*self.columns.values(), *self.constants):
            if name not in COLUMNS:
                raise UnfitColumns(f"rows have no {name!r}; they have {', '.join(COLUMNS)}")

    def of(self, header: Iterable[str]) -> dict[str, str]:
        """By the column of a row the one of a file with that header."""
        own = {name: name for name in header if name in COLUMNS and name not in self.columns}
        return own | {column: name for name, column in self.columns.items()}

    def passed_over(self, header: Iterable[str]) -> list[str]:
        """The columns of a file that nothing is made of."""
        header = list(header)
        used = self.of(header).values()
        return [name for name in header if name not in used]


def columns_explained() -> str:
    """What each column of a row is, a paragraph each, for a terminal."""
    told = (
        f"  {name}  {' '.join((each.description or '').split())}"
        for name, each in FigureRow.model_fields.items()
    )
    heading = "Columns go by the names of these fields, or are mapped to them:"
    return "\n\n".join([heading, *told])


# From tables to readings


def readings(tables: Iterable[Table], renaming: Renaming) -> list[Reading]:
    """Every row as an article with its claim. UnfitFile tells the first that is unfit, and how
    many more are."""
    wheres: list[str] = []
    fit: list[Reading] = []
    faults: list[str] = []
    for where, cells, names in _placed(tables, renaming):
        try:
            fit.append(reading(FigureRow.model_validate(cells)))
            wheres.append(where)
        except ValidationError as error:
            faults.append(f"{where}: {_complaint(error, names)}")
    faults += [f"{wheres[at]}: {CLASH.format(first=wheres[first])}" for first, at in clashes(fit)]
    if faults:
        others = f" ({len(faults) - 1} more rows are unfit)" if len(faults) > 1 else ""
        raise UnfitFile(faults[0] + others)
    return fit


def _placed(
    tables: Iterable[Table], renaming: Renaming
) -> Iterator[tuple[str, Cells, dict[str, str]]]:
    """Where each row stands, its cells under the names of its columns, and where those are from."""
    for table in tables:
        names = renaming.of(table.header)
        if absent := sorted(set(names.values()) - set(table.header)):
            raise UnfitFile(
                f"{table.path}: has no column {absent[0]!r}; it has {', '.join(table.header)}"
            )
        for line, row in table.rows:
            cells = {column: row[name] for column, name in names.items() if name in row}
            yield f"{table.path}, line {line}", {**renaming.constants, **cells}, names


def _complaint(error: ValidationError, names: Mapping[str, str]) -> str:
    return "; ".join(_fault(fault, names) for fault in error.errors(include_url=False))


def _fault(fault: Mapping[str, Any], names: Mapping[str, str]) -> str:
    column = "".join(map(str, place(fault)[:1]))
    named = names.get(column, column)
    where = column if named == column else f"{named!r} ({column})"
    if fault["type"] == "missing":
        return f"{where} is missing"
    cell = f": {fault['input']!r}" if column else ""
    return f"{where} {message(fault)}{cell}".strip()


# From files to tables


def table(path: str) -> Table:
    """The rows of a file, or of standard input for `-`. Raises UnfitFile and OSError."""
    content = content_of(path)
    lines = suffix_of(path) in (".jsonl", ".ndjson") or content.lstrip().startswith("{")
    return _of_lines(path, content) if lines else _of_csv(path, content)


def _of_lines(path: str, content: str) -> Table:
    objects = list(json_lines(path, content))
    header = tuple(dict.fromkeys(name for _, row in objects for name in row))
    return Table(path, header, tuple((line, _told(row)) for line, row in objects))


def _of_csv(path: str, content: str) -> Table:
    records = _records(path, content)
    header = tuple(cell.strip() for cell in next(records, (0, []))[1])
    if not any(header):
        raise UnfitFile(f"{path}: has no header")
    if twice := [name for name in header if name and header.count(name) > 1]:
        raise UnfitFile(f"{path}: has two columns {twice[0]!r}")
    rows = []
    for line, record in records:
        if record and len(record) != len(header):
            sizes = f"{len(record)} cells, and the header {len(header)}"
            raise UnfitFile(f"{path}, line {line}: has {sizes}")
        if cells := _told(dict(zip(header, record, strict=False))):
            rows.append((line, cells))
    return Table(path, header, tuple(rows))


def _records(path: str, content: str) -> Iterator[tuple[int, list[str]]]:
    """The records of CSV, each with the number of the line that it begins in."""
    separator = max(SEPARATORS, key=content.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for record in reader:
            yield line, record
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnfitFile(f"{path}, line {line}: is no CSV: {error}") from None


def _told(row: Mapping[str, object]) -> Cells:
    """The cells that hold anything; numbers as they are written."""
    cells = {name: _plain(cell) for name, cell in row.items()}
    return {name: cell for name, cell in cells.items() if cell not in (None, "")}


def _plain(cell: object) -> object:
    match cell:
        case bool():
            return cell
        case int() | Decimal():
            return str(cell)
        case str():
            return cell.strip()
    return cell
