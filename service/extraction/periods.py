"""When, and counted how? The period that a number covers, and its basis.

"since the invasion began"      cumulative; no day is invented for the beginning
"since 24 February 2022"        cumulative from that day
"on Tuesday"                    that day, by the day of publication; an incident
"over the past 24 hours"        the day up to publication; an incident
"are deployed"                  a level
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from spacy.tokens import Token

from service.extraction.answers import Answer, named
from service.extraction.parsing import Parsed, lemma
from service.extraction.sources import Utterance
from service.values import Basis, Metric, Period, Population, Precision, last_day

MONTHS = (
    "january february march april may june july august september october november december"
).split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()

_MONTH = (
    r"(?P<{0}month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|"
    r"Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DATE = (
    rf"(?:{_MONTH.format('a')}\s(?P<aday>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s(?P<ayear>\d{{4}}))?"
    rf"|(?P<bday>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH.format('b')}(?:,?\s(?P<byear>\d{{4}}))?"
    rf"|{_MONTH.format('c')}(?:,?\s(?:of\s)?(?P<cyear>\d{{4}}))?\b"
    r"|(?P<dyear>(?:19|20)\d{2})\b)"
)
_SINCE = re.compile(rf"(?i)\bsince\s(?:early\s|late\s|mid-)?{_DATE}")
_BEGINNING = re.compile(
    r"(?i)\bsince\s(?:the\s|its\s|their\s|his\s|last\s|it\s|he\s|they\s|russia\S*\s|then\b|[A-Z])|"
    r"\b(?:so far|to date|overall total|(?<!\ba )total(?:s|ling|led)?|"
    r"cumulative\w*|from the (?:start|beginning|outset)|throughout the (?:war|conflict|invasion)|"
    r"(?:during|in|over) the (?:course of the )?(?:war|conflict|invasion)\b"
    r"(?!-|\s(?:crimes?|zones?)\b)|as of\b|"
    r"death toll|(?:rose|risen|climbed|grown) to|brings? the total|bringing the total)"
)
_SUM = re.compile(r"(?i)\b(?:a total of|in total|in all|altogether|all told)\b")
_AS_OF = re.compile(rf"(?i)\b(?:as of|by)\s(?:the (?:evening|morning) of\s)?{_DATE}")
_ON = re.compile(rf"(?i)\b(?:on|of|for)\s{_DATE}")
_FROM = re.compile(rf"(?i)\b(?:from|between)\s{_DATE}")
_UNTIL = re.compile(rf"(?i)\s(?:to|until|till|through|and)\s{_DATE}")
_BEGUN = re.compile(
    r"(?i)\b(?:after|since)\b[^.;,]{0,60}\b(?:invasion|war|offensive|conflict|outbreak|pandemic)\b"
    rf"[^.;,\d]{{0,30}}\b(?:on|in)\s{_DATE}"
)
_UNTIL_DAY = re.compile(
    r"(?i)\s?(?:to|until|till|through|and|[-–])\s?(?P<day>\d{1,2})(?![\w.,:]\d|\w)"
)
"""A last day of the month of the first: "between May 19 and 26"."""
_PART = re.compile(r",\s(?:including|among them)\b[^,.;]*|,\swith\s[^\d,.;]*\d[^,.;]*|\(\+[^()]*\)")
"""What a sentence says of a part only: "…, including 40 on Monday", "… (+40 over the past day)"."""
_IN = re.compile(rf"(?i)\b(?:in|during|throughout)\s(?:early\s|late\s|mid-)?{_DATE}")
_PAST = re.compile(
    r"(?i)\b(?:(?:over|in|during|within|for)\s(?:the\s)?|the\s)(?:past|last|previous)\s"
    r"(?:(?P<count>\d+|two|three|four|five|six|seven|ten|twelve|twenty-four|few|several)\s)?"
    r"(?P<unit>hour|day|night|week|month|year)s?\b"
)
_THAT_DAY = re.compile(rf"(?i),?\s(?:on\s)?{_DATE}")
"""The date by which a past day is named: "over the past day, August 14"."""
_LAST = re.compile(r"(?i)\blast\s(?P<unit>week|month|year|night)\b")
_WEEKDAY = re.compile(rf"\b(?:on\s|last\s)?(?P<weekday>{'|'.join(d.title() for d in WEEKDAYS)})\b")
_TODAY = re.compile(r"(?i)\b(?:today|this morning|this afternoon|this evening|tonight|overnight)\b")
_YESTERDAY = re.compile(r"(?i)\byesterday\b")
_EVENT = re.compile(
    r"(?i)(?:attacks?|strikes?|airstrikes?|shelling|explosions?|blasts?|bombings?|raids?|clash\w*|"
    r"earthquakes?|quake|crash\w*|shootings?|fires?|floods?|storms?|hurricane|typhoon|cyclone|"
    r"collapse\w*|stampede|massacre|incident|ambush|landslide|struck|bombardment|"
    r"exchange|swap|protests?|rally|march)"
)

_WAR = re.compile(
    r"(?i)\b(?:(?:result|consequence)s? of|because of|due to|owing to|amid|in)\s"
    r"(?:[\w'’-]+\s){0,5}?(?:war|invasion|aggression|conflict)(?![\w'’-]|\s(?:crimes?|zones?)\b)"
)
"""A war as the cause or the scene of what it brought."""

WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10, "twelve": 12,
    "twenty-four": 24,
}  # fmt: skip
LOSSES = frozenset({Metric.KILLED, Metric.WOUNDED, Metric.CASUALTIES})
LOST = LOSSES | {Metric.DESTROYED}
LEVELS = frozenset({Metric.TROOPS})
EVENTS = frozenset({Metric.ATTACKS, Metric.ATTENDANCE})


@dataclass(frozen=True, slots=True)
class Count:
    """A number of which it is asked over what time it was counted."""

    number: Token
    at: int
    """Where it stands in the words of its clause."""
    metric: Metric
    whom: Population
    losses: Token | None = None
    """The losses whose size it states."""


def period(words: str, count: Count, published: date | None) -> Answer[Period]:
    """The period of a number in the `words` of its clause that may tell it (`telling_words`);
    relative days need the day of publication."""
    for own in _own_words(words, count.at):
        for read in _READERS:
            found = read(own, published)
            if found is not None:
                told = replace(found, basis=Basis.LEVEL) if count.metric in LEVELS else found
                return Answer(told, named(read))
    for judge in _JUDGES:
        if basis := judge(count, words):
            return Answer(Period(basis=basis), named(judge))
    return Answer(Period(), named(period))


def _own_words(words: str, at: int) -> Iterator[str]:
    """The words that may date a number, its own first: in "5,000 men, including 40 over the past
    day" the past day is that of the 40 only, and what is added, "(+40)", is no part of since when
    the 5,000 are counted."""
    own = next((p.group() for p in _PART.finditer(words) if p.start() <= at < p.end()), None)
    if own is not None:
        yield own
    if own is None:
        yield _PART.sub("", words)
    elif not own.startswith("("):
        yield words


def telling_words(parsed: Parsed, text: str, spoken: Sequence[Utterance]) -> str:
    """The clause with what dates the statement blanked out: "said on Monday that ..."."""
    words = list(parsed.span.of(text))
    for utterance in spoken:
        for child in utterance.cue.children:
            if child.dep_ in _TIMES and not _covers(child):
                span = parsed.words(list(child.subtree))
                start, end = span.start - parsed.span.start, span.end - parsed.span.start
                words[start:end] = " " * (end - start)
    return "".join(words)


_TIMES = frozenset({"prep", "npadvmod", "advmod"})


def _covers(modifier: Token) -> bool:
    """Whether a modifier tells what the number covers, wherever the parser hung it."""
    return modifier.lower_ in ("since", "over", "during", "so") or any(
        t.lower_ in ("past", "since") or (t.like_num and not t.text.isdigit())
        for t in modifier.subtree
    )


def _added(count: Count, words: str) -> Basis | None:
    """What has come on top of a total since it was last given: "12,000 men (+40)"."""
    return Basis.INCIDENT if _before(count.number) == "+" else None


def _level(count: Count, words: str) -> Basis | None:
    """What there is at a time: "12,000 troops are deployed", "the army has 40 tanks"."""
    held = count.metric is Metric.WEAPONS and _is_held(count.number)
    return Basis.LEVEL if held or count.metric in LEVELS else None


def _event(count: Count, words: str) -> Basis | None:
    """What an event brought: "killed in the shelling of ..."."""
    return Basis.INCIDENT if count.metric in EVENTS or _in_event(count.number) else None


def _of_war(count: Count, words: str) -> Basis | None:
    """What a whole war brought, with no time beside it: "died as a result of the aggression"."""
    return Basis.CUMULATIVE if count.metric in LOSSES and _WAR.search(words) else None


def _already(count: Count, words: str) -> Basis | None:
    """What has come together so far: "have already killed 12 people"."""
    verbs = (a for a in count.number.ancestors if a.pos_ == "VERB")
    so_far = any(c.lower_ == "already" for verb in verbs for c in verb.children)
    return Basis.CUMULATIVE if count.metric in LOST and so_far else None


def _stated(count: Count, words: str) -> Basis | None:
    """What losses "have reached" is all of them so far; but losses "of 40 men" may be of a day."""
    told = count.losses is not None and _before(count.number) != "of"
    lasting = count.metric in LOST and not _RATE.search(words)
    return Basis.CUMULATIVE if told and lasting else None


def _army(count: Count, words: str) -> Basis | None:
    """What a state or its army "has lost", with no event and no time beside it, is its losses so
    far; but what it "loses" or what somebody "destroys" may be of any day."""
    if count.metric not in LOST or not count.whom.whose or _RATE.search(words):
        return None
    verb = next((a for a in count.number.ancestors if a.pos_ == "VERB"), None)
    of_army = count.whom.population == "soldier" and (verb is None or _is_stated(verb))
    lost = verb is not None and lemma(verb) in _LOSING and verb.tag_ in ("VBD", "VBN")
    return Basis.CUMULATIVE if of_army or lost else None


_JUDGES = (_added, _level, _event, _of_war, _already, _stated, _army)
"""Those who tell the basis where no words tell the time."""


def _is_stated(verb: Token) -> bool:
    """Whether a verb only states losses, "reports 400 casualties", or tells of all that "have
    been killed"."""
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    stated = lemma(verb) in _STATING or verb.dep_ in ("acl", "amod")
    return stated or (passive and _is_perfect(verb))


