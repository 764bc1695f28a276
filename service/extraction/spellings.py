"""How are units and currencies written? Each spelling that stands after a number, and its name.

The tables list what news text writes; prefixes, powers and degrees are put together here: "km",
"kilo metres", "square kilometres", "km²", "degrees Celsius".
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from service.extraction.lexicon import table
from service.values import Kind

SHORTEST = 4
"""Letters up to which case tells one unit from another: "Mb", "MB", "mb"."""


@cache
def spellings() -> dict[str, tuple[str, Kind]]:
    """The name and the kind of a unit by each of its spellings."""
    kinds = ((_measures(), Kind.MEASURE), (_shares(), Kind.PERCENT), (_sums(), Kind.MONEY))
    found = {}
    for named, kind in kinds:
        for form, name in named:
            found[form] = name, kind
            if len(form) > SHORTEST:
                found[form.lower()] = name, kind
    return found


def _measures() -> Iterator[tuple[str, str]]:
    yield from _prefixed()
    yield from _powers()
    yield from _degrees()
    yield from _listed(table("units")["units"])


def _shares() -> Iterator[tuple[str, str]]:
    return _listed(table("units")["shares"])


def _sums() -> Iterator[tuple[str, str]]:
    currencies = table("currencies")
    for shared in currencies["national"].values():
        for nation, code in shared["of"].items():
            yield from ((f"{nation} {form}", code) for form in shared["forms"])
    for part in ("signs", "words", "names", "coins"):
        yield from _listed(currencies[part])


def _listed(names: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    return ((form, name) for name, forms in names.items() for form in forms)


def _prefixed() -> Iterator[tuple[str, str]]:
    """ "kilowatts", "kilo watts", "kW"."""
    for name, unit in table("units")["prefixed"].items():
        yield from ((word, name) for word in unit.get("words", ()))
        for prefix, symbols in table("units")["prefixes"].items():
            words = ((prefix + gap + word) for word in unit.get("words", ()) for gap in ("", " "))
            yield from (
                (form, prefix + name) for form in (*words, *_symbols(unit, prefix, symbols))
            )


def _symbols(unit: dict[str, Any], prefix: str, before: list[str]) -> Iterator[str]:
    if prefix in unit.get("with", ()):
        yield from (sign + symbol for sign in before for symbol in unit["symbols"])


def _powers() -> Iterator[tuple[str, str]]:
    """ "square miles", "sq mi", "mi²"."""
    for power, written in table("units")["powers"].items():
        for name, unit in table("units")["lengths"].items():
            raised = (symbol + mark for symbol in unit["symbols"] for mark in written["marks"])
            words = (
                f"{word} {form}"
                for word in written["words"]
                for form in (*unit["words"], *unit["symbols"])
            )
            yield from ((form, f"{power} {name}") for form in (*raised, *words))


def _degrees() -> Iterator[tuple[str, str]]:
    degrees = table("units")["degrees"]
    for name, scales in degrees["of"].items():
        yield from ((head + scale, name) for head in degrees["heads"] for scale in scales)
