"""What lists can be asked for."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from service.storage.filters import ArticleFilter, ClaimFilter, Sort


def test_asks_for_the_newest_current_claims_unless_told() -> None:
    asked = ClaimFilter()
    assert (asked.limit, asked.sort, asked.superseded) == (100, Sort.PUBLISHED_DOWN, False)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("2025-01-05", date(2025, 1, 5)),
        ("2025-01-05T09:30:00Z", datetime(2025, 1, 5, 9, 30, tzinfo=UTC)),
        ("2025-01-05T11:30:00+02:00", datetime(2025, 1, 5, 9, 30, tzinfo=UTC)),
    ],
)
def test_takes_days_and_moments(given: str, meant: date) -> None:
    assert ArticleFilter.model_validate({"published_from": given}).published_from == meant


@pytest.mark.parametrize(
    "query",
    [
        {"metrics": "killed"},
        {"metric": "murdered"},
        {"limit": "0"},
        {"limit": "1001"},
        {"published_from": "2025-01-05T09:30:00"},
        {"published_from": "1736069400"},
        {"published_to": "yesterday"},
        {"low": "10", "high": "9"},
        {"low": "NaN"},
        {"low": "1e999999"},
        {"q": "a\0b"},
        {"q": ""},
        {"series": "1"},
    ],
)
def test_refuses(query: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ClaimFilter.model_validate(query)
