"""What time do words name? A reader for each way to name one.

"since the invasion began"      cumulative; no day is invented for the beginning
"since 24 February 2022"        cumulative from that day
"on Tuesday"                    that day, by the day of publication; an incident
"over the past 24 hours"        the day up to publication; an incident
"this year"                     that year, known no more exactly

A reader takes words and the day of publication, and gives a period or None. Words that are relative
to a day of publication that is unknown tell the basis only.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import wraps

from service.extraction.moments import (
    DATE,
    DAY,
    WEEKDAY,
    Moment,
    away,
    calendar,
    dated,
    last_weekday,
    nearest,
)
from service.values import Basis, Period, Precision, last_day

Reader = Callable[[str, date | None], Period | None]

_OPEN: tuple[date | None, Precision | None] = (None, None)

_COUNTS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "twenty-four": 24,
}  # fmt: skip
_SO_MANY = rf"\d{{1,3}}|{'|'.join(_COUNTS)}|few|several"
_COUNT = rf"(?P<count>{_SO_MANY})"
_UNIT = r"(?P<unit>day|week|month|year)"
_WITHIN = (
    r"(?:early\s|late\s|mid-|(?:the\s)?(?:start|beginning|middle|end)\sof\s"
    r"|(?:the\s)?(?:spring|summer|autumn|fall|winter)\s(?:of\s)?)?"
)
_WAR = r"(?:war|invasion|aggression|conflict|fighting|hostilities)"
_NO_COMPARISON = r"(?<!\b(?:than|from|with)\s)(?<!\bto\s)\b"

_RECORD = re.compile(
    r"(?i)\b(?:worst|first|most|highest|lowest|largest|biggest|heaviest|deadliest|bloodiest|"
    r"strongest|longest|greatest|fastest)\b(?:\s[\w-]+){0,6}\ssince\b"
)
"""What compares with another time: "the worst flood since 1994"."""


def _by_publication(
    pattern: str,
) -> Callable[[Callable[[re.Match[str], date], Period | None]], Reader]:
    """A reader of what is relative to the day of publication, of a function of match and day."""
    compiled = re.compile(pattern)

    def reader_of(read: Callable[[re.Match[str], date], Period | None]) -> Reader:
        @wraps(read)
        def reader(words: str, published: date | None) -> Period | None:
            match = compiled.search(words)
            if match is None:
                return None
            return read(match, published) if published else Period(basis=Basis.INCIDENT)

        return reader

    return reader_of


# All since a beginning, or up to a day

_HOUR = r"(?:\d{1,2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\.?)?\s(?:midnight\s)?on\s|midnight\son\s)"
_FROM = re.compile(rf"(?i)\b(?:from|between)\s{_HOUR}?{DATE}")
_UNTIL = re.compile(
    r"(?i)(?:(?:\s\([^()]{1,40}\))?,\swhen\s[^,.;\d]{1,90},)?"
    rf"\s(?:to|until|till|through|and)\s{_HOUR}?{DATE}"
)
"""The end of a stretch, past what tells of its beginning: ", when the flood began, to 3 May"."""
_UNTIL_DAY = re.compile(
    r"(?i)\s?(?:to|until|till|through|and|[-–])\s?(?P<day>\d{1,2})(?![\w.,:]\d|\w)"
)
"""A last day of the month of the first: "between May 19 and 26"."""


def from_to(words: str, published: date | None) -> Period | None:
    """ "from 24 February to 11 October": a stretch, which still runs if it ends about when it is
    published."""
    first = _FROM.search(words)
    second = _UNTIL.match(words, first.end()) if first else None
    start, end = dated(first, published), dated(second, published)
    if start and first and second is None:
        end = _same_month(start, _UNTIL_DAY.match(words, first.end()))
    if start is None or end is None or end[0] < start[0]:
        return None
    runs = published is not None and published - end[0] <= _late(end[0] - start[0])
    stretch = Period(*start, last_day(*end), end[1])
    return replace(stretch, basis=Basis.CUMULATIVE if runs else Basis.INCIDENT)


def _late(stretch: timedelta) -> timedelta:
    """How long after its last day a stretch still runs: a day, and up to a week if it is long."""
    return timedelta(days=max(1, min(7, stretch.days // 10)))


def _same_month(start: Moment, until: re.Match[str] | None) -> Moment | None:
    """The day that ends a stretch within one month, None where the month has no such day."""
    if until is None or start[1] is not Precision.DAY:
        return None
    try:
        return start[0].replace(day=int(until["day"])), Precision.DAY
    except ValueError:
        return None


_BEGUN = re.compile(
    r"(?i)\b(?:after|since)\b[^.;,]{0,60}"
    r"\b(?:invasion|war|offensive|conflict|outbreak|pandemic|invaded)\b"
    rf"[^.;,\d]{{0,30}}\b(?:on|in)\s{DATE}"
)


def begun(words: str, published: date | None) -> Period | None:
    """ "after the invasion began on 24 February": everything since."""
    found = dated(_BEGUN.search(words), published)
    return Period(*found, None, None, Basis.CUMULATIVE) if found else None


_SINCE = re.compile(rf"(?i)\bsince\s(?:about\s|around\s)?{_WITHIN}{DATE}")


def since(words: str, published: date | None) -> Period | None:
    """ "since 24 February", but not "the worst since 1994"."""
    match = None if _RECORD.search(words) else _SINCE.search(words)
    if match is None:
        return None
    return Period(*(dated(match, published) or _OPEN), None, None, Basis.CUMULATIVE)


@_by_publication(
    rf"(?i)\bsince\s(?:(?:the\s)?(?:start|beginning)\sof(?:\s(?:the|this))?|(?P<last>last))\s{_UNIT}\b"
)
def since_unit(match: re.Match[str], published: date) -> Period:
    """ "since the beginning of the year", "since last month"; since that of the day: today's."""
    if match["unit"].lower() == "day":
        return _day(published)
    start = calendar(match["unit"].lower(), -1 if match["last"] else 0, published)[:2]
    return Period(*start, None, None, Basis.CUMULATIVE)


