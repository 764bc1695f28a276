"""Near-identical texts are found, whatever surrounds what they share; others are not."""

from hashlib import sha256
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.signatures import BANDS, LENGTH, bands, signature, similarity

WIRE = (
    "At least 14 people were killed when a ferry capsized on the Odra estuary late on Saturday, "
    "the coast guard said. The vessel had left the island of Wend at dusk with some 60 passengers "
    "on board, many of them families who were returning from a harvest fair. Survivors described "
    "how water came through the car deck within minutes of a loud bang. Divers searched the wreck "
    "through the night and found most of the victims in the lower cabin. The captain, who swam "
    "ashore, was questioned by the police on Sunday. Prosecutors opened an inquiry into whether "
    "the ferry carried more vehicles than its licence allows. The operator said that it would "
    "help the investigators and expressed its condolences."
)
SENTENCES = WIRE.split(". ")
OTHER_REPORTER = (
    "Fourteen bodies lay under blankets on the quay of Rostel this morning, and nobody could say "
    "how the Marigold had gone down in calm water. Coast guard officers who led the rescue spoke "
    "of at least 14 dead after the ferry capsized. Ana Lind, 34, was coming back from the fair on "
    "Wend with her two sons. There was a bang, she said, then the lights went out. Her cousin is "
    "still missing. The company that runs the boat, one of three on the route, has been fined "
    "twice since 2019 for carrying too many cars."
)


def near(a: str, b: str) -> bool:
    return not set(bands(signature(a))).isdisjoint(bands(signature(b)))


@pytest.mark.parametrize(
    "reprint",
    [
        WIRE,
        WIRE.upper().replace(" ", "\n"),
        f"WEND, Sunday (Own correspondent) – By our staff and agencies. {WIRE}",
        f"{WIRE} Follow us for more. All rights reserved. Read next: the ten best harbours.",
        ". ".join(SENTENCES[:4]),
        WIRE.replace("Saturday", "Sunday").replace("vessel", "boat").replace("60", "sixty"),
        ". ".join(SENTENCES[:2] + SENTENCES[3:]),
    ],
)
def test_a_reprint_is_near_identical(reprint: str) -> None:
    assert near(WIRE, reprint)


@pytest.mark.parametrize(
    "other",
    [
        OTHER_REPORTER,
        "The coast guard said that at least 14 people were killed. Nothing else was known.",
        "At least 14 miners were killed when a shaft flooded in the Harl valley, their union said.",
        "",
    ],
)
def test_what_another_reporter_wrote_is_not(other: str) -> None:
    assert not near(WIRE, other)


def test_the_similarity_is_about_the_share_of_what_is_in_both() -> None:
    words = [f"w{number}" for number in range(2002)]
    whole, half = " ".join(words), " ".join(words[:1002])
    assert similarity(signature(whole), signature(whole)) == 1
    assert similarity(signature(whole), signature(half)) == pytest.approx(0.5, abs=0.15)
    assert similarity(signature(WIRE), signature(OTHER_REPORTER)) < 0.1


def test_the_chance_to_be_found_rises_as_documented() -> None:
    random = Random(1)
    found = {share: sum(_near_by(share, random) for _ in range(300)) / 300 for share in (0.1, 0.5)}
    assert found[0.1] < 0.03
    assert 0.75 < found[0.5] < 0.97


def _near_by(share: float, random: Random) -> bool:
    """Whether two texts are near-identical that have this share of their runs in common."""
    runs = 300
    common = round(2 * runs * share / (1 + share))
    both = [str(random.random()) for _ in range(common + 2)]
    one, other = ([str(random.random()) for _ in range(runs - common - 2)] for _ in range(2))
    return near(" ".join(both + one), " ".join(both + other))


def test_a_signature_is_the_same_on_every_machine() -> None:
    """What is stored was made elsewhere. Where this fails, another version of the library makes
    others: all that are stored must then be made anew by a migration."""
    made = b"".join(map(signature, (WIRE, OTHER_REPORTER, "Two killed", "")))
    assert (
        sha256(made).hexdigest()
        == "7d1434e332c0aa36307ca1a7363b34e9c7f419d3640ceb3a73a60d90d719352e"
    )


@given(st.text())
def test_every_text_has_a_signature(text: str) -> None:
    made = signature(text)
    assert len(made) == LENGTH
    assert len(set(bands(made))) == BANDS
    assert similarity(made, made) == 1
