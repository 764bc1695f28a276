"""Each benchmark runs and says what it found; how much that is depends on the machine."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def test_the_reliability_of_rules_is_counted_and_foretold(tmp_path: Path) -> None:
    text = "At least 12 people were killed, police said."
    fields = {"low": 12, "high": None, "item": "people", "metric": "killed", "source": "police"}
    right = {"start": 0, "end": 11, "stance": "asserted", **fields}
    gold = tmp_path / "gold.jsonl"
    gold.write_text((json.dumps({"text": text, "claims": [right]}) + "\n") * 20)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.reliability", str(gold)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    heading, band = done.stdout.splitlines()
    assert heading.startswith("20 claims; ")
    assert band == "0.9 or more:   20 claims, 100% of them right"


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", ["extraction", "numbers", "pages", "memory", "length"])
def test_a_benchmark_prints_its_figures(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", name, "--quick"],
        cwd=ROOT,
        env=os.environ | {"NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    header, *figures = done.stdout.splitlines()
    assert header.split() == ["aim", "measured"]
    assert figures
    for figure in figures:
        assert re.search(r" +\d[\d.]*(×| MB)  (–|[≥≤] [\d.]+: (met|missed)) +\S", figure), figure


PEER = """
class CQE:
    def __init__(self, overload):
        pass

    def parse(self, text):
        class Found:
            pass

        found, found.value, found.unit, found.change = (Found() for _ in range(4))
        found.value.char_indices, found.value.value = [(8, 10)], 40.0
        found.unit.norm_unit, found.change.change = "dollar", ">"
        return [found]
"""


def test_a_peer_is_scored_beside_the_extraction(tmp_path: Path) -> None:
    """By what it answers: a stand-in for CQE that reads 40 dollars everywhere."""
    (tmp_path / "CQE").mkdir()
    (tmp_path / "CQE" / "CQE.py").write_text(PEER)
    gold = {"start": 8, "end": 10, "low": 40.0, "high": 40.0, "unit": "dollar"}
    line = {"text": "It cost 40 dollars.", "gold": [gold], "dataset": "sums"}
    for name in ("quantities.jsonl", "number_expressions.jsonl"):
        (tmp_path / name).write_text(json.dumps(line))
    (tmp_path / "articles.jsonl").write_text(json.dumps({"text": line["text"]}))
    arguments = [sys.executable, str(tmp_path), "--articles", str(tmp_path / "articles.jsonl")]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.peers", *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    units, bounds, speed = done.stdout.splitlines()
    assert "1.000 F1  CQE 1.000: 1 right of 1 annotated and 1 read" in units
    assert "1.000 F1  CQE 0.000: 0 right of 1 annotated and 1 read" in bounds  # "more than 40"
    assert "words/s" in speed
