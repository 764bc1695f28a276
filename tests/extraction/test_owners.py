"""Whose is a body that each state has? What the article and its publisher tell."""

import pytest

from service.extraction import extract
from service.values import Article, Source


def source(text: str, publisher: str | None) -> Source | None:
    return extract(Article(text, publisher=publisher)).claims[0].source


@pytest.mark.parametrize(
    ("text", "publisher", "name", "country"),
    [
        ("General Staff: 12 tanks destroyed.", "Ukrinform", "General Staff (Ukraine)", "UA"),
        ("General Staff: 12 tanks destroyed.", "TASS", "General Staff (Russia)", "RU"),
        ("General Staff: 12 tanks destroyed.", "Tarn Courier", "General Staff", None),
        ("General Staff: 12 tanks destroyed.", None, "General Staff", None),
        (
            "The Health Ministry and Norway's Health Ministry met. The Danish Health Ministry left."
            " Health Ministry: 12 dead.",
            "TASS",
            "Health Ministry",
            None,
        ),
        ("The army said 12 men had died.", "TASS", "army", None),
        ("Norway's General Staff said 12 men had died.", "TASS", "Norway's General Staff", "NO"),
    ],
)
def test_owner_of_a_body(text: str, publisher: str | None, name: str, country: str | None) -> None:
    found = source(text, publisher)
    assert found is not None
    assert (found.source, found.country) == (name, country)


def test_the_words_of_the_article_are_an_alias() -> None:
    found = source("General Staff: 12 tanks destroyed.", "Ukrinform")
    assert found is not None
    assert found.aliases == ("General Staff",)
