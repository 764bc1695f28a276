"""What corrections make of a claim."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from service.curated import Act, Curated, corrected, curated
from service.curation import Fields, OfClaim, correction, details
from service.values import Basis, Hedge, Period, Precision, Review, SourceKind, Span
from tests.storage.readings import SENTENCE, claim

CLAIM = "01943661-8a00-7d51-8b6a-90d3f6a1c7b2"
SERIES = UUID("01943661-8a00-7b92-a4c8-71e5d3f08b6d")
PUBLISHED = datetime(2025, 1, 5, tzinfo=UTC)


def act(action: str, made: UUID | None = None, **asked: Any) -> Act:
    about = {"claims": [CLAIM]} if made else {"claim": CLAIM}
    found = correction({"action": action, "who": "Ada", "why": "So.", "asked": about | asked})
    assert isinstance(found, OfClaim)
    return Act(found, made)


def after(*acts: Act, by_hand: bool = False) -> Curated:
    return curated(claim(), acts, PUBLISHED, by_hand=by_hand)


def given(**fields: Any) -> Any:
    return corrected(claim(confidence=0.9), Fields.model_validate(fields))


def test_nothing_done_leaves_what_was_read() -> None:
    assert after() == Curated(claim(), None)


def test_the_last_review_holds() -> None:
    accept, reject = act("accept_claim"), act("reject_claim")
    assert after(accept, reject).review is Review.REJECTED
    assert after(reject, accept).review is Review.ACCEPTED


def test_a_correction_leaves_the_review_and_later_ones_lie_over_it() -> None:
    found = after(
        act("accept_claim"),
        act("correct_claim", fields={"metric": "killed", "item": "soldiers"}),
        act("correct_claim", fields={"metric": "missing"}),
    )
    assert (found.claim.metric, found.claim.item) == ("missing", "soldiers")
    assert found.review is Review.ACCEPTED


def test_a_claim_is_where_it_was_moved_until_what_it_counts_is_corrected() -> None:
    move = act("move_claim", series=str(SERIES))
    assert after(move).series == SERIES
    assert after(move, act("correct_claim", fields={"relayer": "a paper"})).series == SERIES
    assert after(move, act("correct_claim", fields={"metric": "killed"})).series is None
    part = act("split_series", SERIES, series=str(SERIES), part="x")
    assert after(part).series == SERIES


def test_a_claim_that_was_added_is_none_without_the_act() -> None:
    assert after(by_hand=True).review is Review.REJECTED


def test_what_is_corrected_was_not_measured() -> None:
    assert given(metric="killed").confidence is None


def test_an_amount_is_replaced_whole() -> None:
    found = given(amount={"low": 5, "hedge": "more_than"}).amount
    assert (found.low, found.high, found.hedge, found.kind) == (5, None, Hedge.MORE_THAN, "count")


def test_names_are_kept_in_their_spelling() -> None:
    found = given(population="Tank Crew", whose="ukrainian").population
    assert (found.population, found.whose) == ("tank-crew", "UA")
    assert given(whose="Hamas").population.population == "soldier"


@pytest.mark.parametrize(
    ("fields", "country"),
    [
        ({"place": "Kursk"}, None),
        ({"place": "Russia"}, "RU"),
        ({"place": "Kursk", "place_country": "RU"}, "RU"),
    ],
)
def test_a_place_lies_in_the_country_that_it_is_or_is_said_to(
    fields: dict[str, str], country: str | None
) -> None:
    place = given(**fields).place
    assert (place.place, place.country, place.span) == (fields["place"], country, None)


def test_words_that_the_sentence_has_once_are_evidence() -> None:
    found = given(place="Ukraine", item="soldiers", source="Kyiv")
    assert found.place.span == Span(SENTENCE.index("Ukraine"), SENTENCE.index("Ukraine") + 7)
    assert found.item_span.of(SENTENCE) == "soldiers"
    assert found.source_span.of(SENTENCE) == "Kyiv"
    assert given(item="er").item_span is None


def test_a_source_is_of_the_kind_that_its_name_tells_unless_that_is_said() -> None:
    assert given(source="Ministry of Defence").source.kind is SourceKind.GOVERNMENT
    assert given(source="Ann Lee", source_kind="witness").source.kind is SourceKind.WITNESS
    assert given(source=None).source is None


def test_a_period_is_as_exact_as_it_is_spelled() -> None:
    assert given(period={"start": "2022-02", "end": "2023"}).period == Period(
        date(2022, 2, 1), Precision.MONTH, date(2023, 12, 31), Precision.YEAR, Basis.CUMULATIVE
    )
    assert given(period=None).period == Period(basis=Basis.CUMULATIVE)
    assert given(basis=None).period.start == date(2022, 2, 24)


def test_what_was_asked_for_is_kept_as_it_was_sent() -> None:
    sent = {"claim": CLAIM, "fields": {"amount": {"low": 0.1, "high": 0.1}, "place": None}}
    kept = {"action": "correct_claim", "who": "Ada", "why": "So.", "asked": sent}
    asked = correction(kept)
    assert details(asked) == sent
    assert correction({**kept, "asked": details(asked)}) == asked
