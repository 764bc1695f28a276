"""Where do sentences begin and end?

Splitting is by rule and linear in the text, so that the parser sees only the sentences that
need it. Newlines end a sentence, since news text keeps headlines and paragraphs on lines of their
own; a line that goes on in lower case is taken for hard wrapping.
"""

import re
from collections.abc import Iterator

from service.extraction.headlines import STAMP, headline_end
from service.extraction.reckoning import ONES, TEENS, TENS
from service.values import Span

LONGEST = 1_500
"""Characters after which a sentence without any end is cut at the last white space."""

ABBREVIATIONS = frozenset(
    "adm approx assn ave bldg blvd brig capt cmdr co col corp cpl ct dept dist dr est etc fig ft "
    "gen gov hon hwy inc insp jr lt ltd maj messrs mr mrs ms mt no nos op ph pp pres prof pvt rd "
    "rep reps rev rs rt rte sen sens sgt sr st supt vol vs jan feb mar apr jun jul aug sep sept "
    "oct nov dec e.g i.e u.s u.n u.k d.c".split()
)
"""Words whose full stop does not end a sentence when another word follows."""

STARTERS = frozenset(
    "the a an in on at he she it they we i but and however this that there".split()
)
"""Words that, capitalised, begin a sentence even after an initialism such as U.S."""

ROW = 3
"""Numbers beyond which a sentence without words, or without other ones, is no prose."""

_NUMBER = re.compile(rf"\d+|\b(?i:{'|'.join([*ONES, *TEENS, *TENS])})\b")
_WORD = re.compile(r"[^\W\d_]{2,}")
_END = re.compile(
    r"""(?<![.!?…])[.!?…]++['"’”»)\]]*+(?:\[[\w ]{1,20}\])*+(?=\s+['"‘“«(\[]*[A-Z0-9À-Þ$€£@])"""
)
_LAST_WORD = re.compile(r"[\w.]+$")
_SAME_HOUR = re.compile(
    r"\s+(?:\S+day\b|(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)(?:[a-z]+|\.)?\s|"
    r"(?:[A-Z]\w+\s){1,2}[Tt]ime\b|[A-Z]{2,4}\b|\(|\d)"
)
"""What still belongs to an hour: "at 6 p.m. Friday", "6 p.m. Moscow time", "6 p.m. ET"."""
_NEXT_WORD = re.compile(r"\W*(\w+)")
LONGEST_TAIL = 240
"""Characters beyond which the end of a sentence does more than name its speaker."""

_SEGMENT = re.compile(r"(?:^|(?<=,)|(?<=,[”\"]))\s*(?P<words>[^,;:]+(?:,(?=\d)[^,;:]+)*)")
TAIL_CUE = re.compile(
    r"\s*(?P<subject>(?:(?!(?:is|are|be|being|been|was|were|several|many|some|more)\s)"
    r"[^\d\W][\w.’'@&-]*\s){0,14}?)"
    r"(?:(?:has|have|had|also|later)\s){0,2}"
    r"(?P<cue>said|says|say|told|tells|reported|reports|report(?=\W*$)|announced|announces|"
    r"claimed|claims|claim|"
    r"estimates?|estimated|confirmed|confirms|wrote|writes|added|adds|recalled|explained|"
    r"showed|shows?|found|"
    r"warned|stressed|noted|believes?)\b(?!\s(?:to|by)\b)"
)
_NO_TAIL = re.compile(
    r"(?i)(?:and|but|or|which|whom?|that|where|when|while|as|after|before|because|although|though|"
    r"if|so|since|with|in|on|at|by|for|to|than|said|it|there|(?-i:[a-z]+ing))\b"
)
_FRAME = re.compile(
    r"(?<=,[”\"])\s(?P<words>[^“”\"]{3,120},)\s(?=[“\"](?:[A-Z]|(?:and|but|or|so|because|when|if)\b))"
)
"""What tells who speaks between two parts of direct speech that could stand alone: "“...,” Jane Roe
said, “and ..."."""
_CLAUSE_END = re.compile(r";\s+(?=[^\s;])")
_HEADLINE_PREFIX = re.compile(rf"{STAMP}[^.:;,“\"]{{3,70}}:\s+(?=[A-Z0-9])")
_DATELINE = re.compile(
    r"(?P<where>[A-Z][A-Z.’' -]{2,30}(?:, [A-Z][\w. ]{1,20})? \([^()\n]{2,30}\))\s?[-–—]{1,2}\s"
)
"""Where an article was written and for whom: "TARN, Norway (NTB) - "."""
_BREAK = re.compile(r"\n\s*+(?![a-z])|\n[^\S\n]*+\n\s*+")


def sentences(text: str) -> Iterator[Span]:
    """The sentences of a text in order, without the white space around them."""
    start = 0
    for stop in _breaks(text):
        for span in _within_line(text, start, stop):
            yield from _cut(text, span)
        start = stop


