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
from service.extraction.measures import Numeral
from service.extraction.numerals import numerals
from service.extraction.ranges import joined
from service.values import Amount, Hedge, Kind


@dataclass(frozen=True, slots=True)
class Mention:
    """An amount where it stands; `start` and `end` are offsets into the sentence."""

    start: int
    end: int
    amount: Amount
    rule: str
    """Name of the rule that read it."""
    aside: str | None = None
    """Why it can be no claim, whatever stands around it: an ordinal, a bare fraction."""
    conversion_of: int | None = None
    """Start of the mention that this one only states in another unit: "8 feet (2.4 m)"."""


def mentions(sentence: str) -> list[Mention]:
    """Every amount that a sentence states and that may be a claim, in order, none overlapping
    another."""
    return [mention for mention in every_mention(sentence) if mention.aside is None]


def every_mention(sentence: str) -> list[Mention]:
    """Every amount that a sentence states, ordinals and bare fractions included."""
    found = joined(sentence, list(numerals(sentence)))
    hedged = [_hedged(sentence, n, *room) for n, room in zip(found, _rooms(found), strict=True)]
    return _rated(sentence, _converted(sentence, _bridged(sentence, hedged)))


def _rooms(found: Sequence[Numeral]) -> Iterator[tuple[int, int | None]]:
    """Where the words that may hedge each numeral begin and end: between its neighbours."""
    for index in range(len(found)):
        before = found[index - 1].end if index else 0
        yield before, found[index + 1].start if index + 1 < len(found) else None


# Hedges

_LEAD = 80
"""How many characters before a number the words that say what it is may begin."""
_OPEN: dict[Hedge, tuple[bool, bool]] = {
    Hedge.AT_LEAST: (True, False),
    Hedge.MORE_THAN: (True, False),
    Hedge.AT_MOST: (False, True),
    Hedge.LESS_THAN: (False, True),
}
"""Which of the two ends (low, high) a hedge leaves standing."""


_REACH = 40
"""How many characters before a number the words that bind it may begin."""
_PHRASAL = re.compile(
    r"(?i)\b(?:hand|turn|sign|pass)(?:ed|ing|s)?\s+over$"
    r"|\badd(?:ed|ing|s)?\s+up\s+to$"
)
"""Verbs whose particle binds no number: "handed over 20 vehicles", "adds up to 20"."""


_BESIDE = "(?:some|about|around|another|a further|an additional|an estimated)"
"""What may stand between words that bind a number and the number: "at least |another| 12"."""


@cache
def _hedge_pattern(side: str) -> re.Pattern[str]:
    words = sorted(_hedge_words(side), key=len, reverse=True)
    choice = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words)
    pattern = {
        "before": rf"(?<![\w-])(?P<words>{choice})\s+(?:(?P<the>the)\s|{_BESIDE}\s)?$",
        "verbs": rf"(?<![\w-])(?P<words>{choice})\s+(?:(?:the|some|about|around)\s+)?$",
        "signs": rf"(?:(?<!\w)|(?!\w))(?P<words>{choice})\s?$",
        "after": rf"\s?(?P<words>{choice})(?!\w|\s+to\b)",  # "and up to"
    }[side]
    return re.compile(pattern, re.IGNORECASE)


@cache
def _hedge_words(side: str) -> dict[str, Hedge]:
    return {w: Hedge(hedge) for hedge, words in table("hedges")[side].items() for w in words}


@dataclass(frozen=True, slots=True)
class _Binding:
    """Words that bind a number, where they stand."""

    start: int
    end: int
    hedge: Hedge


def _binding(match: re.Match[str], side: str) -> _Binding:
    words = _hedge_words(side)
    found = " ".join(match["words"].lower().split())
    return _Binding(match.start(), match.end(), words.get(found) or words[f" {found}"])


def _before(sentence: str, numeral: Numeral, earliest: int) -> _Binding | None:
    start = max(earliest, numeral.start - _REACH)
    sign = _hedge_pattern("signs").search(sentence, start, numeral.start)
    words = _hedge_pattern("before").search(sentence, start, numeral.start)
    if words and _binds_nothing(sentence, words, numeral):
        words = None
    if words is None:
        return sign and _binding(sign, "signs")
    return _denied(sentence, start, _binding(words, "before"))


def _denied(sentence: str, earliest: int, binding: _Binding) -> _Binding:
    """ "no more than 12", "was not over 12", "isn't bigger than 12": at most so many."""
    denial = _NOT.search(sentence, earliest, binding.start)
    if denial is None or binding.hedge not in _DENIED:
        return binding
    start = binding.start if denial["short"] else denial.start()
    return _Binding(start, binding.end, _DENIED[binding.hedge])


_NOT = re.compile(r"(?:\b(?:no|not)|(?P<short>n['’]t))\s+$", re.IGNORECASE)
_DENIED = {Hedge.MORE_THAN: Hedge.AT_MOST, Hedge.LESS_THAN: Hedge.AT_LEAST}


def _binds_nothing(sentence: str, words: re.Match[str], numeral: Numeral) -> bool:
    """Whether words before a number belong to the verb, are of space, or compare with a number
    that is known: "more than the 40 who came", but not "over the 100,000 mark"."""
    known = words["the"] and not numeral.aside and not _MARK.match(sentence, numeral.end)
    space = words["words"].lower() in _OF_SPACE and _is_little(sentence, numeral)
    verb = _PHRASAL.search(sentence, max(0, words.start() - _REACH), words.end("words"))
    return bool(known or space or verb)


