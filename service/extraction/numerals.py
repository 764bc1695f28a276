"""Which words are numbers? One numeral at a time, with the unit that belongs to it.

A numeral is the smallest piece that carries a value: "10,000", "1.5 million", "hundreds",
"$2.5bn", "40 per cent", "one in five". Hedges and ranges are put together in `amounts`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

from service.extraction import reckoning
from service.extraction.answers import named
from service.extraction.lexicon import table
from service.extraction.measures import Numeral, measured, times
from service.extraction.reckoning import ONES, ORDINALS, SCALES, TEENS, TENS, value
from service.extraction.units import SIGNS, currency, rate_after, unit_after
from service.extraction.writing import (
    CARDINAL,
    DENOMINATOR,
    HAS_SCALE,
    MINUS,
    MINUS_SIGN,
    NUMBER,
    PARTS,
    PLURALS,
    SCALE,
    SMALL,
    SPACE,
    WORDED,
)
from service.vague import interval
from service.values import Hedge, Kind

# Where numerals begin

_TOKEN = re.compile(
    rf"\d+|\.\d|[¼-¾⅐-⅞]|[{SIGNS}](?=[ \u00a0]?[\w.])|[-−](?=[.\d{SIGNS}])|[^\W\d_]+"
)
_BEGINNERS = frozenset(
    "half quarter zero nought naught no none several magnitude minus negative".split()
) | {*ONES, *TEENS, *TENS, *SCALES, *PLURALS.split("|"), *ORDINALS}
"""Words that a numeral begins with, besides currencies."""
_ARTICLES = frozenset("a an another some many few couple".split())
"""Words that a numeral begins with only before certain others."""
_VAST = "considerable|significant|substantial|certain"
_ARTICLED = re.compile(
    rf"(?i:[ -](?:- |of )?(?:{SCALE}|{DENOMINATOR}|few|couple|handful|number|un\w+|{PLURALS}"
    rf"|(?:{_VAST}) number))\b"
)


_RATE = re.compile(r"\s?(?:/|per|an?|each|every)\s?(?:second|dozen)\b")
"""Words of a rate that are numerals elsewhere: "64 cents| a dozen"."""


def numerals(sentence: str) -> Iterator[Numeral]:
    """The numerals of a sentence in order."""
    end = 0
    for token in _TOKEN.finditer(sentence):
        begins = token.start() >= end and _may_begin(sentence, token)
        if begins and (numeral := _numeral(sentence, token.start(), end)):
            yield numeral
            rate = _RATE.match(sentence, numeral.end) if " per " in str(numeral.unit) else None
            end = rate.end() if rate else numeral.end


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
    if letters is None or sentence[numeral.start] not in "$¥₵":
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

_SIGNED = (
    rf"(?:(?P<minus>{MINUS_SIGN}|(?i:minus |negative ))(?=[{SIGNS}]))?"
    rf"(?P<sign>[{SIGNS}]|[^\W\d_]{{1,6}}\.?)[ \u00a0]?(?P<below>[-−](?=\d))?"
)
_UNKNOWN = (
    r"(?i:an? un(?:known|specified|disclosed|confirmed|determined|verified) (?:number|amount)"
    rf"|a(?: (?:{_VAST}))? number(?= of))"
)
_FEW_OF_MANY = (
    rf"(?i:(?P<few>{SMALL}|\d{{1,3}})[ -](?:in|out[ -]of|of(?= every))(?: every)?[ -]"
    rf"(?P<many>{SMALL}|\d{{1,3}}))(?=[ ,.;)]|$)"
)
_FEW_THINGS_OF_MANY = (
    rf"(?i:(?P<few>{'|'.join(ONES)}) [a-z]{{3,}} (?:in|out of)(?: every)? "
    r"(?P<many>two|three|four|five|six|seven|eight|nine|ten|twenty|(?:a |one )?hundred))"
    r"(?=\s*(?:$|[.,;)])|\s(?:is|are|was|were|has|have|had|now|still|will|would|can|could|do|does|"
    r"did|live|lives|lack|lacks|need|needs)\b)"
)
"""What many are of, right behind the few, and then what is said of these: "nine trains in ten"."""
_PART_OF_UNIT = (
    rf"(?i:(?P<part>(?:(?:an?|one)[- ])?half|(?:a|one|three)[- ]quarters?"
    rf"|(?:(?:an?|{'|'.join(ONES)})[- ])?{DENOMINATOR}s?(?= of an? ))(?:(?: of)?(?: an?|-an?))?)\b"
)
_HALF_PERCENT = r"half of (?:1|one)[ \u00a0](?:percent|per cent)"
_HYPHENED = rf"(?i:(?:an?|one)(?: - |-){DENOMINATOR}|{SMALL}(?: - |-){PARTS})\b(?!-{SCALE})"
_PART = rf"(?i:(?:an?|one)(?: - |[- ]){DENOMINATOR}|{CARDINAL}(?: - |[- ]){PARTS}|half)\b"
_OF_WHOLE = (
    r"(?= (?:of|the|its|their|all|was|were|is|are|has|have|had|do|did|say|said|think|thought|"
    r"believe|believed|want|wanted|would|will|could|can|should|disagree|agree|agreed|live|lived)\b)"
)
_BARE = r"(?=\s*(?:$|[.,;:!?)]|(?:and|or|but|in|to|less|more|than|as|at|by|from|turn)\b))"
_OR_MORE_OF = (
    r"(?=(?:-plus|\+| plus| or (?:more|so|less|fewer)| at (?:least|most))"
    r" of (?:the|its|their|all)\b)"
)
_NOT_AFTER = r"(?<!first )(?<!second )(?<!first-)(?<!second-)(?<!other )"
_OVER = (
    rf"(?i:(?:(?:minus|negative) )?(?:{WORDED}|\d{{1,4}}) over (?:{WORDED}|\d{{1,3}}))"
    r"(?=\s*(?:$|[.,;)]))"
)
_ORDINAL = (
    r"\d{1,3}(?:,?\d{3})* ?(?:st|nd|rd|th)\b|(?<!\d[- ])"
    rf"(?i:(?:{CARDINAL}(?: and |[- ])|(?:{'|'.join(TENS)})[- ])?(?:{'|'.join(ORDINALS)}))\b(?!s)"
)
_VAGUE = (
    rf"(?i:(?:(?P<many>{PLURALS}) (?:up)?on (?P=many)|(?P<more>{PLURALS}) and (?P=more)"
    rf"|(?:several|(?:a )?few|many|some|(?:a )?couple(?: of)?) {SCALE}s?"
    rf"|(?:(?:several|(?:a )?few|many|(?:a )?couple(?: of)?) )?(?:{PLURALS})"
    r"(?: of (?:hundreds|thousands|millions|billions))?"
    r"|a handful|a few|several|a couple)\b)"
)


@cache
def _rules() -> tuple[tuple[Callable[[re.Match[str]], Numeral | None], re.Pattern[str]], ...]:
    rules = (
        (_unknown, _UNKNOWN),
        (_rate, _FEW_OF_MANY),
        (_rate, _FEW_THINGS_OF_MANY),
        (_half_percent, _HALF_PERCENT),
        (_part_of_unit, _PART_OF_UNIT),
        (_share, r"(?<![\d/])\d/\d{1,2}(?= of (?:the|its|their|all)\b)"),
        (_share, rf"{_NOT_AFTER}{_PART}{_OF_WHOLE}(?! of (?:an? )?{SCALE})"),
        (_share, rf"{_NOT_AFTER}{_PART}{_OR_MORE_OF}"),
        (_bare_fraction, rf"(?:{_NOT_AFTER}{_PART}{_BARE}|{_HYPHENED}|{_OVER})"),
        (_ordinal, rf"(?:{_ORDINAL})"),
        (_vague, _VAGUE),
        (_magnitude, r"(?i:magnitude)[- ](?:of )?(?P<magnitude>\d(?:\.\d+)?)"),
        (_sum, rf"{_SIGNED}(?P<number>{NUMBER}(?:{SPACE}[mb](?![\w-]))?)(?!\w)"),
        (_number, rf"(?P<minus>{MINUS})?(?P<number>{NUMBER})"),
        (_zero, r"(?i:no|none)\b(?!-|\s\w+\sthan\b)"),
    )
    alone = rf"(?:(?<![\w.])|(?=[{SIGNS}]))"
    return tuple((reader, re.compile(alone + pattern)) for reader, pattern in rules)


def _unknown(match: re.Match[str]) -> Numeral:
    """ "an unknown number" of them."""
    return Numeral(match.start(), match.end(), None, None, Hedge.UNKNOWN)


def _rate(match: re.Match[str]) -> Numeral | None:
    """ "one in five", "one child in five" are 20 percent; "16 out of 18" are as many of so many."""
    few, many = value(match["few"]), value(match["many"])
    if few != 1 and many not in _ROUND:
        return None
    return _percent(match, few / many * 100) if few and many and few < many else None


_ROUND = frozenset(map(Decimal, [*range(2, 11), 20, 25, 50, 100]))
"""Of how many a share is told, where it is more than one of them."""


def _part_of_unit(match: re.Match[str]) -> Numeral | None:
    """ "half a mile", "three quarters of a tonne", "a tenth of a percent"."""
    part, unit = value(match["part"]), unit_after(match.string, match.end())
    if part is None or unit is None or unit.kind not in (Kind.MEASURE, Kind.PERCENT):
        return None
    if unit.words.lower() in ("in", "in."):
        return None  # "three quarters in Norway"
    return Numeral(
        match.start(), unit.end, part, part, kind=unit.kind, unit=unit.name, words=match["part"]
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
    read = _of_unit(match.string, numeral) or measured(match.string, numeral)
    of_few = words.split()[-1] in ("several", "few", "couple", "handful")
    return numeral if of_few and read.kind is Kind.MEASURE else read


def _of_unit(sentence: str, numeral: Numeral) -> Numeral | None:
    """ "billions of dollars", "thousands of kilometres"."""
    if not sentence.startswith(" of ", numeral.end):
        return None
    unit = unit_after(sentence, numeral.end + 3)
    if unit is None or unit.words.lower() in _THINGS_TOO or len(unit.words) < 3:
        return None
    return replace(numeral, end=unit.end, kind=unit.kind, unit=unit.name)


_THINGS_TOO = frozenset(
    "marks crowns bucks rand won dong sen soles real cups bars bits foot yard barrel cup bar pint"
    " minutes degrees".split()
)
"""Names of units that are other things too: "hundreds of marks"."""


def _magnitude(match: re.Match[str]) -> Numeral:
    """ "a magnitude 6.4 earthquake"."""
    number = Decimal(match["magnitude"])
    return Numeral(match.start(), match.end(), number, number, kind=Kind.MEASURE, unit="magnitude")


def _sum(match: re.Match[str]) -> Numeral | None:
    """ "$2.5bn", "Rs 40 crore"."""
    sign, numeral = currency(match["sign"]), _exact(match)
    if sign is None or numeral is None or _is_no_sum(sign.words, numeral):
        return None
    after = unit_after(match.string, numeral.end)
    repeated = after and after.name == sign.name and after.words.isalpha()
    end = after.end if after and repeated else numeral.end
    name = sign.name + rate_after(match.string, end)
    below = match["minus"] or match["below"]
    factor = -sign.factor if below else sign.factor
    return times(replace(numeral, end=end, kind=Kind.MONEY, unit=name), factor)


def _is_no_sum(sign: str, numeral: Numeral) -> bool:
    """Letters that are a currency before a great number alone, "R5 million" but no "R5", or before
    any but a small one, "COP 5,000" but no "COP 26"."""
    great = numeral.scaled or "," in numeral.words
    if sign in table("currencies")["scaled"]:
        return not great
    small = not great and numeral.low is not None and numeral.low < 100
    return small and sign in table("currencies")["otherwise"]["signs"]


def _number(match: re.Match[str]) -> Numeral | None:
    """ "12", "forty-two", "2.5 million", with the unit that follows: "155 km"."""
    numeral = _exact(match)
    if numeral is None:
        return None
    read = measured(match.string, numeral)
    if read.end == numeral.end and match.string[read.end : read.end + 1].isalnum():
        return None
    return _negative(match, read) if match["minus"] else read


def _zero(match: re.Match[str]) -> Numeral:
    """ "no casualties", "none of them"."""
    return Numeral(match.start(), match.end(), Decimal(0), Decimal(0), words=match.group())


def _exact(match: re.Match[str]) -> Numeral | None:
    words, number = _longest(match["number"])
    end = match.start("number") + len(words)
    if number is None:
        return None
    if _DOTTED.fullmatch(words) and _THINGS.match(match.string, end):
        number = (number * 1_000).to_integral_value()
    scaled = bool(HAS_SCALE.search(words))
    return Numeral(match.start(), end, number, number, words=words, scaled=scaled)


def _longest(words: str) -> tuple[str, Decimal | None]:
    """The longest beginning that states one number, and that number: "two hundred| and three
    hundred"."""
    whole, number = words, value(words)
    while number is None or _SCALE_NEXT.match(whole, len(words)):
        last = _LAST.search(words)
        if last is None or last.start() < 3:
            break  # "a" alone is no number
        words = words[: last.start()]
        number = value(words)
    return words, number


_LAST = re.compile(r"(?:,? +and|-and|,)?[ -]+[^ -]+$")
_SCALE_NEXT = re.compile(rf"(?i)[ -]{SCALE}")


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
    compared = _COMPARED.search(match.string, max(0, match.start() - 8), match.start())
    if dash and counted and not compared:
        return replace(numeral, start=match.start("number"))
    return times(numeral, Decimal(-1))


_COMPARED = re.compile(r"\b(?:to|and|than|least|most|from|between)\s$")
_COUNTED = re.compile(
    r"\s(?!(?:and|or|to|but|in|at|on|by|from|with|as|is|are|was|were|this|last|for|than|max|maximum|"
    r"minimum|plus|through|up)\b)[^\W\d_]"
)