def _is_perfect(verb: Token) -> bool:
    """ "have killed", "had been killed"."""
    return any(c.dep_ == "aux" and c.lower_ in ("has", "have", "had") for c in verb.children)


def _before(number: Token) -> str:
    """The word right before a number."""
    return number.nbor(-1).lower_ if number.i else ""


_LOSING = frozenset("lose suffer sustain".split())
_STATING = frozenset("say report claim announce estimate put confirm record count reach".split())
_RATE = re.compile(r"(?i)\b(?:every|each|a|per) day\b|\bdaily\b|\bon average\b")


def _is_held(number: Token) -> bool:
    verb = next((a for a in number.ancestors if a.pos_ == "VERB"), None)
    return verb is not None and lemma(verb) in _HOLDING


_HOLDING = frozenset("have hold possess keep own store stockpile operate retain deploy".split())


def _in_day(sentence: str, published: date | None) -> Period | None:
    """ "during the day": some day that ended by publication."""
    return Period(basis=Basis.INCIDENT) if _DURING.search(sentence) else None


_DURING = re.compile(
    r"(?i)\b(?:during|in|over) (?:the|this|that|one) (?:day|night|afternoon|morning)\b"
)


def _in_event(number: Token) -> bool:
    """Whether an event stands in the number's own clause: "killed in the shelling of ..."."""
    clause = next((a for a in number.ancestors if a.pos_ in ("VERB", "AUX")), number)
    return any(_EVENT.fullmatch(t.text) for t in (*clause.subtree, clause) if t.i != number.i)