def _is_little(sentence: str, numeral: Numeral) -> bool:
    """What "over" is seldom more than: "over several towns", "a row over two islands"."""
    few = not numeral.scaled and numeral.high is not None and 1 <= numeral.high <= _FEW
    counts = numeral.kind is Kind.COUNT and sentence[numeral.end + 1 : numeral.end + 2].isalpha()
    return numeral.hedge is Hedge.VAGUE or (few and counts)


_FEW = 4
_MARK = re.compile(r"[ -](?:\w+[ -])?(?:mark|threshold|milestone|level|limit|barrier|line)\b")
_OF_SPACE = frozenset({"over", "above", "beyond"})
"""What binds no vague word and no few: "lost control over several towns"."""


def _after(sentence: str, numeral: Numeral, following: int | None) -> _Binding | None:
    words = _hedge_pattern("after").match(sentence, numeral.end)
    if words is None:
        return None
    if following is not None and not sentence[words.end() : following].strip():
        return None  # in "0 at least 12" it binds the number that follows
    return _binding(words, "after")


def _hedged(sentence: str, numeral: Numeral, earliest: int, following: int | None) -> Mention:
    """The numeral with the words that bind it. Those before it go first, but for "about": in
    "about 500 or less" it is the bound that counts."""
    before = _before(sentence, numeral, earliest)
    after = _after(sentence, numeral, following)
    if before and after and (before.hedge is not Hedge.ABOUT or after.hedge not in _OPEN):
        after = None
    binding = after or before
    if binding is None:
        return _by_verb(sentence, numeral, earliest)
    start = before.start if before else numeral.start
    end = after.end if after else numeral.end
    rule = f"{named(_hedged)}_{'after' if after else 'before'}"
    return Mention(start, end, _amount(numeral, binding.hedge), rule, numeral.aside)


def _by_verb(sentence: str, numeral: Numeral, earliest: int) -> Mention:
    """ "the toll passed 500": the verb binds the number, and is no part of its quote."""
    start = max(earliest, numeral.start - _REACH)
    verb = _hedge_pattern("verbs").search(sentence, start, numeral.start)
    if verb and verb["words"].lower() == "passed" and _is_passed_over(sentence, numeral):
        verb = None
    hedge = _hedge_words("verbs")[verb["words"].lower()] if verb else None
    rule = named(_by_verb) if hedge else numeral.rule
    return Mention(numeral.start, numeral.end, _amount(numeral, hedge), rule, numeral.aside)


def _is_passed_over(sentence: str, numeral: Numeral) -> bool:
    """ "the storm passed 40 miles north", "the council passed five laws"; but the toll, or the
    number of people, passed 500."""
    return numeral.kind is Kind.MEASURE or _PASSED.match(sentence, numeral.end) is not None


_PASSED = re.compile(
    r"\s(?!(?:dead|deaths?|killed|people|cases|casualties|victims|mark|on|in|by|as|for|the|and|with|at|"
    r"after|this|last|since|but|while|when|to)\b)(?:[\w-]+\s){0,2}[a-z]+s\b"
)


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
    r"\s*,?\s*(?:and|but|to)?\s*(?:is|are|was|were|possibly|perhaps|maybe)?\s*,?\s*$", re.IGNORECASE
)
_OPEN_BRACKET = re.compile(r"\s*\((?:[^\w$€£]{1,6})?$")


def _bridged(sentence: str, found: list[Mention]) -> list[Mention]:
    """ "at least 10 and as many as 15" as one range."""
    bridged: list[Mention] = []
    for mention in found:
        last = bridged[-1] if bridged else None
        ends = _both_ends(last.amount, mention.amount) if last else None
        if last and ends and _is_bridge(sentence, last, mention, ends):
            low, high = ends
            amount = replace(mention.amount, low=low, high=high, hedge=Hedge.BETWEEN)
            bridged[-1] = replace(mention, start=last.start, amount=amount, rule=named(_bridged))
        else:
            bridged.append(mention)
    return bridged


def _is_bridge(
    sentence: str, first: Mention, second: Mention, ends: tuple[Decimal, Decimal]
) -> bool:
    return (
        first.amount.kind == second.amount.kind
        and ends[0] < ends[1]
        and bool(_BRIDGE.match(sentence[first.end : second.start]))
    )


def _both_ends(first: Amount, second: Amount) -> tuple[Decimal, Decimal] | None:
    """The low end of one amount and the high end of the other, where each is open on the other
    side: "at least 10 and at most 15", "below 15 but above 10"."""
    if first.hedge in _ABOVE and second.hedge in _BELOW and first.low and second.high:
        return first.low, second.high
    if first.hedge in _BELOW and second.hedge in _ABOVE and first.high and second.low:
        return second.low, first.high
    return None


_ABOVE = (Hedge.AT_LEAST, Hedge.MORE_THAN)
_BELOW = (Hedge.AT_MOST, Hedge.LESS_THAN)


_RATE = re.compile(
    r"[^,.;:()\d]{0,60}?\b(?<!\bin )(?<!\bwithin )(?<!\bfor )(?<!\bover )(?<!\bof )(?<!\bafter )"
    r"(?:(?:a|an|per|each|every)\s(?P<unit>hour|day|night|week|month|year)\b|"
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
    lead = sentence[max(0, mention.start - _LEAD) : mention.start]
    rate = _RATE.match(sentence, mention.end, end) or _RATE_BEFORE.search(lead)
    amount = mention.amount
    of_it = amount.kind is Kind.MEASURE and sentence.startswith(" of ", mention.end)
    if rate is None or not (amount.kind is Kind.COUNT or of_it) or " per " in str(amount.unit):
        return mention
    unit = rate.groupdict().get("unit") or _PER[rate.group("ly").lower()]
    name = f"{amount.unit} per {unit.lower()}" if amount.unit else f"per {unit.lower()}"
    return replace(mention, amount=replace(amount, unit=name))


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
