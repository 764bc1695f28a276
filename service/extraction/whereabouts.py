"""Which country is a place in, by the words for it?

"Kharkiv", "village of Lvove, Kherson region"   UA
"Donetsk and Luhansk regions"                   UA: both are
"Chad and Niger", "Springfield"                 None: it is in two, or none is clearly meant
"""

import re
from collections.abc import Iterator
from functools import cache

from service.extraction.lexicon import table
from service.gazetteer import Location, PlaceKind, find
from service.naming import country_of, in_runs

_BETWEEN = re.compile(r"\s?[,()]\s?|(?<=[\w.])-(?=[A-Z])|\s(?:and|or|in|of|near|on|at|between)\s")
_NAME = re.compile(
    r"\b(?!(?:(?:North|South|East|West)(?:ern)?|\w+ed)\b)[A-Z][\w-]*(?:\s[A-Z][\w-]*)*"
)
"""The words of a name: "Kharkiv" of "Liberated Kharkiv" and of "the Kharkiv direction"."""


def country(words: str, among: frozenset[str] = frozenset()) -> str | None:
    """ISO 3166-1 alpha-2 code of the one country that the place of these words is or lies in. A
    name that several countries have means the place in that one which is `among` the given."""
    if whole := _whole(words, among):
        return whole
    states = {state for part in _BETWEEN.split(words) for state in _states(part, among)}
    return states.pop() if len(states) == 1 else None


def _whole(name: str, among: frozenset[str]) -> str | None:
    if state := country_of(name):
        return state
    if location := _found(name):
        return location.country
    found = {code for code in among if find(name, code)}
    return found.pop() if len(found) == 1 and not name.islower() else None


def _states(part: str, among: frozenset[str]) -> Iterator[str]:
    """The countries that a part of the words names, as states or as what lies in them."""
    yield from filter(None, map(country_of, in_runs(part.split(), country_of)))
    yield from filter(None, (_whole(name, among) for name in [part, *_NAME.findall(part)]))


def is_known(name: str) -> bool:
    """Whether it is the name of a country or of a place in the gazetteer."""
    return country_of(name) is not None or _found(name) is not None


def is_land(name: str) -> bool:
    """Whether it is the name of a country or of one of its regions."""
    found = _found(name)
    return country_of(name) is not None or (found is not None and found.kind is not PlaceKind.CITY)


def _found(name: str) -> Location | None:
    """The place of a name; no word of the language is one, in whatever case: "nice", "East"."""
    if name.islower() or name.casefold() in _common():
        return None
    return find(name)


@cache
def _common() -> frozenset[str]:
    """Words that towns somewhere are called, too."""
    words = table("places")
    return frozenset([*words["nouns"], *words["times"], *words["not_places"]])
