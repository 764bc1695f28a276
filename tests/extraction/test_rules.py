"""Every rule that reads the annotated articles is shown by an example of its own."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from service.evaluation import gold_articles
from service.extraction import extract
from service.values import Article, Claim
from tests.extraction.corpus import examples

GOLD = Path(__file__).parents[1] / "gold" / "articles.jsonl"


def rules(claims: Iterable[Claim]) -> Iterator[str]:
    for claim in claims:
        yield from filter(None, asdict(claim.rules).values())


@cache
def shown() -> frozenset[str]:
    """The rules that the examples are read by."""
    return frozenset(rule for e in examples() for rule in rules(extract(e.article).claims))


@cache
def at_work() -> frozenset[str]:
    """The rules that the annotated articles are read by."""
    articles = [Article(text) for text, _ in gold_articles(GOLD)]
    return frozenset(rule for article in articles for rule in rules(extract(article).claims))


def test_no_rule_is_at_work_without_an_example() -> None:
    assert sorted(at_work() - shown()) == []


@pytest.mark.parametrize("rule", sorted(shown()))
def test_a_rule_is_called_after_its_file_and_function(rule: str) -> None:
    file, _, name = rule.partition(".")
    assert name
    import_module(f"service.extraction.{file}")
