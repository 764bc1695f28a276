"""The documentation page needs nothing but this service."""

import re

import httpx


def test_the_page_loads_only_what_the_service_serves(client: httpx.Client) -> None:
    page = client.get("/docs")
    assert page.headers["content-type"].startswith("text/html")
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(loaded) >= 3
    for url in loaded:
        assert url.startswith("/docs/assets/")
        assert client.get(url).status_code == 200
    assert "url: '/openapi.json'" in page.text
    assert "http://" not in page.text
    assert "https://" not in page.text


def test_the_script_is_served_as_one(client: httpx.Client) -> None:
    script = client.get("/docs/assets/swagger-ui-bundle.js")
    assert "javascript" in script.headers["content-type"]
    assert script.headers["etag"]
