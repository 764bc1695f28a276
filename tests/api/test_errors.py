"""Every error is a problem that says what is wrong and where."""

import json
import socket
from collections.abc import MutableMapping
from typing import Any

import httpx
import pytest

from tests.api.conftest import MAX_TEXT_BYTES

LONGEST_BODY = MAX_TEXT_BYTES * 6 + 100_000
NOWHERE = "01936c8e-52f7-7d24-9a51-6f2b8f2f7c11"


def problem(response: httpx.Response, status: int, name: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = response.json()
    assert document["type"] == f"/v1/problems/{name}"
    assert document["status"] == status
    assert document["instance"].startswith("urn:uuid:")
    assert "Traceback" not in response.text
    return document


def post(
    client: httpx.Client, body: Any, path: str = "/v1/articles", **kwargs: Any
) -> httpx.Response:
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    headers = {"content-type": "application/json"} | kwargs.pop("headers", {})
    return client.post(path, content=content, headers=headers, **kwargs)


@pytest.mark.parametrize("path", ["/v1/articles", "/v1/extract"])
@pytest.mark.parametrize(
    ("body", "pointer", "said"),
    [
        ({"text": ""}, "/text", "holds no words"),
        ({"text": " \n "}, "/text", "holds no words"),
        ({"text": "12 killed\0"}, "/text", "holds NUL (U+0000) at offset 9"),
        ('{"text": "a\\ud800b"}', "/text", "unpaired surrogate U+D800 at offset 1"),
        ('{"text": "a", "title": "\\udc00"}', "/title", "unpaired surrogate U+DC00 at offset 0"),
        ({"text": "a", "published_at": "2025-01-05T09:30:00"}, "/published_at", "no offset"),
        ({"text": "a", "published_at": "2025-01-05"}, "/published_at", "no offset"),
        ({"text": "a", "published_at": "Sunday"}, "/published_at", "is not spelled like"),
        ({"text": "a", "url": "courier.example/1"}, "/url", "no absolute http or https url"),
        ({"text": "a", "language": "en_GB"}, "/language", "should match pattern"),
        ({"text": "a", "publishr": "x"}, "/publishr", "is no field here"),
        ({"text": 12}, "/text", "valid string"),
        ({"text": "a", "html": "<p>b"}, "", "needs either text or html"),
        ({"url": "https://courier.example/1"}, "", "needs either text or html"),
        ([], "", "should be a JSON object"),
        ("null", "", "should be a JSON object"),
    ],
)
def test_a_body_that_cannot_be_read_is_told_where(
    client: httpx.Client, path: str, body: Any, pointer: str, said: str
) -> None:
    document = problem(post(client, body, path), 422, "invalid")
    assert [fault["pointer"] for fault in document["errors"]] == [pointer]
    assert said in document["errors"][0]["detail"]
    assert said in document["detail"]


def test_the_offset_of_a_bad_character_is_a_number_too(client: httpx.Client) -> None:
    document = problem(post(client, {"text": "12 killed\0"}), 422, "invalid")
    assert document["errors"][0]["offset"] == 9


def test_a_key_stands_in_its_pointer_as_rfc_6901_spells_it(client: httpx.Client) -> None:
    document = problem(post(client, {"text": "a", "~/": 1}), 422, "invalid")
    assert document["errors"][0]["pointer"] == "/~0~1"


def test_a_key_that_utf8_cannot_hold_is_refused_too(client: httpx.Client) -> None:
    problem(post(client, '{"text": "a", "\\ud800": 1}'), 422, "invalid")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('{"text": "a",\n "url" 1}', "at line 2, column 8"),
        ("", "is missing"),
        (b'{"text": "caf\xe9"}', "not JSON in UTF-8"),
        ("[" * 100_000, "nested too deeply"),
        ('{"text": ' + "1" * 5000 + "}", "not JSON"),
    ],
)
def test_malformed_json_is_told_where(client: httpx.Client, body: str | bytes, said: str) -> None:
    response = post(client, body)
    assert response.status_code in (400, 422)
    assert said in response.json()["detail"]


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "text/json", "nonsense", ""]
)
def test_another_content_type_is_refused(client: httpx.Client, content_type: str) -> None:
    response = post(client, {"text": "a"}, headers={"content-type": content_type})
    assert "application/json" in problem(response, 415, "unsupported-media-type")["detail"]


