"""Does what stands after a number measure it? A numeral with the unit that belongs to it.

"155 km", "5'10\"", "12 degrees below zero", "48m away"
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from service.extraction.reckoning import value
from service.extraction.units import Unit, unit_after
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
    aside: str | None = None
    """Why it can be no claim, whatever stands around it: an ordinal, a bare fraction."""


def times(numeral: Numeral, factor: Decimal) -> Numeral:
    """So many times as much, the ends in order."""
    if numeral.low is None or numeral.high is None:
        return numeral
    low, high = sorted((numeral.low * factor, numeral.high * factor))
    return replace(numeral, low=low, high=high, scaled=numeral.scaled or factor > 1)


_LENGTHWAYS = re.compile(
    r"(?:\s(?:to|and|or)\s\d[\d.,]*m)?\s*(?:\)|$|[,.;]|(?:above|across|away|below|deep|from|high|in|"
    r"long|north|of|off|race|south|tall|thick|wide|east|west|dash|hurdles|(?:to|and)(?!\s\d))\b)"
)
_HEAVY = re.compile(r"\b(?:weigh\w*|tons?|tonnes?|kilos?|kilograms?|kg|ounces?|heavy|baby)\b")
_PENCE = re.compile(
    r"\s(?:and\s)?(?:\d\d?(?:\s?p(?:ence)?\b|\s*(?:$|[.,;]))|[a-z]+(?:-[a-z]+)? pence\b)"
)
_PAID = re.compile(
    r"£|\b(?:cost\w*|pa(?:y|ys|id|ying)|price\w*|fine[ds]?|worth|earn\w*|wages?|fees?|sterling|tax\w*|"
    r"salar\w+|budget|bills?|fund\w*|grants?|spen[dt]\w*)\b"
)


def measured(sentence: str, numeral: Numeral) -> Numeral:
    """A numeral with the unit after it, if there is one that fits."""
    if _in_metres(sentence, numeral):
        number = value(numeral.words[:-1])
        return replace(numeral, low=number, high=number, kind=Kind.MEASURE, unit="metre")
    if marked := _marked(sentence, numeral):
        return marked
    unit = unit_after(sentence, numeral.end)
    if unit is None or not _fits(sentence, numeral, unit):
        return numeral
    if unit.words.lower() in ("pound", "pounds") and _is_weight(sentence, numeral, unit):
        unit = replace(unit, name="pound-mass", kind=Kind.MEASURE)
    read = replace(numeral, end=unit.end, kind=unit.kind, unit=unit.name)
    below = _BELOW_ZERO.match(sentence, unit.end) if unit.name.startswith("degree") else None
    return times(replace(read, end=below.end()), Decimal(-1)) if below else times(read, unit.factor)


def _marked(sentence: str, numeral: Numeral) -> Numeral | None:
    """ "5'10\"" is five feet and ten inches."""
    if not numeral.words[-1:].isdigit():
        return None
    for mark, name in ((_FOOT_MARK, "foot"), (_INCH_MARK, "inch")):
        if found := mark.match(sentence, numeral.end):
            return replace(numeral, end=found.end(), kind=Kind.MEASURE, unit=name)
    return None


_FOOT_MARK = re.compile(r"['′’](?=\s?\d{1,2}(?:\.\d)?\s?(?:[\"″”]|'')(?!\w))")
_INCH_MARK = re.compile(r"(?<=['′’]\d)[\"″”]|(?<=['′’ ]\d\d)(?<=['′’\d]..)[\"″”]")
_BELOW_ZERO = re.compile(r"\sbelow\szero\b")


def _in_metres(sentence: str, numeral: Numeral) -> bool:
    """ "48m away" is metres, "$48m" and "48m people" are millions."""
    metres = numeral.words[-1:] == "m" and numeral.words[-2:-1].isdigit()
    return metres and bool(_LENGTHWAYS.match(sentence, numeral.end))


_WARM = re.compile(
    r"(?i)\b(?:temperatures?|degrees?|weather|warm\w*|heat\w*|hot\w*|cold\w*|freez\w*|boil\w*|cool\w*|"
    r"thermometers?|fever|oven|celsius|fahrenheit|mercury)\b|°"
)
_RISEN = re.compile(r"\b(?:hits?|reach(?:ed|es)?|topp?(?:ed|s)) $")
_APART = re.compile(
    r"\s*(?:$|[.,;:!?)]|(?:and|or|in|at|to|on|for|by|from|outside|today|tonight|tomorrow|now|but)\b)"
)
_STONE = re.compile(r"\s*(?:$|[.,;)]|\d|(?:and|in weight|heavy|heavier|lighter|or)\b)")
_INCHES = re.compile(r"\s*(?:\)|$|[,.;]|of )")
_FEET = re.compile(r"\d ?(?:ft\.?|feet|foot|′) $")


def _fits(sentence: str, numeral: Numeral, unit: Unit) -> bool:
    """Short symbols go with digits alone: "two m"; "in" and "won" are other words too."""
    rest = sentence[unit.end : unit.end + 4]
    if unit.words in ("in", "in."):
        alone = _INCHES.match(rest) or _FEET.search(
            sentence, max(0, numeral.start - 9), numeral.start
        )
        return numeral.words[-1:].isdigit() and alone is not None
    if unit.words == "stone":
        return _STONE.match(sentence, unit.end) is not None
    if unit.words == "won":
        return numeral.scaled
    if unit.words in ("C", "F"):
        return numeral.words[-1:].isdigit() and _is_warmth(sentence, numeral, unit)
    if unit.words in ("c", "p"):
        return re.fullmatch(r"\d\d?", sentence[numeral.start : unit.end - 1]) is not None
    of_money = unit.kind is Kind.MONEY and numeral.scaled
    short = len(unit.words) <= 2 and unit.words.isalpha()
    return not short or of_money or numeral.words[-1:].isdigit()


def _is_warmth(sentence: str, numeral: Numeral, unit: Unit) -> bool:
    """Not "30 F-16s" and "seat 12F": degrees stand beside words of warmth, or apart from their
    number and at the end of what is said of it."""
    if sentence[unit.end : unit.end + 1] == "-":
        return False
    gap = not sentence[unit.end - 2].isdigit()
    risen = _RISEN.search(sentence, max(0, numeral.start - 12), numeral.start) is not None
    apart = (gap or risen) and _APART.match(sentence, unit.end) is not None
    return apart or _WARM.search(sentence) is not None


def _is_weight(sentence: str, numeral: Numeral, unit: Unit) -> bool:
    """Pounds are weight before what is weighed and beside words of weight, and a few of them
    wherever no word of money stands."""
    if numeral.scaled or _PENCE.match(sentence, unit.end):
        return False
    if sentence.startswith(" of", unit.end) or _HEAVY.search(sentence):
        return True
    return numeral.high is not None and numeral.high < 1_000 and not _PAID.search(sentence)
