"""Which numbers are no claims? Dates, times, durations, ages, designations and the like.

Each exclusion has a name, which is the reason that a reader is shown, and a pattern over the
sentence. A mention that overlaps an excluded stretch is no claim.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from service.extraction.numerals import DIGITS

MONTHS = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?(?!\d|,\d{3})"
_WORD_NUMBER = (
    r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|"
    r"thirty|forty|fifty|sixty|ninety|twenty-four|forty-eight|hundred|hundreds|thousands|dozens|"
    r"several|few|half|couple|many|decades|tens|million|[a-z]+ty-[a-z]+|[a-z]+teen)"
)
_TIME_UNIT = r"(?:second|minute|hour|day|night|week|weekend|fortnight|month|year|decade|centur(?:y|ie)|season|semester)"

_PATTERNS = {
    "date": [
        rf"\b{MONTHS}\s+{_DAY}(?:\s*(?:-|–|to|and|or)\s*{_DAY})?(?:,?\s+(?:of\s+)?\d{{4}}\b)?",
        rf"\b{_DAY}(?:\s*(?:-|–|to|and)\s*{_DAY})?\s+(?:of\s+)?{MONTHS}(?:,?\s+\d{{4}}\b)?",
        rf"\b{MONTHS},?\s+(?:of\s+)?\d{{4}}\b",
        r"\b\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z?)?\b",
        r"\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b",
    ],
    "year": [
        r"(?<![$€£\w,.])(?:1[5-9]\d\d|20\d\d)(?:\s?[-–/]\s?(?:\d{4}|\d{2})\b|s\b|['’]s\b)",
        r"(?i:\b(?:in|since|of|by|from|until|till|before|after|during|through|between|early|late|mid|"
        r"for|and|to|the|last|fiscal|year)[ -])(?:1[5-9]\d\d|20\d\d)\b(?![,.]?\d|[- ](?:%|percent|per cent))"
        r"(?!\s(?:people|men|women|children|soldiers|troops|civilians|others)\b)",
        r"(?<![$€£\w,.])(?:1[5-9]\d\d|20\d\d)\b(?![,.]\d|[-–]\w|\s?%)"
        r"(?!\s(?:[a-z]+\s){0,2}?(?:[a-z]+s|people|men|women|children|personnel|dead)\b)",
    ],
    "time": [
        r"\b\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\b\.?)?",
        r"\b\d{1,2}(?:\.\d{2})?\s?(?:a\.m\.|p\.m\.|am|pm|AM|PM|o['’]clock)(?!\w)",
        r"\b\d{1,2}\.?\d{2}\s?(?:local time|GMT|UTC|BST|CET|EST|EDT|hrs|hours local)\b",
        r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) o['’]clock",
    ],
    "duration": [
        rf"(?i)(?:{DIGITS}|\b{_WORD_NUMBER})(?:[- ](?!an?\b){_WORD_NUMBER}|[- ](?:or|to)(?=[- ])|[- ]and[- ]a[- ]half)*"
        rf"[- ](?:(?:consecutive|straight|long|full|more|whole|calendar|working|further|additional|and a half)[- ])*"
        rf"(?:of )?{_TIME_UNIT}s?\b(?!-old)",
    ],
    "age": [
        rf"(?i)(?:{DIGITS}|\b{_WORD_NUMBER})(?:[- ](?:{_WORD_NUMBER}))*[- ](?:year|month|week|day)s?[- ]olds?\b",
        r"(?i)\b(?:age|aged|ages|turned|turning)\s(?:of\s|between\s|from\s)?\d{1,3}(?:\s?(?:-|–|to|and)\s?\d{1,3})?",
        r"(?i)\b(?:under|over|above|below) (?:the )?age (?:of )?\d{1,3}",
        r"(?<=[A-Za-z][\w.’'\"”)]),\s\d{1,2}(?=,(?!\d)|\sand\s[A-Z]|\sof\s|\.\s*$|;|\s\()",
        r"(?<=\w\s)\((?:aged\s)?\d{1,2}(?:,\s(?:of|from)[^)]*)?\)",
        r"\b(?:who|he|she|[A-Z]\w+) (?:was|is) (?:only |just )?\d{1,2}(?=\s*[.,;])",
        r"(?i)\b(?:late|early|mid)[- ]?(?:twenties|thirties|\d0s)",
        r"(?i)\bunder-?\d{1,2}s?\b",
    ],
    "ordinal": [r"\b\d+(?:st|nd|rd|th)\b"],
    "designation": [
        r"\b[A-Za-z]{1,6}-\d{1,4}(?:[-/]?\w{1,4})?\b(?!\s?%)",
        r"\b[A-Z]{1,5}\d{1,5}[A-Za-z]?\b",
        r"\b\d{1,4}[A-Z]{1,3}\d*\b",
        r"(?i)\b(?:no|nos|nr|number|№)\.?\s?\d+(?:-\w+)?\b(?!,\d{3})",
        r"(?:№\s?|#)\d+",
        r"\b[A-Z]{2,5} \d{1,2}\b(?!\s[a-z]|,\d{3}|%)",
        r"(?i)\b(?:category|phase|level|tier|stage|grade|chapter|type|class) (?:one|two|three|four|five|six)\b",
        r"\b(?:[Aa]rticle|[Rr]oute|[Hh]ighway|[Rr]esolution|[Cc]hapter|[Ss]ection|[Pp]hase|[Pp]age|[Rr]oom|"
        r"[Ff]light|[Gg]ate|[Cc]hannel|[Ll]evel|[Cc]ategory|[Uu]nit|[Rr]eactor|[Bb]lock|[Tt]itle|[Pp]art|[Vv]ersion|"
        r"[Tt]ier|[Gg]rade|[Ll]ine|[Aa]mendment|Boeing|Airbus|Tu|Su|MiG|Mi|Il|Ka|iPhone|Windows|Apollo|Act|Law|"
        r"Bill|Proposition|Prop|Interstate|Class|District|Precinct|Zone|Area|Group|Channel|Radio|Season|Episode|"
        r"Day|Week|Stage|Formula|Division|Rule|Type|Model|Annex|Point|Pier|Platform|World War|Camp|Lane|Lines|"
        r"Falcon|Leopard|Bradley|Patriot|Shahed|Geran|Kalibr|Javelin|Building|Station|School)s?"
        r"[ -](?:No\.? )?\d{1,4}(?:[-/.]\d{1,4})*(?:\([a-z0-9]\))*[A-Za-z]?\b(?!,\d{3}|\s(?:people|civilians|soldiers|percent))",
        r"\b\d{1,3}(?:st|nd|rd|th)? (?:Brigade|Division|Regiment|Battalion|Corps|Army|Squadron)\b",
        r"\b(?:one|One)-(?:way|time|on-one|sided|off|stop)\b",
        r"\b(?:two|Two|three|Three|four|Four)-(?:way|state|party|time|thirds majority|faced|fold|pronged|tier|wheeler)\b",
        r"\b(?:G|Group of|Big|Gang of|Quad) (?:Seven|Eight|Twenty|Four|Five|Three|7|8|20)\b",
        r"\b(?:[A-Za-z]+[-/])?\w*\d+\w*(?:[-/]\w+)*\.(?:com|org|net|gov|html?|php)\b",
        r"https?://\S+|www\.\S+",
        r"[@#]\w+",
    ],
    "calibre": [
        r"\b\d+(?:\.\d+)?\s?-?mm\b(?=(?:[ -]\w+){0,2}[ -](?:howitzers?|artillery|shells?|mortars?|rounds?|guns?|"
        r"cannons?|ammunition|calib\w+|rockets?|pistols?|rifles?|handguns?|projectiles?|munitions?|weapons?))",
        r"(?<!\d)(?:\.\d{2}|\d{2})[- ]cal(?:iber|ibre)?\b",
    ],
    "address": [
        r"\b\d{1,5}(?:\s?[-–]\s?\d+)? block\b",
        r"\b\d{1,5}(?:st|nd|rd|th)? (?:(?:North|South|East|West|Northwest|Northeast|Southwest|Southeast|[NSEW]{1,2}\.?) )?"
        r"(?:[A-Z]\w+ ){0,3}(?:Street|St|Road|Rd|Avenue|Ave|Boulevard|Blvd|Drive|Dr|Lane|Ln|Court|Ct|Place|Way|Square|Highway)\b",
    ],
    "score": [
        r"(?i)\b(?:won|win|beat|beaten|lost|loss|drew|draw|defeat(?:ed)?|victory|lead|led|score[ds]?|trail(?:ed)?)\b"
        r"[^.;,]{0,40}?\b\d{1,3}\s?[-–]\s?\d{1,3}\b",
        r"\b\d{1,3}\s?[-–]\s?\d{1,3} (?:win|victory|defeat|loss|draw|lead)\b",
    ],
    "phone or code": [
        r"\+\d[\d ()-]{6,}\d",
        r"\b\d{3}[-.]\d{3}[-.](?:\d{4}|[A-Z]{4}(?:\s?\(\d+\))?)(?!\w)|\b\d{3}-\d{4}\b",
        r"\[\d+\]",
    ],
    "list number": [r"^\(?\d{1,2}[.)]\s(?=\S)", r"^\d{1,2}\.?$"],
    "fixed phrase": [
        r"(?i)\b(?:24/7|9/11|7/7|50[-/]50|twenty-four seven)\b",
        r"\b\d+/\d+(?:/\d+)?\b",
        r"(?i)\b(?:in two minds|on all fours|at sixes and sevens|square one|cloud nine|catch-22|"
        r"second to none|one another|one by one|day one|number one|no one|no-one|zero[- ]sum|zero tolerance|"
        r"(?:the|this|that|which|any|every|each|another|last|next|latest|first|new|the other) one|"
        r"(?<!only )one of\b|"
        r"one (?:case|instance|point|sense|word|day|night|morning|evening|afternoon|time|thing|side|hand|way|reason|example|more|can|could|must|should|might|would)\b|"
        r"one['’]s|at one point|one[- ]and[- ]only|as one|one or the other|in one fell|back to one|"
        r"no (?:longer|more(?! than)|doubt|matter|means|way|wonder|idea|comment|sign|claim|evidence|"
        r"fewer|less|need|reason|word|fly|later|sooner|such|time|place|official|immediate|plans?|role|part|other|information|further|threat|intention)\b(?! missing| casualties| deaths| injuries)|"
        r"none of (?:this|that|it|these)\b)",
    ],
}


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A stretch of a sentence whose numbers are no claims, and why."""

    start: int
    end: int
    reason: str


_COMPILED = [
    (reason, re.compile(pattern)) for reason, patterns in _PATTERNS.items() for pattern in patterns
]


def exclusions(sentence: str) -> Iterator[Exclusion]:
    """Every stretch of a sentence that holds a number which is no claim."""
    for reason, pattern in _COMPILED:
        for match in pattern.finditer(sentence):
            yield Exclusion(match.start(), match.end(), reason)


def excluded(start: int, end: int, stretches: list[Exclusion]) -> str | None:
    """Why the words between two offsets are no claim, or None where nothing excludes them."""
    return next((e.reason for e in stretches if start < e.end and e.start < end), None)
