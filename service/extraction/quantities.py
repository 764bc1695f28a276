"""How much is written there? quantulum3 reads each bare numeral, one at a time.

quantulum3 is handed a numeral and nothing else: given a sentence it takes "12 km at" for
ampere-turns and "$2.5bn" for bit-newtons. What stands around a numeral is read in `amounts`.
"""

import re
import warnings
from decimal import Decimal
from functools import lru_cache

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="Classifier dependencies not installed")
    from quantulum3 import classifier, parser

classifier.USE_CLF = False

SHORT_SCALES = {
    "k": "thousand",
    "m": "million",
    "mn": "million",
    "mln": "million",
    "b": "billion",
    "bn": "billion",
    "tn": "trillion",
    "trn": "trillion",
}
LARGE_SCALES = {
    "dozen": Decimal(12),
    "lakh": Decimal(100_000),
    "crore": Decimal(10_000_000),
}

_PLAIN = re.compile(r"[0-9]{1,18}(?:\.[0-9]{1,9})?")
"""Digits, which need no reader."""
_GROUPED = re.compile(r"(?<=\d)[,\s\u00a0\u2009\u202f](?=\d{3}(?!\d))")
_DOTTED = re.compile(r"^\d{1,3}(?:\.\d{3}){2,}$")
_SHORT = re.compile(r"^([\d.]+)\s?-?(k|m|mn|mln|b|bn|tn|trn)$", re.IGNORECASE)
_LARGE = re.compile(r"\s*[- ]?\b(dozen|lakh|crore)s?$", re.IGNORECASE)
_HALF_A = re.compile(r"^half an? ", re.IGNORECASE)
_A = re.compile(r"^(?:an?|another|one)(?= |$)", re.IGNORECASE)


@lru_cache(maxsize=8192)
def value(numeral: str) -> Decimal | None:
    """The number that a numeral such as `1,200`, `2.5bn`, `half a million` or `forty-two` states,
    or None where it cannot be read."""
    words = _plain(numeral)
    factor = Decimal(1)
    if large := _LARGE.search(words):
        factor, words = LARGE_SCALES[large.group(1).lower()], words[: large.start()]
    if _PLAIN.fullmatch(words):
        return _exact(Decimal(words) * factor)
    found = parser.parse(words) if words.strip() else []
    if len(found) != 1 or found[0].span != (0, len(words)):
        return None
    return _exact(Decimal(repr(found[0].value)) * factor)


def _plain(numeral: str) -> str:
    words = " ".join(numeral.strip().split())
    words = words.replace(".", "") if _DOTTED.match(words) else _GROUPED.sub("", words)
    words = _A.sub("1", _HALF_A.sub("0.5 ", words))
    if short := _SHORT.match(words):
        return f"{short.group(1)} {SHORT_SCALES[short.group(2).lower()]}"
    return words.replace("-", " ")


def _exact(number: Decimal) -> Decimal:
    return (
        number.to_integral_value() if number == number.to_integral_value() else number.normalize()
    )