def _from_to(sentence: str, published: date | None) -> Period | None:
    """ "from 24 February to 11 October": a stretch, which still runs if it ends on publication."""
    first = _FROM.search(sentence)
    second = _UNTIL.match(sentence, first.end()) if first else None
    start, end = _dated(first, published), _dated(second, published)
    if start and first and second is None:
        end = _same_month(start, _UNTIL_DAY.match(sentence, first.end()))
    if start is None or end is None or end[0] < start[0]:
        return None
    runs = published is not None and published - end[0] <= timedelta(days=1)
    return Period(*start, *end, Basis.CUMULATIVE if runs else Basis.INCIDENT)


def _same_month(
    start: tuple[date, Precision], until: re.Match[str] | None
) -> tuple[date, Precision] | None:
    """The day that ends a stretch within one month, None where the month has no such day."""
    if until is None or start[1] is not Precision.DAY:
        return None
    try:
        return start[0].replace(day=int(until["day"])), Precision.DAY
    except ValueError:
        return None


def _begun(sentence: str, published: date | None) -> Period | None:
    """ "after the invasion began on 24 February": everything since."""
    match = _BEGUN.search(sentence)
    found = _dated(match, published)
    return Period(*found, None, None, Basis.CUMULATIVE) if found else None


def _since(sentence: str, published: date | None) -> Period | None:
    match = _SINCE.search(sentence)
    if match is None and _AS_OF.search(sentence):
        return _as_of(sentence, published)
    if match is None:
        return (
            Period(basis=Basis.CUMULATIVE)
            if _BEGINNING.search(sentence) and not _PAST.search(sentence)
            else None
        )
    start = _dated(match, published)
    until = _AS_OF.search(sentence)
    end = _dated(until, published)
    if start is None or (end and end[0] < start[0]):
        return Period(basis=Basis.CUMULATIVE)
    last, precision = end or (None, None)
    return Period(*start, last, precision, Basis.CUMULATIVE)


