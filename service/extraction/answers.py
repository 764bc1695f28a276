"""An answer to one of the questions, with the rule that gave it.

A rule is a function of the file that asks the question, and is called after both: what
`governor` of `governors` finds was found by `governors.governor`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """What was found, and by which rule."""

    value: T
    rule: str


def named(rule: Callable[..., object]) -> str:
    """The name of a rule: its file and its function."""
    return f"{rule.__module__.rpartition('.')[2]}.{rule.__name__.strip('_')}"
