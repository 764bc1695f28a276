"""Matches what was read with what is annotated, one to one, over every number of a text."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from service.extraction import extract
from service.records import number_record, record
from service.values import Article

Fields = dict[str, Any]


def readings(text: str) -> list[Fields]:
    """The public records of the claims and of every other number, in the order of the text."""
    reading = extract(Article(text), explain=True)
    found = [record(claim) for claim in reading.claims]
    found += [number_record(number) for number in reading.numbers]
    return sorted(found, key=lambda fields: int(fields["start"]))


@dataclass(slots=True)
class Tally:
    """How much was annotated, how much was read, and how much of both is right."""

    gold: int = 0
    read: int = 0
    right: int = 0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.gold + self.read) if self.gold + self.read else 0.0

    def __str__(self) -> str:
        return f"{self.right} right of {self.gold} annotated and {self.read} read"


def pairs(
    gold: Iterable[Fields], read: list[Fields], right: Callable[[Fields, Fields], bool]
) -> list[tuple[Fields, Fields]]:
    """Each annotation with the first reading that is right and not yet taken."""
    left = list(read)
    found = []
    for wanted in gold:
        taken = next((fields for fields in left if right(wanted, fields)), None)
        if taken is not None:
            left.remove(taken)
            found.append((wanted, taken))
    return found


def overlap(wanted: Fields, fields: Fields) -> bool:
    """Whether the spans share a character; an annotation without offsets is met anywhere."""
    if wanted.get("start") is None:
        return True
    return bool(wanted["start"] < fields["end"] and fields["start"] < wanted["end"])


def same_bounds(wanted: Fields, fields: Fields) -> bool:
    """Whether both ends are the same number, or open, to nine digits."""
    return all(_same(wanted[end], fields[end]) for end in ("low", "high"))


def _same(wanted: float | None, read: Any) -> bool:
    if wanted is None or read is None:
        return wanted is None and read is None
    return abs(float(read) - wanted) <= 1e-9 * max(abs(wanted), 1e-9)
