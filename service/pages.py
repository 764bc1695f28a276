"""The article on an HTML page."""

import re
from collections.abc import Iterator
from datetime import datetime

from trafilatura import bare_extraction, load_html
from trafilatura.settings import Document, use_config

from service.moments import published
from service.values import Article

LINE_LENGTH = 500
"""A title or site name is cut here: longer ones are markup gone wrong."""

_CONFIG = use_config()
# Below this length trafilatura takes the words of the whole page, menus included, for the text.
# Its default of 250 is more than many a news item has.
_CONFIG.set("DEFAULT", "MIN_EXTRACTED_SIZE", "50")

# Only what the page itself says: no date guessed out of its words.
_DATES = {"extensive_search": False, "original_date": True}

_TIMES = (
    "//meta[@property='article:published_time' or @itemprop='datePublished']/@content"
    "|//*[@itemprop='datePublished']/@datetime|//time/@datetime"
)
_JSON_LD_TIME = re.compile(r'"datePublished"\s*:\s*"([^"]+)"')


def read_page(html: str) -> Article | None:
    """The text of the page's article, with title, publisher and published time where the page
    tells them; None where it holds no text."""
    tree = load_html(html)
    if tree is None:  # trafilatura wants a whole page; a caller may have cut the article out
        tree = load_html(f"<html><body>{html}</body></html>")
    if tree is None:
        return None
    # Before the extraction, which prunes the tree.
    moments = list(_moments([*tree.xpath(_TIMES), *_JSON_LD_TIME.findall(html)]))
    found = bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        date_extraction_params=_DATES,
        config=_CONFIG,
    )
    if not isinstance(found, Document) or not found.text or not found.text.strip():
        return None
    return Article(
        text=found.text,
        title=_line(found.title),
        publisher=_line(found.sitename),
        published_at=_published_at(found.date, moments),
    )


def _line(text: str | None) -> str | None:
    return " ".join((text or "").split())[:LINE_LENGTH] or None


def _published_at(day: str | None, moments: list[datetime]) -> datetime | None:
    """The first moment on the page that falls on its day of publication, else that day."""
    if day is None:
        return None
    on_the_day = (moment for moment in moments if moment.date().isoformat() == day)
    return next(on_the_day, published(day))


def _moments(spellings: list[str]) -> Iterator[datetime]:
    for spelling in spellings:
        try:
            yield published(spelling)
        except ValueError:
            continue
