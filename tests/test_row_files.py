"""Tables as they are published, with columns of their own."""

import gzip
import json
from pathlib import Path

import pytest

from service.files import UnfitFile
from service.row_files import COLUMNS, Renaming, UnfitColumns, columns_explained, readings, table
from service.values import Claim

HEADER = "source,date,metric,item,value"
LINE = "The Board,2024-03-05,missing,sailors,12"


TWICE = "toll.csv, line 3: has the source, date and series of toll.csv, line 2 and says something"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written(content: str | bytes, name: str = "toll.csv") -> str:
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return name


def claims(path: str, renaming: Renaming | None = None) -> list[Claim]:
    found = readings([table(path)], renaming or Renaming())
    return [claim for each in found for claim in each.claims]


def complaint(
    content: str | bytes, name: str = "toll.csv", renaming: Renaming | None = None
) -> str:
    with pytest.raises(UnfitFile) as caught:
        claims(written(content, name), renaming)
    return str(caught.value)


def test_a_line_of_csv_is_a_claim() -> None:
    (only,) = claims(written(f"{HEADER}\n{LINE}\n"))
    assert (only.quote, only.item, only.source and only.source.source) == (
        "12", "sailors", "The Board",
    )  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        f"\ufeff{HEADER}\r\n{LINE}\r\n",
        f"{HEADER}\n{LINE}\n".replace(",", ";"),
        f"{HEADER}\n{LINE}\n".replace(",", "\t"),
        f"{HEADER},\n{LINE},0\n\n,,,,,\n",
        f"{HEADER},hedge\n The Board , 2024-03-05,missing,sailors,12,\n",
    ],
)
def test_csv_comes_in_many_forms(content: str) -> None:
    assert claims(written(content)) == claims(written(f"{HEADER}\n{LINE}\n"))


def test_a_line_of_jsonl_is_the_same() -> None:
    cells = dict(zip(HEADER.split(","), LINE.split(","), strict=True))
    content = json.dumps(cells | {"value": 12, "hedge": None, "id": ""})
    plain, packed = (
        written(content, "a.jsonl"),
        written(gzip.compress(content.encode()), "b.jsonl.gz"),
    )
    assert claims(plain) == claims(packed) == claims(written(f"{HEADER}\n{LINE}\n"))


def test_numbers_of_json_are_kept_as_they_are_written() -> None:
    line = (
        '{"source": "B", "date": "2024-03-05", "metric": "share", "kind": "percent", "value": 1.50}'
    )
    assert claims(written(line, "a.jsonl"))[0].quote == "1.50"


def test_columns_of_other_names_are_mapped_and_constants_fill_what_is_empty() -> None:
    content = "Day,Dead,value,hedge\n2024-03-05,7,900,about\n2024-03-06,8,901,\n"
    renaming = Renaming(
        {"Day": "date", "Dead": "value"}, {"source": "B", "metric": "killed", "hedge": "at_least"}
    )
    first, second = claims(written(content), renaming)
    assert (first.quote, second.quote) == ("hedge: about; value: 7", "hedge: at_least; value: 8")
    assert renaming.passed_over(["Day", "Dead", "value", "hedge"]) == ["value"]


def test_fields_that_there_are_not_are_told() -> None:
    for unfit in ({"columns": {"Dead": "death"}}, {"constants": {"death": "7"}}):
        with pytest.raises(UnfitColumns, match=r"rows have no 'death'; they have id, publisher"):
            Renaming(**unfit)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "toll.csv: has no header"),
        (f"{HEADER},item\n", "toll.csv: has two columns 'item'"),
        (f"{HEADER}\n{LINE}\n\n{LINE},9\n", "toll.csv, line 4: has 6 cells, and the header 5"),
        (f'{HEADER}\n"{LINE}', "toll.csv, line 2: is no CSV: unexpected end of data"),
        (f"{HEADER}\n{LINE}k\n", "toll.csv, line 2: value is no number like 1250, 1,250 or"),
        (f'{HEADER},note\n{LINE},"a\nb"\n{LINE}k,\n', "toll.csv, line 4: value is no number"),
        ("source,metric,value\nB,killed,7\n", "toll.csv, line 2: date is missing"),
        ("source,date,metric\nB,2024-03-05,killed\n", "toll.csv, line 2: needs either a value"),
        (f"{HEADER}\n{LINE}\n{LINE}3\n", TWICE),
        (b"caf\xe9", "toll.csv: is not UTF-8 at byte 3"),
        (b"\x1f\x8bno", "toll.csv: is broken off or damaged gzip"),
    ],
)  # fmt: skip
def test_an_unfit_table_says_where(content: str | bytes, said: str) -> None:
    assert complaint(content).startswith(said)


def test_of_several_unfit_rows_the_first_is_told_and_the_others_counted() -> None:
    rows = [f"B,2024-03-0{day},killed,people,{value}" for day, value in enumerate("7x9yz", 1)]
    said = complaint("\n".join([HEADER, *rows]))
    assert said.startswith("toll.csv, line 3: value is no number")
    assert said.endswith("or 12.5: 'x' (2 more rows are unfit)")


def test_a_mapped_column_is_told_by_its_own_name() -> None:
    renaming = Renaming({"Dead": "value"}, {"source": "B", "metric": "killed"})
    said = complaint("date,Dead\n2024-03-05,many\n", renaming=renaming)
    assert said.startswith("toll.csv, line 2: 'Dead' (value) is no number")


def test_a_mapped_column_has_to_be_there() -> None:
    renaming = Renaming({"Dead": "value"})
    assert complaint(f"{HEADER}\n{LINE}\n", renaming=renaming) == (
        "toll.csv: has no column 'Dead'; it has source, date, metric, item, value"
    )


@pytest.mark.parametrize("value", ["[7]", "true", '{"a": 7}'])
def test_what_is_no_cell_is_refused(value: str) -> None:
    line = f'{{"source": "B", "date": "2024-03-05", "metric": "killed", "value": {value}}}'
    assert complaint(line, "a.jsonl").startswith("a.jsonl, line 1: value should be")


def test_every_column_is_explained() -> None:
    told = columns_explained()
    assert all(f"  {name}  " in told for name in COLUMNS)
    assert "None" not in told