@_by_publication(r"(?i)\bsince\s(?:(?:the|this|early)\s)?(?:morning|dawn|midnight)\b")
def since_dawn(match: re.Match[str], published: date) -> Period:
    """ "since dawn": the day of publication."""
    return _day(published)


_BEGINNING = re.compile(r"(?i)\bsince\s[^\W\d]")


def since_beginning(words: str, published: date | None) -> Period | None:
    """ "since the invasion began": no day is invented."""
    begins = _BEGINNING.search(words) and not _RECORD.search(words)
    return Period(basis=Basis.CUMULATIVE) if begins else None


_BY = (
    r"(?:as\sof|by|up\suntil|up\sto)\s(?:(?:the\s)?(?:evening|morning|start|beginning|middle|end)\sof\s"
    r"|early\s|late\s|mid-)?(?:\d{1,2}(?:[:.]\d{2}|(?:[:.]\d{2})?\s?[ap]\.?m\.?),?\s(?:on\s)?)?"
)
_AS_OF = re.compile(rf"(?i)\b{_BY}{DATE}")


def as_of(words: str, published: date | None) -> Period | None:
    """ "as of 9 p.m. on 15 November", "by the end of 2024": all up to then."""
    found = dated(_AS_OF.search(words), published, nearest)
    return Period(None, None, last_day(*found), found[1], Basis.CUMULATIVE) if found else None


@_by_publication(rf"(?i)\bby\sthe\send\sof\s(?:the|this|(?P<next>next))\s{_UNIT}\b")
def by_end(match: re.Match[str], published: date) -> Period:
    """ "by the end of the year": all up to then."""
    unit, shift = match["unit"].lower(), 1 if match["next"] else 0
    return Period(None, None, *calendar(unit, shift, published)[2:], Basis.CUMULATIVE)


_SO_FAR_IN = re.compile(
    rf"(?i)\b(?:so far|to date|thus far)\s(?:this\s{_UNIT}\b|in\s{DATE})"
    rf"|\bthis\s{_UNIT.replace('unit', 'whole')}\s(?:so|thus)\sfar\b"
)


def so_far_in(words: str, published: date | None) -> Period | None:
    """ "so far this year": all since its beginning."""
    match = _SO_FAR_IN.search(words)
    if match is None:
        return None
    start = dated(match, published) or _OPEN
    if (unit := match["unit"] or match["whole"]) and published:
        start = calendar(unit.lower(), 0, published)[:2]
    return Period(*start, None, None, Basis.CUMULATIVE)


