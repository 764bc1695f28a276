"""Articles go in once, whole, and come back exactly as they were."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx

from service.api.schemas import (
    ExplainedExtraction,
    Extraction,
    ListedArticle,
    RuleRecord,
    StoredArticle,
)


def new_url() -> str:
    return f"https://courier.example/{uuid4()}"


def post(client: httpx.Client, **document: Any) -> httpx.Response:
    return client.post("/v1/articles", json=document)


def test_an_article_is_created_with_its_claims(client: httpx.Client) -> None:
    sent = {
        "text": "First: 12 killed.\r\nThen: 7 killed. \U0001f600",
        "url": new_url(),
        "title": "Toll",
        "publisher": "The Courier",
        "published_at": "2025-01-05T20:30:00+02:00",
        "language": "en",
    }
    response = post(client, **sent)
    assert response.status_code == 201
    article = response.json()
    assert article["text"] == sent["text"]
    assert [claim["quote"] for claim in article["claims"]] == ["12", "7"]
    assert article["published_at"] == "2025-01-05T18:30:00+00:00"
    assert {name: article[name] for name in ("url", "title", "publisher", "language")} == {
        name: sent[name] for name in ("url", "title", "publisher", "language")
    }
    assert response.headers["location"] == f"/v1/articles/{article['id']}"
    assert client.get(response.headers["location"]).json() == article


def test_what_the_database_builds_is_what_is_documented(client: httpx.Client) -> None:
    response = post(client, text="Between lines, 12 killed", url=new_url())
    article = StoredArticle.model_validate_json(response.content, strict=True)
    assert article.claims[0].article_id == article.id


def test_offsets_count_characters_of_the_stored_text(client: httpx.Client) -> None:
    article = post(client, text="\U0001f600 é 12 killed", url=new_url()).json()
    (claim,) = article["claims"]
    assert article["text"][claim["start"] : claim["end"]] == claim["quote"] == "12"
    assert article["text_length"] == len(article["text"])


def test_the_same_again_is_the_stored_article(client: httpx.Client) -> None:
    document = {"text": "12 killed", "url": new_url()}
    first, second = post(client, **document), post(client, **document)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert first.headers["location"] == second.headers["location"]
    listed = client.get("/v1/articles", params={"url": document["url"]}).json()["items"]
    assert [article["id"] for article in listed] == [first.json()["id"]]


def test_the_same_text_without_a_url_is_the_same_article(client: httpx.Client) -> None:
    text = f"12 killed {uuid4()}"
    assert post(client, text=text).json() == post(client, text=text).json()


def test_another_text_is_a_new_version_and_the_old_one_stays(client: httpx.Client) -> None:
    url = new_url()
    old = post(client, text="12 killed", url=url).json()
    new = post(client, text="15 killed", url=url).json()
    assert (old["version"], new["version"]) == (1, 2)
    kept = client.get(f"/v1/articles/{old['id']}").json()
    assert kept["text"] == "12 killed"
    assert kept["superseded"]
    assert [claim["superseded"] for claim in kept["claims"]] == [True]
    assert client.get(f"/v1/claims/{old['claims'][0]['id']}").json()["superseded"]
    current = client.get("/v1/claims", params={"article": old["id"]}).json()["items"]
    superseded = client.get("/v1/claims", params={"article": old["id"], "superseded": True}).json()
    assert current == []
    assert [claim["quote"] for claim in superseded["items"]] == ["12"]


def test_twenty_clients_at_once_create_one_article(client: httpx.Client) -> None:
    document = {"text": "12 killed, 13 killed", "url": new_url()}
    with ThreadPoolExecutor(20) as pool:
        responses = list(pool.map(lambda _: post(client, **document), range(20)))
    assert sorted(response.status_code for response in responses) == [200] * 19 + [201]
    assert len({response.text for response in responses}) == 1
    (article,) = client.get("/v1/articles", params={"url": document["url"]}).json()["items"]
    claims = client.get("/v1/claims", params={"article": article["id"]}).json()["items"]
    assert [claim["quote"] for claim in claims] == ["13", "12"]


def test_twenty_articles_at_once_are_twenty_articles(client: httpx.Client) -> None:
    publisher = f"Wire {uuid4()}"
    documents = [
        {"text": f"{n} killed", "url": new_url(), "publisher": publisher} for n in range(20)
    ]
    with ThreadPoolExecutor(20) as pool:
        statuses = [r.status_code for r in pool.map(lambda d: post(client, **d), documents)]
    assert statuses == [201] * 20
    claims = client.get("/v1/claims", params={"publisher": publisher}).json()["items"]
    assert sorted(int(claim["quote"]) for claim in claims) == list(range(20))


def test_reads_are_quick_while_an_article_is_read(client: httpx.Client) -> None:
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(post, client, text="please linger", url=new_url())
        client.get("/v1/articles", params={"limit": 1})
        assert not reading.done()
    assert reading.result().status_code == 201


def test_a_page_is_stored_as_its_text(client: httpx.Client) -> None:
    html = (
        '<html><head><title>Toll rises</title><meta property="og:site_name" content="The Courier">'
        '<meta property="article:published_time" content="2025-01-05T20:30:00+02:00"></head><body>'
        "<nav>99 killed time</nav><article><p>In the city there were 12 killed on Sunday night, as"
        " officials told the newspaper on the morning after it.</p></article></body></html>"
    )
    article = post(client, html=html, url=new_url()).json()
    assert (article["title"], article["publisher"]) == ("Toll rises", "The Courier")
    assert article["published_at"] == "2025-01-05T18:30:00+00:00"
    assert "<" not in article["text"]
    (claim,) = article["claims"]
    assert article["text"][claim["start"] : claim["end"]] == claim["quote"] == "12"


def test_an_article_without_claims_is_kept_too(client: httpx.Client) -> None:
    article = post(client, text="Nothing happened.", url=new_url()).json()
    assert article["claims"] == []
    assert article["claim_count"] == 0


def test_articles_are_listed_without_their_texts(client: httpx.Client) -> None:
    publisher = f"Gazette {uuid4()}"
    post(client, text="12 killed", url=new_url(), publisher=publisher, title="Toll")
    (item,) = client.get("/v1/articles", params={"publisher": publisher.upper()}).json()["items"]
    assert ListedArticle.model_validate(item).claim_count == 1
    assert "text" not in item


def test_extraction_reads_the_same_and_keeps_nothing(client: httpx.Client) -> None:
    document = {"text": f"12 killed {uuid4()}", "title": "Toll", "publisher": "Nobody's"}
    response = client.post("/v1/extract", json=document)
    assert response.status_code == 200
    reading = Extraction.model_validate_json(response.content, strict=True)
    assert (reading.article.text, reading.article.title) == (document["text"], "Toll")
    (read,) = response.json()["claims"]
    assert (read["low"], read["high"], read["start"], read["end"]) == (12, 12, 0, 2)
    assert client.get("/v1/articles", params={"publisher": "Nobody's"}).json()["items"] == []
    (kept,) = post(client, **document).json()["claims"]
    assert {name: kept[name] for name in read} == read


def test_an_explained_extraction_names_rules_and_other_numbers(client: httpx.Client) -> None:
    document = {"text": "12 killed, the oldest 91 years old"}
    response = client.post("/v1/extract", params={"explain": True}, json=document)
    reading = ExplainedExtraction.model_validate_json(response.content, strict=True)
    (number,) = reading.numbers
    assert (number.quote, number.reason) == ("91", "age")
    assert number.low == 91
    assert document["text"][number.start : number.end] == "91"
    plain = client.post("/v1/extract", json=document).json()
    (claim,) = response.json()["claims"]
    assert claim.pop("rules").keys() == RuleRecord.model_fields.keys()
    assert plain["claims"] == [claim]
    assert "numbers" not in plain
