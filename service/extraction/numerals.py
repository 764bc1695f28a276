"""Which words are numbers? One numeral at a time, with the unit that belongs to it.

A numeral is the smallest piece that carries a value: "10,000", "1.5 million", "hundreds",
"$2.5bn", "40 per cent", "one in five". Hedges and ranges are put together in `amounts`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from service.extraction import reckoning
from service.extraction.answers import named
from service.extraction.reckoning import (
    DENOMINATORS,
    ONES,
    ORDINALS,
    SCALES,
    TEENS,
    TENS,
    value,
)
from service.extraction.units import SIGNS, Unit, currency, rate_after, unit_after
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
    aside: str | None = None
    """Why it can be no claim, whatever stands around it: an ordinal, a bare fraction."""


# The pieces of a numeral

_SPACE = r"[ \u00a0\u2009\u202f]"
_SCALE = f"(?:{'|'.join(s for s in SCALES if s not in ('lakh', 'crore'))}|lakhs?|crores?)"
_ALONE = (
    r"(?<!few )(?<!couple )(?<!per )(?<!the )(?<!-)"
    r"(?:hundred|thousand|million|billion|dozen)(?=[ -][a-z])"
)
"""A scale without a number before it: "Thousand soldiers", "over million people"."""
_SMALL = (
    rf"(?:(?:{'|'.join(TENS)})(?:(?: - |[- ])(?:{'|'.join(ONES)})\b)?|{'|'.join(TEENS)}"
    rf"|{'|'.join(ONES)}|zero|nought|naught)"
)
_POINT = rf"(?: point {_SMALL}(?:[- ](?:{'|'.join(ONES)}|zero|nought|naught|oh)\b)*)"
_DENOMINATOR = f"(?:{'|'.join(sorted(DENOMINATORS, key=len, reverse=True))})"
_PARTS = f"(?:{_DENOMINATOR}s|halves)"
_PLURALS = "tens|dozens|scores|hundreds|thousands|millions|billions"

DIGITS = (
    r"(?<!\d)(?:\d{1,3}(?:,\d{3}){1,6}(?:\.\d{1,9})?|\d{1,3}(?:, 000){1,4}"
    r"|\d{1,3}(?:['’]\d{3}){1,6}(?:\.\d{1,9})?"
    r"|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3}){1,6}(?:\.\d{1,9}|,\d{1,2}(?![\d,])|(?![ ,.]?\d))"
    r"|\d{1,3}(?:\.\d{3}){1,6},\d{1,2}|\d{1,3}(?:\.\d{3}){2,6}"
    r"|\d{1,2}(?:,\d{2}){1,4},\d{3}(?:\.\d{1,9})?|(?<!,)\d{1,3},\d{1,2}(?!,|\s\d)"
    r"|\d{0,18}\.\d{1,9}(?!\.\d)|\d{1,18})(?!\d)"
)
"""A number in digits. Longer runs of digits are codes, and no number that anybody counts."""
_POWER = r"(?:e[+-]?\d{1,2}|\s?[x×*·]\s?10\^?[+-]?\d{1,2}|\^[+-]?\d{1,2})"
_RATIO = (
    r"(?<![\d/])(?:(?:\d{1,4} {1,2})?(?!9/11|24/7|7/7)\d{1,2}/\d{1,3}(?![\d/])"
    r"|(?:\d{1,4} ?)?[¼-¾⅐-⅞])"
)
_SCALED = (
    rf"(?:{_SPACE}?-?{_SCALE}(?:s(?= |$|[.,;]))?(?:(?<=hundred) and \d{{1,2}}(?![\d,.%]))?"
    rf"|{_SPACE}?(?:mn|mln|mil|bil|bn|tn|trn|cr|lac|lkh)|[mbkMBKT]"
    rf"|(?:(?<=\.\d)|(?<=\.\d\d)){_SPACE}[MB])\b"
)
_IN_DIGITS = rf"(?:{_RATIO}(?:{_SPACE}{_SCALE}\b)?|{DIGITS}(?:{_POWER}|(?:{_SCALED}){{1,2}})?)"
_AND_PART = (
    rf"(?:[- ]and[- ](?:(?:an?|one|three)[- ](?:half|quarters?)|{_SMALL}[- ]{_PARTS}"
    r"|(?<!/\d and )(?<!/\d\d and )\d/\d{1,2}"
    rf"|(?:an?|one)[- ]{_DENOMINATOR}(?=\s*(?:$|[.,;)])))\b(?:[- ]{_SCALE}\b)?)"
)
_OF_SCALE = (
    r"(?:(?:(?:an?|one) )?(?:half|quarter)|(?:two|three)[- ](?:thirds|quarters))"
    rf"(?: of)?(?: an?)?[- ]{_SCALE}\b"
)
_BEGINNING = (
    rf"(?:(?:an?|another)(?= {_SCALE}\b)|hundred and {_SMALL}|{_ALONE}|{_SMALL}{_POINT}?)\b"
)
_CARDINAL = rf"(?:{_BEGINNING}(?:[- ]{_SCALE}\b(?:(?:[- ]and[- ]|[- ]){_SMALL}\b)?){{0,8}})"
_WORDED = (
    rf"(?:{_OF_SCALE}|{_BEGINNING}"
    rf"(?:[- ]{_SCALE}\b(?:(?:[- ]and[- ]|[- ]){_SMALL}\b(?![- ]{_DENOMINATOR}))?){{0,8}}{_POINT}?)"
)
_NUMBER = rf"(?:{_IN_DIGITS}|(?i:{_WORDED}))(?i:{_AND_PART})?"
_MINUS = r"(?:(?<![\w.,%)’'-])(?<!\d )[-−](?=[.\d])|(?i:(?<!plus or )(?<!plus-or-)minus|negative) )"
_HAS_SCALE = re.compile(
    rf"(?:{_SCALE}|\d{_SPACE}?(?:mn|mln|mil|bil|bn|tn|trn|cr|lac|lkh|[mbkt]))$", re.IGNORECASE
)


# Where numerals begin

_TOKEN = re.compile(rf"\d+|\.\d|[¼-¾⅐-⅞]|[{SIGNS}](?=[ \u00a0]?[\w.])|[-−](?=[.\d])|[^\W\d_]+")
_BEGINNERS = frozenset(
    "half quarter zero nought naught no none several magnitude minus negative".split()
) | {*ONES, *TEENS, *TENS, *SCALES, *_PLURALS.split("|"), *ORDINALS}
"""Words that a numeral begins with, besides currencies."""
_ARTICLES = frozenset("a an another some many few couple".split())
"""Words that a numeral begins with only before certain others."""
_VAST = "considerable|significant|substantial|certain"
_ARTICLED = re.compile(
    rf"(?i:[ -](?:- |of )?(?:{_SCALE}|{_DENOMINATOR}|few|couple|handful|number|un\w+|{_PLURALS}"
    rf"|(?:{_VAST}) number))\b"
)


def numerals(sentence: str) -> Iterator[Numeral]:
    """The numerals of a sentence in order."""
    end = 0
    for token in _TOKEN.finditer(sentence):
        begins = token.start() >= end and _may_begin(sentence, token)
        if begins and (numeral := _numeral(sentence, token.start(), end)):
            yield numeral
            end = numeral.end


def _may_begin(sentence: str, token: re.Match[str]) -> bool:
    word = token.group()
    if not word[0].isalpha():
        return True
    if word.lower() in _ARTICLES:
        return _ARTICLED.match(sentence, token.end()) is not None
    return word.lower() in _BEGINNERS or currency(word) is not None


def _numeral(sentence: str, start: int, earliest: int) -> Numeral | None:
    """The numeral that begins there, by the first rule that reads it; its currency may begin
    before, but not before `earliest`."""
    for reader, pattern in _rules():
        match = pattern.match(sentence, start)
        numeral = match and reader(match)
        if numeral:
            return replace(_prefixed(sentence, numeral, earliest), rule=named(reader))
    return None


def _prefixed(sentence: str, numeral: Numeral, earliest: int) -> Numeral:
    """ "c |$ 16 million" begins with the letters that tell whose dollars they are."""
    letters = _LETTERS.search(sentence, max(earliest, numeral.start - 5), numeral.start)
    if letters is None or sentence[numeral.start] not in "$¥":
        return numeral
    whose = currency(letters.group() + sentence[numeral.start])
    if whose is None or numeral.unit is None:
        return numeral
    _, per, of = numeral.unit.partition(" per ")
    return replace(numeral, start=letters.start(), unit=f"{whose.name}{per}{of}")


_LETTERS = re.compile(
    r"(?<![\w.'’])(?:[B-Zb-z][A-Za-z.]{0,3} ?|[Aa][A-Za-z.]{1,3} ?|A)$"  # not the article "a"
)


# The rules: what a numeral may be, tried in order

_UNKNOWN = (
    r"(?i:an? un(?:known|specified|disclosed|confirmed|determined|verified) (?:number|amount)"
    rf"|a(?: (?:{_VAST}))? number(?= of))"
)
_FEW_OF_MANY = (
    rf"(?i:(?P<few>{_SMALL}|\d{{1,3}}) (?:in|out of)(?: every)? (?P<many>{_SMALL}|\d{{1,3}}))"
    r"(?=[ ,.;)]|$)"
)
_PART_OF_UNIT = r"(?i:(?P<part>half|(?:a|one|three)[- ]quarters?)(?:(?: of)?(?: an?|-an?))?)\b"
_HALF_PERCENT = r"half of (?:1|one)[ \u00a0](?:percent|per cent)"
_HYPHENED = rf"(?i:(?:an?|one)(?: - |-){_DENOMINATOR}|{_SMALL}(?: - |-){_PARTS})\b"
_PART = rf"(?i:(?:an?|one)(?: - |[- ]){_DENOMINATOR}|{_CARDINAL}(?: - |[- ]){_PARTS}|half)\b"
_OF_WHOLE = (
    r"(?= (?:of|the|its|their|all|was|were|is|are|has|have|had|do|did|say|said|think|thought|"
    r"believe|believed|want|wanted|would|will|could|can|should|disagree|agree|agreed|live|lived)\b)"
)
_BARE = r"(?=\s*(?:$|[.,;:!?)]|(?:and|or|but|in|to|less|more|than|as|at|by|from|turn)\b))"
_NOT_AFTER = r"(?<!first )(?<!second )(?<!first-)(?<!second-)(?<!other )"
_OVER = (
    rf"(?i:(?:(?:minus|negative) )?(?:{_WORDED}|\d{{1,4}}) over (?:{_WORDED}|\d{{1,3}}))"
    r"(?=\s*(?:$|[.,;)]))"
)
_ORDINAL = (
    r"\d{1,3}(?:,?\d{3})* ?(?:st|nd|rd|th)\b|(?<!\d[- ])"
    rf"(?i:(?:{_CARDINAL}(?: and |[- ])|(?:{'|'.join(TENS)})[- ])?(?:{'|'.join(ORDINALS)}))\b(?!s)"
)
_VAGUE = (
    rf"(?i:(?:(?:several|(?:a )?few|many|some|(?:a )?couple(?: of)?) {_SCALE}s?"
    rf"|(?:(?:several|(?:a )?few|many|(?:a )?couple(?: of)?) )?(?:{_PLURALS})"
    r"(?: of (?:hundreds|thousands|millions|billions))?"
    r"|a handful|a few|several|a couple)\b)"
)


@cache
def _rules() -> tuple[tuple[Callable[[re.Match[str]], Numeral | None], re.Pattern[str]], ...]:
    rules = (
        (_unknown, _UNKNOWN),
        (_rate, _FEW_OF_MANY),
        (_half_percent, _HALF_PERCENT),
        (_part_of_unit, _PART_OF_UNIT),
        (_share, r"(?<![\d/])\d/\d{1,2}(?= of (?:the|its|their|all)\b)"),
        (_share, rf"{_NOT_AFTER}{_PART}{_OF_WHOLE}(?! of (?:an? )?{_SCALE})"),
        (_bare_fraction, rf"(?:{_NOT_AFTER}{_PART}{_BARE}|{_HYPHENED}|{_OVER})"),
        (_ordinal, rf"(?:{_ORDINAL})"),
        (_vague, _VAGUE),
        (_magnitude, r"(?i:magnitude)[- ](?:of )?(?P<magnitude>\d(?:\.\d+)?)"),
        (_sum, rf"(?P<sign>[{SIGNS}]|[^\W\d_]{{1,6}}\.?)[ \u00a0]?(?P<number>{_NUMBER})(?!\w)"),
        (_number, rf"(?P<minus>{_MINUS})?(?P<number>{_NUMBER})"),
        (_zero, r"(?i:no|none)\b(?!-|\s\w+\sthan\b)"),
    )
    alone = rf"(?:(?<![\w.])|(?=[{SIGNS}]))"
    return tuple((reader, re.compile(alone + pattern)) for reader, pattern in rules)


def _unknown(match: re.Match[str]) -> Numeral:
    """ "an unknown number" of them."""
    return Numeral(match.start(), match.end(), None, None, Hedge.UNKNOWN)


def _rate(match: re.Match[str]) -> Numeral | None:
    """ "one in five" is 20 percent."""
    few, many = value(match["few"]), value(match["many"])
    return _percent(match, few / many * 100) if few and many and few < many else None


def _part_of_unit(match: re.Match[str]) -> Numeral | None:
    """ "half a mile", "three quarters of a tonne"."""
    part, unit = value(match["part"]), unit_after(match.string, match.end())
    if part is None or unit is None or unit.kind is not Kind.MEASURE:
        return None
    return Numeral(
        match.start(), unit.end, part, part, kind=Kind.MEASURE, unit=unit.name, words=match["part"]
    )


def _half_percent(match: re.Match[str]) -> Numeral:
    """ "half of one percent"."""
    return _percent(match, Decimal("0.5"))


def _share(match: re.Match[str]) -> Numeral | None:
    """ "two thirds of the houses", "half the town": a share of a whole, in percent. In "two died
    and a third was hurt" it is one more of them."""
    part = value(match.group())
    if part is None or part > 1 or _ONE_MORE.match(match.string, match.start()):
        return None
    return _percent(match, part * 100)