_SO_FAR = re.compile(
    r"(?i)\b(?:so far|thus far|(?:up to|up until|until|till) now|to date|overall total|"
    r"(?<!\ba )(?<!\bin )total(?:s|ling|led)?|cumulative\w*|"
    r"from the (?:start|beginning|outset)|throughout the (?:war|conflict|invasion)|"
    r"(?:during|in|over) the (?:course of the )?(?:war|conflict|invasion)\b"
    r"(?!-|\s(?:crimes?|zones?)\b)|as of\b|"
    r"(?:over|in|during|after) (?:the )?(?!the\b|first\b|last\b|final\b)(?:[\w-]+ ){1,4}"
    rf"(?:days|weeks|months|years) of (?:the )?(?:[\w-]+ ){{0,3}}{_WAR}\b|"
    rf"over (?:the |an? )(?:full|large)-scale {_WAR}\b|"
    r"during (?:(?!of\b)[\w’'-]+ ){0,4}(?:war|invasion|aggression)\b(?!-|\s(?:crimes?|zones?)\b)|"
    r"death toll|(?:rose|risen|climbed|grown) to|"
    r"(?:brings?|bringing|raises?|raising|takes?|taking) (?:[\w’'-]+ ){0,3}(?:total|toll)\b)"
)


def so_far(words: str, published: date | None) -> Period | None:
    """ "so far", "the death toll", "has risen to": all there were."""
    return Period(basis=Basis.CUMULATIVE) if _SO_FAR.search(words) else None


_SUM = re.compile(r"(?i)\b(?:a total of|in total|in all|altogether|all told)\b")


def summed(words: str, published: date | None) -> Period | None:
    """ "a total of 12": all there were, unless a day says of when."""
    return Period(basis=Basis.CUMULATIVE) if _SUM.search(words) else None


# What a stretch of time, or a day, brought

_THAT_DAY = re.compile(rf"(?i),?\s(?:on\s)?{DAY}")
"""The date by which a past day is named: "over the past day, August 14"."""


@_by_publication(
    rf"(?i)\b(?!last\s(?:week|month|year|night)\b)(?:the\s)?(?:past|last|previous|recent)\s"
    rf"(?:{_COUNT}\s?)?(?P<unit>hour|hr|day|night|week|month|year)(?P<many>s)?\b(?!\sof\b)"
)
def past(match: re.Match[str], published: date) -> Period:
    """ "over the past two days", "in recent weeks": up to publication."""
    if found := dated(_THAT_DAY.match(match.string, match.end()), published):
        return Period(*found, *found, Basis.INCIDENT)
    return Period(*_away(match, published, -1), published, Precision.DAY, Basis.INCIDENT)


@_by_publication(
    rf"(?i)\b(?:over|in|within|during|for)\sthe\s(?:next|coming)\s(?:{_COUNT}\s)?{_UNIT}"
    r"(?P<many>s)?\b"
)
def coming(match: re.Match[str], published: date) -> Period:
    """ "over the next two days": from publication on."""
    return Period(published, Precision.DAY, *_away(match, published, 1), Basis.INCIDENT)


def _away(match: re.Match[str], published: date, sign: int) -> tuple[date | None, Precision | None]:
    """As many units from publication as a match has, open where it leaves that open."""
    count = _count(match)
    return away(match["unit"].lower(), sign * count, published) if count else _OPEN


def _count(match: re.Match[str]) -> int | None:
    """How many units a match has; None of "few" and "recent days", which leave it open."""
    words = match["count"]
    if words is None:
        return None if match["many"] else 1
    return int(words) if words.isdigit() else _COUNTS.get(words.lower())


_ON = re.compile(rf"(?i)\b(?:on|of|for)\s(?:early\s|late\s)?{DATE}")
_BARE = re.compile(
    rf"(?i)(?<![\w.:/-])(?<!\b(?:after|since|until)\s)(?<!\bfrom\s)(?<!\bbefore\s){DAY}"
)
"""A day with no preposition, as headlines have it."""
_IN = re.compile(rf"(?i)\b(?:in|during|throughout)\s{_WITHIN}{DATE}")


