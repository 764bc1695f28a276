"""Which numerals belong together? Sums in two parts, and the two ends of a range.

"between 1.2 million and 1.5 million", "20-30", "five or six", "15 dollars and 50 cents"; but in
"fell from 40 to 30" they are two
"""

import re
from dataclasses import replace
from decimal import Decimal

from service.extraction.answers import named
from service.extraction.lexicon import table
from service.extraction.measures import Numeral
from service.extraction.reckoning import value
from service.values import Hedge, Kind

# Sums in two parts

_AND_COINS = re.compile(r"\s(?:and\s)?$")
_ENDS = re.compile(r"\s*(?:$|[.,;:!?)]|more\b)")


def _with_coins(sentence: str, found: list[Numeral]) -> list[Numeral]:
    """ "thirteen dollars and forty-five cents", "15 dollars 50" as one sum."""
    joined: list[Numeral] = []
    for numeral in found:
        sum_ = joined[-1] if joined else None
        if sum_ and sum_.low is not None and _are_coins(sentence, sum_, numeral):
            whole = sum_.low + (numeral.low or Decimal(0)) / 100
            joined[-1] = replace(
                sum_, end=numeral.end, low=whole, high=whole, rule=named(_with_coins)
            )
        else:
            joined.append(numeral)
    return joined


def _are_coins(sentence: str, sum_: Numeral, numeral: Numeral) -> bool:
    """Whether a number is the hundredths of the sum right before it."""
    is_sum = sum_.kind is Kind.MONEY and not sum_.scaled and str(sum_.unit).isupper()
    if not is_sum or numeral.low is None or not 0 < numeral.low < 100:
        return False
    if not _AND_COINS.match(sentence[sum_.end : numeral.start]):
        return False
    told = sentence[sum_.end - 1].isalpha() or numeral.words[:1].isalpha()
    bare = numeral.kind is Kind.COUNT and numeral.low >= 10 and told
    ends = _ENDS.match(sentence, numeral.end) is not None
    return numeral.unit in table("currencies")["coins"] or (bare and ends)


# Ranges

