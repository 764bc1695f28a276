"""What holds of any text, however hostile."""

import json
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.extraction import READER, extract
from service.extraction.reckoning import ONES, TEENS, TENS
from service.extraction.sentences import clauses, sentences
from service.values import Article, Claim

NO_SURROGATES = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)

NUMBERS = [
    "12", "1,234", "12 345", "1.234.567", "3.5", "40%", "$2.5bn", "€", "£6", "Rs 40 crore", "40k",
    "half a million", "two thirds", "one in five", "dozens", "hundreds of thousands", "no", "none",
    "an unknown number of", "one", "a dozen", "forty-two", "99999999999999999999", "0", "1e9", "٣",
    "½", "½ million", "155mm", "F-16", "2022", "24 February", "10:30", "3-1", "№ 5",
    "8 feet (2.4 m)", "1990s", "F-16s", "27.10.22", "6'2\"", "2S19", "$5T", "thousand", "-3.5",
]  # fmt: skip
HEDGES = [
    "between", "and", "to", "-", "–", "or", "at least", "more than", "up to", "as many as", "about",
    "or more", "+", "-plus", "from", "rose", "put at", "per", "a day",
]  # fmt: skip
MARKS = [
    "“", "”", '"', "'", "’", "(", ")", "[", "]", ".", "?!", "…", ",", ";", ":", "\n", "\n\n", " ",
    "\u00a0", "\u2028", "\t", "\r\n", "\x00", "\u200b", "\u202e", "💥", "e\u0301",
]  # fmt: skip
WORDS = [
    "people", "Russian soldiers", "were killed", "wounded", "died", "in Kyiv", "on Tuesday",
    "since the invasion began", "including", "children", "lost", "deployed", "a",
]  # fmt: skip
SPEECH = [
    "Jane Roe", "the ministry", "Roe", "he", "said", "told", "according to", "was quoted as",
    "saying", "denied that", "Ukraine's General Staff", "U.S.", "Dr.", "that", "citing",
]  # fmt: skip

PIECES = st.lists(
    st.one_of(
        st.sampled_from(NUMBERS),
        st.sampled_from([*HEDGES, *WORDS, *SPEECH]),
        st.sampled_from(MARKS),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=3),
    ),
    max_size=60,
)
SPACED = PIECES.map(" ".join)
GLUED = PIECES.map("".join)
TEXTS = st.one_of(NO_SURROGATES, SPACED, GLUED)

thorough = settings(max_examples=300, deadline=None)


def claims_of(text: str) -> Sequence[Claim]:
    return extract(Article(text)).claims


def quotes_stand_at_their_spans(text: str, claims: Sequence[Claim]) -> None:
    for claim in claims:
        assert text[claim.span.start : claim.span.end] == claim.quote
        assert claim.quote == claim.quote.strip() != ""


def evidence_reads_the_words_that_it_claims(text: str, claims: Sequence[Claim]) -> None:
    for claim in claims:
        assert claim.item_span is None or claim.item_span.of(text) == claim.item
        place = claim.place
        assert place is None or (place.span and place.span.of(text) == place.place)
        for span in (claim.source_span, claim.cue_span):
            assert span is None or span.of(text).strip()
            assert span is None or span.end <= len(text)
        assert claim.source is None or claim.source_span is not None


def sentences_hold_their_quotes(text: str, claims: Sequence[Claim]) -> None:
    for claim in claims:
        whole = claim.sentence_span
        assert whole.of(text) == claim.sentence
        assert whole.start <= claim.span.start < claim.span.end <= whole.end


def claims_stand_in_order_and_apart(text: str, claims: Sequence[Claim]) -> None:
    for before, after in pairwise(claims):
        assert before.span.end <= after.span.start


BELOW_ZERO = ("-", "−", "minus", "negative", "below zero")


def amounts_are_numbers_the_right_way_up(text: str, claims: Sequence[Claim]) -> None:
    for claim in claims:
        low, high = claim.amount.low, claim.amount.high
        below_zero = any(sign in claim.quote.lower() for sign in BELOW_ZERO)
        for end in (low, high):
            assert end is None or (end.is_finite() and (end >= 0 or below_zero))
        assert low is None or high is None or low <= high