def test_json_by_another_name_is_json(client: httpx.Client) -> None:
    for name in ("application/json; charset=utf-8", "application/ld+json", "APPLICATION/JSON"):
        sent = post(client, {"text": "a"}, "/v1/extract", headers={"content-type": name})
        assert sent.status_code == 200


@pytest.mark.parametrize("field", ["text", "html"])
def test_a_text_above_the_limit_is_refused(client: httpx.Client, field: str) -> None:
    # Two bytes a character: the limit is one of bytes.
    document = problem(post(client, {field: "é" * (MAX_TEXT_BYTES // 2 + 1)}), 413, "too-large")
    assert document["errors"][0]["pointer"] == f"/{field}"
    assert "20,002" in document["detail"]
    assert "20,000" in document["detail"]


def test_a_text_at_the_limit_is_taken_however_json_spells_it(client: httpx.Client) -> None:
    spelled = "".join(f"\\u{ord(letter):04x}" for letter in "x" * MAX_TEXT_BYTES)
    assert post(client, f'{{"text": "{spelled}"}}', "/v1/extract").status_code == 200


def test_content_length_is_believed_before_the_body_is_sent(client: httpx.Client) -> None:
    with socket.create_connection((client.base_url.host, client.base_url.port or 0)) as wire:
        wire.settimeout(5)
        head = f"Host: a\r\nContent-Type: application/json\r\nContent-Length: {10**9}"
        wire.sendall(f"POST /v1/articles HTTP/1.1\r\n{head}\r\n\r\n".encode())
        assert wire.recv(1000).startswith(b"HTTP/1.1 413")


def test_a_body_without_length_is_cut_off_at_the_limit(client: httpx.Client) -> None:
    with socket.create_connection((client.base_url.host, client.base_url.port or 0)) as wire:
        wire.settimeout(5)
        head = "Host: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked"
        wire.sendall(f"POST /v1/articles HTTP/1.1\r\n{head}\r\n\r\n".encode())
        for _ in range(LONGEST_BODY // 10_000 + 2):
            wire.sendall(b"2710\r\n" + b"x" * 10_000 + b"\r\n")
        assert wire.recv(1000).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(
    "path",
    [
        "/v1/articles",
        "/v1/claims",
        "/v1/sources",
        "/v1/series",
        f"/v1/claims/{NOWHERE}",
        "/v1/series/facets",
        "/v1/sources/facets",
        "/v1/curations",
        f"/v1/curations/{NOWHERE}",
        f"/v1/series/{NOWHERE}/claims",
        f"/v1/series/{NOWHERE}/comparison",
        "/healthz",
        "/readyz",
        "/",
    ],
)
def test_an_unknown_parameter_is_named_with_those_allowed(client: httpx.Client, path: str) -> None:
    response = client.get(path, params={"metrik": "killed"})
    document = problem(response, 422, "unknown-parameter")
    (fault,) = document["errors"]
    assert fault["parameter"] == "metrik"
    assert "metrik" in document["detail"]
    documented = client.get("/openapi.json").json()["paths"]
    templates = [name for name in documented if _matches(name, path)]
    operation = documented[path if path in documented else templates[0]]["get"]
    names = [each["name"] for each in operation.get("parameters", []) if each["in"] == "query"]
    assert fault["allowed"] == sorted(names)


def _matches(template: str, path: str) -> bool:
    parts = list(zip(template.split("/"), path.split("/"), strict=False))
    same = template.count("/") == path.count("/")
    return same and all(a == b or a.startswith("{") for a, b in parts)


def test_a_parameter_that_is_given_twice_is_refused(client: httpx.Client) -> None:
    path = f"/v1/series/{NOWHERE}/comparison"
    twice = client.get(path, params={"at": ["2025-01-05", "2025-02-05"]})
    (fault,) = problem(twice, 422, "invalid")["errors"]
    assert (fault["parameter"], fault["detail"]) == ("at", "is given 2 times")
    problem(client.get(path, params={"with": [NOWHERE, NOWHERE]}), 404, "unknown-id")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (f"/v1/series/{NOWHERE}/comparison", "at"),
        ("/v1/claims", "as_of"),
        ("/v1/claims", "published_from"),
        ("/v1/curations", "made_to"),
    ],
)
@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("yesterday", "is not spelled like 2025-01-05T09:30:00+02:00 or 2025-01-05"),
        ("2025", "is not spelled like 2025-01-05T09:30:00+02:00 or 2025-01-05"),
        ("2025-13-05", "month must be in 1..12"),
        ("2025-01-05T09:30:00", "has no offset from UTC"),
    ],
)
def test_what_is_neither_a_time_nor_a_day_is_told_once_and_how_they_are_spelled(
    client: httpx.Client, path: str, name: str, value: str, said: str
) -> None:
    document = problem(client.get(path, params={name: value}), 422, "invalid")
    (fault,) = document["errors"]
    assert fault["parameter"] == name
    assert said in fault["detail"]


@pytest.mark.parametrize(
    ("path", "asked", "name"),
    [
        ("/v1/claims", {"low": 5, "high": 3}, "low"),
        (f"/v1/series/{NOWHERE}/timeline", {"from": "2025-01-05", "to": "2025-01-04"}, "from"),
    ],
)
def test_of_two_that_do_not_go_together_one_is_named(
    client: httpx.Client, path: str, asked: dict[str, str], name: str
) -> None:
    (fault,) = problem(client.get(path, params=asked), 422, "invalid")["errors"]
    assert fault["parameter"] == name


def test_posts_refuse_unknown_parameters_too(client: httpx.Client) -> None:
    problem(post(client, {"text": "a"}, params={"explain": "yes"}), 422, "unknown-parameter")


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("metric", "killd", "killed"),
        ("hedge", "exactly", "exact"),
        ("kind", "sum", "money"),
        ("stance", "said", "denied"),
        ("sort", "newest", "-published"),
        ("format", "xml", "ndjson"),
    ],
)
def test_an_enum_value_is_refused_with_those_allowed(
    client: httpx.Client, name: str, value: str, allowed: str
) -> None:
    document = problem(client.get("/v1/claims", params={name: value}), 422, "invalid")
    (fault,) = document["errors"]
    assert fault["parameter"] == name
    assert allowed in fault["allowed"]
    assert allowed in document["detail"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "0"),
        ("limit", "1001"),
        ("limit", "many"),
        ("published_from", "2025-01-05T09:30:00"),
        ("published_to", "soon"),
        ("low", "NaN"),
        ("low", "some"),
        ("series", "first"),
        ("article", "12"),
        ("q", ""),
        ("q", "a\0b"),
        ("review", "perhaps"),
    ],
)
def test_a_parameter_that_is_no_such_thing_is_named(
    client: httpx.Client, name: str, value: str
) -> None:
    document = problem(client.get("/v1/claims", params={name: value}), 422, "invalid")
    assert {fault["parameter"] for fault in document["errors"]} == {name}