def _as_of(sentence: str, published: date | None) -> Period | None:
    match = _AS_OF.search(sentence)
    found = _dated(match, published)
    return Period(None, None, *found, Basis.CUMULATIVE) if found else None


def _on(sentence: str, published: date | None) -> Period | None:
    for pattern in (_ON, _IN):
        match = pattern.search(sentence)
        found = _dated(match, published)
        if found is not None:
            day, precision = found
            return Period(day, precision, last_day(day, precision), precision, Basis.INCIDENT)
    return None


def _past(sentence: str, published: date | None) -> Period | None:
    match = _PAST.search(sentence) or _LAST.search(sentence)
    if match is None:
        return None
    if found := _dated(_THAT_DAY.match(sentence, match.end()), published):
        return Period(*found, *found, Basis.INCIDENT)
    if published is None:
        return Period(basis=Basis.INCIDENT)
    unit, groups = match.group("unit").lower(), match.groupdict()
    if match.re is _LAST:
        return _calendar(unit, published)
    count = _count(groups.get("count"))
    days = {"hour": 1, "day": 1, "night": 1, "week": 7, "month": 30, "year": 365}[unit]
    if count is None or unit in ("month", "year"):
        return Period(None, None, published, Precision.DAY, Basis.INCIDENT)
    length = max(1, count // 24) if unit == "hour" else count * days
    return Period(
        published - timedelta(days=length), Precision.DAY, published, Precision.DAY, Basis.INCIDENT
    )


def _calendar(unit: str, published: date) -> Period:
    """ "last month": the calendar month before the one of publication."""
    if unit == "year":
        start, precision = date(published.year - 1, 1, 1), Precision.YEAR
    elif unit == "month":
        start, precision = (
            (published.replace(day=1) - timedelta(days=1)).replace(day=1),
            Precision.MONTH,
        )
    else:
        days = 7 if unit == "week" else 1
        return Period(
            published - timedelta(days=days),
            Precision.DAY,
            published,
            Precision.DAY,
            Basis.INCIDENT,
        )
    return Period(start, precision, last_day(start, precision), precision, Basis.INCIDENT)


def _count(words: str | None) -> int | None:
    if words is None:
        return 1
    return int(words) if words.isdigit() else WORDS.get(words.lower())


def _relative(sentence: str, published: date | None) -> Period | None:
    day: Callable[[date], date] | None = None
    if weekday := _WEEKDAY.search(sentence):
        index = WEEKDAYS.index(weekday.group("weekday").lower())
        day = lambda d: d - timedelta(days=(d.weekday() - index) % 7)  # noqa: E731
    elif _TODAY.search(sentence):
        day = lambda d: d  # noqa: E731
    elif _YESTERDAY.search(sentence):
        day = lambda d: d - timedelta(days=1)  # noqa: E731
    if day is None:
        return None
    if published is None:
        return Period(basis=Basis.INCIDENT)
    return Period(day(published), Precision.DAY, day(published), Precision.DAY, Basis.INCIDENT)


def _summed(sentence: str, published: date | None) -> Period | None:
    """ "a total of 12": all there were, unless a day says of when."""
    return Period(basis=Basis.CUMULATIVE) if _SUM.search(sentence) else None


_READERS = (_from_to, _begun, _since, _past, _on, _relative, _in_day, _summed)


def _dated(match: re.Match[str] | None, published: date | None) -> tuple[date, Precision] | None:
    """The date of a match; a date without a year is the last such day before publication."""
    for form in _forms(match) if match else ():
        year, month, day = form
        if month is None:
            return (date(year, 1, 1), Precision.YEAR) if year else None
        if year is None and published is None:
            return None
        try:
            found = date(year or _year_of(month, day or 1, published), month, day or 1)
        except ValueError:
            return None
        return found, Precision.DAY if day else Precision.MONTH
    return None


def _forms(match: re.Match[str]) -> Iterator[tuple[int | None, int | None, int | None]]:
    groups = {name: value for name, value in match.groupdict().items() if value}
    for form in "abcd":
        year, month, day = (groups.get(form + part) for part in ("year", "month", "day"))
        if year or month:
            yield (
                int(year) if year else None,
                _month(month) if month else None,
                int(day) if day else None,
            )


@cache
def _month(name: str) -> int:
    return next(i for i, m in enumerate(MONTHS, 1) if m.startswith(name.lower().rstrip(".")[:3]))


def _year_of(month: int, day: int, published: date | None) -> int:
    if published is None:
        raise ValueError("a day without a year needs the day of publication")
    return published.year - ((month, day) > (published.month, published.day))
