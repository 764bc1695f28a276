"""The word tables: every word of them is read as its table says."""

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from service import vague
from service.extraction.amounts import mentions
from service.extraction.exclusions import _patterns, exclusions
from service.extraction.lexicon import table
from service.extraction.model import lemma
from service.values import Amount, Hedge, Kind, Metric

OPEN_ABOVE = (Hedge.AT_LEAST, Hedge.MORE_THAN)
OPEN_BELOW = (Hedge.AT_MOST, Hedge.LESS_THAN)


def hedges(side: str) -> list[tuple[str, str]]:
    return [(word, hedge) for hedge, words in table("hedges")[side].items() for word in words]


def only(sentence: str) -> tuple[str, Amount]:
    """The quote and the amount of the one mention of a sentence."""
    (mention,) = mentions(sentence)
    return sentence[mention.start : mention.end], mention.amount


def bound_by(hedge: str, amount: Amount) -> bool:
    """Whether 500 is left open where the hedge leaves it open."""
    low = None if hedge in OPEN_BELOW else Decimal(500)
    high = None if hedge in OPEN_ABOVE else Decimal(500)
    return (amount.low, amount.high, amount.hedge) == (low, high, hedge)


@pytest.mark.parametrize(("word", "hedge"), hedges("before"))
def test_a_hedge_before_a_number_belongs_to_its_quote(word: str, hedge: str) -> None:
    quote, amount = only(f"They saw {word} 500 men.")
    assert quote == f"{word} 500"
    assert bound_by(hedge, amount)


@pytest.mark.parametrize(("word", "hedge"), hedges("after"))
def test_a_hedge_after_a_number_belongs_to_its_quote(word: str, hedge: str) -> None:
    gap = "" if word.startswith(("-", "+", " ")) else " "
    quote, amount = only(f"They saw 500{gap}{word} men.")
    assert quote == f"500{gap}{word}"
    assert bound_by(hedge, amount)


@pytest.mark.parametrize(("word", "hedge"), hedges("verbs"))
def test_a_verb_binds_its_number_without_belonging_to_it(word: str, hedge: str) -> None:
    quote, amount = only(f"The toll {word} 500.")
    assert quote == "500"
    assert bound_by(hedge, amount)


@pytest.mark.parametrize("word", [word for side in ("before", "after") for word, _ in hedges(side)])
def test_a_hedge_away_from_a_number_binds_nothing(word: str) -> None:
    assert only(f"Men {word.strip()} saw, it seems, 500 men.")[1].hedge is Hedge.EXACT


@pytest.mark.parametrize(("word", "bounds"), list(vague.words().items()))
def test_a_vague_word_has_the_interval_of_the_table(word: str, bounds: list[int]) -> None:
    spoken = {"few": "a few", "handful": "a handful", "couple": "a couple"}.get(word, word)
    quote, amount = only(f"They saw {spoken} of them.")
    assert quote == spoken
    assert [amount.low, amount.high] == bounds
    assert (amount.hedge, amount.vague_table) == (Hedge.VAGUE, vague.name())


def money(part: str) -> list[tuple[str, str]]:
    found = [(form, code) for code, forms in table("currencies")[part].items() for form in forms]
    return [(form, code) for form, code in found if form.isascii() or part == "signs"]


@pytest.mark.parametrize(("sign", "code"), money("signs"))
def test_a_sign_makes_money_of_a_number(sign: str, code: str) -> None:
    for sum_ in (f"{sign}40 million", f"{sign} 40 million"):
        quote, amount = only(f"It cost {sum_} to build.")
        assert quote == sum_
        assert (amount.kind, amount.unit, amount.low) == (Kind.MONEY, code, Decimal(40_000_000))


@pytest.mark.parametrize(("word", "code"), money("words"))
def test_a_word_makes_money_of_a_number(word: str, code: str) -> None:
    quote, amount = only(f"It cost 40 million {word} to build.")
    assert quote == f"40 million {word}"
    assert (amount.kind, amount.unit, amount.low) == (Kind.MONEY, code, Decimal(40_000_000))


def national() -> list[tuple[str, str]]:
    names = table("currencies")["national"].values()
    nations = [(nation, code, name) for name in names for nation, code in name["of"].items()]
    return [(f"{nation} {form}", code) for nation, code, name in nations for form in name["forms"]]


@pytest.mark.parametrize(("word", "code"), national())
def test_a_name_that_currencies_share_goes_by_its_nation(word: str, code: str) -> None:
    quote, amount = only(f"It cost 40 million {word} to build.")
    assert quote == f"40 million {word}"
    assert (amount.kind, amount.unit) == (Kind.MONEY, code)


def units(part: str) -> list[tuple[str, str]]:
    """All but those that depend on what stands around them, which are in the examples."""
    forms = [(form, name) for name, forms in table("units")[part].items() for form in forms]
    return [(f, n) for f, n in forms if f not in ("magnitude", "pound", "pounds", "C", "F")]


@pytest.mark.parametrize(("form", "name"), units("units"))
def test_a_unit_belongs_to_its_number(form: str, name: str) -> None:
    quote, amount = only(f"It was 40 {form}, they said.")
    assert quote == f"40 {form}"
    assert (amount.kind, amount.unit) == (Kind.MEASURE, name)


@pytest.mark.parametrize(("form", "name"), units("shares"))
def test_a_share_is_a_percentage(form: str, name: str) -> None:
    quote, amount = only(f"It was 40 {form}, they said.")
    assert quote == f"40 {form}"
    assert (amount.kind, amount.unit) == (Kind.PERCENT, name)


@pytest.mark.parametrize("word", table("units")["otherwise"]["words"])
def test_a_unit_that_is_another_thing_in_news_is_none(word: str) -> None:
    assert only(f"They saw 40 {word} there.")[1].unit is None


def excluding() -> list[tuple[str, dict[str, Any]]]:
    rules = dict(table("exclusions"))
    del rules["pieces"]
    return [(reason, rule) for reason, found in rules.items() for rule in found]


@pytest.mark.parametrize(("reason", "rule"), excluding())
def test_a_pattern_of_what_is_no_claim_finds_its_example(reason: str, rule: dict[str, Any]) -> None:
    assert reason in {exclusion.reason for exclusion in exclusions(rule["example"])}


@pytest.mark.parametrize("role", ["object", "subject", "noun", "default", "adjective", "event"])
def test_a_word_stands_once_for_each_role_over_all_metrics(role: str) -> None:
    tables = table("metrics")
    named = Counter(word for metric in Metric for word in tables.get(metric, {}).get(role, ()))
    assert [word for word, times in named.items() if times > 1] == []


@pytest.mark.parametrize("role", ["subject", "object"])
def test_a_phrase_stands_once_over_all_metrics(role: str) -> None:
    found = table("metrics")["phrases"][role]
    named = Counter(phrase for phrases in found.values() for phrase in phrases)
    assert [phrase for phrase, times in named.items() if times > 1] == []
    assert set(found) <= set(Metric)


@pytest.mark.parametrize("verb", ["need", "harass", "mass", "exceed", "wound"])
def test_the_base_form_of_a_verb_is_its_lemma(verb: str) -> None:
    assert lemma(verb, "VERB", "VBP") == verb


@pytest.mark.parametrize("text", [rule["example"] for _, rule in excluding()])
def test_what_a_pattern_needs_stands_in_all_that_it_finds(text: str) -> None:
    for _, needs, pattern in _patterns():
        assert all(needs.search(match.group()) for match in pattern.finditer(text)), pattern
