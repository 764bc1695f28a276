"""A peer at work in a process of its own, a text at a time."""

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Read = Callable[[str], list[dict[str, Any]]]

SCRIPT = Path(__file__).with_name("cqe.py")


@contextmanager
def cqe(python: Path) -> Iterator[Read]:
    """What reads a text with CQE, by the Python of an environment that has it. Raises OSError where
    there is no such Python, and EOFError from a reading where its process has died."""
    with subprocess.Popen(
        [python, "-P", SCRIPT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:

        def read(text: str) -> list[dict[str, Any]]:
            assert process.stdin
            assert process.stdout
            process.stdin.write(json.dumps(text) + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
            if not answer:
                raise EOFError(f"{python} could not run {SCRIPT.name}")
            found: list[dict[str, Any]] = json.loads(answer)
            return found

        yield read
