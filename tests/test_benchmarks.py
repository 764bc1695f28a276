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
@pytest.mark.parametrize(
    "name", ["extraction", "numbers", "pages", "comparison", "memory", "length"]
)
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