_ONE_MORE = re.compile(rf"(?i)an? (?:{'|'.join(ORDINALS)}) (?:is|was|has|did|lived)\b")


def _bare_fraction(match: re.Match[str]) -> Numeral | None:
    """ "a fifth", "one over 20": of nothing that is named."""
    part = value(match.group())
    if part is None:
        return None
    if part < 1 and _PORTION.search(match.string, max(0, match.start() - 20), match.start()):
        return _percent(match, part * 100)
    return Numeral(match.start(), match.end(), part, part, aside="fraction")


_PORTION = re.compile(
    r"(?i)\b(?:about|around|roughly|nearly|almost|over|under|than|at least|up to|close to|shy of) $"
)
"""What stands before a part of something that the text need not name: "nearly a third"."""


def _ordinal(match: re.Match[str]) -> Numeral | None:
    """ "the 21st", "the third"."""
    place = reckoning.ordinal(match.group())
    if place is None:
        return None
    return Numeral(match.start(), match.end(), place, place, aside="ordinal")


def _percent(match: re.Match[str], share: Decimal) -> Numeral:
    share = Decimal(f"{round(share, 2).normalize():f}")
    return Numeral(match.start(), match.end(), share, share, kind=Kind.PERCENT, unit="percent")


def _vague(match: re.Match[str]) -> Numeral | None:
    """ "hundreds", "several thousand"."""
    words = match.group().lower()
    bounds = interval(words)
    if bounds is None:
        return None
    numeral = Numeral(match.start(), match.end(), *bounds, Hedge.VAGUE, words=words)
    read = _of_money(match.string, numeral) or _measured(match.string, numeral)
    of_few = words.split()[-1] in ("several", "few", "couple", "handful")
    return numeral if of_few and read.kind is Kind.MEASURE else read