def on(words: str, published: date | None) -> Period | None:
    """ "on November 3", "on May 19-20", "in October 2024", "in 2023"."""
    for pattern in (_ON, _BARE, _IN):
        match = pattern.search(words)
        found = dated(match, published)
        if match and found:
            until = _same_month(found, _UNTIL_DAY.match(words, match.end()))
            until = until or _alike(found, dated(_AND.match(words, match.end()), published))
            day, precision = until if until and until[0] > found[0] else found
            return Period(*found, last_day(day, precision), precision, Basis.INCIDENT)
    return None


_AND = re.compile(rf"(?i)(?:\s?[-–]\s?|\s(?:and|to)\s){DATE}")


def _alike(first: Moment, second: Moment | None) -> Moment | None:
    """The end of "in January-April", "in 2022 and 2023": a month goes with a month, and a year with
    a year."""
    apart = second is None or first[1] is Precision.DAY or second[1] is not first[1]
    return None if apart else second


@_by_publication(
    rf"(?i)\b(?:in|for|during|over|within)\sthe\s(?P<which>first|last)\s{_COUNT}\s(?P<unit>month)s\s"
    rf"of\s(?:(?P<dyear>20\d\d)|(?:the|this|(?P<last>last))\syear)\b"
)
def months_of_year(match: re.Match[str], published: date) -> Period | None:
    """ "in the first four months of the year", "in the last three months of 2023"."""
    count = _count(match)
    if count is None or not 0 < count <= 12:
        return None
    year = int(match["dyear"] or published.year - bool(match["last"]))
    first, last = (1, count) if match["which"].lower() == "first" else (13 - count, 12)
    end = last_day(date(year, last, 1), Precision.MONTH)
    return Period(date(year, first, 1), Precision.MONTH, end, Precision.MONTH, Basis.INCIDENT)


_STRETCH_TO = re.compile(
    rf"(?i)\b(?:in|for|over|during)\sthe\s(?:{_COUNT}\s)?{_UNIT}(?P<many>s)?\s"
    rf"(?:to|ending|ended|up\sto)\s(?:on\s)?{DATE}"
)


def stretch_to(words: str, published: date | None) -> Period | None:
    """ "in the week to May 3", "in the 12 months to March 2024": a stretch up to its last day."""
    match = _STRETCH_TO.search(words)
    end, count = dated(match, published), _count(match) if match else None
    if match is None or end is None or count is None:
        return None
    last = last_day(*end)
    return Period(*away(match["unit"].lower(), -count, last), last, end[1], Basis.INCIDENT)


@_by_publication(
    r"(?i)\b(?:in|for|during|over|within)\sthe\s(?P<nth>first|second|third|fourth)\s"
    r"(?P<unit>quarter(?!\sof\b)|(?:quarter|half)(?=\sof\s(?:20\d\d|(?:the|this|last)\syear)))"
    r"(?:\sof\s(?:(?P<year>20\d\d)|(?P<which>the|this|last)))?"
)
def part_of_year(match: re.Match[str], published: date) -> Period | None:
    """ "in the first quarter of 2022": its months."""
    months = 3 if match["unit"].lower() == "quarter" else 6
    first = ("first", "second", "third", "fourth").index(match["nth"].lower()) * months + 1
    if first > 12:
        return None
    start = date(_year(match, first, published), first, 1)
    end = last_day(start.replace(month=first + months - 1), Precision.MONTH)
    return Period(start, Precision.MONTH, end, Precision.MONTH, Basis.INCIDENT)


def _year(match: re.Match[str], month: int, published: date) -> int:
    """The year that a match names; else the last in which the month had begun."""
    if match["year"]:
        return int(match["year"])
    if match["which"]:
        return published.year - (match["which"].lower() == "last")
    return published.year - (month > published.month)


@_by_publication(rf"(?i){_NO_COMPARISON}{_COUNT}\s{_UNIT}s?\sago\b")
def ago(match: re.Match[str], published: date) -> Period:
    """ "three days ago": that day, month or year; a week has no precision of its own."""
    unit, count = match["unit"].lower(), _count(match)
    if count is None or unit == "week":
        return Period(basis=Basis.INCIDENT)
    return Period(*calendar(unit, -count, published), Basis.INCIDENT)


@_by_publication(rf"(?i){_NO_COMPARISON}(?P<which>last|this|next)\s(?P<unit>week|month|year)\b")
def in_calendar(match: re.Match[str], published: date) -> Period:
    """ "last month", "this week", "next year"; but not "more than last year"."""
    shift = {"last": -1, "this": 0, "next": 1}[match["which"].lower()]
    return Period(*calendar(match["unit"].lower(), shift, published), Basis.INCIDENT)


