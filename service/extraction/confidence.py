"""How likely is it that a claim is read right? As likely as its rules have been right before.

`lexicon/reliability.toml` counts, for each rule, in how many claims of annotated articles it gave a
field and in how many it gave it right. A claim is right where its amount, item, metric, source and
stance all are; its confidence is the product of these five shares. A rule that was seen seldom
counts as the field's rules do on the whole, the more so the fewer its claims.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import prod

from service.extraction.lexicon import table
from service.values import Rules

FIELDS = ("amount", "item", "metric", "source", "stance")
"""The fields that must all be right."""
PRIOR = 4
"""Claims by which a rule's share is drawn to the share of all rules of its field."""
NONE = "none"
"""Stands for the rule where no rule gave the field, and it was left empty."""

Counts = Mapping[str, Mapping[str, Sequence[int]]]
"""For each field and rule: in how many claims it was right, and out of how many."""


def confidence(rules: Rules) -> float:
    """From 0 to 1, in hundredths."""
    return _confidence(_by_field(rules))


def likelihood(rules: Rules, counts: Counts) -> float:
    """The same by other counts."""
    return _likelihood(_by_field(rules), counts)


def _by_field(rules: Rules) -> tuple[str, ...]:
    return tuple(getattr(rules, field) or NONE for field in FIELDS)


@lru_cache(maxsize=4096)
def _confidence(rules: tuple[str, ...]) -> float:
    return _likelihood(rules, table("reliability"))


def _likelihood(rules: tuple[str, ...], counts: Counts) -> float:
    shares = (_share(rule, counts[field]) for field, rule in zip(FIELDS, rules, strict=True))
    return round(prod(shares), 2)


def _share(rule: str, seen: Mapping[str, Sequence[int]]) -> float:
    right, total = seen.get(rule, (0, 0))
    all_right, all_total = (sum(pair[i] for pair in seen.values()) for i in (0, 1))
    return (right + PRIOR * all_right / all_total) / (total + PRIOR)
