"""Which words are numbers? One numeral at a time, with the unit that belongs to it.

A numeral is the smallest piece that carries a value: "10,000", "1.5 million", "hundreds",
"$2.5bn", "40 per cent", "one in five". Hedges and ranges are put together in `amounts`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from service.extraction.answers import named
from service.extraction.lexicon import table
from service.extraction.quantities import value
from service.vague import interval
from service.values import Hedge, Kind


@dataclass(frozen=True, slots=True)
class Numeral:
    """One number in a sentence; `start` and `end` are offsets into the sentence."""

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    hedge: Hedge = Hedge.EXACT
    kind: Kind = Kind.COUNT
    unit: str | None = None
    words: str = ""
    """The bare numeral, without sign and unit."""
    scaled: bool = False
    """True where a word such as "million" belongs to the numeral."""
    rule: str = ""
    """Name of the rule that read it."""


_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SCALE = "hundred|thousand|million|billion|trillion|dozen|lakh|crore"
_SMALL = rf"(?:(?:{_TENS})(?:[- ](?:{_ONES}))?|{_TEENS}|{_ONES}|zero)"
_PLURALS = "tens|dozens|scores|hundreds|thousands|millions|billions"

DIGITS = (
    r"(?<!\d)(?:\d{1,3}(?:,\d{3}){1,6}(?:\.\d{1,9})?"
    r"|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3}){1,6}(?![ ,.]?\d)"
    r"|\d{1,3}(?:\.\d{3}){2,6}|\d{1,18}(?:\.\d{1,9})?)(?!\d)"
)
"""A number in digits. Longer runs of digits are codes, and no number that anybody counts."""
_SCALED = rf"(?:[ \u00a0-]?(?:{_SCALE})(?:s(?= ))?|[ \u00a0]?(?:mn|mln|bn|tn|trn)|[mbk])\b"
_HAS_SCALE = re.compile(rf"(?:{_SCALE}|\d[ \u00a0]?(?:mn|mln|bn|tn|trn|[mbk]))$", re.IGNORECASE)
_WORDED = (
    rf"(?:half an? (?:{_SCALE})|(?:an?|another) (?:{_SCALE})|{_SMALL}(?: and a half)?"
    rf"(?:[- ](?:{_SCALE})(?:(?: and |[- ]){_SMALL}(?=[- ](?:{_SCALE})|\b))?){{0,8}})"
)
_VAGUE = (
    rf"(?:(?:several|a few|many|some|a couple(?: of)?) (?:{_SCALE})s?"
    rf"|(?:(?:several|a few|many|a couple(?: of)?) )?(?:{_PLURALS})"
    r"(?: of (?:hundreds|thousands|millions|billions))?"
    r"|a handful|a few|several|a couple)"
)
_UNKNOWN = (
    r"an? (?:unknown|unspecified|undisclosed|unconfirmed|undetermined|unverified) (?:number|amount)"
    r"|a number(?= of)"
)
_FRACTION = (
    r"(?:(?P<part>one|two|three|four|five|a)[- ]"
    r"(?P<whole>thirds?|quarters?|fifths?|sixths?|tenths?)"
    r"|half)(?= of\b| the\b| its\b| their\b| all\b)"
)
_RATE = (
    rf"(?P<few>{_SMALL}|\d{{1,3}}) (?:in|out of)(?: every)? (?P<many>{_SMALL}|\d{{1,3}})(?=[ ,.;)])"
)


def _choice(spellings: Iterator[str] | list[str]) -> str:
    return "|".join(re.escape(s) for s in sorted(spellings, key=len, reverse=True))


@cache
def _unit_names() -> dict[str, str]:
    return {form: name for name, forms in table("units").items() for form in forms}


@cache
def _currency_codes() -> dict[str, str]:
    tables = table("currencies")
    return {
        form: code
        for part in ("signs", "words")
        for code, forms in tables[part].items()
        for form in forms
    }


@cache
def _pattern() -> re.Pattern[str]:
    currencies = table("currencies")
    signs = _choice([s for forms in currencies["signs"].values() for s in forms])
    money_words = _choice([w for forms in currencies["words"].values() for w in forms])
    units = _choice(list(_unit_names()))
    number = rf"(?:{DIGITS}(?:{_SCALED})?|(?i:{_WORDED}))"
    after = rf"(?:[ \u00a0-]?(?P<unit>{units})(?![\w/])|[ \u00a0](?P<currency>{money_words})\b)"
    return re.compile(
        rf"(?<![\w.])(?:(?i:(?P<unknown>{_UNKNOWN}))"
        rf"|(?i:(?P<rate>{_RATE}))"
        rf"|half of (?:1|one)[ \u00a0](?P<half>percent|per cent)"
        rf"|(?i:(?P<fraction>{_FRACTION}))"
        rf"|(?i:(?P<vague>{_VAGUE}))\b(?: (?P<vague_currency>{money_words})\b)?"
        rf"|(?P<sign>{signs})[ \u00a0]?(?P<sum>{number})(?![\w])"
        rf"|[Mm]agnitude[- ](?:of )?(?P<magnitude>\d(?:\.\d+)?)"
        rf"|(?P<number>{number})(?:{after}|(?P<strength>-magnitude)|(?!\w|,\d))"
        rf"|(?i:(?P<zero>no|none|zero))\b(?!-|\s(?:more|fewer|less)\sthan))"
    )


def numerals(sentence: str) -> Iterator[Numeral]:
    """The numerals of a sentence in order."""
    for match in _pattern().finditer(sentence):
        if numeral := _read(match):
            yield numeral


def _read(match: re.Match[str]) -> Numeral | None:
    readers = {
        "unknown": _unknown,
        "rate": _rate,
        "fraction": _fraction,
        "vague": _vague,
        "sum": _sum,
        "magnitude": _magnitude,
        "half": _half_percent,
        "number": _number,
        "zero": _zero,
    }
    reader = next(reader for name, reader in readers.items() if match.group(name))
    numeral = reader(match)
    return numeral and replace(numeral, rule=named(reader))


def _exact(match: re.Match[str], number: Decimal | None, group: str = "number") -> Numeral | None:
    if number is None:
        return None
    words = match.group(group)
    scaled = bool(_HAS_SCALE.search(words))
    return Numeral(match.start(), match.end(), number, number, words=words, scaled=scaled)


def _unknown(match: re.Match[str]) -> Numeral:
    return Numeral(match.start(), match.end(), None, None, Hedge.UNKNOWN)


def _zero(match: re.Match[str]) -> Numeral:
    return Numeral(match.start(), match.end(), Decimal(0), Decimal(0), words=match.group("zero"))


def _rate(match: re.Match[str]) -> Numeral | None:
    few, many = value(match.group("few")), value(match.group("many"))
    if not few or not many or few >= many:
        return None
    return _percent(match, few / many * 100)


_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "tenth": 10}


def _fraction(match: re.Match[str]) -> Numeral | None:
    if not match.group("whole"):
        return _percent(match, Decimal(50))
    number = value(match.group("part"))
    whole = _PARTS[match.group("whole").lower().rstrip("s")]
    return _percent(match, number * 100 / whole) if number else None


def _half_percent(match: re.Match[str]) -> Numeral:
    return _percent(match, Decimal("0.5"))


def _percent(match: re.Match[str], share: Decimal) -> Numeral:
    share = Decimal(f"{round(share, 2).normalize():f}")
    return Numeral(match.start(), match.end(), share, share, kind=Kind.PERCENT, unit="percent")


def _vague(match: re.Match[str]) -> Numeral | None:
    words = match.group("vague").lower()
    bounds = interval(words)
    if bounds is None:
        return None
    numeral = Numeral(match.start(), match.end(), *bounds, Hedge.VAGUE, words=words)
    if currency := match.group("vague_currency"):
        return replace(numeral, kind=Kind.MONEY, unit=_currency_codes()[currency])
    return numeral


def _magnitude(match: re.Match[str]) -> Numeral:
    number = Decimal(match.group("magnitude"))
    return Numeral(match.start(), match.end(), number, number, kind=Kind.MEASURE, unit="magnitude")


def _sum(match: re.Match[str]) -> Numeral | None:
    numeral = _exact(match, value(match.group("sum")), "sum")
    return numeral and replace(
        numeral, kind=Kind.MONEY, unit=_currency_codes()[match.group("sign")]
    )


_LENGTHWAYS = re.compile(
    r"\s*(?:\)|$|[,.;]|(?:above|across|away|below|deep|from|high|in|long|north|of|"
    r"off|race|south|tall|thick|to|wide|east|west|dash|hurdles)\b)"
)


def _number(match: re.Match[str]) -> Numeral | None:
    words = match.group("number")
    if (
        words[-1:] == "m"
        and words[-2:-1].isdigit()
        and _LENGTHWAYS.match(match.string, match.end())
    ):
        return _measure(match, value(words[:-1]), "metre")
    numeral = _exact(match, value(words))
    if numeral is None:
        return None
    if currency := match.group("currency"):
        return _money_or_weight(match, numeral, currency)
    if match.group("strength"):
        return replace(numeral, kind=Kind.MEASURE, unit="magnitude")
    if unit := match.group("unit"):
        return _with_unit(match, numeral, unit)
    return numeral


def _money_or_weight(match: re.Match[str], numeral: Numeral, currency: str) -> Numeral:
    rest = match.string[match.end() : match.end() + 4]
    if currency == "pounds" and not numeral.scaled and rest.startswith(" of"):
        return replace(numeral, kind=Kind.MEASURE, unit="pound-mass")
    if currency == "won" and not numeral.scaled:
        return replace(numeral, end=match.end("number"))
    return replace(numeral, kind=Kind.MONEY, unit=_currency_codes()[currency])


def _with_unit(match: re.Match[str], numeral: Numeral, unit: str) -> Numeral:
    name = _unit_names()[unit]
    if name == "percentage":
        return replace(numeral, kind=Kind.PERCENT, unit="percent")
    if name == "pound-mass" and unit.startswith("pound"):
        return _money_or_weight(match, numeral, "pounds")
    if unit in ("in", "m", "g", "ha", "W") and not re.match(r"\d", match.group("number")):
        return replace(numeral, end=match.end("number"))
    if unit == "in" and not re.match(r"\s*(?:\)|$|[,.;]|of )", match.string[match.end() :]):
        return replace(numeral, end=match.end("number"))
    return replace(numeral, kind=Kind.MEASURE, unit=name)


def _measure(match: re.Match[str], number: Decimal | None, unit: str) -> Numeral | None:
    if number is None:
        return None
    return Numeral(
        match.start(),
        match.end(),
        number,
        number,
        kind=Kind.MEASURE,
        unit=unit,
        words=match.group("number"),
    )
