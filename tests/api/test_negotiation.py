import pytest

from service.api.negotiation import format_for
from service.api.problems import NotAcceptable
from service.storage.filters import Format

ALL = list(Format)


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, Format.JSON),
        ("", Format.JSON),
        ("*/*", Format.JSON),
        ("application/json", Format.JSON),
        ("text/csv", Format.CSV),
        ("TEXT/CSV; charset=utf-8", Format.CSV),
        ("text/*", Format.CSV),
        ("application/x-ndjson", Format.NDJSON),
        ("application/json;q=0.5, text/csv", Format.CSV),
        ("application/json;q=0, */*", Format.CSV),
        ("text/html,application/xhtml+xml,*/*;q=0.8", Format.JSON),
        ("text/csv;q=nonsense, application/x-ndjson;q=0.1", Format.NDJSON),
    ],
)
def test_the_best_liked_format_is_chosen(accept: str | None, chosen: Format) -> None:
    assert format_for(accept, ALL) is chosen


@pytest.mark.parametrize("accept", ["text/html", "image/*", "application/json;q=0", ";,;"])
def test_a_header_that_likes_none_is_told_what_there_is(accept: str) -> None:
    with pytest.raises(NotAcceptable) as caught:
        format_for(accept, ALL[:1])
    assert "application/json" in caught.value.detail