@_by_publication(r"(?i)\b(?:over|at|on|during|this|last)\s(?:the\s)?(?:last\s)?weekend\b")
def weekend(match: re.Match[str], published: date) -> Period:
    """ "over the weekend": the last Saturday and Sunday."""
    saturday = last_weekday("saturday", published)
    return _stretch(saturday, saturday + timedelta(days=1))


@_by_publication(
    rf"\b(?P<first>{WEEKDAY})\s(?:and|to|through|until|[-–])\s(?:on\s)?(?P<weekday>{WEEKDAY})\b"
)
def weekdays(match: re.Match[str], published: date) -> Period:
    """ "on Saturday and Sunday"."""
    end = last_weekday(match["weekday"], published)
    return _stretch(last_weekday(match["first"], end), end)


@_by_publication(rf"\b(?:(?:[Nn]ext|[Cc]oming)\s(?P<weekday>{WEEKDAY})|[Tt]omorrow)\b")
def ahead(match: re.Match[str], published: date) -> Period:
    """ "next Tuesday", "tomorrow": days after publication."""
    day = last_weekday(match["weekday"], published) if match["weekday"] else published
    return _day(day + timedelta(days=7 if match["weekday"] else 1))


@_by_publication(rf"\b(?P<weekday>{WEEKDAY})\b")
def weekday(match: re.Match[str], published: date) -> Period:
    """ "on Tuesday", "in Tuesday's raid": the last such day before publication."""
    return _day(last_weekday(match["weekday"], published))


@_by_publication(
    r"(?i)\b(?:today|this morning|this afternoon|this evening|tonight|(?:the|this) current day)\b"
)
def today(match: re.Match[str], published: date) -> Period:
    """ "today", "this morning"."""
    return _day(published)


@_by_publication(rf"\b[Oo]vernight\s(?:in)?to\s(?P<weekday>{WEEKDAY})\b")
def overnight_into(match: re.Match[str], published: date) -> Period:
    """ "overnight into Tuesday": the night that ends on that day."""
    day = last_weekday(match["weekday"], published)
    return _stretch(day - timedelta(days=1), day)


@_by_publication(r"(?i)\b(?:overnight|last night)\b")
def overnight(match: re.Match[str], published: date) -> Period:
    """ "overnight", "last night": the night to the day of publication."""
    return _stretch(published - timedelta(days=1), published)


@_by_publication(r"(?i)\byesterday\b")
def yesterday(match: re.Match[str], published: date) -> Period:
    """ "yesterday"."""
    return _day(published - timedelta(days=1))


_DURING = re.compile(
    r"(?i)\b(?:(?:during|in|over|throughout|in the course of) (?:the|this|that) "
    r"(?:day|night|afternoon|morning)"
    rf"|(?:in|within) (?:just |only )?(?:a single |{_COUNT} )?(?:hour|day|night|week|month)s?"
    rf"|(?:in|during|over) the (?:first|last|final|second|third) (?:(?:{_SO_MANY}) )?"
    rf"(?:hour|day|week|month|year)s? of (?:the )?(?:[\w-]+ )?{_WAR})\b(?!-)"
)


def during(words: str, published: date | None) -> Period | None:
    """ "during the day", "in one week": a stretch of time that no word dates."""
    return Period(basis=Basis.INCIDENT) if _DURING.search(words) else None


def _day(day: date) -> Period:
    return _stretch(day, day)


def _stretch(start: date, end: date) -> Period:
    return Period(start, Precision.DAY, end, Precision.DAY, Basis.INCIDENT)


READERS: tuple[tuple[Reader, ...], ...] = (
    (
        from_to,
        begun,
        since,
        since_unit,
        since_dawn,
        since_beginning,
        so_far_in,
        as_of,
        by_end,
        past,
        coming,
    ),
    (so_far,),
    (
        part_of_year,
        months_of_year,
        stretch_to,
        overnight_into,
        weekdays,
        ahead,
        on,
        ago,
        in_calendar,
        weekend,
        weekday,
        today,
        overnight,
        yesterday,
        during,
    ),
    (summed,),
)
"""The readers by strength: what goes on since a beginning is told by more than the day beside it,
and a bare total by less."""