def _of_money(sentence: str, numeral: Numeral) -> Numeral | None:
    """ "billions of dollars"."""
    unit = (
        unit_after(sentence, numeral.end + 3) if sentence.startswith(" of ", numeral.end) else None
    )
    if unit is None or unit.kind is not Kind.MONEY or unit.words in _NO_MONEY:
        return None
    return replace(numeral, end=unit.end, kind=Kind.MONEY, unit=unit.name)


_NO_MONEY = frozenset("marks crowns bucks rand won dong sen".split())
"""Names of currencies that are other things too: "hundreds of marks"."""


def _magnitude(match: re.Match[str]) -> Numeral:
    """ "a magnitude 6.4 earthquake"."""
    number = Decimal(match["magnitude"])
    return Numeral(match.start(), match.end(), number, number, kind=Kind.MEASURE, unit="magnitude")


def _sum(match: re.Match[str]) -> Numeral | None:
    """ "$2.5bn", "Rs 40 crore"."""
    sign, numeral = currency(match["sign"]), _exact(match)
    if sign is None or numeral is None:
        return None
    after = unit_after(match.string, match.end())
    repeated = after and after.name == sign.name and after.words.isalpha()
    end = after.end if after and repeated else match.end()
    name = sign.name + rate_after(match.string, end)
    return _times(replace(numeral, end=end, kind=Kind.MONEY, unit=name), sign.factor)