def parts_belong_to_a_claim_before_them(text: str, claims: Sequence[Claim]) -> None:
    read = {claim.span for claim in claims}
    for claim in claims:
        assert claim.part_of is None or claim.part_of in read
        assert claim.part_of is None or claim.part_of.end <= claim.span.start


PROPERTIES = (
    quotes_stand_at_their_spans,
    evidence_reads_the_words_that_it_claims,
    sentences_hold_their_quotes,
    claims_stand_in_order_and_apart,
    amounts_are_numbers_the_right_way_up,
    parts_belong_to_a_claim_before_them,
)


@thorough
@given(TEXTS)
def test_claims_hold_in_any_text(text: str) -> None:
    claims = claims_of(text)
    for holds in PROPERTIES:
        holds(text, claims)


DIGITS = re.compile(r"\d+")
NUMBER_WORDS = re.compile(
    rf"(?i)\b(?:{'|'.join([*ONES[1:], *TEENS, *TENS])}"
    r"|(?:dozen|hundred|thousand|million|billion)s?)\b"
)
"""Of "one" many are pronouns."""


def hidden(text: str, numbers: re.Pattern[str]) -> list[str]:
    """The numbers that lie in no claim and in none of the other numbers."""
    reading = extract(Article(text), explain=True)
    shown = bytearray(len(text))
    spans = [*(c.span for c in reading.claims), *(n.span for n in reading.numbers)]
    for span in spans:
        shown[span.start : span.end] = b"\1" * (span.end - span.start)
    return [m.group() for m in numbers.finditer(text) if not all(shown[m.start() : m.end()])]


@thorough
@given(TEXTS)
def test_no_digits_are_hidden(text: str) -> None:
    assert hidden(text, DIGITS) == []


@pytest.mark.parametrize("gold", ["gold/articles.jsonl", "../samples/articles.jsonl"])
def test_no_number_of_an_article_is_hidden(gold: str) -> None:
    lines = (Path(__file__).parents[1] / gold).read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    assert [number for text in texts for number in hidden(text, DIGITS)] == []
    assert [number for text in texts for number in hidden(text, NUMBER_WORDS)] == []


@thorough
@given(TEXTS)
def test_other_numbers_stand_in_order_and_apart_from_claims(text: str) -> None:
    reading = extract(Article(text), explain=True)
    for before, after in pairwise(reading.numbers):
        assert before.span.end <= after.span.start
    for number in reading.numbers:
        assert number.span.of(text) == number.quote
        assert not any(
            c.span.start < number.span.end and number.span.start < c.span.end
            for c in reading.claims
        )


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_the_same_article_is_read_the_same_again(text: str) -> None:
    article = Article(text)
    reading = extract(article)
    assert reading == extract(article)
    assert (reading.article, reading.reader) == (article, READER)


@settings(max_examples=500, deadline=None)
@given(TEXTS)
def test_sentences_tile_the_text_in_order(text: str) -> None:
    end = 0
    for sentence in sentences(text):
        assert text[end : sentence.start].strip() == ""
        assert sentence.of(text) == sentence.of(text).strip()
        end = sentence.end
    assert text[end:].strip() == ""


def is_between_clauses(gap: str) -> bool:
    """White space, or the dash before the name that ends a headline."""
    return all(c.isspace() or c in "-–—:," for c in gap)


@settings(max_examples=500, deadline=None)
@given(TEXTS)
def test_clauses_tile_their_sentence_in_order(text: str) -> None:
    for sentence in sentences(text):
        end = sentence.start
        for clause in clauses(text, sentence):
            assert is_between_clauses(text[end : clause.start])
            end = clause.end
        assert end == sentence.end


def test_the_pieces_of_hostile_texts_hold_claims() -> None:
    assert len(claims_of(" ".join(NUMBERS))) > 10


def test_of_a_text_full_of_numbers_only_the_prose_is_read() -> None:
    table = "".join(f"{12 + i} ash, {40 + i} elm. " for i in range(1_200))
    prose = "Three soldiers were killed near the bridge at noon on Monday."
    assert [claim.quote for claim in claims_of(table + prose)] == ["Three"]
    assert len(claims_of("12 ash, 40 elm. " + prose)) == 3
