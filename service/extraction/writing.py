"""How are numbers written? Regular expressions for one number, in digits and in words.

"10,000", "1.5 million", "3 × 10^5", "two hundred and five", "3½", "half a million"
"""

import re

from service.extraction.reckoning import DENOMINATORS, ONES, SCALES, TEENS, TENS

SPACE = r"[ \u00a0\u2009\u202f]"
SCALE = f"(?:{'|'.join(s for s in SCALES if s not in ('lakh', 'crore'))}|lakhs?|crores?)"
_ALONE = (
    r"(?<!few )(?<!couple )(?<!per )(?<!the )(?<!-)(?<!\d )"
    r"(?:hundred|thousand|million|billion|dozen)(?=[ -][a-z]|\s*(?:$|[.;)]))"
)
"""A scale without a number before it: "Thousand soldiers", "over million people"."""
GAP = "(?:-| {1,3})"
"""What stands between the words of a number."""
_TENS = "|".join(TENS)
SMALL = (
    rf"(?:(?:{_TENS})(?:(?: - |{GAP})(?:{'|'.join(ONES)})\b)?|{'|'.join(TEENS)}"
    rf"|{'|'.join(ONES)}|zero|nought|naught)"
)
_POINT = rf"(?: point (?:{SMALL}|oh)(?:[- ](?:{'|'.join(ONES)}|zero|nought|naught|oh)\b)*)"
DENOMINATOR = f"(?:{'|'.join(sorted(DENOMINATORS, key=len, reverse=True))})"
PARTS = f"(?:(?:{DENOMINATOR}|(?:{_TENS})[- ](?:{DENOMINATOR}|first))s|halves)"
PLURALS = "tens|dozens|scores|hundreds|thousands|millions|billions"

DIGITS = (
    r"(?<!\d)(?:\d{1,3}(?:[,，٬]\d{3}){1,6}(?:[.٫]\d{1,9})?|\d{1,3}(?:, 000){1,4}"
    r"|\d{1,3}(?:['’]\d{3}){1,6}(?:\.\d{1,9})?"
    r"|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3}){1,6}(?:\.\d{1,9}|,\d{1,2}(?![\d,])|(?![ ,.]?\d|mm\b))"
    r"|\d{1,3}(?:\.\d{3}){1,6},\d{1,2}|\d{1,3}(?:\.\d{3}){2,6}"
    r"|\d{1,2}(?:,\d{2}){1,4},\d{3}(?:\.\d{1,9})?|(?<!,)\d{1,3},\d{1,2}(?!,|\s\d)"
    r"|\d{0,18}[.٫]\d{1,9}(?!\.\d)|\d{1,18})(?!\d)"
)
"""A number in digits. Longer runs of digits are codes, and no number that anybody counts."""
_POWER = (
    r"(?:[eE][+-]?\d{1,2}|\s?[x×*·]\s?10(?:\^?[+-]?\d{1,2}|[⁺⁻]?[⁰¹²³⁴-⁹]{1,2})"
    r"| ?\^ ?[+-]?\d{1,2}|[⁺⁻]?[⁰¹²³⁴-⁹]{1,2})"
)
_RATIO = (
    r"(?<![\d/])(?:(?:\d{1,4}(?: {1,2}| - |-))?(?!9/11|24/7|7/7)\d{1,2}/\d{1,3}(?![\d/])"
    r"|(?:\d{1,4} ?)?[¼-¾⅐-⅞])"
)
_SHORT = "mn|mln|mil|bil|bn|tn|trn|cr|lac|lkhs?"
_SCALED = (
    rf"(?:{SPACE}{{0,2}}(?:-{SPACE}?)?{SCALE}(?:s(?= |$|[.,;]))?"
    r"(?:(?<=hundred) and \d{1,2}(?![\d,.%]))?"
    rf"|{SPACE}?(?:{_SHORT})|{SPACE}[kK](?![-/])|[mbkMBKT](?![/^²³])"
    rf"|(?:(?<=\.\d)|(?<=\.\d\d)){SPACE}[MB])\b"
)
_MORE = (
    rf"(?: \d{{1,3}} (?:hundred|thousand|lakh)\b| {SMALL} thousand\b"
    r"|(?<=thousand) \d{1,3}(?![\d,.%-]|\s(?:%|per|million|km|years?|days?)))"
)
"""What goes on after a greater scale: "2 million |300 thousand", "12 thousand |345"."""
_IN_DIGITS = (
    rf"(?:{_RATIO}(?:{SPACE}{SCALE}\b)?|{DIGITS}(?:{_POWER}|(?:{_SCALED}){{1,2}}{_MORE}?)?)"
)
_AND_PART = (
    rf"(?:[- ]and[- ](?:(?:an?|one|three)[- ](?:half|quarters?)|{SMALL}[- ]{PARTS}"
    r"|(?<!/\d and )(?<!/\d\d and )\d/\d{1,2}"
    rf"|(?:an?|one)[- ]{DENOMINATOR}(?=\s*(?:$|[.,;)])))\b(?:[- ]{SCALE}\b)?)"
)
_OF_SCALE = (
    r"(?:(?:(?:an?|one) )?(?:half|quarter)|(?:two|three)[- ](?:thirds|quarters))"
    rf"(?: of)?(?: an?)?{GAP}{SCALE}\b"
)
_JOINT = rf"(?:{GAP}and{GAP}|{GAP}|(?<=nd|ns|on), (?={SMALL}{GAP}hundred\b))"
"""What joins the parts of a number in words: "two thousand|, |three hundred| and |five"."""
_BEGINNING = rf"(?:(?:an?|another)(?= {SCALE}\b)|hundred and {SMALL}|{_ALONE}|{SMALL}{_POINT}?)\b"
CARDINAL = rf"(?:{_BEGINNING}(?:{GAP}{SCALE}s?\b(?:{_JOINT}{SMALL}\b)?){{0,12}})"
WORDED = (
    rf"(?:{_OF_SCALE}|{_BEGINNING}"
    rf"(?:{GAP}{SCALE}s?\b(?:{_JOINT}{SMALL}\b(?!{GAP}{DENOMINATOR}))?){{0,12}}{_POINT}?)"
)
NUMBER = rf"(?:{_IN_DIGITS}|(?i:{WORDED}))(?i:{_AND_PART})?"
MINUS_SIGN = r"(?<![\w.,%)’'-])(?<!\d )[-−]"
MINUS = rf"(?:{MINUS_SIGN}(?=[.\d])|(?i:(?<!plus or )(?<!plus-or-)minus|negative) )"
HAS_SCALE = re.compile(rf"(?:{SCALE}|\d{SPACE}?(?:{_SHORT}|[mbkt]))$", re.IGNORECASE)