def sentence_around(text: str, words: Span) -> Span:
    """The sentence that the words stand in; all of those that they stand in where they end one."""
    held = [span for span in sentences(text) if span.start < words.end and words.start < span.end]
    ends = [words, *held]
    return Span(min(span.start for span in ends), max(span.end for span in ends))


def is_row(sentence: str) -> bool:
    """Whether a sentence is a row of figures, which says nothing of them: "12 34 56 78". In a
    list, such as "tanks - 2,898 (+17), drones - 5,986 (+15)", each word names some; the same few
    words again and again name none."""
    numbers = _NUMBER.findall(sentence)
    return len(numbers) > ROW and 4 * len({*_WORD.findall(sentence)} - {*numbers}) < len(numbers)


def attribution_tail(text: str, sentence: Span) -> int | None:
    """Where the words begin that only say whose statement a sentence is, or None.

    "Some 700 were hurt, | Jane Roe, who heads the service, told reporters on Monday."
    """
    segments = list(_SEGMENT.finditer(text, sentence.start, sentence.end))
    if segments and text.find(";", segments[-1].end(), sentence.end) >= 0:
        return None
    for index in range(len(segments) - 1, max(0, len(segments) - 3), -1):
        cue = TAIL_CUE.match(segments[index].group())
        if cue is not None:
            # A cue right after a comma has its subject before an apposition.
            first = index - 2 if not cue.group("subject").strip() else index
            return _tail_start(text, segments, first) if first > 0 else None
    return None


def _tail_start(text: str, segments: list[re.Match[str]], first: int) -> int | None:
    start, end = segments[first].start("words"), segments[-1].end()
    tail = text[start:end]
    if _NO_TAIL.match(tail) or re.search(r"\bthat\b", tail) or len(tail) > LONGEST_TAIL:
        return None
    return None if any(c.isdigit() for c in tail.split(" on ")[0]) else start


def clauses(text: str, sentence: Span) -> Iterator[Span]:
    """The parts of a sentence that are parsed apart, since what is said in one is not said of the
    other: between semicolons, and what stands at the ends of a headline ("Kyiv: 12 people killed -
    governor")."""
    start = sentence.start
    for stop, following in _clause_ends(text, sentence):
        if start < stop:
            yield Span(start, stop)
            start = following
    if start < sentence.end:
        yield Span(start, sentence.end)


def _clause_ends(text: str, sentence: Span) -> Iterator[tuple[int, int]]:
    if dateline := _DATELINE.match(text, sentence.start, sentence.end):
        yield dateline.end("where"), dateline.end()
    if prefix := _HEADLINE_PREFIX.match(text, sentence.start, sentence.end):
        yield len(prefix.group().rstrip()) + sentence.start, prefix.end()
    for mark in _CLAUSE_END.finditer(text, sentence.start, sentence.end):
        yield mark.start() + 1, mark.end()
    for frame in _FRAME.finditer(text, sentence.start, sentence.end):
        if TAIL_CUE.search(frame["words"]):
            yield frame.start("words") - 1, frame.start("words")
            yield frame.end("words"), frame.end()
    if end := headline_end(sentence.of(text)):
        name = sentence.start + end[0]
        yield len(text[:name].rstrip(" -–—:,")), name
    elif tail := attribution_tail(text, sentence):
        yield len(text[:tail].rstrip()), tail


def _breaks(text: str) -> Iterator[int]:
    for match in _BREAK.finditer(text):
        yield match.end()
    yield len(text)


def _within_line(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    for match in _END.finditer(text, start, stop):
        if _ends_sentence(text, match):
            yield start, match.end()
            start = match.end()
    yield start, stop


def _ends_sentence(text: str, mark: re.Match[str]) -> bool:
    if mark.group()[0] != "." or len(mark.group().rstrip("'\"’”»)]")) > 1:
        return True
    before = _LAST_WORD.search(text, max(0, mark.start() - 20), mark.start())
    word = before.group().lower() if before else ""
    following = _NEXT_WORD.match(text, mark.end())
    opens = bool(following) and following.group(1).lower() in STARTERS if following else False
    if word in ("a.m", "p.m"):
        return _SAME_HOUR.match(text, mark.end()) is None
    if "." in word or (len(word) == 1 and word.isalpha()):
        return opens
    return word not in ABBREVIATIONS


def _cut(text: str, span: tuple[int, int]) -> Iterator[Span]:
    start, stop = _strip(text, *span)
    while stop - start > LONGEST:
        space = max(text.rfind(mark, start, start + LONGEST) for mark in (" ", "\t", "\n", ";"))
        middle = space if space > start else start + LONGEST
        yield Span(*_strip(text, start, middle))
        start, stop = _strip(text, middle, stop)
    if start < stop:
        yield Span(start, stop)


def _strip(text: str, start: int, stop: int) -> tuple[int, int]:
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return start, stop
