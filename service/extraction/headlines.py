"""Whom does a headline name at its ends? "15 dead - Zelensky", "National Guard: 501 killed"."""

import re

_CAPITALISED = r"(?:[A-Z@][\w.’'-]*)"
_SPEAKERS = (
    "officials?|police|authorities|media|report|ministry|governor|mayor|witnesses|activists|head|"
    "chief|spokes(?:man|woman|person)|prosecutors?|minister|president|council|rescuers|residents|"
    "intelligence|experts?|study|survey|regional|military|local|city|state|emergency|administration"
)
_NO_NAME = r"(?:In|On|At|From|Near|After|Video|Photos?|VIDEO|PHOTOS?|INFOGRAPHICS)\b"
_HEADLINE_END = re.compile(
    rf"(?:\s[-–—]|,\s-|:)\s(?!{_NO_NAME})(?P<name>(?:the\s)?(?:{_CAPITALISED}|{_SPEAKERS})"
    rf"(?:\s(?:{_CAPITALISED}|of|the|for|and|{_SPEAKERS})){{0,7}})\s*\.?$"
)
STAMP = r"(?:[\d.: ]{6,20} [-–—] )?"
"""Day and hour before a headline."""
_HEADLINE_START = re.compile(
    rf"^{STAMP}(?P<name>{_CAPITALISED}(?:\s(?:{_CAPITALISED}|of|the|for)){{0,7}})(?:\sreport)?:\s"
)


def headline_end(sentence: str) -> tuple[int, int] | None:
    """Offsets of the name that ends a headline: "15 dead - Zelensky", "3 injured: police"."""
    match = _HEADLINE_END.search(sentence)
    if match is None or match.start() <= 8:
        return None
    name = match.group("name")
    full_stop = name.endswith(".") and "." not in name[name.rfind(" ") + 1 : -1]
    return match.start("name"), match.end("name") - full_stop


def headline_start(sentence: str) -> tuple[int, int] | None:
    """Offsets of the name that begins a headline: "National Guard: 501 servicemen killed". One that
    begins what follows, too, is its topic: "Fire Brigade: Fire Brigade buys 12 cars"."""
    match = _HEADLINE_START.match(sentence)
    if match is None or sentence.startswith(match["name"], match.end()):
        return None
    return match.start("name"), match.end("name")
