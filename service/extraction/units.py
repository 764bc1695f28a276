"""Of what is a number so many? The unit or the currency whose name stands beside a numeral.

The tables of this project say what news text writes; beyond them, quantulum3 knows the names of
physical units. Only whole words right beside a numeral are looked up: given a sentence,
quantulum3 takes "12 km at" for ampere-turns and "$2.5bn" for bit-newtons.
"""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache

from service.extraction.lexicon import table
from service.extraction.reckoning import SCALES, SHORT_SCALES
from service.extraction.spellings import SHORTEST, spellings
from service.values import Kind

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="Classifier dependencies not installed")
    from quantulum3 import load


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit where it stands."""

    name: str
    kind: Kind
    end: int
    """Offset into the sentence after its words."""
    words: str
    """Its words as they stand."""
    factor: Decimal = Decimal(1)
    """What it multiplies the number by: a million for "48 MEUR" and "75 USD million"."""


PHYSICAL = frozenset(
    "length mass volume temperature area pressure energy power force speed angle frequency current "
    "radioactivity density illuminance capacitance charge torque luminance".split()
) | {
    "data storage",
    "electric potential",
    "radiation absorbed dose",
    "data transfer rate",
    "luminous intensity",
    "luminous flux",
    "radiation exposure",
}
"""The kinds of units, as quantulum3 calls them, whose names are looked up there."""

SIGNS = "$¢£¤¥֏؋৲৳฿៛₠-₿﷼"
"""Currency signs, as a class of characters has them."""
_TOKEN = (
    rf"(?:(?:U\.S\.|[^\W\d_]|[{SIGNS}%％‰°º℃℉²³/″′·])+(?:\.(?=[ \u00a0][a-zA-Z]+\b))?(?:\^?[23])?"
    r"|[^\W\d_]\.[^\W\d_]\.(?:[^\W\d_]\.)?)(?!\w)"
)
_WORDS = re.compile(
    r"(?: ?- ?|[ \u00a0]?)(?P<open>[({\[<])?"
    rf"(?P<words>{_TOKEN}(?:(?: - |[ \u00a0-]){_TOKEN}){{0,3}})"
)
_BREAK = re.compile(r"[ \u00a0-]|(?=/)|$")
_PER = re.compile(
    r"(?:(?:\s?/\s?|[\s-]per[\s-])(?P<per>[^\W\d_]+(?:[²³]|[23]\b)?(?: [^\W\d_]+)?)(?!\w)"
    r"|(?:\s(?:an?|each|every)\s|\s?-\s?an?\s?-\s?)(?P<each>[^\W\d_]+)\b"
    r"(?!\s(?:after|before|earlier|later|ago|since|when|on|in which)))"
)
_LATE_SCALE = re.compile(rf"\s(?P<scale>{'|'.join(SCALES)})\b")
_MULTIPLIED = re.compile(r"(?P<scale>[KM])(?P<code>[A-Z]{3})")


def unit_after(sentence: str, end: int) -> Unit | None:
    """The unit whose words follow a numeral that ends there: "40| kilometres per hour"."""
    match = _WORDS.match(sentence, end)
    if match is None:
        return None
    for words in _beginnings(match["words"]):
        stop = match.start("words") + len(words)
        if match["open"] and sentence[stop : stop + 1] not in (")", "}", "]", ">"):
            continue
        if found := _named(words):
            unit = replace(found, end=stop + bool(match["open"]))
            return _rated(sentence, _scaled(sentence, unit))
    return None


def _beginnings(words: str) -> Iterator[str]:
    """The words, then all but the last of them, and so on."""
    for mark in reversed(list(_BREAK.finditer(words))):
        yield words[: mark.start()]


@lru_cache(maxsize=4096)
def _named(words: str) -> Unit | None:
    words = words.replace("\u00a0", " ")
    if "-" in words and (found := _of_table(words.replace(" - ", " ").replace("-", " "))):
        return replace(found, words=words)  # "square-foot"
    return _of_table(words) or _of_nation(words) or _multiplied(words) or _of_quantulum(words)


def _of_table(words: str) -> Unit | None:
    forms = _forms()
    found = forms.get(words) or (forms.get(words.lower()) if len(words) > SHORTEST else None)
    if found is None and "." in words:
        return _of_table(words.replace(".", ""))  # "sq. ft.", "k.g."
    return found and replace(found, words=words)


def _of_nation(words: str) -> Unit | None:
    """ "Peruvian soles" are soles, but "Colombian pounds" are not those of Britain."""
    nation, _, name = words.rpartition(" ")
    found = _of_table(name) if nation.istitle() and name not in _shared_names() else None
    return replace(found, words=words) if found and found.kind is Kind.MONEY else None


@cache
def _shared_names() -> frozenset[str]:
    shared = table("currencies")["national"].values()
    return frozenset(form for name in shared for form in name["forms"])


def _multiplied(words: str) -> Unit | None:
    """ "MEUR" is millions of euros."""
    match = _MULTIPLIED.fullmatch(words)
    found = match and _of_table(match["code"])
    if not match or not found:
        return None
    return replace(found, factor=SHORT_SCALES[match["scale"].lower()], words=words)


_LEAST = 4
"""Letters below which a name of quantulum3's is too often another word: "ell", "gal", "rad"."""


