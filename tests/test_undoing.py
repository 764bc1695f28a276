"""Which corrections hold, and what stands in the way of taking one back."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from service.undoing import Step, holding, in_the_way

TITLE = frozenset({("series", "1", "title")})
NAME = frozenset({("source", "2", "name")})


def step(
    number: int, undoes: int | None = None, changed: frozenset[tuple[str, ...]] = TITLE
) -> Step:
    return Step(UUID(int=number), UUID(int=undoes) if undoes else None, changed)


def held(*steps: Step) -> set[int]:
    return {each.int for each in holding(steps)}


def way(*later: Step, changed: frozenset[tuple[str, ...]] = TITLE) -> int | None:
    found = in_the_way(later, changed)
    return found.int if found else None


def test_what_is_undone_does_not_hold() -> None:
    assert held(step(1), step(2), step(3, 1)) == {2, 3}


def test_what_is_undone_undoes_nothing() -> None:
    assert held(step(1), step(2, 1), step(3, 2)) == {1, 3}
    assert held(step(1), step(2, 1), step(3, 2), step(4, 3)) == {2, 4}


def test_a_later_change_of_the_same_field_is_in_the_way() -> None:
    assert way(step(2)) == 2
    assert way(step(2, changed=NAME)) is None
    assert way(step(2), step(3, changed=NAME)) == 2


def test_the_newest_is_to_be_undone_first() -> None:
    assert way(step(2), step(3)) == 3


def test_what_was_undone_is_not_in_the_way() -> None:
    assert way(step(2), step(3, 2)) is None
    assert way(step(2), step(3), step(4, 3)) == 2


def test_of_what_was_done_again_the_last_is_to_be_undone() -> None:
    assert way(step(2), step(3, 2), step(4, 3)) == 4


def test_the_undoing_of_something_earlier_is_in_the_way() -> None:
    assert way(step(5, 1)) == 5


@st.composite
def histories(draw: st.DrawFn) -> list[Step]:
    """Steps each of which either undoes one that nothing undoes yet, or does something."""
    steps: list[Step] = []
    for number in range(1, draw(st.integers(1, 9))):
        free = [each.id.int for each in steps if all(s.undoes != each.id for s in steps)]
        undoes = draw(st.sampled_from([None, *free]))
        changed = next((s.changed for s in steps if s.id.int == undoes), None)
        steps.append(step(number, undoes, changed or draw(st.sampled_from([TITLE, NAME]))))
    return steps


@given(histories())
def test_of_a_step_and_its_undoing_never_both_hold(steps: list[Step]) -> None:
    found = holding(steps)
    assert all(each.undoes not in found for each in steps if each.id in found)


@given(histories(), st.sampled_from([TITLE, NAME]))
def test_whatever_is_in_the_way_can_be_undone_and_then_is_not(
    steps: list[Step], changed: frozenset[tuple[str, ...]]
) -> None:
    for _ in range(2 * len(steps)):
        first = in_the_way(steps, changed)
        if first is None:
            return
        assert all(each.undoes != first for each in steps)
        steps = [*steps, step(len(steps) + 1, first.int, changed)]
    assert in_the_way(steps, changed) is None
