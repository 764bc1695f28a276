"""Which corrections hold, and which stand in the way of taking one back."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

Changed = frozenset[tuple[str, ...]]
"""Table, id and name of each field that was changed."""


@dataclass(frozen=True, slots=True)
class Step:
    """A correction, or the undoing of an earlier step."""

    id: UUID
    undoes: UUID | None
    changed: Changed = frozenset()


def holding(steps: Sequence[Step]) -> set[UUID]:
    """The ids of those that no later step undoes, of steps in their order. What is undone undoes
    nothing."""
    undone: set[UUID] = set()
    for step in reversed(steps):
        if step.undoes and step.id not in undone:
            undone.add(step.undoes)
    return {step.id for step in steps} - undone


def in_the_way(later: Sequence[Step], changed: Changed) -> UUID | None:
    """The step that has to be undone before an earlier one that changed those fields can be, of the
    steps after that in their order; None where there is none. Two of which one undoes the other
    are as if they had not been."""
    held, ids = holding(later), {step.id for step in later}
    lasting = (step for step in reversed(later) if step.id in held and step.undoes not in ids)
    found = next((step.id for step in lasting if step.changed & changed), None)
    return found and _last_of(found, later)


def _last_of(first: UUID, steps: Sequence[Step]) -> UUID:
    """The end of a chain of steps each of which undoes the one before."""
    undone_by = {step.undoes: step.id for step in steps if step.undoes}
    while first in undone_by:
        first = undone_by[first]
    return first
