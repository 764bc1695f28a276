from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from pydantic import ValidationError

from service.documents import Document, NoArticle, complaint, name_of, to_article
from service.values import Article

SAMPLE = "At least 12 people were killed in Kharkiv on Sunday."


def refusal(**values: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        Document.model_validate(values)
    return complaint(caught.value)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "needs either text or html, and not both"),
        ({"text": "a", "html": "b"}, "needs either text or html, and not both"),
        ({"text": " \n\t"}, "text holds no words"),
        ({"text": "twelve\0"}, "text holds NUL (U+0000) at offset 6"),
        ({"text": "a\ud800b"}, "text holds the unpaired surrogate U+D800 at offset 1"),
        (
            {"text": "a", "title": "x\udfff"},
            "title holds the unpaired surrogate U+DFFF at offset 1",
        ),
        ({"text": "a", "title": "é" * 1001}, "title takes 2002 bytes of UTF-8, more than 2000"),
        ({"text": "a", "url": "/news/1"}, "url is no absolute http or https url"),
        ({"text": "a", "url": "ftp://a.example/1"}, "url is no absolute http or https url"),
        ({"text": "a", "url": "http://a.example/1 2"}, "url is no absolute http or https url"),
        ({"text": "a", "url": "http://[a"}, "url is no url: Invalid IPv6 URL"),
        ({"text": "a", "published_at": "2025-01-05T09:30:00"}, "has no offset from UTC"),
        ({"text": "a", "published_at": "2025-01-05"}, "has no offset from UTC"),
        ({"text": "a", "published_at": 1736069400}, "is not spelled like 2025-01-05T09:30:00"),
        ({"text": "a", "published_at": "1736069400"}, "is not spelled like 2025-01-05T09:30:00"),
        ({"text": "a", "published_at": "0001-01-01T00:00:00+02:00"}, "outside the years 1 to 9999"),
        ({"text": "a", "published_at": "yesterday"}, "is not spelled like 2025-01-05T09"),
        ({"text": "a", "language": "en_GB"}, "language should match"),
        ({"text": "a", "claims": []}, "claims is no field here"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_what_and_where(
    values: dict[str, Any], said: str
) -> None:
    assert said in refusal(**values)


def test_every_fault_is_told_at_once() -> None:
    assert refusal(text="\0", url="x").count(";") == 1


def test_a_text_is_kept_exactly_as_given() -> None:
    text = "\ufeff  Twelve\r\n\tkilled \U0001f600\n"
    assert to_article(Document(text=text)).text == text


def test_the_moment_keeps_its_offset() -> None:
    document = Document.model_validate({"text": "a", "published_at": "2025-01-05T23:30:00+02:00"})
    moment = to_article(document).published_at
    assert moment is not None
    assert moment.isoformat() == "2025-01-05T23:30:00+02:00"


PAGE = f"""<!doctype html><html><head><title>Strike kills 12 | The Courier</title>
<meta property="og:site_name" content="The Courier">
<meta property="og:title" content="Strike kills 12">
<meta property="article:published_time" content="2025-01-05T22:30:00-05:00"></head>
<body><nav><a href="/">Home</a> <a href="/sport">55 scores</a></nav>
<article><h1>Strike kills 12</h1><p>{SAMPLE}</p>
<p>More than 30 others were injured, the governor said on its channel.</p></article>
<footer>Copyright 2024, 8 offices</footer></body></html>"""


def test_a_page_gives_text_title_publisher_and_moment() -> None:
    article = to_article(Document(html=PAGE))
    assert article.text.split("\n")[-2:] == [
        SAMPLE,
        "More than 30 others were injured, the governor said on its channel.",
    ]
    assert (article.title, article.publisher) == ("Strike kills 12", "The Courier")
    eastern = timezone(timedelta(hours=-5))
    assert article.published_at == datetime(2025, 1, 5, 22, 30, tzinfo=eastern)
    assert article.published_at.utcoffset() == timedelta(hours=-5)


def test_menus_and_footers_are_no_part_of_the_text() -> None:
    text = to_article(Document(html=PAGE)).text
    assert "55" not in text
    assert "8 offices" not in text


def test_the_caller_knows_better_than_the_page() -> None:
    moment = datetime(2025, 1, 6, 8, tzinfo=UTC)
    given = Document(html=PAGE, title="Toll", publisher="Wire", published_at=moment)
    article = to_article(given)
    assert (article.title, article.publisher, article.published_at) == ("Toll", "Wire", moment)


def test_json_ld_tells_the_moment() -> None:
    script = '<script type="application/ld+json">{"datePublished": "2025-01-05T08:00:00Z"}</script>'
    page = PAGE.replace('<meta property="article:published_time"', f"{script}<meta name='x'")
    page = page.replace("2025-01-05T22:30:00-05:00", "")
    assert to_article(Document(html=page)).published_at == datetime(2025, 1, 5, 8, tzinfo=UTC)


def test_a_page_that_tells_only_the_day_stands_at_its_first_moment_in_utc() -> None:
    page = PAGE.replace("T22:30:00-05:00", "")
    assert to_article(Document(html=page)).published_at == datetime(2025, 1, 5, tzinfo=UTC)


def test_a_page_that_tells_no_day_has_none() -> None:
    page = PAGE.replace("2025-01-05T22:30:00-05:00", "")
    assert to_article(Document(html=page)).published_at is None


def test_a_fragment_is_a_page_too() -> None:
    assert to_article(Document(html=f"<p>{SAMPLE}</p>")).text == SAMPLE


@pytest.mark.parametrize("html", ["<p>", "<html><body></body></html>", "<!-- 12 killed -->"])
def test_a_page_without_words_holds_no_article(html: str) -> None:
    with pytest.raises(NoArticle):
        to_article(Document(html=html))


def test_an_article_is_called_by_its_url_its_title_or_its_first_words() -> None:
    assert name_of(Document(text="a", title="b", url="http://a.example")) == "http://a.example"
    assert name_of(Document(html="<p>a", title="Toll")) == "Toll"
    assert name_of(Article(text="Twelve\n killed " + "x" * 200)).startswith("Twelve killed xx")
