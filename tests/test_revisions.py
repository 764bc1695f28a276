"""How a source revised itself, by example and by property."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from service.compared import ComparedClaim, UnlikeSeries
from service.intervals import Range
from service.revisions import NoSuchClaim, Revision, Revisions, revisions
from service.rules import RevisionClass, Rule
from service.vague import Vague
from service.values import Amount, Basis, Hedge, Metric, Period, Precision, Stance
from tests.several import (
    SERIES,
    UNKNOWN,
    about,
    at_least,
    between,
    claim,
    day,
    exactly,
    mixed,
    more_than,
)

STAFF = "General Staff"


def said(*amounts: Amount, basis: Basis | None = Basis.CUMULATIVE) -> list[ComparedClaim]:
    """What one source said, day after day."""
    return [
        with_basis(claim(f"claim {number}", amount, STAFF, on=number), basis)
        for number, amount in enumerate(amounts)
    ]


def with_basis(of: ComparedClaim, basis: Basis | None) -> ComparedClaim:
    return replace(of, series=replace(SERIES, basis=basis), period=replace(of.period, basis=basis))


def until(
    name: str, amount: Amount, last: date, *, on: float, start: date | None = None
) -> ComparedClaim:
    """A claim of the source about the time up to that day."""
    precision = Precision.DAY if start else None
    period = Period(start, precision, last, Precision.DAY, Basis.CUMULATIVE)
    return claim(name, amount, STAFF, on=on, period=period)


def since(name: str, amount: Amount, start: date, *, on: float) -> ComparedClaim:
    period = Period(start, Precision.DAY, None, None, Basis.CUMULATIVE)
    return claim(name, amount, STAFF, on=on, period=period)


def classed(claims: list[ComparedClaim]) -> list[Revision]:
    return list(revisions(claims).items)


def rules(claims: list[ComparedClaim]) -> list[Rule]:
    return [each.rule for each in classed(claims)]


def vague(low: int, high: int) -> Amount:
    return Amount(Decimal(low), Decimal(high), Hedge.VAGUE, vague_table="default-1")


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        (exactly(700), exactly(700), Rule.SAME_AMOUNT),
        (more_than(700), more_than(700), Rule.SAME_AMOUNT),
        (exactly(700), exactly(712), Rule.TOTAL_GREW),
        (about(14_000), about(14_200), Rule.TOTAL_GREW),
        (about(13_800), about(14_000), Rule.TOTAL_GREW),
        (about(12_000), exactly(12_340), Rule.TOTAL_GREW),
        (at_least(10), exactly(12), Rule.TOTAL_GREW),
        (at_least(10), at_least(12), Rule.TOTAL_GREW),
        (more_than(700_000), exactly(705_000), Rule.TOTAL_GREW),
        (exactly(700), more_than(700), Rule.TOTAL_GREW),
        (between(10, 20), between(12, 30), Rule.TOTAL_GREW),
        (vague(24, 99), vague(200, 999), Rule.TOTAL_GREW),
        (exactly(316), exactly(315), Rule.TOTAL_FELL),
        (exactly(911), exactly(910), Rule.TOTAL_FELL),
        (exactly(1000), exactly(967), Rule.TOTAL_FELL),
        (exactly(9_500), exactly(4_959), Rule.TOTAL_FELL),
        (exactly(9), exactly(1), Rule.TOTAL_FELL),
        (between(10, 20), exactly(9), Rule.TOTAL_FELL),
        (exactly(4_047), exactly(123), Rule.FELL_TOO_FAR),
        (more_than(4_000), about(123), Rule.FELL_TOO_FAR),
        (exactly(12_340), about(12_000), Rule.SAID_MORE_ROUGHLY),
        (exactly(12_960), about(13_000), Rule.SAID_MORE_ROUGHLY),
        (exactly(12_340), more_than(12_000), Rule.SAID_MORE_ROUGHLY),
        (at_least(12_300), at_least(12_000), Rule.SAID_MORE_ROUGHLY),
        (exactly(12_000), about(12_000), Rule.SAID_MORE_ROUGHLY),
        (about(11_000), more_than(11_000), Rule.SAID_MORE_ROUGHLY),
        (about(12_340), more_than(12_000), Rule.SAID_MORE_ROUGHLY),
        (more_than(11_000), about(11_000), Rule.SAID_MORE_EXACTLY),
        (about(12_000), more_than(11_000), Rule.MAY_BE_THE_SAME),
        (about(11_000), more_than(11_500), Rule.TOTAL_GREW),
        (exactly(450), vague(200, 999), Rule.SAID_MORE_ROUGHLY),
        (vague(200, 999), exactly(450), Rule.SAID_MORE_EXACTLY),
        (about(12_000), exactly(11_870), Rule.SAID_MORE_EXACTLY),
        (about(12_000), exactly(12_000), Rule.SAID_MORE_EXACTLY),
        (at_least(12), exactly(12), Rule.SAID_MORE_EXACTLY),
        (between(10, 20), between(12, 18), Rule.SAID_MORE_EXACTLY),
        (about(100), exactly(60), Rule.TOTAL_FELL),
        (exactly(798_000), more_than(500_000), Rule.MAY_BE_THE_SAME),
        (more_than(700_000), more_than(650_000), Rule.MAY_BE_THE_SAME),
        (between(10, 20), between(8, 15), Rule.MAY_BE_THE_SAME),
    ],
)
def test_a_total_against_the_one_before(before: Amount, after: Amount, rule: Rule) -> None:
    assert rules(said(before, after)) == [Rule.FIRST_CLAIM, rule]


@pytest.mark.parametrize(
    ("basis", "before", "after", "rule"),
    [
        (Basis.INCIDENT, exactly(12), exactly(15), Rule.TOLL_GREW),
        (Basis.INCIDENT, exactly(15), exactly(12), Rule.TOLL_FELL),
        (Basis.INCIDENT, exactly(40), exactly(3), Rule.TOLL_FELL),
        (Basis.LEVEL, exactly(5_000), exactly(6_000), Rule.LEVEL_CHANGED),
        (Basis.LEVEL, exactly(5_000), exactly(400), Rule.LEVEL_CHANGED),
        (Basis.LEVEL, about(12_000), exactly(12_340), Rule.SAID_MORE_EXACTLY),
        (Basis.LEVEL, at_least(5_000), exactly(6_200), Rule.LEVEL_CHANGED),
        (None, exactly(12), exactly(15), Rule.NUMBER_CHANGED),
        (None, exactly(15), exactly(12), Rule.NUMBER_CHANGED),
    ],
)
def test_what_is_no_total_against_the_one_before(
    basis: Basis | None, before: Amount, after: Amount, rule: Rule
) -> None:
    assert rules(said(before, after, basis=basis)) == [Rule.FIRST_CLAIM, rule]


@pytest.mark.parametrize(
    ("basis", "after", "rule"),
    [
        (Basis.CUMULATIVE, exactly(15), Rule.TOTAL_GREW),
        (Basis.INCIDENT, exactly(15), Rule.TOLL_GREW),
        (Basis.LEVEL, exactly(15), Rule.ANOTHER_VALUE),
        (None, exactly(15), Rule.NUMBER_CHANGED),
        (None, exactly(9), Rule.ANOTHER_VALUE),
    ],
)
def test_another_number_on_the_same_day(basis: Basis | None, after: Amount, rule: Rule) -> None:
    morning, evening = claim("morning", exactly(12), STAFF), claim("evening", after, STAFF, on=0.5)
    several = [with_basis(each, basis) for each in (morning, evening)]
    assert rules(several) == [Rule.FIRST_CLAIM, rule]


def test_the_class_tells_what_it_is_compared_to_by_how_much_and_why() -> None:
    _, second, third = classed(said(exactly(700), more_than(750), exactly(740)))
    assert second.classed_as is RevisionClass.UPDATE
    assert second.difference == Range(Decimal(50), None, low_excluded=True)
    assert (third.classed_as, third.compared_to) == (RevisionClass.CORRECTION, second.claim_id)
    assert third.difference == Range(None, Decimal(-10), high_excluded=True)
    assert third.reason == Rule.TOTAL_FELL.reason


def test_a_difference_that_nothing_bounds_is_not_told() -> None:
    assert classed(said(at_least(10), at_least(12)))[1].difference is None


def test_a_number_said_roughly_is_not_what_the_next_is_compared_to() -> None:
    first, rough, again, more = classed(
        said(exactly(12_340), about(12_000), exactly(12_340), exactly(12_400))
    )
    assert rough.rule is Rule.SAID_MORE_ROUGHLY
    assert (again.rule, again.compared_to) == (Rule.SAME_AMOUNT, first.claim_id)
    assert (more.compared_to, more.difference) == (again.claim_id, Range(Decimal(60), Decimal(60)))


def test_a_rough_number_said_again_repeats_itself() -> None:
    _, rough, again = classed(said(exactly(12_340), about(12_000), about(12_000)))
    assert (again.rule, again.compared_to) == (Rule.SAME_AMOUNT, rough.claim_id)


def test_a_number_that_was_said_before_the_last_is_no_repetition() -> None:
    assert rules(said(exactly(315), exactly(316), exactly(315)))[2] is Rule.TOTAL_FELL


def test_a_new_count_goes_on_by_itself() -> None:
    found = classed(said(exactly(4_047), exactly(123), exactly(217), exactly(300), exactly(290)))
    assert [each.counting for each in found] == [1, 2, 2, 2, 2]
    assert [each.rule for each in found[2:]] == [
        Rule.TOTAL_GREW,
        Rule.TOTAL_GREW,
        Rule.TOTAL_FELL,
    ]


def test_a_count_that_passes_the_one_before_it_stays_its_own() -> None:
    found = classed(said(exactly(400), exactly(150), exactly(290), exactly(410)))
    assert [each.counting for each in found] == [1, 2, 2, 2]


def test_a_total_that_jumps_back_takes_up_the_count_before() -> None:
    first, stray, after = classed(said(exactly(700_000), exactly(40), exactly(701_000)))
    assert (stray.rule, stray.counting) == (Rule.FELL_TOO_FAR, 2)
    assert (after.rule, after.counting) == (Rule.TOTAL_GREW, 1)
    assert after.compared_to == first.claim_id


def test_a_total_from_another_beginning_is_another_count() -> None:
    war, donbas = date(2022, 2, 24), date(2014, 4, 14)
    found = classed(
        [
            since("a", exactly(9_000), war, on=0),
            since("b", exactly(14_000), donbas, on=1),
            since("c", exactly(9_100), war, on=2),
            claim("d", exactly(9_200), STAFF, on=3),
        ]
    )
    assert [each.rule for each in found[1:]] == [
        Rule.OTHER_BEGINNING,
        Rule.TOTAL_GREW,
        Rule.TOTAL_GREW,
    ]
    assert [each.counting for each in found] == [1, 2, 1, 1]


def test_a_beginning_known_less_exactly_may_be_the_same() -> None:
    year = Period(date(2022, 1, 1), Precision.YEAR, None, None, Basis.CUMULATIVE)
    found = rules(
        [
            since("a", exactly(9_000), date(2022, 2, 24), on=0),
            claim("b", exactly(9_100), STAFF, on=1, period=year),
        ]
    )
    assert found[1] is Rule.TOTAL_GREW


def test_a_number_of_an_earlier_day_is_retroactive_and_moves_nothing() -> None:
    first, back, more = classed(
        [
            claim("now", exactly(700), STAFF, on=9),
            until("then", exactly(500), date(2024, 11, 3), on=10),
            claim("next", exactly(720), STAFF, on=11),
        ]
    )
    assert (back.classed_as, back.compared_to) == (RevisionClass.RETROACTIVE, first.claim_id)
    assert (more.compared_to, more.difference) == (first.claim_id, Range(Decimal(20), Decimal(20)))


def test_another_number_for_an_earlier_day_corrects_that_day() -> None:
    third = date(2024, 11, 3)
    then, _, again, same = classed(
        [
            until("then", exactly(500), third, on=4),
            claim("now", exactly(700), STAFF, on=9),
            until("again", exactly(510), third, on=10),
            until("same", exactly(510), third, on=11),
        ]
    )
    assert (again.rule, again.compared_to) == (Rule.ANOTHER_VALUE, then.claim_id)
    assert (same.rule, same.compared_to) == (Rule.SAME_AMOUNT, again.claim_id)


def test_a_day_that_is_not_over_may_still_grow() -> None:
    second = date(2024, 11, 2)
    morning = until("morning", exactly(500), second, on=1)
    evening = until("evening", exactly(510), second, on=1.5)
    after = until("after", exactly(520), second, on=2)
    late = until("late", exactly(530), second, on=3)
    assert rules([morning, evening, after, late])[1:] == [
        Rule.TOTAL_GREW,
        Rule.TOTAL_GREW,
        Rule.ANOTHER_VALUE,
    ]


def test_a_level_of_another_period_is_an_update() -> None:
    year = [
        replace(
            with_basis(claim(str(n), exactly(n), STAFF, on=n), Basis.LEVEL),
            period=Period(date(n, 1, 1), Precision.YEAR, date(n, 12, 31), Precision.YEAR),
        )
        for n in (2022, 2023)
    ]
    assert rules(year) == [Rule.FIRST_CLAIM, Rule.NEW_PERIOD]


def test_of_one_moment_only_what_was_recorded_first_revises() -> None:
    before = claim("before", exactly(12), STAFF)
    first, second = (
        replace(claim(name, exactly(number), STAFF, on=1), recorded_at=day(400 + number))
        for name, number in (("first", 15), ("second", 17))
    )
    found = classed([second, before, first])
    assert [each.rule for each in found[1:]] == [Rule.TOTAL_GREW, Rule.SAME_MOMENT]
    assert (found[2].compared_to, found[2].counting) == (None, None)


def test_of_one_moment_what_is_about_an_earlier_day_comes_first() -> None:
    now = claim("now", exactly(15), STAFF, on=5)
    then = until("then", exactly(12), date(2024, 11, 3), on=5)
    assert [each.claim_id for each in classed([now, then])] == [then.id, now.id]
    assert rules([now, then]) == [Rule.FIRST_CLAIM, Rule.TOTAL_GREW]


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"stance": Stance.DENIED}, Rule.DENIED),
        ({"stance": Stance.HYPOTHETICAL}, Rule.HYPOTHETICAL),
        ({"superseded": True}, Rule.SUPERSEDED),
        ({"amount": UNKNOWN}, Rule.UNKNOWN_AMOUNT),
    ],
)
def test_what_cannot_stand_revises_nothing(changes: dict[str, object], rule: Rule) -> None:
    before, aside, after = said(exactly(700), exactly(900), exactly(710))
    found = classed([before, replace(aside, **changes), after])  # type: ignore[arg-type]
    assert (found[1].rule, found[1].classed_as) == (rule, RevisionClass.SET_ASIDE)
    assert (found[2].rule, found[2].compared_to) == (Rule.TOTAL_GREW, before.id)


def test_sources_are_told_apart_and_publishers_that_are_quoted_are_not() -> None:
    found = classed(
        [
            claim("a", exactly(10), STAFF),
            claim("b", exactly(20), "BBC", on=1),
            claim("c", exactly(21), publisher="BBC", on=2),
        ]
    )
    assert [(each.source, each.rule) for each in found] == [
        ("BBC", Rule.FIRST_CLAIM),
        ("BBC", Rule.TOTAL_GREW),
        (STAFF, Rule.FIRST_CLAIM),
    ]


def test_what_was_recorded_after_a_later_claim_is_marked() -> None:
    old, new = said(exactly(700), exactly(710))
    late = replace(old, recorded_at=day(401))
    assert [each.recorded_late for each in classed([late, new])] == [True, False]
    assert [each.recorded_late for each in classed([old, new])] == [False, False]


def test_vague_words_are_read_by_the_table_asked_for() -> None:
    first, second = said(exactly(150), vague(200, 999))
    several = [first, replace(second, quote="hundreds")]
    assert rules(several)[1] is Rule.TOTAL_GREW
    conservative = revisions(several, Vague.CONSERVATIVE)
    assert conservative.items[1].rule is Rule.SAID_MORE_ROUGHLY
    assert conservative.vague is Vague.CONSERVATIVE
    assert revisions(several, Vague.NONE).items[1].rule is Rule.UNKNOWN_AMOUNT


def test_unlike_series_are_refused_and_nothing_has_no_revisions() -> None:
    first, second = said(exactly(1), exactly(2))
    other = replace(second, series=replace(SERIES, metric=Metric.KILLED))
    with pytest.raises(UnlikeSeries):
        revisions([first, other])
    assert revisions([]) == Revisions(None, Vague.DEFAULT, ())


def test_every_field_is_explained_in_the_schema() -> None:
    schemas = TypeAdapter(Revisions).json_schema(mode="serialization")["$defs"]
    unexplained = [
        field
        for field, schema in schemas["Revision"]["properties"].items()
        if not {"description", "$ref"} & schema.keys()
    ]
    assert unexplained == []


@given(mixed(), st.randoms())
@settings(deadline=None)
def test_the_order_of_the_claims_changes_nothing(
    several: list[ComparedClaim], random: Random
) -> None:
    shuffled = random.sample(several, len(several))
    assert revisions(shuffled) == revisions(several)


@given(mixed(), st.sampled_from([*Basis, None]))
@settings(deadline=None)
def test_every_claim_has_one_class_and_every_class_its_reason(
    several: list[ComparedClaim], basis: Basis | None
) -> None:
    found = revisions([with_basis(each, basis) for each in several]).items
    assert sorted(each.claim_id for each in found) == sorted(each.id for each in several)
    for each in found:
        assert (each.classed_as, each.reason) == (each.rule.classed_as, each.rule.reason)
        alone = each.classed_as in (RevisionClass.FIRST, RevisionClass.SET_ASIDE)
        assert (each.compared_to is None) == alone
        assert (each.counting is None) == (each.classed_as is RevisionClass.SET_ASIDE)


@given(mixed())
@settings(deadline=None)
def test_a_source_has_one_first_claim_and_is_compared_to_what_it_said_before(
    several: list[ComparedClaim],
) -> None:
    said_before: set[object] = set()
    firsts = []
    for each in revisions(several).items:
        assert each.compared_to is None or each.compared_to in said_before
        said_before.add(each.claim_id)
        if each.classed_as is RevisionClass.FIRST:
            firsts.append((each.source, each.source_id, each.article_id))
    assert len(firsts) == len(set(firsts))


@given(mixed(), st.floats(5, 9))
@settings(deadline=None)
def test_what_is_said_later_changes_no_class(several: list[ComparedClaim], later: float) -> None:
    news = claim("news", exactly(5), "BBC", on=later)
    before = {each.claim_id: each for each in revisions(several).items}
    after = {each.claim_id: each for each in revisions([*several, news]).items}
    for key, each in before.items():
        assert (after[key].rule, after[key].compared_to) == (each.rule, each.compared_to)


@given(mixed())
@settings(deadline=None)
def test_a_correction_of_a_total_by_itself_is_a_fall_that_the_words_prove(
    several: list[ComparedClaim],
) -> None:
    for each in revisions(several).items:
        if each.rule in (Rule.TOTAL_FELL, Rule.FELL_TOO_FAR):
            assert each.difference is not None
            assert each.difference.high is not None
            assert each.difference.high <= 0


@given(mixed(), st.integers(1, 4), st.sampled_from([None, "BBC", "the BBC", "Kremlin"]))
@settings(deadline=None)
def test_pages_of_revisions_together_are_all_of_them(
    several: list[ComparedClaim], limit: int, source: str | None
) -> None:
    whole = revisions(several, source=source)
    assert whole.next is None
    pages = [revisions(several, source=source, limit=limit)]
    while after := pages[-1].next:
        assert len(pages[-1].items) == limit
        pages.append(revisions(several, source=source, after=after, limit=limit))
    assert tuple(item for page in pages for item in page.items) == whole.items


def test_one_source_is_asked_for_by_its_name_or_id() -> None:
    several = [claim("a", exactly(1), "BBC"), claim("b", exactly(2), "Kremlin")]
    assert several[0].source_id
    for source in ("BBC", "the BBC", str(several[0].source_id)):
        assert [each.source for each in revisions(several, source=source).items] == ["BBC"]
    assert revisions(several, source="New York Times").items == ()


def test_what_comes_after_a_claim_of_another_source_is_not_known() -> None:
    several = [claim("a", exactly(1), "BBC"), claim("b", exactly(2), "Kremlin")]
    with pytest.raises(NoSuchClaim, match=str(several[0].id)):
        revisions(several, source="Kremlin", after=several[0].id)
