"""Whole articles, held to all their claims."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from service.extraction import extract
from service.records import record
from service.values import Article
from tests.extraction.corpus import Example, expected, found

HERE = Path(__file__).parent
SEED = HERE.parents[2] / "shared" / "gold" / "seed.jsonl"
"""The annotated article that the annotators of the gold set began with."""


def test_an_article_gives_all_its_claims_and_no_others() -> None:
    text = (HERE / "article.txt").read_text(encoding="utf-8")
    claims = tomllib.loads((HERE / "article.toml").read_text(encoding="utf-8"))["claim"]
    example = Example("article", "whole", text, tuple(claims), None)
    assert found(example) == expected(example)


@pytest.mark.skipif(not SEED.exists(), reason="the gold set does not lie beside the project")
def test_the_seed_of_the_gold_set_gives_its_claims_exactly() -> None:
    seed = json.loads(SEED.read_text(encoding="utf-8").splitlines()[0])
    claims = [record(claim) for claim in extract(Article(seed["text"])).claims]
    assert [named(claim, seed["claims"][0]) for claim in claims] == seed["claims"]


def named(claim: dict[str, Any], names: dict[str, Any]) -> dict[str, Any]:
    """Those fields of a claim that the gold claims have."""
    return {name: claim[name] for name in names}