@pytest.mark.parametrize("path", ["series", "series/facets"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("metric", "killd"),
        ("source_kind", "army"),
        ("min_claims", "0"),
        ("min_claims", "2147483648"),
        ("published_from", "soon"),
        ("published_to", "2025-01-05T09:30:00"),
        ("q", ""),
        ("place", "a\0b"),
        ("limit", "0"),
        ("sort", "-amount"),
    ],
)
def test_a_parameter_of_series_that_is_no_such_thing_is_named(
    client: httpx.Client, path: str, name: str, value: str
) -> None:
    response = client.get(f"/v1/{path}", params={name: value})
    assert response.status_code == 422
    assert {fault["parameter"] for fault in response.json()["errors"]} == {name}


@pytest.mark.parametrize("path", ["articles", "claims", "sources", "series", "curations"])
@pytest.mark.parametrize("cursor", ["nonsense", "é", "AAAA", "bm9uc2Vuc2U"])
def test_a_malformed_cursor_is_named(client: httpx.Client, path: str, cursor: str) -> None:
    response = client.get(f"/v1/{path}", params={"next": cursor})
    document = problem(response, 422, "malformed-cursor")
    assert document["errors"][0]["parameter"] == "next"


@pytest.mark.parametrize(
    "path",
    [
        "articles/{}",
        "claims/{}",
        "sources/{}",
        "series/{}",
        "series/{}/claims",
        "series/{}/comparison",
        "curations/{}",
    ],
)
def test_an_unknown_id_is_not_a_malformed_one(client: httpx.Client, path: str) -> None:
    unknown = client.get("/v1/" + path.format(NOWHERE))
    assert NOWHERE in problem(unknown, 404, "unknown-id")["detail"]
    malformed = client.get("/v1/" + path.format("12"))
    assert problem(malformed, 422, "invalid")["errors"][0]["parameter"].endswith("_id")


