"""What claims say by their rows is what they say by themselves."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.columns import Claims, in_order
from service.compared import ComparedClaim, standing
from service.counting import findings
from service.said import Said, said_by, stands
from service.vague import Vague
from service.values import Basis
from tests.several import SERIES, mixed

BASES = st.sampled_from([*Basis, None])


def of_basis(several: Sequence[ComparedClaim], basis: Basis | None) -> list[ComparedClaim]:
    return [replace(each, series=replace(SERIES, basis=basis)) for each in several]


def heard(several: Sequence[ComparedClaim]) -> tuple[Said, Claims]:
    said = said_by(in_order(several, Vague.DEFAULT))
    return said, Claims(said.columns)


@given(mixed(), BASES)
@settings(deadline=None)
def test_what_each_row_says_is_what_its_claim_says(
    several: list[ComparedClaim], basis: Basis | None
) -> None:
    said, claims = heard(of_basis(several, basis))
    for row, claim in enumerate(claims):
        assert (said.at[row], said.on[row]) == (claim.said_at, claim.said_on)
        assert (said.about[row], said.ranges[row]) == (claim.about, claim.range)
        assert said.firm[row] == (claim.may_stand and claim.tells)
    for one, other in combinations(range(len(claims)), 2):
        same = said.numbers[one] == said.numbers[other]
        assert same == (claims[one].number == claims[other].number)


@given(mixed())
@settings(deadline=None)
def test_a_source_stands_where_the_comparison_of_all_so_far_has_it(
    several: list[ComparedClaim],
) -> None:
    said, claims = heard(several)
    turns = set(stands(said, claims.rows))
    told = [row for row in claims.rows if said.firm[row]]
    for count in range(1, len(told) + 1):
        stood = [row for row in told[:count] if row in turns]
        assert standing([claims[row] for row in told[:count]]) == claims[stood[-1]]


@given(mixed(), BASES)
@settings(deadline=None)
def test_what_is_said_later_never_changes_what_was_found(
    several: list[ComparedClaim], basis: Basis | None
) -> None:
    said, claims = heard(of_basis(several, basis))
    whole = list(findings(said, claims.rows))
    assert sorted(row for row, _ in whole) == list(claims.rows)
    moments = [said.at[row] for row in claims.rows]
    for count in range(len(moments)):
        if moments[count - 1 : count] != moments[count : count + 1]:
            assert list(findings(said, claims.rows[:count])) == whole[:count]


def test_nothing_is_said_by_nobody() -> None:
    said, claims = heard([])
    assert (said.basis, list(said.at), list(claims)) == (None, [], [])
    with pytest.raises(StopIteration):
        next(stands(said, claims.rows))
