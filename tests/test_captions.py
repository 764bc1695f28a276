"""A chart says what it shows, what it does not, and as of when."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from service import thinning
from service.captions import caption, headline
from service.compared import ComparedClaim
from service.comparison import compare
from service.drawing import MOST_NAMED, Scale, drawing
from service.thinning import thinned
from service.values import Amount, Hedge, Stance
from tests.several import UNKNOWN, claim, exactly

OLD = claim("old", exactly(650), "General Staff", on=1)
BBC = claim("bbc", exactly(600), "BBC", on=5)


def captioned(*claims: ComparedClaim, scale: Scale = Scale.LINEAR, from_zero: bool = True) -> str:
    comparison = compare(claims, None)
    return " ".join(caption(comparison, thinned(drawing(comparison, scale)), from_zero))


def test_the_headline_counts_what_stands_behind_and_says_as_of_when() -> None:
    again = replace(OLD, id=BBC.id, article_id=BBC.article_id)
    told = headline(compare([OLD, again], datetime(2025, 1, 31, 12, 30, tzinfo=UTC)))
    assert told == (
        "2 claims, 1 source, 2 articles, 1 not repeating another; as of 2025-01-31 12:30 UTC"
    )
    assert headline(compare([], None)).endswith("as of all that is stored")


def test_the_headline_says_when_it_was_stored_so() -> None:
    stored = datetime(2025, 2, 1, 9, 30, 0, 5, tzinfo=UTC)
    told = headline(compare([], None, as_of=stored))
    assert told.endswith("; as of all that was stored at 2025-02-01T09:30:00.000005Z")
    both = headline(compare([], datetime(2025, 1, 31, tzinfo=UTC), as_of=stored))
    assert "; as of 2025-01-31 00:00 UTC, of all that was stored at 2025-02-01" in both


def test_the_caption_says_where_the_axis_begins() -> None:
    assert "begins at zero" in captioned(OLD)
    assert "does not begin at zero" in captioned(OLD, from_zero=False)
    assert "logarithmic" in captioned(OLD, scale=Scale.LOG, from_zero=False)


def test_what_is_faint_or_not_drawn_is_counted() -> None:
    told = captioned(
        OLD,
        replace(BBC, stance=Stance.DENIED),
        claim("version", exactly(5), "BBC"),
        claim("unknown", UNKNOWN, "BBC"),
        replace(claim("undated", exactly(5), "BBC"), published_at=None),
    )
    assert "Faint: 1 denied." in told
    assert "Not drawn: 1 in articles of unknown publication; 1 leaving the number open" in told


def test_nothing_is_said_of_what_is_not_there() -> None:
    told = captioned(OLD)
    assert not any(word in told for word in ("Faint", "Not drawn", "Grey", "Vague"))
    assert captioned() == ""


def test_sources_that_share_a_colour_are_counted() -> None:
    several = [claim(str(n), exactly(n), f"Source {n}", on=n) for n in range(MOST_NAMED + 3)]
    assert "Grey and without lines: 3 sources" in captioned(*several)


def test_the_table_of_vague_words_is_named() -> None:
    hundreds = Amount(Decimal(200), Decimal(999), Hedge.VAGUE, vague_table="default-1")
    assert "default-1" in captioned(claim("hundreds", hundreds, "BBC"))


@pytest.mark.parametrize(("scale", "near"), [(Scale.LINEAR, " and "), (Scale.LOG, "a factor of")])
def test_thinning_is_told_with_its_rule(
    monkeypatch: pytest.MonkeyPatch, scale: Scale, near: str
) -> None:
    monkeypatch.setattr(thinning, "MOST", 5)
    several = [claim(str(n), exactly(n + 1), "BBC", on=n) for n in range(64)]
    told = captioned(*several, scale=scale)
    assert "Not drawn either: " in told
    assert near in told
    assert "lines change once in that time at most" in told
