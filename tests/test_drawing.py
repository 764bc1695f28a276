"""A drawing shows what was said, when it was said, and tells what it leaves out."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.compared import ComparedClaim
from service.comparison import compare
from service.drawing import MOST_NAMED, NAMELESS, Absence, Drawing, Scale, drawing
from service.grouping import Grouping
from service.marks import Form, form
from service.values import Amount, Hedge, SourceKind, Stance
from tests.several import AMOUNTS, UNKNOWN, between, claim, day, exactly, more_than

OLD = claim("old", exactly(650), "General Staff", on=1)
NEW = claim("new", exactly(700), "General Staff", on=9)
BBC = claim("bbc", between(600, 800), "BBC", on=5)


def drawn(*claims: ComparedClaim, scale: Scale = Scale.LINEAR) -> Drawing:
    return drawing(claims, scale)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (exactly(5), Form.EXACT),
        (Amount(Decimal(5), Decimal(5), Hedge.ABOUT), Form.ABOUT),
        (between(5, 9), Form.RANGE),
        (more_than(5), Form.FLOOR),
        (Amount(None, Decimal(5), Hedge.LESS_THAN), Form.CEILING),
    ],
)
def test_a_number_is_drawn_by_what_it_says_of_its_ends(amount: Amount, expected: Form) -> None:
    assert form(amount) is expected


def test_sources_of_one_kind_have_one_colour_and_each_its_own_line() -> None:
    spies = replace(claim("spies", exactly(610), "Spies", on=7), source_kind=SourceKind.MILITARY)
    staff = [replace(each, source_kind=SourceKind.MILITARY) for each in (OLD, NEW)]
    shown = drawing([*staff, BBC, spies], Scale.LINEAR, by=Grouping.KIND)
    assert shown.named == ("military", "no kind given")
    assert [[(step.source, step.group) for step in line] for line in shown.lines] == [
        [("BBC", "no kind given")],
        [("General Staff", "military")],
        [("Spies", "military")],
    ]


def test_each_claim_is_drawn_when_it_was_published_and_stands_until_the_next() -> None:
    shown = drawn(NEW, OLD, BBC)
    assert [mark.claim for mark in shown.marks] == [OLD, BBC, NEW]
    assert [[(step.claim, step.since, step.until) for step in line] for line in shown.lines] == [
        [(BBC, day(5), day(9))],
        [(OLD, day(1), day(9))],
    ]


def test_a_repetition_goes_on_with_what_stood() -> None:
    again = claim("again", exactly(650), "General Staff", on=4)
    assert [len(line) for line in drawn(OLD, again, NEW).lines] == [1]


@pytest.mark.parametrize(
    "aside",
    [
        replace(NEW, stance=Stance.DENIED),
        replace(NEW, stance=Stance.HYPOTHETICAL),
        replace(NEW, superseded=True),
    ],
)
def test_what_never_stands_is_drawn_and_ends_nothing(aside: ComparedClaim) -> None:
    late = claim("late", exactly(1), "BBC", on=12)
    shown = drawn(OLD, aside, late)
    assert aside in [mark.claim for mark in shown.marks]
    assert [step.until for line in shown.lines for step in line] == [day(12)]


def test_what_has_no_number_or_no_date_is_not_drawn_but_counted() -> None:
    undated = replace(BBC, published_at=None)
    shown = drawn(OLD, undated, claim("unknown", UNKNOWN, "BBC"))
    assert [mark.claim for mark in shown.marks] == [OLD]
    assert shown.absent == {Absence.UNDATED: 1, Absence.UNKNOWN: 1}


def test_zero_has_no_place_on_a_logarithmic_axis_and_leaves_a_gap() -> None:
    none = claim("none", exactly(0), "General Staff", on=4)
    linear, log = (drawn(OLD, none, NEW, BBC, scale=scale) for scale in Scale)
    assert (len(linear.marks), linear.absent) == (4, {})
    assert (len(log.marks), log.absent) == (3, {Absence.OFF_SCALE: 1})
    assert [(step.claim, step.until) for step in log.lines[1]] == [(OLD, day(4))]


def test_only_the_sources_with_the_most_claims_are_named() -> None:
    several = [
        claim(f"{source} {number}", exactly(number), f"Source {source}", on=number)
        for source in range(MOST_NAMED + 2)
        for number in range(source + 1)
    ]
    shown = drawn(*several)
    assert shown.named[0] == f"Source {MOST_NAMED + 1}"
    assert (len(shown.named), shown.others) == (MOST_NAMED, 2)
    assert {mark.source for mark in shown.marks if not mark.named} == {"Source 0", "Source 1"}
    assert {step.source for line in shown.lines for step in line} <= set(shown.named)


def test_sources_without_a_name_are_not_taken_for_one() -> None:
    several = [claim(name, exactly(5), publisher=None, on=n) for n, name in enumerate("abc")]
    shown = drawn(*several)
    assert shown.named == (NAMELESS,)
    assert shown.lines == ()


def test_nothing_gives_an_empty_drawing() -> None:
    shown = drawn()
    assert (len(shown.marks), shown.lines, shown.named) == (0, (), ())
    assert (shown.others, shown.absent) == (0, {})


@st.composite
def claims(draw: st.DrawFn) -> list[ComparedClaim]:
    return [
        replace(
            claim(
                f"claim {number}",
                draw(AMOUNTS),
                draw(st.sampled_from(["BBC", "Kremlin", "General Staff"])),
                on=draw(st.integers(0, 6)),
            ),
            stance=draw(st.sampled_from(Stance)),
            superseded=draw(st.booleans()),
        )
        for number in range(draw(st.integers(0, 8)))
    ]


@given(claims(), st.sampled_from(Scale))
@settings(deadline=None)
def test_every_claim_is_drawn_or_counted(several: list[ComparedClaim], scale: Scale) -> None:
    shown = drawn(*several, scale=scale)
    assert len(shown.marks) + sum(shown.absent.values()) == len(several)
    said = {each.id: each for each in several}
    assert all(said[mark.claim.id] == mark.claim for mark in shown.marks)


@given(claims(), st.integers(0, 6))
@settings(deadline=None)
def test_a_line_is_at_each_time_what_a_comparison_then_says(
    several: list[ComparedClaim], number: int
) -> None:
    lines = drawn(*several).lines
    at = day(number)
    stood = {
        step.source: step.claim.amount
        for line in lines
        for step in line
        if step.since <= at < step.until
    }
    standing = {each.source: each.standing for each in compare(several, at).positions}
    for source, amount in stood.items():
        then = standing[source]
        assert then is not None
        assert then.amount == amount