def _number(match: re.Match[str]) -> Numeral | None:
    """ "12", "forty-two", "2.5 million", with the unit that follows: "155 km"."""
    numeral = _exact(match)
    if numeral is None:
        return None
    read = _measured(match.string, numeral)
    if read.end == numeral.end and match.string[read.end : read.end + 1].isalnum():
        return None
    return _negative(match, read) if match["minus"] else read


def _zero(match: re.Match[str]) -> Numeral:
    """ "no casualties", "none of them"."""
    return Numeral(match.start(), match.end(), Decimal(0), Decimal(0), words=match.group())


def _exact(match: re.Match[str]) -> Numeral | None:
    words = match["number"]
    number = value(words)
    if number is None:
        return None
    if _DOTTED.fullmatch(words) and _THINGS.match(match.string, match.end()):
        number = (number * 1_000).to_integral_value()
    scaled = bool(_HAS_SCALE.search(words))
    return Numeral(match.start(), match.end(), number, number, words=words, scaled=scaled)


_DOTTED = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_THINGS = re.compile(
    r" (?:[a-z]+ ){0,2}?(?:people|persons|men|women|children|civilians|soldiers|troops|servicemen|"
    r"fighters|deaths|casualties|cases|victims|refugees|prisoners|houses|homes|buildings|vehicles|"
    r"tanks|drones|missiles|shells|police|officers|patients|infections|voters|protesters)\b"
)
"""What comes in whole numbers only: "1.200 tanks" are 1,200, as half of Europe writes it."""


