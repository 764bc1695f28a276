"""How much is said? Numerals, ranges and hedges put together as amounts.

"between 1.2 million and 1.5 million"   between  1,200,000 to 1,500,000
"at least 10 and as many as 15"         between  10 to 15
"12 or more"                            at_least 12, open above
"fell from 40 to 30"                    two amounts, no range
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from service import vague
from service.extraction.answers import named
from service.extraction.lexicon import table
from service.extraction.numerals import Numeral, numerals
from service.extraction.quantities import value
from service.values import Amount, Hedge, Kind


@dataclass(frozen=True, slots=True)
class Mention:
    """An amount where it stands; `start` and `end` are offsets into the sentence."""

    start: int
    end: int
    amount: Amount
    rule: str
    """Name of the rule that read it."""
    conversion_of: int | None = None
    """Start of the mention that this one only states in another unit: "8 feet (2.4 m)"."""


def mentions(sentence: str) -> list[Mention]:
    """Every amount that a sentence states, in order, none overlapping another."""
    found = _joined(sentence, list(numerals(sentence)))
    hedged = [_hedged(sentence, n, *room) for n, room in zip(found, _rooms(found), strict=True)]
    return _rated(sentence, _converted(sentence, _bridged(sentence, hedged)))


def _rooms(found: Sequence[Numeral]) -> Iterator[tuple[int, int | None]]:
    """Where the words that may hedge each numeral begin and end: between its neighbours."""
    for index in range(len(found)):
        before = found[index - 1].end if index else 0
        yield before, found[index + 1].start if index + 1 < len(found) else None


# Ranges

_BETWEEN = re.compile(
    r"(?:anywhere |somewhere )?between\s+(?:about |around |roughly |some )?$", re.IGNORECASE
)
_CHANGE = re.compile(
    r"\b(?:r[io]se[ns]?|grew|grown|grow|increas\w*|fell|fall\w*|dropp?\w*|declin\w*|down|cut|"
    r"reduc\w*|rais\w*|jump\w*|climb\w*|went|gone|revis\w*|shr[aiu]nk\w*|soar\w*|surg\w*|"
    r"expand\w*|lower\w*|up|slash\w*|swell\w*|swelled|swollen|chang\w*|upgrad\w*|downgrad\w*)\b"
    r"[^.;:]{0,60}\bfrom\s+(?:\w+ )?$",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s?[-–—‑]\s?$")
_TO = re.compile(
    r"\s(?:to|and up to|up to)\s(?:about |some |around |as many as |as much as )?$", re.IGNORECASE
)
_OR = re.compile(r"\s(?:or|or even|or perhaps|maybe)\s$", re.IGNORECASE)
_AND = re.compile(
    r"\s(?:and|to)\s(?:about |around |roughly |some |as many as |as much as )?$", re.IGNORECASE
)


def _joined(sentence: str, found: list[Numeral]) -> list[Numeral]:
    joined: list[Numeral] = []
    for numeral in found:
        previous = joined.pop() if joined else None
        merged = previous and _range(sentence, previous, numeral)
        joined.extend([merged] if merged else [n for n in (previous, numeral) if n])
    return joined


def _range(sentence: str, first: Numeral, second: Numeral) -> Numeral | None:
    if first.low is None or second.low is None or first.hedge is Hedge.BETWEEN:
        return None
    gap, lead = sentence[first.end : second.start], sentence[: first.start]
    between = _BETWEEN.search(lead)
    ends = _aligned(first, second)
    if ends is None or not _joins(gap, lead, bool(between), first, second, ends):
        return None
    start = between.start() if between else first.start
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
        return ends[0] < ends[1] and not _CHANGE.search(lead)
    close = ends[0] < ends[1] <= 2 * ends[0]
    return bool(_OR.match(gap)) and close and Hedge.VAGUE not in (first.hedge, second.hedge)


def _aligned(first: Numeral, second: Numeral) -> tuple[Decimal, Decimal] | None:
    """Both ends of a range in one unit and scale, None where they do not fit together."""
    units = {n.unit for n in (first, second) if n.kind is not Kind.COUNT}
    if len(units) > 1 or (
        first.kind is not Kind.COUNT and second.kind is Kind.PERCENT and not units
    ):
        return None
    if first.low is None or second.high is None:
        return None
    if first.kind in (Kind.PERCENT, Kind.MEASURE) and second.kind is Kind.COUNT:
        return None  # "fell 20 percent to 300"
    if second.scaled and not first.scaled and first.words:
        scale = re.search(r"[a-z]+$", second.words, re.IGNORECASE)
        shared = scale and value(f"{first.words} {scale.group()}")
        if shared and shared <= second.high:
            return shared, second.high
    return first.low, second.high


# Hedges

_OPEN: dict[Hedge, tuple[bool, bool]] = {
    Hedge.AT_LEAST: (True, False),
    Hedge.MORE_THAN: (True, False),
    Hedge.AT_MOST: (False, True),
    Hedge.LESS_THAN: (False, True),
}
"""Which of the two ends (low, high) a hedge leaves standing."""


_PHRASAL = re.compile(r"(?i)\b(?:hand|turn|sign|pass)(?:ed|ing|s)?\s+over$")
"""Verbs whose particle "over" binds no number: "handed over 20 vehicles"."""


@cache
def _hedge_pattern(side: str) -> re.Pattern[str]:
    words = sorted(_hedge_words(side), key=len, reverse=True)
    choice = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words)
    if side in ("before", "verbs"):
        return re.compile(
            rf"(?<![\w-])({choice})\s+(?:(?:the|some|about|around)\s+)?$", re.IGNORECASE
        )
    return re.compile(rf"\s?({choice})(?!\w)", re.IGNORECASE)


@cache
def _hedge_words(side: str) -> dict[str, Hedge]:
    return {w: Hedge(hedge) for hedge, words in table("hedges")[side].items() for w in words}


def _hedged(sentence: str, numeral: Numeral, earliest: int, following: int | None) -> Mention:
    before = _hedge_pattern("before").search(
        sentence, max(earliest, numeral.start - 40), numeral.start
    )
    after = None if before else _hedge_pattern("after").match(sentence, numeral.end)
    if before and _PHRASAL.search(sentence, 0, before.end(1)):
        before = None
    if after and following is not None and following - after.end() <= 1:
        after = None  # it binds the number that follows: "0 at least 12"
    match = before or after
    if match is None:
        verb = _hedge_pattern("verbs").search(sentence, earliest, numeral.start)
        hedge = _hedge_words("verbs")[verb.group(1).lower()] if verb else None
        rule = f"{named(_hedged)}_by_verb" if hedge else numeral.rule
        return Mention(numeral.start, numeral.end, _amount(numeral, hedge), rule)
    word = " ".join(match.group(1).lower().split())
    side = "before" if before else "after"
    hedge = _hedge_words(side).get(word) or _hedge_words(side)[f" {word}"]
    start = match.start() if before else numeral.start
    end = numeral.end if before else match.end()
    return Mention(start, end, _amount(numeral, hedge), f"{named(_hedged)}_{side}")


def _amount(numeral: Numeral, hedge: Hedge | None) -> Amount:
    low, high, kept = numeral.low, numeral.high, hedge or numeral.hedge
    table_name = vague.name() if numeral.hedge is Hedge.VAGUE else None
    if numeral.hedge in (Hedge.UNKNOWN, Hedge.BETWEEN):
        kept = numeral.hedge
    elif hedge in _OPEN:
        has_low, has_high = _OPEN[hedge]
        low, high = low if has_low else None, high if has_high else None
    elif numeral.hedge is Hedge.VAGUE:
        kept = Hedge.VAGUE
    return Amount(low, high, kept, numeral.kind, numeral.unit, table_name)


# Pairs of mentions

_BRIDGE = re.compile(
    r"\s*,?\s*(?:and|but|to)?\s*(?:possibly|perhaps|maybe)?\s*,?\s*$", re.IGNORECASE
)
_OPEN_BRACKET = re.compile(r"\s*\((?:[^\w$€£]{1,6})?$")


def _bridged(sentence: str, found: list[Mention]) -> list[Mention]:
    """ "at least 10 and as many as 15" as one range."""
    bridged: list[Mention] = []
    for mention in found:
        last = bridged[-1] if bridged else None
        if last and _is_bridge(sentence, last, mention):
            low, high = last.amount.low, mention.amount.high
            amount = replace(mention.amount, low=low, high=high, hedge=Hedge.BETWEEN)
            bridged[-1] = Mention(last.start, mention.end, amount, named(_bridged))
        else:
            bridged.append(mention)
    return bridged


def _is_bridge(sentence: str, first: Mention, second: Mention) -> bool:
    low, high = first.amount.low, second.amount.high
    return (
        first.amount.hedge in (Hedge.AT_LEAST, Hedge.MORE_THAN)
        and second.amount.hedge in (Hedge.AT_MOST, Hedge.LESS_THAN)
        and first.amount.kind == second.amount.kind
        and low is not None
        and high is not None
        and low < high
        and bool(_BRIDGE.match(sentence[first.end : second.start]))
    )


_RATE = re.compile(
    r"[^,.;:()\d]{0,60}?\b(?:(?:a|an|per|each|every)\s(?P<unit>hour|day|night|week|month|year)\b|"
    r"(?P<ly>hourly|daily|nightly|weekly|monthly|yearly)\b)"
    r"(?!\s(?:after|before|earlier|later|ago|since|when|on|in which))",
    re.IGNORECASE,
)
_RATE_BEFORE = re.compile(
    r"\b(?P<ly>daily|weekly|monthly|yearly)\s(?:\w+\s){0,3}?(?:casualt|loss|toll|death|average|rate)"
    r"\w*\b[^.;,]{0,40}$",
    re.IGNORECASE,
)
_PER = {"hourly": "hour", "daily": "day", "nightly": "night", "weekly": "week", "monthly": "month",
        "yearly": "year"}  # fmt: skip


def _rated(sentence: str, found: list[Mention]) -> list[Mention]:
    """Counts per stretch of time have that as their unit: "1,500 soldiers killed every day"."""
    ends = [*(m.start for m in found[1:]), len(sentence)]
    return [_with_rate(sentence, m, end) for m, end in zip(found, ends, strict=False)]


def _with_rate(sentence: str, mention: Mention, end: int) -> Mention:
    rate = _RATE.match(sentence, mention.end, end) or _RATE_BEFORE.search(sentence[: mention.start])
    if rate is None or mention.amount.kind is not Kind.COUNT:
        return mention
    unit = rate.groupdict().get("unit") or _PER[rate.group("ly").lower()]
    return replace(mention, amount=replace(mention.amount, unit=f"per {unit.lower()}"))


def _converted(sentence: str, found: list[Mention]) -> list[Mention]:
    """A conversion in brackets takes over the hedge and the open ends of what it converts."""
    converted: list[Mention] = []
    for mention in found:
        last = converted[-1] if converted else None
        if last and _is_conversion(sentence, last, mention):
            mention = replace(
                mention,
                amount=_like(last.amount, mention.amount),
                rule=named(_converted),
                conversion_of=last.start,
            )
        converted.append(mention)
    return converted


def _is_conversion(sentence: str, first: Mention, second: Mention) -> bool:
    gap = sentence[first.end : second.start]
    kinds = {first.amount.kind, second.amount.kind}
    return bool(_OPEN_BRACKET.match(gap)) and kinds in ({Kind.MEASURE}, {Kind.MONEY})


def _like(model: Amount, amount: Amount) -> Amount:
    if model.hedge is Hedge.BETWEEN or amount.hedge is not Hedge.EXACT:
        return amount
    low = amount.low if model.low is not None else None
    high = amount.high if model.high is not None else None
    return replace(amount, low=low, high=high, hedge=model.hedge)
