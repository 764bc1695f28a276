"""A comparison never adds, averages, mixes or forgets."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random
from uuid import uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from service.columns import Claims, columns_of
from service.compared import ComparedClaim, UnlikeSeries, rank, standing
from service.comparison import Comparison, Counts, Position, compare, origin_of
from service.intervals import Range
from service.origins import Sameness
from service.series import SeriesKey
from service.vague import Vague
from service.values import Amount, Basis, Hedge, Metric, Period, Precision, SourceKind, Stance
from tests.several import (
    ROOT,
    SERIES,
    UNKNOWN,
    between,
    claim,
    day,
    exactly,
    mixed,
    more_than,
)


def position(comparison: Comparison, source: str | None) -> Position:
    [found] = [each for each in comparison.positions if each.source == source]
    return found


def stand(
    claim: ComparedClaim,
    *,
    kind: SourceKind | None = None,
    set_aside: tuple[ComparedClaim, ...] = (),
) -> Position:
    """Where a source stands that made this one claim that may."""
    return Position(
        source_id=claim.source_id,
        source=claim.source or claim.publisher,
        kind=kind,
        side=None,
        left_open=None,
        standing=claim,
        earlier=(),
        earlier_count=0,
        set_aside=set_aside,
        set_aside_count=len(set_aside),
    )


def exact_range(low: int | None, high: int | None) -> Range:
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    return Range(ends[0], ends[1])


OLD = claim("old", exactly(650), "General Staff", on=1)
NEW = claim("new", exactly(700), "General Staff", on=9)
BBC = claim("bbc", between(600, 800), "BBC", on=5)


def test_the_newest_claim_of_a_source_stands_and_the_earlier_ones_stay() -> None:
    older = claim("older", exactly(600), "General Staff", on=0)
    staff = position(compare([NEW, older, BBC, OLD], None), "General Staff")
    assert staff.standing == NEW
    assert staff.earlier == (OLD, older)


def test_at_an_earlier_time_the_earlier_claim_stands() -> None:
    then = compare([OLD, NEW, BBC], day(5))
    assert position(then, "General Staff") == stand(OLD)
    assert then.counts.claims == 2
    assert compare([OLD, NEW, BBC], day(0)).positions == ()


def test_a_claim_of_unknown_publication_is_not_there_before_it_was_recorded() -> None:
    undated = replace(OLD, published_at=None)
    assert compare([undated], day(399)).positions == ()
    assert position(compare([undated], day(400)), "General Staff").standing == undated


def test_what_an_article_says_first_stands_over_what_it_says_next() -> None:
    first, second = sorted([OLD, replace(NEW, published_at=OLD.published_at)], key=lambda c: c.id)
    staff = position(compare([second, first], None), "General Staff")
    assert (staff.standing, staff.earlier) == (first, (second,))


@pytest.mark.parametrize(
    ("last", "precision", "stands"),
    [
        (date(2024, 11, 3), Precision.DAY, False),
        (date(2024, 11, 1), Precision.MONTH, True),
        (date(2024, 12, 24), Precision.DAY, True),
    ],
)
def test_a_number_of_an_earlier_day_does_not_stand_over_one_of_a_later_day(
    last: date, precision: Precision, stands: bool
) -> None:
    period = Period(end=last, end_precision=precision, basis=Basis.CUMULATIVE)
    looked_up = claim("looked up", exactly(640), "General Staff", on=12, period=period)
    staff = position(compare([OLD, NEW, looked_up], None), "General Staff")
    assert staff.standing == (looked_up if stands else NEW)


@pytest.mark.parametrize(
    "aside",
    [
        replace(NEW, stance=Stance.DENIED),
        replace(NEW, stance=Stance.HYPOTHETICAL),
        replace(NEW, superseded=True),
    ],
)
def test_what_is_not_asserted_or_is_superseded_never_stands_but_is_shown(
    aside: ComparedClaim,
) -> None:
    comparison = compare([OLD, aside], None)
    assert position(comparison, "General Staff") == stand(OLD, set_aside=(aside,))
    assert comparison.counts == Counts(claims=1, articles=1, publishers=1, sources=1, origins=1)
    assert position(compare([aside], None), "General Staff").standing is None


def test_a_publisher_speaks_for_itself_where_there_is_no_source() -> None:
    own = claim("own", exactly(500), publisher="BBC", on=2)
    quoted = claim("quoted", exactly(550), "BBC", publisher="The Courier", on=3)
    assert position(compare([own], None), "BBC") == stand(own, kind=SourceKind.MEDIA)
    together = position(compare([own, quoted], None), "BBC")
    assert (together.standing, together.earlier) == (quoted, (own,))


def test_publishers_that_are_not_known_are_not_taken_for_one() -> None:
    several = [claim(name, exactly(5), publisher=None) for name in ("a", "b")]
    assert compare(several, None).counts == Counts(
        claims=2, articles=2, publishers=0, sources=2, origins=2
    )


def test_a_source_goes_by_its_fullest_name() -> None:
    staff = [
        replace(OLD, source="the General Staff"),
        replace(NEW, source="Ukraine's General Staff", source_id=OLD.source_id),
    ]
    assert [each.source for each in compare(staff, None).positions] == ["Ukraine's General Staff"]


def test_a_body_goes_by_its_own_name_and_not_by_that_of_its_press_service() -> None:
    staff = [
        replace(OLD, source="Ministry of Health (Chad)"),
        replace(NEW, source="press service of Chad's Ministry of Health", source_id=OLD.source_id),
    ]
    found = [each.source for each in compare(staff, None).positions]
    assert found == ["Ministry of Health (Chad)"]


def test_agreement_is_the_range_that_all_standing_claims_allow() -> None:
    agreement = compare([OLD, NEW, BBC], None).agreement
    assert agreement.shared == exact_range(700, 700)
    assert (agreement.allowed_by, agreement.of) == (2, 2)
    assert compare([OLD, NEW, BBC], None).spread is None


def test_without_a_shared_range_the_most_allowed_is_told() -> None:
    low = claim("low", exactly(6), "Kremlin", on=3)
    agreement = compare([NEW, BBC, low], None).agreement
    assert agreement.shared is None
    assert agreement.most == (exact_range(700, 700),)
    assert [set(claims) for claims in agreement.claims] == [{NEW.id, BBC.id}]
    assert (agreement.allowed_by, agreement.of) == (2, 3)


def test_where_no_two_meet_nothing_is_called_agreement() -> None:
    low = claim("low", exactly(6), "Kremlin", on=3)
    agreement = compare([NEW, low], None).agreement
    assert (agreement.shared, agreement.most, agreement.claims) == (None, (), ())
    assert (agreement.allowed_by, agreement.of) == (1, 2)


def test_more_than_a_number_excludes_the_number() -> None:
    assert compare([NEW, claim("more", more_than(700), "BBC")], None).agreement.shared is None


def test_the_outermost_are_told_with_no_more_precision_than_they_have() -> None:
    low = claim("low", exactly(6), "Kremlin", on=3)
    open_ended = claim("open", more_than(700), "Western officials", on=4)
    spread = compare([low, BBC, open_ended], None).spread
    assert spread is not None
    assert (spread.lowest, spread.highest) == (low.id, open_ended.id)
    assert spread.gap == Range(Decimal(694), None, low_excluded=True)
    assert spread.ratio == Range(Decimal("116.6"), None)


def test_reprints_are_one_origin_and_no_agreement() -> None:
    sentence = "Russia has lost 700 soldiers, the paper found."
    reprints = [
        claim(f"reprint {n}", exactly(700), publisher=f"Paper {n}", on=n, sentence=sentence)
        for n in range(5)
    ]
    second = claim("second", exactly(700), "BBC", on=7)
    alone, both = compare(reprints, None), compare([*reprints, second], None)
    assert alone.counts == Counts(claims=5, articles=5, publishers=5, sources=5, origins=1)
    assert (alone.agreement.allowed_by, alone.agreement.of) == (1, 1)
    assert both.counts.origins == 2
    assert (both.agreement.allowed_by, both.agreement.of) == (2, 2)


def test_folded_claims_are_told_with_the_reason() -> None:
    again = claim("again", exactly(650), "General Staff", on=3)
    spaced = claim("spaced", exactly(650), publisher="Wire", on=4, sentence=again.wording)
    [origin] = compare([spaced, again, OLD], None).origins
    assert origin.claim_id == OLD.id
    assert [(each.claim_id, each.repeats, each.why) for each in origin.folded] == [
        (again.id, OLD.id, Sameness.SOURCE_AND_AMOUNT),
        (spaced.id, again.id, Sameness.SENTENCE_AND_AMOUNT),
    ]


@pytest.mark.parametrize(
    "other",
    [
        claim("revised", exactly(651), "General Staff", sentence=OLD.wording),
        claim("rounded", more_than(650), "General Staff"),
        claim("rival", exactly(650), "BBC"),
        claim("rival in the sentence", exactly(6), "Kremlin", sentence=OLD.wording),
    ],
)
def test_another_amount_or_another_source_is_another_origin(other: ComparedClaim) -> None:
    assert compare([OLD, other], None).counts.origins == 2


def test_the_table_of_vague_words_makes_no_other_origin() -> None:
    vague = [
        Amount(Decimal(200), Decimal(999), Hedge.VAGUE, vague_table=table)
        for table in ("default-1", "default-2")
    ]
    claims = [claim(table.vague_table or "", table, "BBC") for table in vague]
    assert compare(claims, None).counts.origins == 1


def hundreds(name: str, source: str, on: int = 0) -> ComparedClaim:
    amount = Amount(Decimal(200), Decimal(999), Hedge.VAGUE, vague_table="default-1")
    return replace(claim(name, amount, source, on=on), quote="hundreds")


def test_another_table_of_vague_words_gives_other_intervals() -> None:
    many, few = hundreds("many", "BBC"), claim("few", exactly(150), "Kremlin")
    assert compare([many, few], None).agreement.shared is None
    conservative = compare([many, few], None, Vague.CONSERVATIVE)
    assert conservative.agreement.shared == exact_range(150, 150)
    assert conservative.vague is Vague.CONSERVATIVE
    stands = position(conservative, "BBC").standing
    assert stands
    assert stands.amount == Amount(Decimal(100), None, Hedge.VAGUE, vague_table="conservative-1")


def test_vague_claims_that_are_left_out_are_unknown() -> None:
    exact, later = claim("exact", exactly(150), "BBC"), hundreds("later", "BBC", on=1)
    only = hundreds("only", "Kremlin")
    left_out = compare([exact, later, only], None, Vague.NONE)
    assert position(left_out, "BBC").standing == exact
    assert (left_out.agreement.allowed_by, left_out.agreement.of) == (1, 1)


@pytest.mark.parametrize("vague", Vague)
def test_the_table_changes_nothing_about_what_repeats_what(vague: Vague) -> None:
    thousands = Amount(Decimal(2000), Decimal(9999), Hedge.VAGUE, vague_table="default-1")
    claims = [
        hundreds("a", "BBC"),
        replace(claim("b", thousands, "BBC"), quote="thousands"),
        hundreds("c", "BBC", on=2),
    ]
    assert compare(claims, None, vague).origins == compare(claims, None).origins
    assert compare(claims, None, vague).counts.origins == 2


@pytest.mark.parametrize(
    ("other", "names"),
    [
        (replace(SERIES, metric=Metric.KILLED), ("metric",)),
        (replace(SERIES, population="civilian"), ("population",)),
        (replace(SERIES, basis=None), ("basis",)),
        (replace(SERIES, whose="UA", place_scope="UA"), ("whose", "place_scope")),
    ],
)
def test_unlike_series_are_refused_with_what_differs(
    other: SeriesKey, names: tuple[str, ...]
) -> None:
    with pytest.raises(UnlikeSeries, match=names[0]) as refused:
        compare([OLD, replace(NEW, series=other)], None)
    assert refused.value.differences == names


def test_no_claims_give_an_empty_comparison() -> None:
    empty = compare([], None)
    assert (empty.series, empty.positions, empty.spread, empty.origins) == (None, (), None, ())
    assert (empty.agreement.shared, empty.agreement.of) == (None, 0)


def test_every_field_is_explained_in_the_schema() -> None:
    schemas = TypeAdapter(Comparison).json_schema(mode="serialization")["$defs"]
    ours = ("ComparedClaim", "Position", "Origin", "Folded", "Agreement", "Spread", "Counts")
    unexplained = [
        (name, field)
        for name in (*ours, "Range", "SeriesKey")
        for field, schema in schemas[name]["properties"].items()
        if not {"description", "$ref"} & schema.keys()
    ]
    assert unexplained == []


@given(mixed())
@settings(deadline=None)
def test_the_origin_of_a_claim_has_all_that_is_folded(several: list[ComparedClaim]) -> None:
    comparison = compare(several, None, earlier=len(several))
    for origin in comparison.origins:
        for claim_id in (origin.claim_id, *(each.claim_id for each in origin.folded)):
            assert origin_of(several, claim_id, None) == origin
    for aside in several:
        if not aside.may_stand:
            assert origin_of(several, aside.id, None) is None


@given(mixed(), st.integers(0, 3))
@settings(deadline=None)
def test_what_is_not_shown_is_counted(several: list[ComparedClaim], few: int) -> None:
    whole, part = (compare(several, None, earlier=most) for most in (len(several), few))
    for all_of, shown in zip(whole.positions, part.positions, strict=True):
        assert shown.standing == all_of.standing
        assert shown.earlier == all_of.earlier[:few]
        assert shown.set_aside == all_of.set_aside[:few]
        assert shown.earlier_count == len(all_of.earlier)
        assert shown.set_aside_count == len(all_of.set_aside)
    for origin, all_folded in zip(part.origins, whole.origins, strict=True):
        assert origin.folded == all_folded.folded[:few]
        assert origin.claims == len(all_folded.folded) + 1
    assert (part.counts, part.agreement, part.spread) == (
        whole.counts,
        whole.agreement,
        whole.spread,
    )


@given(mixed())
@settings(deadline=None)
def test_who_stands_is_found_from_the_newest_as_among_all(several: list[ComparedClaim]) -> None:
    valid = sorted(
        (claim for claim in several if claim.may_stand),
        key=lambda claim: (claim.said_at, claim.recorded_at, claim.id),
    )
    telling = [claim for claim in valid if claim.tells] or valid
    assert standing(valid) == max(telling, key=rank, default=None)


@given(mixed())
@settings(deadline=None)
def test_claims_by_columns_are_the_claims(several: list[ComparedClaim]) -> None:
    claims = Claims(columns_of(several))
    assert list(claims) == several
    assert list(Claims(columns_of(claims[1:]))) == several[1:]
    assert compare(claims, day(2)) == compare(several, day(2))


@given(mixed(), st.randoms())
@settings(deadline=None)
def test_the_order_of_the_claims_changes_nothing(
    several: list[ComparedClaim], random: Random
) -> None:
    shuffled = random.sample(several, len(several))
    assert compare(shuffled, None) == compare(several, None)


@given(mixed())
@settings(deadline=None)
def test_no_claim_is_lost_or_doubled(several: list[ComparedClaim]) -> None:
    comparison = compare(several, None, earlier=len(several))
    shown = [
        each.id
        for position in comparison.positions
        for each in (*filter(None, [position.standing]), *position.earlier, *position.set_aside)
    ]
    assert sorted(shown) == sorted(each.id for each in several)
    behind = [
        each
        for origin in comparison.origins
        for each in (origin.claim_id, *(folded.claim_id for folded in origin.folded))
    ]
    assert len(behind) == len(set(behind)) == sum(each.claims for each in comparison.origins)
    standing = {each.standing.id for each in comparison.positions if each.standing}
    assert standing <= set(behind)


@given(mixed(), st.data())
@settings(deadline=None)
def test_a_repetition_never_raises_the_number_of_origins(
    several: list[ComparedClaim], data: st.DataObject
) -> None:
    before = compare(several, None)
    if not before.origins:
        return
    valid = [each for each in several if each.stance is Stance.ASSERTED and not each.superseded]
    repeated = data.draw(st.sampled_from(valid))
    again = replace(
        repeated,
        id=uuid5(ROOT, "again"),
        article_id=repeated.article_id if repeated.publisher is None else uuid5(ROOT, "again"),
        publisher=data.draw(st.sampled_from(["BBC", "Wire"])) if repeated.source else
        repeated.publisher,
        published_at=day(data.draw(st.integers(0, 6))),
        wording=data.draw(st.sampled_from(["One.", "Two.", "Four."])),
    )  # fmt: skip
    assert compare([*several, again], None).counts.origins <= before.counts.origins


@given(mixed(), st.sampled_from(["BBC", "Kremlin", "New York Times"]))
@settings(deadline=None)
def test_an_unknown_changes_neither_agreement_nor_spread(
    several: list[ComparedClaim], source: str
) -> None:
    unknown = claim("unknown", UNKNOWN, source, on=9)
    before, after = compare(several, None), compare([*several, unknown], None)
    assert after.agreement == before.agreement
    assert after.spread == before.spread


@given(mixed(), st.integers(0, 4), st.integers(5, 9))
@settings(deadline=None)
def test_what_is_published_later_never_changes_an_earlier_time(
    several: list[ComparedClaim], then: int, later: int
) -> None:
    news = claim("news", exactly(5), "BBC", on=later)
    assert compare([*several, OLD, news], day(then)) == compare([*several, OLD], day(then))


@given(mixed())
@settings(deadline=None)
def test_agreement_and_spread_do_not_contradict_each_other(several: list[ComparedClaim]) -> None:
    comparison = compare(several, None)
    assert not (comparison.spread and comparison.agreement.shared)
    assert comparison.agreement.of <= comparison.counts.origins
    if comparison.spread:
        assert comparison.spread.gap.low is not None
        assert comparison.spread.gap.low >= 0
