"""Each benchmark runs and says what it found; how much that is depends on the machine."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


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