def _negative(match: re.Match[str], numeral: Numeral) -> Numeral:
    """Below zero, but for a dash before what is counted: "-12 men" is a line of a list."""
    dash = match["minus"] in ("-", "−")
    whole = numeral.kind is Kind.COUNT and "." not in numeral.words
    counted = whole and _COUNTED.match(match.string, numeral.end)
    if dash and counted:
        return replace(numeral, start=match.start("number"))
    return _times(numeral, Decimal(-1))


_COUNTED = re.compile(
    r"\s(?!(?:and|or|to|but|in|at|on|by|from|with|as|is|are|was|were|this|last|for|than)\b)[^\W\d_]"
)


def _times(numeral: Numeral, factor: Decimal) -> Numeral:
    if numeral.low is None or numeral.high is None:
        return numeral
    low, high = sorted((numeral.low * factor, numeral.high * factor))
    return replace(numeral, low=low, high=high, scaled=numeral.scaled or factor > 1)


# Units

_LENGTHWAYS = re.compile(
    r"\s*(?:\)|$|[,.;]|(?:above|across|away|below|deep|from|high|in|long|north|of|"
    r"off|race|south|tall|thick|to|wide|east|west|dash|hurdles|and)\b)"
)
_HEAVY = re.compile(r"\b(?:weigh\w*|tons?|tonnes?|kilos?|kilograms?|kg|ounces?|heavy|baby)\b")
_PENCE = re.compile(r"\s(?:and\s)?\d\d?(?:\s?p(?:ence)?\b|\s*(?:$|[.,;]))")
_PAID = re.compile(
    r"£|\b(?:cost\w*|pa(?:y|ys|id|ying)|price\w*|fine[ds]?|worth|earn\w*|wages?|fees?|sterling|tax\w*|"
    r"salar\w+|budget|bills?|fund\w*|grants?|spen[dt]\w*)\b"
)


