"""What repeats one statement is one origin, and an echo never reads as agreement."""

from dataclasses import replace
from random import Random
from uuid import uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.columns import columns_of
from service.compared import ComparedClaim
from service.comparison import Counts, compare
from service.origins import Folded, Sameness, statements, told_by
from service.signatures import signature
from service.speakers import speakers
from service.values import SourceKind
from tests.several import ROOT, claim, exactly, mixed, worded
from tests.test_signatures import OTHER_REPORTER, WIRE

OLD = claim("old", exactly(650), "General Staff", on=1)
TOLL = "At least 14 people were killed when a ferry capsized on the Odra estuary late on Saturday."


def origins(*several: ComparedClaim) -> int:
    return compare(several, None).counts.origins


def folded(*several: ComparedClaim) -> list[Folded]:
    [origin] = compare(several, None, earlier=9).origins
    return list(origin.folded)


def paper(name: str, text: str, sentence: str | None = None, on: float = 0) -> ComparedClaim:
    """A newspaper's own words."""
    return claim(name, exactly(14), publisher=f"The {name}", on=on, text=text, sentence=sentence)


REPRINTS = [
    paper("Courier", WIRE, TOLL),
    paper("Gazette", f"WEND (By our staff) – {WIRE}", TOLL.replace("At least 14", "14"), on=0.1),
    paper("Herald", ". ".join(WIRE.split(". ")[:4]), "Fourteen people have died.", on=0.2),
    paper("Mirror", f"{WIRE} All rights reserved.", TOLL.upper(), on=0.3),
    paper("Post", WIRE.replace("Saturday", "Sunday"), "The ferry sank with 14.", on=0.4),
]
OTHER = paper("Observer", OTHER_REPORTER, "Officers spoke of at least 14 dead.", on=0.5)


def test_five_reprints_are_one_origin_and_no_agreement() -> None:
    found = compare(REPRINTS, None)
    assert found.counts == Counts(claims=5, articles=5, publishers=5, sources=5, origins=1)
    assert (found.agreement.allowed_by, found.agreement.of) == (1, 1)


@pytest.mark.parametrize(
    "second", [OTHER, claim("second", exactly(14), "Coast guard", publisher="The Post", on=2)]
)
def test_a_second_source_with_the_same_number_is_a_second_origin(second: ComparedClaim) -> None:
    found = compare([*REPRINTS, second], None)
    assert found.counts.origins == 2
    assert (found.agreement.allowed_by, found.agreement.of) == (2, 2)


def test_it_is_told_what_is_folded_and_why() -> None:
    courier, gazette, herald, mirror, _ = REPRINTS
    assert {(each.claim_id, each.repeats, each.why) for each in folded(*REPRINTS[:4])} == {
        (mirror.id, courier.id, Sameness.SENTENCE_AND_AMOUNT),
        (gazette.id, courier.id, Sameness.SIMILAR_SENTENCE_AND_AMOUNT),
        (herald.id, courier.id, Sameness.SIMILAR_ARTICLE_AND_AMOUNT),
    }
    for each in folded(*REPRINTS[:4]):
        assert each.reason == each.why.reason
        assert (each.similarity is None) == (each.why is Sameness.SENTENCE_AND_AMOUNT)
        assert each.similarity is None or 0.5 < each.similarity < 1


def test_the_same_words_with_another_number_are_an_update() -> None:
    rose = replace(REPRINTS[1], amount=exactly(15))
    assert origins(REPRINTS[0], rose) == 2


def test_what_one_source_says_of_one_amount_is_one_origin_on_whichever_day() -> None:
    again = claim("again", exactly(650), "General Staff", on=1.1)
    later = claim("later", exactly(650), "General Staff", on=40)
    quoted = claim("quoted", exactly(650), "General Staff", publisher="The Wire", on=40.1)
    assert [
        (each.claim_id, each.repeats, each.why) for each in folded(OLD, again, later, quoted)
    ] == [
        (again.id, OLD.id, Sameness.SOURCE_AMOUNT_AND_DAY),
        (later.id, OLD.id, Sameness.SOURCE_AND_AMOUNT),
        (quoted.id, later.id, Sameness.SOURCE_AMOUNT_AND_DAY),
    ]


def beside(other: ComparedClaim, name: str, source: str | None = None) -> ComparedClaim:
    """Of the same article."""
    made = claim(name, other.amount, source, publisher=other.publisher, on=1)
    return replace(made, article_id=other.article_id)


def test_an_article_that_names_who_says_so_does_not_agree_with_it() -> None:
    own = beside(OLD, "own")
    [repeated] = folded(OLD, own)
    assert (repeated.why, repeated.claim_id) == (Sameness.ARTICLE_AND_AMOUNT, own.id)
    assert compare([OLD, own], None).agreement.of == 1


def test_two_sources_of_one_article_are_two() -> None:
    assert origins(OLD, beside(OLD, "rival", "Kremlin")) == 2


