import re
from pathlib import Path

import pytest

from service.documents import Document
from service.files import entries

SAMPLES = Path(__file__).parents[1] / "samples"
ARTICLES = {str(entry.id): entry.document for entry in entries(str(SAMPLES / "articles.jsonl"))}
RIVALS = (
    "Ukraine's General Staff",
    "UK Ministry of Defence",
    "NATO",
    "Pentagon",
    "Mediazona",
    "Zelensky",
    "Peskov",
    "National Intelligence Service",
    "HUR",
    "Western officials",
)


@pytest.fixture(params=list(ARTICLES.values()), ids=list(ARTICLES))
def document(request: pytest.FixtureRequest) -> Document:
    assert isinstance(request.param, Document)
    return request.param


def test_there_are_enough_and_each_has_its_own_id_and_url() -> None:
    lines = (SAMPLES / "articles.jsonl").read_text("utf-8").splitlines()
    assert 15 <= len(lines) == len(ARTICLES)
    assert len({document.url for document in ARTICLES.values()}) == len(lines)


def test_each_says_who_published_it_and_when(document: Document) -> None:
    assert document.title
    assert document.publisher
    assert document.language == "en"
    assert document.published_at
    assert document.published_at.tzinfo


def test_each_is_a_short_article_with_figures(document: Document) -> None:
    assert 80 <= len(document.body.split()) <= 220
    assert len(re.findall(r"\d", document.body)) > 5


def test_none_quotes_its_report(document: Document) -> None:
    assert not re.search('["“”«»]', document.body)


@pytest.mark.parametrize("source", RIVALS)
def test_rivals_are_heard_in_more_than_one(source: str) -> None:
    assert sum(source in document.body for document in ARTICLES.values()) > 1


def test_the_readme_tells_where_each_comes_from() -> None:
    readme = (SAMPLES / "README.md").read_text("utf-8")
    rows = {f"| `{name}` |": f"({document.url})" for name, document in ARTICLES.items()}
    listed = [line for line in readme.splitlines() if line.startswith("| `")]
    assert len(listed) == len(rows)
    for start, link in rows.items():
        assert any(line.startswith(start) and link in line for line in listed)