def _of_quantulum(words: str) -> Unit | None:
    if len(words) < _LEAST or words.lower() in table("units")["otherwise"]["words"]:
        return None
    for unit in load.units().surfaces_lower.get(words.lower(), ()):
        if unit.entity.name in PHYSICAL:
            return Unit(unit.name, Kind.MEASURE, 0, words)
    return None


@cache
def _forms() -> dict[str, Unit]:
    return {form: Unit(name, kind, 0, form) for form, (name, kind) in spellings().items()}


def time_unit(word: str) -> str | None:
    """The stretch of time that a word names: "years", "min"."""
    return _times().get(word) or _times().get(word.lower())


@cache
def _times() -> dict[str, str]:
    return {form: name for name, forms in table("units")["times"].items() for form in forms}


def _scaled(sentence: str, unit: Unit) -> Unit:
    """ "75 USD million"."""
    late = _LATE_SCALE.match(sentence, unit.end) if unit.kind is Kind.MONEY else None
    return replace(unit, end=late.end(), factor=SCALES[late["scale"]]) if late else unit


def _rated(sentence: str, unit: Unit) -> Unit:
    """ "500,000 barrels a day", "$70-a-share"; the words of the rate stay apart."""
    return replace(unit, name=unit.name + rate_after(sentence, unit.end))


def rate_after(sentence: str, end: int) -> str:
    """The rate that words state: " per day" for "a day", nothing where they state none."""
    match = _PER.match(sentence, end)
    if match is None:
        return ""
    rates = (_rate(words) for words in _beginnings(match["per"] or match["each"]))
    return next((f" per {rate}" for rate in rates if rate), "")


def _rate(words: str) -> str | None:
    """What a rate is told by: a stretch of time, a unit, or a thing that has a price."""
    found = _named(words)
    if of := time_unit(words) or (found and found.kind is Kind.MEASURE and found.name):
        return of
    return words.lower() if words.lower() in table("units")["otherwise"]["priced"] else None


# Currencies before a number


@cache
def _signs() -> dict[str, Unit]:
    return {
        _spelt(form): Unit(code, Kind.MONEY, 0, form)
        for code, forms in table("currencies")["signs"].items()
        for form in forms
    } | {
        letters: Unit(code, Kind.MONEY, 0, letters)
        for letters, code in table("currencies")["scaled"].items()
    }


@lru_cache(maxsize=4096)
def currency(sign: str) -> Unit | None:
    """The currency of a sign that stands before its numbers: `$`, `c $`, `Rs`, `MEUR`."""
    sign = sign.replace(" ", "")
    return _signs().get(_spelt(sign)) or _multiplied(sign)


def _spelt(sign: str) -> str:
    """Letters before a dollar sign may stand in any case; codes may not: "try 20 times"."""
    return sign if sign.isalpha() else sign.upper()