def test_a_publisher_that_echoes_two_sources_does_not_make_them_one() -> None:
    rival = claim("rival", exactly(650), "Kremlin", on=9)
    assert origins(OLD, beside(OLD, "own"), rival, beside(rival, "own again")) == 2


def test_words_of_two_sources_that_are_no_more_than_near_are_two_statements() -> None:
    said = [
        claim(name, exactly(14), name, text=WIRE, sentence=TOLL[:-1] + f", {name} said.")
        for name in ("doctors", "police")
    ]
    assert origins(*said) == 2
    unsaid = replace(said[1], source=None, source_id=None)
    assert [each.why for each in folded(said[0], unsaid)] == [Sameness.SIMILAR_SENTENCE_AND_AMOUNT]


def left_open(name: str, words: str = "he", on: float = 2) -> ComparedClaim:
    return replace(claim(name, exactly(650), on=on), left_open=words)


def test_who_is_left_open_is_neither_the_publisher_nor_anybody_else() -> None:
    own = claim("own", exactly(650), on=1)
    found = compare([own, left_open("a"), left_open("b")], None)
    assert found.counts.origins == found.counts.sources == 3
    publisher, first, second = found.positions
    assert (publisher.source, publisher.kind) == ("The Courier", SourceKind.MEDIA)
    for position in (first, second):
        assert (position.left_open, position.source, position.kind) == ("he", None, None)


def test_who_is_left_open_repeats_the_statement_whose_words_it_has() -> None:
    he = replace(left_open("a"), wording=OLD.wording)
    assert [each.why for each in folded(OLD, he)] == [Sameness.SENTENCE_AND_AMOUNT]
    assert len(compare([OLD, he], None).positions) == 2


WORDS = st.sampled_from([WIRE, f"WEND – {WIRE}", WIRE[:400], OTHER_REPORTER, "Brief.", TOLL])


@st.composite
def reported(draw: st.DrawFn) -> list[ComparedClaim]:
    """Claims in words that are the same, near-identical or others, in a few articles."""
    return [
        replace(
            worded(each, draw(WORDS)),
            left_open=draw(st.sampled_from([None, None, "he"])) if each.source is None else None,
            article_id=uuid5(ROOT, str(draw(st.integers(0, 4)))),
            text_signature=signature(draw(WORDS)),
        )
        for each in draw(mixed())
    ]


@given(reported(), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_in_which_they_are_stored_changes_nothing(
    several: list[ComparedClaim], random: Random
) -> None:
    shuffled = random.sample(several, len(several))
    assert compare(shuffled, None).origins == compare(several, None).origins


@given(reported(), st.data())
@settings(deadline=None)
def test_a_repetition_never_raises_the_number_of_origins(
    several: list[ComparedClaim], data: st.DataObject
) -> None:
    valid = [each for each in several if each.may_stand]
    if not valid:
        return
    repeated = data.draw(st.sampled_from(valid))
    again = replace(
        repeated,
        id=uuid5(ROOT, "again"),
        article_id=uuid5(ROOT, "again"),
        publisher=data.draw(st.sampled_from([repeated.publisher, "Reprint", "BBC"])),
        published_at=data.draw(st.sampled_from(several)).published_at,
        text_signature=data.draw(st.sampled_from(several)).text_signature,
    )
    assert origins(*several, again) <= origins(*several)


def said(several: list[ComparedClaim]) -> list[list[ComparedClaim]]:
    """The claims by the statements that they make."""
    columns = columns_of(several).oldest_first(None)
    found = statements(told_by(columns, speakers(columns)), range(len(several)))
    return [[columns.claim(row) for row in statement] for statement in found]


@given(reported())
@settings(deadline=None)
def test_every_claim_is_in_one_statement_of_one_amount(several: list[ComparedClaim]) -> None:
    found = said(several)
    ids = sorted(each.id for statement in found for each in statement)
    assert ids == sorted(each.id for each in several)
    for statement in found:
        assert len({each.number for each in statement}) == 1
        moments = [each.said_at for each in statement]
        assert moments == sorted(moments)


@given(reported())
@settings(deadline=None)
def test_every_claim_is_told_after_the_one_that_it_repeats(several: list[ComparedClaim]) -> None:
    for origin in compare(several, None, earlier=100).origins:
        told = {origin.claim_id}
        for each in origin.folded:
            assert each.repeats in told
            assert each.claim_id not in told
            told.add(each.claim_id)
        assert len(told) == origin.claims


@given(reported())
@settings(deadline=None)
def test_two_sources_are_one_origin_only_by_the_same_sentence(several: list[ComparedClaim]) -> None:
    for statement in said([each for each in several if each.source_id]):
        if len({each.source_id for each in statement}) > 1:
            wordings = [each.wording for each in statement]
            assert len(set(wordings)) < len(wordings)
