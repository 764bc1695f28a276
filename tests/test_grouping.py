"""Sources compared within groups and groups with each other, where no echo is agreement."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from service.compared import ComparedClaim
from service.comparison import EARLIER, Agreement, Counts, compare
from service.grouping import Group, Grouped, Grouping, Meeting, grouped
from service.intervals import Range
from service.vague import Vague
from service.values import Amount, SourceKind
from tests.several import UNKNOWN, at_least, between, claim, day, exactly, mixed


def by(
    source: str, amount: Amount, kind: SourceKind, side: str | None = None, on: float = 0
) -> ComparedClaim:
    made = claim(f"{source} {on}", amount, source, on=on)
    return replace(made, source_kind=kind, side=side)


STAFF = by("General Staff", exactly(700), SourceKind.MILITARY, "Ukraine", on=1)
SPIES = by("Spies", between(600, 800), SourceKind.MILITARY, "Britain", on=2)
KREMLIN = by("Kremlin", exactly(60), SourceKind.GOVERNMENT, "Russia", on=3)
PAPER = claim("paper", at_least(500), publisher="The Courier", on=4)


def grouping(by: Grouping, *several: ComparedClaim) -> Grouped:
    return grouped(several, None, Vague.DEFAULT, EARLIER, by)


def groups(found: Grouped) -> dict[str, Group]:
    return {each.name: each for each in found.groups}


def meeting(found: Grouped, *names: str) -> Meeting:
    [one] = [each for each in found.between if set(each.groups) == set(names)]
    return one


def ranged(low: int, high: int | None) -> Range:
    return Range(Decimal(low), None if high is None else Decimal(high))


def test_each_group_is_compared_by_itself() -> None:
    found = grouping(Grouping.KIND, STAFF, SPIES, KREMLIN, PAPER)
    assert [each.group for each in found.groups] == ["government", "media", "military"]
    military = groups(found)["military"]
    names = [found.comparison.positions[place].source for place in military.positions]
    assert names == ["General Staff", "Spies"]
    both = military.agreement.claims
    assert military.agreement == Agreement(ranged(700, 700), (ranged(700, 700),), 2, both, 2)
    assert [len(claims) for claims in both] == [2]
    assert military.spread is None
    assert military.counts == Counts(claims=2, articles=2, publishers=1, sources=2, origins=2)
    assert groups(found)["media"].counts.sources == 1


def test_what_is_grouped_is_compared_as_ever() -> None:
    found = grouping(Grouping.KIND, STAFF, SPIES, KREMLIN, PAPER)
    assert found.comparison == compare([STAFF, SPIES, KREMLIN, PAPER], None)
    earlier = grouped([STAFF, KREMLIN], day(1), Vague.NONE, EARLIER, Grouping.SIDE)
    assert earlier.comparison == compare([STAFF, KREMLIN], day(1), Vague.NONE)


def test_it_is_told_where_groups_agree() -> None:
    found = grouping(Grouping.KIND, STAFF, SPIES, KREMLIN, PAPER)
    assert meeting(found, "military", "media").both_allow == (ranged(600, 800),)
    assert meeting(found, "military", "government").both_allow == ()


def test_a_source_is_on_the_side_that_it_was_given() -> None:
    found = grouping(Grouping.SIDE, STAFF, KREMLIN, PAPER)
    assert [(each.group, each.name) for each in found.groups] == [
        ("Russia", "Russia"),
        ("Ukraine", "Ukraine"),
        (None, "no side given"),
    ]
    position = found.comparison.positions[groups(found)["Ukraine"].positions[0]]
    assert (position.kind, position.side) == (SourceKind.MILITARY, "Ukraine")


def test_an_echo_is_no_agreement_between_groups() -> None:
    echo = claim("echo", exactly(700), publisher="The Courier", on=5)
    echo = replace(echo, wording=STAFF.wording)
    found = grouping(Grouping.KIND, STAFF, echo)
    assert meeting(found, "military", "media") == Meeting(("media", "military"), (), 1)
    assert [each.counts.origins for each in found.groups] == [1, 1]
    assert found.comparison.counts.origins == 1
    own = claim("own", exactly(700), publisher="The Post", on=6)
    agreed = grouping(Grouping.KIND, STAFF, echo, own)
    assert meeting(agreed, "military", "media") == Meeting(
        ("media", "military"), (ranged(700, 700),), 1
    )


def test_two_papers_that_echo_one_source_do_not_agree_within_their_group() -> None:
    papers = [
        replace(claim(name, exactly(700), publisher=name, on=5), wording=STAFF.wording)
        for name in ("The Courier", "The Post")
    ]
    media = groups(grouping(Grouping.KIND, STAFF, *papers))["media"]
    assert (media.agreement.allowed_by, media.agreement.of) == (1, 1)
    assert (media.counts.sources, media.counts.origins) == (2, 1)


def test_what_leaves_the_number_unknown_agrees_with_nobody() -> None:
    found = grouping(Grouping.KIND, STAFF, by("Kremlin", UNKNOWN, SourceKind.GOVERNMENT))
    assert meeting(found, "military", "government").both_allow == ()


def test_no_claims_give_no_groups() -> None:
    found = grouping(Grouping.SIDE)
    assert (found.groups, found.between) == ((), ())


@pytest.mark.parametrize("name", ["Grouped", "Group", "Meeting"])
def test_every_field_is_explained_in_the_schema(name: str) -> None:
    whole = TypeAdapter(Grouped).json_schema(mode="serialization")
    schema = whole if name == "Grouped" else whole["$defs"][name]
    for field in schema["properties"].values():
        assert {"description", "$ref"} & field.keys()


@given(mixed(), st.sampled_from(Grouping))
@settings(deadline=None)
def test_every_source_is_in_one_group(several: list[ComparedClaim], by: Grouping) -> None:
    sided = [replace(each, side=each.source if each.source == "BBC" else None) for each in several]
    found = grouping(by, *sided)
    places = [place for each in found.groups for place in each.positions]
    assert sorted(places) == list(range(len(found.comparison.positions)))
    whole = found.comparison.counts
    assert sum(each.counts.claims for each in found.groups) == whole.claims
    assert sum(each.counts.sources for each in found.groups) == whole.sources
    assert max((each.counts.origins for each in found.groups), default=0) <= whole.origins
    assert sum(each.counts.origins for each in found.groups) >= whole.origins
