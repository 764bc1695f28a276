"""What people call a series, and what its title calls it."""

import csv
import re
from importlib.resources import files

import pytest

from service.finding import title_words
from service.series import SeriesKey
from service.values import Basis, Kind, Metric

RUSSIAN_LOSSES = SeriesKey(
    Metric.CASUALTIES, "soldier", "RU", None, Basis.CUMULATIVE, None, Kind.COUNT
)
CHILDREN_KILLED = SeriesKey(
    Metric.KILLED, "child", None, "PS gaza", Basis.INCIDENT, None, Kind.COUNT, "2025-01-05"
)
KURSK_TROOPS = SeriesKey(
    Metric.TROOPS, "soldier", "KP", "RU kursk region", Basis.LEVEL, None, Kind.COUNT
)
ARRESTED = SeriesKey(Metric.DETAINED, "protester", None, "georgia tbilisi", None, None, Kind.COUNT)
AMERICAN_AID = SeriesKey(Metric.MONEY, None, "US", "UA", Basis.CUMULATIVE, "USD", Kind.MONEY)
ALL = (RUSSIAN_LOSSES, CHILDREN_KILLED, KURSK_TROOPS, ARRESTED, AMERICAN_AID)


def finds(asked: str, title: str) -> bool:
    """As the database does: each word, or one for the same, at the beginning of a word."""
    return all(
        any(re.search(rf"(?<!\w){re.escape(each)}", title, re.IGNORECASE) for each in spellings)
        for spellings in title_words(asked)
    )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Russian losses", [RUSSIAN_LOSSES]),
        ("casualties russian", [RUSSIAN_LOSSES]),
        ("Russia's soldiers", [RUSSIAN_LOSSES, KURSK_TROOPS]),
        ("soldiers of Russia", [RUSSIAN_LOSSES, KURSK_TROOPS]),
        ("soldiers killed or wounded since the invasion began", [RUSSIAN_LOSSES]),
        ("children dead", [CHILDREN_KILLED]),
        ("How many kids have died in the Gaza Strip?", [CHILDREN_KILLED]),
        ("child fatalities 2025-01-05", [CHILDREN_KILLED]),
        ("DEATH TOLL Gaza", [CHILDREN_KILLED]),
        ("North Korean troops in Kursk oblast", [KURSK_TROOPS]),
        ("dprk", [KURSK_TROOPS]),
        ("demonstrators arrested", [ARRESTED]),
        ("people arrested", []),
        ("US", [AMERICAN_AID]),
        ("united states spending ukraine", [AMERICAN_AID]),
        ("dollars", [AMERICAN_AID]),
        ("men", []),
        ("ossia", []),
        (".*", []),
        ("of the", []),
        (" ", list(ALL)),
    ],
)
def test_a_title_is_found_by_what_people_say(asked: str, found: list[SeriesKey]) -> None:
    assert [series for series in ALL if finds(asked, series.title)] == found


def test_killed_and_casualties_are_not_taken_for_each_other() -> None:
    assert title_words("killed") == [("killed",)]
    assert title_words("casualties") == [("casualties",)]


def rows() -> list[dict[str, str]]:
    text = files("service").joinpath("data", "title_words.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_no_word_stands_twice_in_the_table() -> None:
    words = [row["words"] for row in rows()]
    assert len(set(words)) == len(words)
    assert words == [" ".join(word.lower().replace("-", " ").split()) for word in words]


POPULATIONS = (
    "soldier militant civilian people child woman man prisoner protester journalist "
    "medical-worker aid-worker artillery-shell missile drone aircraft settlement building"
).split()
TITLES = [
    *(SeriesKey(metric, None, None, None, None, None, Kind.COUNT).title for metric in Metric),
    *(SeriesKey(Metric.OTHER, None, None, None, b, None, Kind.COUNT).title for b in Basis),
    *(SeriesKey(Metric.OTHER, p, None, None, None, None, Kind.COUNT).title for p in POPULATIONS),
    SeriesKey(Metric.OTHER, None, None, "RU kursk region", None, None, Kind.COUNT).title,
]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["words"])
def test_every_word_of_the_table_leads_to_what_titles_say(row: dict[str, str]) -> None:
    assert row["from"] in "lexicon institutions military humanitarian health crowds project".split()
    for words in filter(None, row["in_titles"].split(";")):
        assert any(re.search(rf"\b{words}\b", title.lower()) for title in TITLES), words
