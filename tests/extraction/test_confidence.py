"""A claim is as likely to be right as its rules have been."""

import pytest

from service.extraction import extract
from service.extraction.confidence import FIELDS, likelihood
from service.extraction.lexicon import table
from service.values import Article, Rules

ALL = Rules(**dict.fromkeys(FIELDS, "good"))
COUNTS = {field: {"good": (99, 99), "bad": (1, 9), "none": (20, 20)} for field in FIELDS}


def test_rules_that_were_nearly_always_right_make_a_claim_nearly_sure() -> None:
    assert 0.95 < likelihood(ALL, COUNTS) < 1


@pytest.mark.parametrize("field", FIELDS)
def test_one_rule_that_was_mostly_wrong_makes_it_doubtful(field: str) -> None:
    assert likelihood(Rules(**dict.fromkeys(FIELDS, "good") | {field: "bad"}), COUNTS) < 0.4


def test_a_rule_never_seen_counts_as_the_others_on_the_whole() -> None:
    unseen = likelihood(Rules(**dict.fromkeys(FIELDS, "good") | {"metric": "new"}), COUNTS)
    assert unseen == pytest.approx(likelihood(ALL, COUNTS) * 120 / 128, abs=0.02)


def test_a_field_without_a_rule_counts_as_what_was_left_empty() -> None:
    assert likelihood(Rules(), COUNTS) > 0.9


def test_the_counts_are_of_every_field_and_hold_together() -> None:
    counts = table("reliability")
    assert set(counts) == set(FIELDS)
    pairs = [pair for rules in counts.values() for pair in rules.values()]
    assert all(0 <= right <= total for right, total in pairs)
    totals = {sum(total for _, total in rules.values()) for rules in counts.values()}
    assert len(totals) == 1


def test_plain_claims_are_surer_than_those_that_hang_on_guesses() -> None:
    plain = "At least 12 people were killed in Kyiv on Tuesday, police said."
    vague = "The figure, which nobody would explain, compared to 48 before."
    (sure,), (unsure,) = (extract(Article(text)).claims for text in (plain, vague))
    assert sure.confidence is not None
    assert unsure.confidence is not None
    assert 0 <= unsure.confidence < sure.confidence <= 1
