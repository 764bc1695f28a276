"""What a benchmark hands out, and how two things are timed side by side."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

ROUNDS = 5


class Aim(StrEnum):
    """On which side of its bound a figure should be."""

    AT_LEAST = "≥"
    AT_MOST = "≤"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table."""

    question: str
    value: float
    """A ratio of two measurements of the same run; with a unit, a size or a score."""
    detail: str
    """The measurements themselves."""
    aim: Aim | None = None
    bound: float = 0
    unit: str = "×"

    @property
    def shown(self) -> str:
        """The value with its unit."""
        if self.unit == "×":
            return f"{self.value:.2f}×"
        if self.unit == "F1":
            return f"{self.value:.3f} F1"
        return f"{self.value:.0f} {self.unit}"

    @property
    def wanted(self) -> str:
        """The aim in words, and whether it is met."""
        if self.aim is None:
            return "–"
        return f"{self.aim} {self.bound:g}: {'met' if self._met else 'missed'}"

    @property
    def _met(self) -> bool:
        above = self.aim is Aim.AT_LEAST
        return self.value >= self.bound if above else self.value <= self.bound


def seconds(work: Callable[[], object]) -> float:
    """How long the work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def side_by_side(
    ours: Callable[[], object], theirs: Callable[[], object], rounds: int = ROUNDS
) -> tuple[float, float]:
    """The quickest round of each, in seconds. Rounds alternate, so that whatever else the machine
    does slows both."""
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(rounds)]
    return min(our for our, _ in pairs), min(their for _, their in pairs)