def test_a_path_that_is_not_served_is_a_problem(client: httpx.Client) -> None:
    assert "/v1/claim" in problem(client.get("/v1/claim"), 404, "no-such-path")["detail"]


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/v1/sources", "GET"), ("/v1/articles", "GET, POST"), (f"/v1/claims/{NOWHERE}", "GET")],
)
def test_another_method_is_told_those_allowed(
    client: httpx.Client, path: str, allowed: str
) -> None:
    response = client.delete(path)
    assert f"{path}: {allowed}." in problem(response, 405, "method-not-allowed")["detail"]
    assert response.headers["allow"] == allowed


@pytest.mark.parametrize("path", ["/v1/claims", f"/v1/claims/{NOWHERE}", "/v1/series/facets"])
def test_a_form_that_is_not_offered_is_not_acceptable(client: httpx.Client, path: str) -> None:
    response = client.get(path, headers={"accept": "text/html"})
    assert "application/json" in problem(response, 406, "not-acceptable")["detail"]


def test_a_slow_article_is_named_and_the_next_is_read(client: httpx.Client) -> None:
    slow = post(client, {"text": "please hang", "url": "https://courier.example/slow"})
    assert "https://courier.example/slow" in problem(slow, 422, "reading-too-slow")["detail"]
    assert (
        client.get("/v1/articles", params={"url": "https://courier.example/slow"}).json()["items"]
        == []
    )
    assert post(client, {"text": "12 killed"}, "/v1/extract").status_code == 200


def test_a_killed_reader_asks_to_retry_and_comes_back(client: httpx.Client) -> None:
    killed = post(client, {"text": "please die", "title": "The last one"})
    assert "The last one" in problem(killed, 503, "reader-died")["detail"]
    assert int(killed.headers["retry-after"]) > 0
    assert post(client, {"text": "12 killed"}, "/v1/extract").status_code == 200


def test_a_page_without_an_article_is_told(client: httpx.Client) -> None:
    empty = post(client, {"html": "<html><body></body></html>"})
    assert problem(empty, 422, "no-article")["errors"][0]["pointer"] == "/html"


def test_the_unexpected_is_a_problem_whose_instance_is_in_the_log(
    client: httpx.Client, log: list[MutableMapping[str, Any]]
) -> None:
    document = problem(post(client, {"text": "please fail"}), 500, "unexpected")
    assert "tripped" not in json.dumps(document)
    (line,) = [line for line in log if line["event"] == "unexpected"]
    assert line["instance"] == document["instance"]
    assert "LookupError: the rules tripped" in line["exception"]


def test_every_problem_explains_itself(client: httpx.Client) -> None:
    document = problem(client.get("/v1/claim"), 404, "no-such-path")
    explained = client.get(document["type"]).json()
    assert (explained["type"], explained["title"]) == (document["type"], document["title"])
    assert explained["explanation"]
    assert client.get("/v1/problems/none-such").status_code == 404
