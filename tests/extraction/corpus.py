"""The example files: what each rule of extraction reads, and what it must leave alone.

Each file answers one question. A `[[rule]]` has a name, `examples` and `near_misses`; an entry of
these is a text with exactly the claims that it must give, in order, each with those fields only
that the rule is about. `"null"` is a field that must be empty. A span stands as the words that it
covers, so that `cue_span = "said"` and `part_of = "31"`. `published` is the day of publication of
the rule's texts, `publisher` who published them.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from service.extraction import extract
from service.records import record
from service.values import Article

FOLDER = Path(__file__).parent / "examples"

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Example:
    """A text with the claims that it must give."""

    question: str
    rule: str
    text: str
    claims: tuple[Fields, ...]
    published: date | None
    publisher: str | None = None

    def __str__(self) -> str:
        return f"{self.question}: {self.rule}: {self.text[:60]!r}"

    @property
    def article(self) -> Article:
        """The text as an article that was published at noon."""
        noon = datetime.combine(self.published, time(12), UTC) if self.published else None
        return Article(self.text, publisher=self.publisher, published_at=noon)


def examples() -> list[Example]:
    """Every example of every file."""
    return [e for question in questions() for rule in rules(question) for e in of(question, rule)]


def questions() -> list[str]:
    """The names of the files."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def rules(question: str) -> list[Fields]:
    """The rules of one file."""
    text = (FOLDER / f"{question}.toml").read_text(encoding="utf-8")
    found: list[Fields] = tomllib.loads(text, parse_float=Decimal)["rule"]
    return found


def of(question: str, rule: Fields) -> Iterator[Example]:
    """The examples and near misses of one rule."""
    for text, *claims in [*rule["examples"], *rule.get("near_misses", [])]:
        day, publisher = rule.get("published"), rule.get("publisher")
        yield Example(question, rule["name"], text, tuple(claims), day, publisher)


def expected(example: Example) -> list[Fields]:
    """The claims of an example, with `None` for what must be empty."""
    return [
        {name: None if value == "null" else value for name, value in claim.items()}
        for claim in example.claims
    ]


def found(example: Example) -> list[Fields]:
    """The claims that the extractor reads, with the fields that the example names."""
    claims = [shown(record(claim), example.text) for claim in extract(example.article).claims]
    named = [claim.keys() for claim in example.claims]
    # A claim too many is shown by its quote.
    named += [{"quote": ""}.keys()] * (len(claims) - len(named))
    return [
        {name: claim[name] for name in names} for claim, names in zip(claims, named, strict=False)
    ]


def shown(fields: Fields, text: str) -> Fields:
    """A record with the words of its spans instead of their offsets."""
    return {
        name: text[value[0] : value[1]] if isinstance(value, list) else value
        for name, value in fields.items()
    }