_LEAD = 80
"""How many characters before a number the words that say what it is may begin."""
_ROUGHLY = r"(?:about |around |roughly |approximately |some |the |an estimated |perhaps |maybe )?"
_BETWEEN = re.compile(
    rf"(?:anywhere |somewhere )?between\s+(?:the range of )?{_ROUGHLY}$", re.IGNORECASE
)
_CHANGE = re.compile(
    r"\b(?:r[io]se[ns]?|grew|grown|grow|increas\w*|fell|fall\w*|dropp?\w*|declin\w*|down|cut|"
    r"reduc\w*|rais\w*|jump\w*|climb\w*|went|gone|revis\w*|shr[aiu]nk\w*|soar\w*|surg\w*|"
    r"expand\w*|lower\w*|up|slash\w*|swell\w*|swelled|swollen|chang\w*|upgrad\w*|downgrad\w*)\b"
    r"[^.;:]{0,60}\bfrom\s+(?:\w+ )?$",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s?(?:--|——|[-–—‑~])\s?$")
_CHAIN = re.compile(r"[-/]\w")
_CHAINED = re.compile(r"\w-$")
"""What a row of numbers, as a code is, goes on with after a number and before it."""
_TO = re.compile(
    r"(?:-to-|-?\s(?:to|through|thru|and up to|up to|all the way to)\s"
    rf"{_ROUGHLY}(?:as (?:many|much) as )?\+?)$",
    re.IGNORECASE,
)
_OR = re.compile(
    r"(?:\s(?:or|or even|or perhaps|or maybe)|,?\s(?:maybe|perhaps|possibly))\s$", re.IGNORECASE
)
_ONE_OF_MORE = re.compile(r"\w,\s$")
"""What stands before the second of three: "eight, |nine, maybe ten"."""
_AND = re.compile(rf"\s(?:and|to)\s{_ROUGHLY}(?:as (?:many|much) as )?\+?$", re.IGNORECASE)


def joined(sentence: str, found: list[Numeral]) -> list[Numeral]:
    """The numerals of a sentence, with those that state one number or one range together as one."""
    together: list[Numeral] = []
    for numeral in _with_coins(sentence, found):
        if together and (told := _in_terms_of(sentence, together[-1], numeral)):
            together[-1] = told
        previous = together.pop() if together else None
        if previous and _is_score(sentence, previous, numeral):
            previous, numeral = (replace(n, aside=SCORE) for n in (previous, numeral))
        merged = previous and _range(sentence, previous, numeral)
        together.extend([merged] if merged else [n for n in (previous, numeral) if n])
    return together


SCORE = "score"
"""Why the two numbers of "3-1" can be no claims."""


def _is_score(sentence: str, first: Numeral, second: Numeral) -> bool:
    """ "3-1", "52–48", "two-to-one": no range goes down, and a vote or a game may."""
    if sentence[first.end : second.start] not in ("-", "–", "-to-") or first.low is None:
        return False
    bare = all(_SCORED.fullmatch(sentence[n.start : n.end]) for n in (first, second))
    code = _CHAIN.match(sentence, second.end) or _CHAINED.search(sentence[: first.start])
    return bare and not code and second.low is not None and first.low > second.low


_SCORED = re.compile(r"(?i)\d{1,3}|[a-z]{3,6}")


_FROM = re.compile(r"\bfrom (?:about |around |some |just |only )?$")


def _in_terms_of(sentence: str, first: Numeral, second: Numeral) -> Numeral | None:
    """The first of two numbers between which something changed, in the scale and the unit that only
    the second names: "rose from $5 to $7 billion", "from 5 to 7 percent"."""
    if not _TO.match(sentence[first.end : second.start]) or not first.words:
        return None
    if first.low is None or not _FROM.search(sentence[max(0, first.start - _LEAD) : first.start]):
        return None
    if first.kind not in (Kind.COUNT, second.kind):
        return None
    scale = None if first.scaled or not second.scaled else _SCALE_WORD.search(second.words)
    low = value(f"{first.words} {scale.group()}") if scale else first.low
    if low is None or not second.low or not 1 / _ALIKE <= low / second.low <= _ALIKE:
        return None  # "from 900 to 1.2 million"
    return replace(
        first, low=low, high=low, kind=second.kind, unit=second.unit, scaled=second.scaled
    )


_SCALE_WORD = re.compile(r"[a-z]+$", re.IGNORECASE)
_ALIKE = Decimal(20)
"""How many times as great as the other end of a change one end may be."""


def _range(sentence: str, first: Numeral, second: Numeral) -> Numeral | None:
    if first.low is None or second.low is None or first.hedge is Hedge.BETWEEN:
        return None
    if first.aside != second.aside:
        return None  # "one - third"
    gap = sentence[first.end : second.start]
    lead = sentence[max(0, first.start - _LEAD) : first.start]
    chain = not gap.startswith("- ") and _CHAIN.match(sentence, second.end)
    if chain or _CHAINED.search(lead):
        return None
    between = _BETWEEN.search(lead)
    ends = _thousands(gap, first, second) or _aligned(first, second)
    if ends is None or not _joins(gap, lead, bool(between), first, second, ends):
        return None
    start = first.start - len(lead) + between.start() if between else first.start
    unit = second if second.kind is not Kind.COUNT else first
    low, high = ends
    return replace(
        second,
        start=start,
        low=low,
        high=high,
        hedge=Hedge.BETWEEN,
        kind=unit.kind,
        unit=unit.unit,
        rule=named(_range),
    )


def _joins(
    gap: str,
    lead: str,
    between: bool,
    first: Numeral,
    second: Numeral,
    ends: tuple[Decimal, Decimal],
) -> bool:
    if between:
        return bool(_AND.match(gap) or _DASH.match(gap)) and ends[0] < ends[1]
    if _DASH.match(gap):
        return ends[0] <= ends[1]
    if _TO.match(gap):
        return ends[0] < ends[1] and not _is_change(lead, ends)
    close = ends[0] < ends[1] <= 2 * ends[0] and not _ONE_OF_MORE.search(lead)
    return bool(_OR.match(gap)) and close and Hedge.VAGUE not in (first.hedge, second.hedge)


def _is_change(lead: str, ends: tuple[Decimal, Decimal]) -> bool:
    """ "rose from 30 to 40", "went up by 30 to 400": two numbers, and no range."""
    grown = _GROWTH.search(lead) is not None and ends[1] > _NARROW * ends[0]
    return grown or _CHANGE.search(lead) is not None


_GROWTH = re.compile(r"\bby (?:about |around |some |another )?$", re.IGNORECASE)
_NARROW = 4
"""How many times as great as its low end the high end of what something grew by may be."""


def _thousands(gap: str, first: Numeral, second: Numeral) -> tuple[Decimal, Decimal] | None:
    """The ends of "5-10,000 people", where the zeros of the second are those of the first too."""
    low = Decimal(first.words) * 1_000 if _BARE.fullmatch(first.words) else None
    zeros = gap in ("-", "–") and second.words.endswith(",000")
    if not zeros or low is None or second.high is None or not low < second.high:
        return None
    return low, second.high


_BARE = re.compile(r"[1-9]\d{0,2}")


def _aligned(first: Numeral, second: Numeral) -> tuple[Decimal, Decimal] | None:
    """Both ends of a range in one unit and scale, None where they do not fit together."""
    units = {str(n.unit) for n in (first, second) if n.kind is not Kind.COUNT}
    named = {unit.partition(" per ")[0] for unit in units}
    if first.unit == "degree angle" and str(second.unit).startswith("degree"):
        named = {str(second.unit)}  # "20° to 30°C"
    if (
        len(named) > 1
        or (len(units) > 1 and " per " in str(first.unit))
        or (first.kind is not Kind.COUNT and second.kind is Kind.PERCENT and not units)
    ):
        return None
    if first.low is None or second.high is None:
        return None
    if first.kind in (Kind.PERCENT, Kind.MEASURE) and second.kind is Kind.COUNT:
        return None  # "fell 20 percent to 300"
    if second.scaled and not first.scaled and first.words:
        scale = _SCALE_WORD.search(second.words)
        shared = scale and value(f"{first.words} {scale.group()}")
        if shared and shared <= second.high:
            return shared, second.high
    if second.high < first.low < 0:
        return second.high, first.low  # "-5 to -10"
    return first.low, second.high
