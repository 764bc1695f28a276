import gzip
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.documents import Document, to_article
from service.files import UnfitFile, entries


def written(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def test_a_text_file_is_one_article_to_the_last_byte(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", "Twelve\r\nkilled\n")
    (entry,) = entries(path)
    assert (entry.id, entry.document.text) == (path, "Twelve\r\nkilled\n")


def test_an_html_file_is_read_as_a_page(tmp_path: Path) -> None:
    (entry,) = entries(written(tmp_path, "a.HTM", "<p>Twelve people were killed.</p>"))
    assert to_article(entry.document).text == "Twelve people were killed."


def test_jsonl_gives_one_article_a_line_with_its_id(tmp_path: Path) -> None:
    rows = [{"id": "x1", "text": "a", "title": "T", "claims": [1]}, {"text": "b"}]
    lines = "\n\n".join(json.dumps(row) for row in rows) + "\n"
    first, second = entries(written(tmp_path, "a.jsonl", lines))
    assert (first.id, first.document.text, first.document.title) == ("x1", "a", "T")
    assert (second.id, second.document.text) == (3, "b")


def test_a_line_separator_inside_a_string_does_not_break_the_line(tmp_path: Path) -> None:
    (entry,) = entries(written(tmp_path, "a.jsonl", '{"text": "a\u2028b\u0085c"}'))
    assert entry.document.text == "a\u2028b\u0085c"


def test_published_may_be_a_day_alone(tmp_path: Path) -> None:
    (entry,) = entries(written(tmp_path, "a.jsonl", '{"text": "a", "published": "2025-01-05"}'))
    assert entry.document.published_at == datetime(2025, 1, 5, tzinfo=UTC)


def test_keys_that_nobody_asked_for_are_ignored_whatever_they_hold(tmp_path: Path) -> None:
    line = '{"id": 7, "text": "a", "published": "long ago", "url": "nowhere", "title": 3}'
    (entry,) = entries(written(tmp_path, "a.jsonl", line), fields={"text"})
    assert (entry.id, entry.document.text, entry.document.url) == (7, "a", None)


def test_what_is_empty_is_not_given(tmp_path: Path) -> None:
    line = '{"text": "a", "title": " ", "url": "", "published": "", "publisher": null}'
    (entry,) = entries(written(tmp_path, "a.jsonl", line))
    assert entry.document == Document(text="a")


@pytest.mark.parametrize(
    ("written_as", "url"),
    [
        ("news.example/war/7", "https://news.example/war/7"),
        ("news.example", "https://news.example"),
        ("http://news.example/war", "http://news.example/war"),
    ],
)
def test_an_address_may_lack_its_scheme(tmp_path: Path, written_as: str, url: str) -> None:
    line = json.dumps({"text": "a", "url": written_as})
    (entry,) = entries(written(tmp_path, "a.jsonl", line))
    assert entry.document.url == url


def test_a_packed_file_is_unpacked(tmp_path: Path) -> None:
    (entry,) = entries(written(tmp_path, "a.JSONL.gz", gzip.compress(b'{"id": 7, "text": "a"}')))
    assert (entry.id, entry.document.text) == (7, "a")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "a.jsonl",
            b'{"text": "a", "url": "on paper"}',
            "line 1: url is no absolute http or https",
        ),
        (
            "a.jsonl.gz",
            gzip.compress(b"{}", mtime=0)[:-9],
            "a.jsonl.gz: is broken off or damaged gzip",
        ),
        ("a.txt", b"caf\xe9", "a.txt: is not UTF-8 at byte 3"),
        ("a.txt", b"  ", "a.txt: text holds no words"),
        ("a.jsonl", b'{"text": "a"}\n{"text": }', "a.jsonl, line 2: is no JSON"),
        ("a.jsonl", b"[]", "a.jsonl, line 1: is no JSON object"),
        ("a.jsonl", b'{"text": "a\\u0000"}', "line 1: text holds NUL (U+0000) at offset 1"),
        ("a.jsonl", b'{"id": 1}', "line 1: needs either text or html"),
        ("a.jsonl", b'{"text": "a", "published": "2025-13-05"}', "line 1: published month must be"),
    ],
)
def test_a_file_without_articles_says_where(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = written(tmp_path, name, content)
    with pytest.raises(UnfitFile) as caught:
        list(entries(path))
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("content", "field"),
    [('{"id": 1, "text": "a"}', "text"), ("<p>a</p>", "html"), ("12 killed", "text")],
)
def test_standard_input_tells_its_format_by_its_first_character(
    monkeypatch: pytest.MonkeyPatch, content: str, field: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    (entry,) = entries("-")
    assert getattr(entry.document, field)