def _measured(sentence: str, numeral: Numeral) -> Numeral:
    """A numeral with the unit after it, if there is one that fits."""
    if _in_metres(sentence, numeral):
        number = value(numeral.words[:-1])
        return replace(numeral, low=number, high=number, kind=Kind.MEASURE, unit="metre")
    if marked := _marked(sentence, numeral):
        return marked
    unit = unit_after(sentence, numeral.end)
    if unit is None or not _fits(sentence, numeral, unit):
        return numeral
    if unit.words.startswith("pound") and _is_weight(sentence, numeral, unit):
        unit = replace(unit, name="pound-mass", kind=Kind.MEASURE)
    read = replace(numeral, end=unit.end, kind=unit.kind, unit=unit.name)
    below = _BELOW_ZERO.match(sentence, unit.end) if unit.name.startswith("degree") else None
    return (
        _times(replace(read, end=below.end()), Decimal(-1)) if below else _times(read, unit.factor)
    )


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
_APART = re.compile(
    r"\s*(?:$|[.,;:!?)]|(?:and|or|in|at|to|on|for|by|from|outside|today|tonight|tomorrow|now|but)\b)"
)
_INCHES = re.compile(r"\s*(?:\)|$|[,.;]|of )")
_FEET = re.compile(r"\d ?(?:ft|feet|foot|′) $")


def _fits(sentence: str, numeral: Numeral, unit: Unit) -> bool:
    """Short symbols go with digits alone: "two m"; "in" and "won" are other words too."""
    rest = sentence[unit.end : unit.end + 4]
    if unit.words == "in":
        alone = _INCHES.match(rest) or _FEET.search(
            sentence, max(0, numeral.start - 9), numeral.start
        )
        return numeral.words[-1:].isdigit() and alone is not None
    if unit.words == "won":
        return numeral.scaled
    if unit.words in ("C", "F"):
        return numeral.words[-1:].isdigit() and _is_warmth(sentence, numeral, unit)
    if unit.words in ("c", "p"):
        return re.fullmatch(r"\d\d?", sentence[numeral.start : unit.end - 1]) is not None
    return len(unit.words) > 2 or not unit.words.isalpha() or numeral.words[-1:].isdigit()


def _is_warmth(sentence: str, numeral: Numeral, unit: Unit) -> bool:
    """Not "30 F-16s" and "seat 12F": degrees stand beside words of warmth, or apart from their
    number and at the end of what is said of it."""
    if sentence[unit.end : unit.end + 1] == "-":
        return False
    apart = not sentence[unit.end - 2].isdigit() and _APART.match(sentence, unit.end) is not None
    return apart or _WARM.search(sentence) is not None


def _is_weight(sentence: str, numeral: Numeral, unit: Unit) -> bool:
    """Pounds are weight before what is weighed and beside words of weight, and a few of them
    wherever no word of money stands."""
    if numeral.scaled or _PENCE.match(sentence, unit.end):
        return False
    if sentence.startswith(" of", unit.end) or _HEAVY.search(sentence):
        return True
    return numeral.high is not None and numeral.high < 1_000 and not _PAID.search(sentence)
