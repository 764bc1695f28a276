"""What number do the words of a numeral state?

"1,200", "1.234.567,89", "2.5bn", "42 thousand", "half a million", "two and a half million",
"one hundred and three and two thirds", "3/4", "2½", "6.2x10^-4", "minus five"
"""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

GREATEST = Decimal(10) ** 30
"""Numbers beyond it are codes or play, and nothing that anybody counts."""

ONES = "one two three four five six seven eight nine".split()
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SCALES = {
    "hundred": Decimal(100),
    "thousand": Decimal(1_000),
    "million": Decimal(10**6),
    "billion": Decimal(10**9),
    "trillion": Decimal(10**12),
    "quadrillion": Decimal(10**15),
    "quintillion": Decimal(10**18),
    "dozen": Decimal(12),
    "lakh": Decimal(10**5),
    "crore": Decimal(10**7),
}
SHORT_SCALES = {
    "k": SCALES["thousand"],
    "m": SCALES["million"],
    "mn": SCALES["million"],
    "mln": SCALES["million"],
    "mil": SCALES["million"],
    "b": SCALES["billion"],
    "bn": SCALES["billion"],
    "bil": SCALES["billion"],
    "t": SCALES["trillion"],
    "tn": SCALES["trillion"],
    "trn": SCALES["trillion"],
    "lac": SCALES["lakh"],
    "lkh": SCALES["lakh"],
    "lkhs": SCALES["lakh"],
    "cr": SCALES["crore"],
}
_FIRST = "first second third fourth fifth sixth seventh eighth ninth".split()
_TENTH = (
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth "
    "nineteenth"
).split()
_TWENTIETH = "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth".split()

ORDINALS = (
    {word: i for i, word in enumerate([*_FIRST, *_TENTH], 1)}
    | {word: 10 * i for i, word in enumerate(_TWENTIETH, 2)}
    | {"hundredth": 100, "thousandth": 1_000, "millionth": 10**6}
    | {"billionth": 10**9, "trillionth": 10**12}
)
"""Ordinals of one word by their number."""
DENOMINATORS = {word: of for word, of in ORDINALS.items() if of > 2} | {"half": 2, "quarter": 4}
"""What a whole is divided by, by the word in the singular."""

_SMALL = (
    {word: Decimal(i) for i, word in enumerate([*ONES, *TEENS], 1)}
    | {word: Decimal(10 * i) for i, word in enumerate(TENS, 2)}
    | dict.fromkeys(("zero", "nought", "naught", "oh"), Decimal(0))
    | dict.fromkeys(("a", "an", "another"), Decimal(1))
)
_NEGATIVE = re.compile(r"[-−]\s?|(?:minus|negative) ")
_POWER = re.compile(r"(?P<base>[\d.,]+)(?P<sign>e|\s?[x×*·]\s?10\^?| ?\^ ?)(?P<power>[+-]?\d{1,2})")
_RAISED = re.compile("[⁺⁻]?[⁰¹²³⁴-⁹]+")
_LOWERED = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")
_RATIO = re.compile(
    rf"(?:(?P<whole>.+?)(?: - |[ -])(?:and )?)?(?P<part>\d{{1,3}})/(?P<of>\d{{1,3}})"
    rf"(?: (?P<scale>{'|'.join(SCALES)}))?"
)
_OVER = re.compile(r"(?P<part>.+) over (?P<of>.+)")
_POINT = re.compile(
    rf"(?P<whole>[\w -]+) point (?P<part>[\w -]+?)(?: (?P<scale>{'|'.join(SCALES)}))?"
)
_VULGAR = re.compile(r"(?P<whole>\d*)\s?(?P<part>[¼-¾⅐-⅞])(?: ?(?P<scale>\w+))?")
_COMPOUND = (
    rf"(?:(?:{'|'.join([*ONES, *TEENS])})[- ](?:hundred|thousand)[- ](?:(?:{'|'.join(TENS)})[- ])?"
    rf"|(?:{'|'.join(TENS)})[- ])"
)
"""What makes a longer denominator: "three |twenty |firsts", "one |one hundred |fifth"."""
_FRACTION = re.compile(
    r"(?:(?P<whole>.+) and )?(?:(?P<part>.+?)(?: - | |-))?"
    rf"(?P<denominator>(?(part){_COMPOUND}(?:{'|'.join(DENOMINATORS)}|first)|(?!))"
    rf"|{'|'.join(DENOMINATORS)})s?"
    rf"(?:(?: of)?(?: an?)?[ -](?P<scale>{'|'.join(SCALES)}))?"
)
_GROUPING = re.compile(r"(?<=\d),?[\s'’](?=\d{3}(?!\d))")
_EUROPEAN = re.compile(r"\d{1,3}(?:\.\d{3})+,\d{1,2}|\d{1,3}(?:\.\d{3}){2,}|\d+,\d{1,2}")
_TOKEN = re.compile(r"[\d.,٬٫]*\d|[^\W\d_]+")


@lru_cache(maxsize=8192)
def value(numeral: str) -> Decimal | None:
    """The number that a numeral such as `1,200`, `2.5bn`, `half a million` or `forty-two` states,
    or None where it states none, or one beyond all counting."""
    words = " ".join(numeral.lower().split()).replace("halves", "halfs").replace("-and-", " and ")
    words = words.replace("，", ",")
    words = _RAISED.sub(lambda raised: f"^{raised.group().translate(_LOWERED)}", words)
    negative = _NEGATIVE.match(words)
    number = _unsigned(words[negative.end() :] if negative else words)
    if number is None or number >= GREATEST:
        return None
    return _plainly(-number if negative else number)


def ordinal(words: str) -> Decimal | None:
    """The place that an ordinal names: `3rd`, `twenty-first`, `hundredth`."""
    if digits := re.match(r"[\d,]+", words):
        return Decimal(digits.group().replace(",", ""))
    *before, last = re.findall(r"\w+", words.lower())
    place = Decimal(ORDINALS[last])
    if not before:
        return place
    whole = _cardinal(" ".join(before))
    if whole is None or place >= 100:
        return whole and whole * place
    return whole + place if place < _room(whole) else None


def _unsigned(words: str) -> Decimal | None:
    for pattern, reading in _FORMS:
        if match := pattern.fullmatch(words):
            return reading(match)
    return _cardinal(words)


def _power(match: re.Match[str]) -> Decimal | None:
    """ "1e10", "6.2x10^-4", "2.5^-1"."""
    base, power = _digits(match["base"]), int(match["power"])
    if base is None or base == 0:
        return base
    return base**power if match["sign"].strip() == "^" else base.scaleb(power)


def _ratio(match: re.Match[str]) -> Decimal | None:
    """ "3/4", "10 1/2", "two and 1/2", "1/4 million"."""
    whole, of = _cardinal(match["whole"] or "0"), Decimal(match["of"])
    if whole is None or not of:
        return None
    return (whole + Decimal(match["part"]) / of) * SCALES.get(match["scale"], Decimal(1))


def _over(match: re.Match[str]) -> Decimal | None:
    """ "one over twenty-one"."""
    part, of = _cardinal(match["part"]), _cardinal(match["of"])
    return part / of if part is not None and of else None


def _point(match: re.Match[str]) -> Decimal | None:
    """ "two point five million", "nought point eleven"."""
    whole, scale = _cardinal(match["whole"]), SCALES.get(match["scale"], Decimal(1))
    digits = [_small(word) for word in re.split(r"[ -]", match["part"])]
    if whole is None or None in digits:
        return None
    return (whole + Decimal("0." + "".join(map(str, digits)))) * scale


def _vulgar(match: re.Match[str]) -> Decimal | None:
    """ "2½", "¾", "1½ million"."""
    scale = SCALES.get(match["scale"]) if match["scale"] else Decimal(1)
    part = Decimal(str(unicodedata.numeric(match["part"])))
    return scale and (Decimal(match["whole"] or 0) + part) * scale


def _fraction(match: re.Match[str]) -> Decimal | None:
    """ "half a million", "two thirds", "two and a half million"; "a million and a half" is half a
    million more, and "one hundred and thirty fifths" is 130 of them."""
    whole, part = (_cardinal(match[name] or zero) for name, zero in _WITHOUT)
    denominator = _denominator(match["denominator"])
    if whole is None or part is None or denominator is None:
        return None
    scale, last = SCALES.get(match["scale"]), _last_scale(match)
    if last:
        return whole + part / denominator * (scale or last)
    if part >= denominator:
        return (whole + part) / denominator
    return (whole + part / denominator) * (scale or 1)


def _denominator(words: str) -> Decimal | None:
    """ "fifth", "quarter", "one hundred twenty-first"."""
    return Decimal(DENOMINATORS[words]) if words in DENOMINATORS else ordinal(words)


def _last_scale(match: re.Match[str]) -> Decimal | None:
    """The scale that "a million and |a half" goes on from; a hundred is none."""
    scale = SCALES.get(re.split(r"\W", match["whole"] or "")[-1])
    goes_on = scale and scale != 100 and (match["scale"] or match["part"] in ("a", "an"))
    return scale if goes_on else None


_WITHOUT = (("whole", "zero"), ("part", "one"))
_FORMS = (
    (_POWER, _power),
    (_RATIO, _ratio),
    (_OVER, _over),
    (_POINT, _point),
    (_VULGAR, _vulgar),
    (_FRACTION, _fraction),
)


def _cardinal(words: str) -> Decimal | None:
    """ "one hundred and five thousand", "3 hundred and 21", "2.5bn", "three lakh crore"."""
    tokens = _TOKEN.findall(_GROUPING.sub("", words))
    return _counted([token for token in tokens if token not in ("and", "of")])


def _counted(tokens: list[str]) -> Decimal | None:
    """What stands before the greatest scale is multiplied by it, and what stands after it, which is
    less, is added; None for more than one number: "two hundred and three hundred"."""
    if tokens[-1:] in (["dozen"], ["dozens"]):
        return _grouped(tokens[:-1], SCALES["dozen"], [])
    scales = [_scale(token) for token in tokens]
    scale = max(filter(None, scales), default=None)
    if scale is None:
        return _added(tokens)
    at = scales.index(scale)
    return _grouped(tokens[:at], scale, tokens[at + 1 :])


def _grouped(before: list[str], scale: Decimal, after: list[str]) -> Decimal | None:
    times = _counted(before) if before else Decimal(1)
    more = _counted(after) if after else Decimal(0)
    return times * scale + more if times is not None and more is not None and more < scale else None


def _added(tokens: list[str]) -> Decimal | None:
    """ "forty two"."""
    numbers = [_small(token) for token in tokens]
    if not numbers or None in numbers:
        return None
    first, *rest = (number for number in numbers if number is not None)
    return sum(rest, first) if not rest or (len(rest) == 1 and rest[0] < _room(first)) else None


def _small(token: str) -> Decimal | None:
    return _SMALL[token] if token in _SMALL else _digits(token)


def _scale(token: str) -> Decimal | None:
    return SHORT_SCALES.get(token) or SCALES.get(token.rstrip("s"))


def _room(group: Decimal) -> int:
    """Below which number the next must be: "twenty | five", "two hundred | forty"."""
    if group % 100 == 0:
        return 100 if group else 0
    return 10 if group % 10 == 0 and group % 100 > 10 else 0


def _digits(digits: str) -> Decimal | None:
    """A number in digits, its thousands grouped by commas or, in the European way, by dots."""
    if _EUROPEAN.fullmatch(digits):
        digits = digits.replace(".", "").replace(",", ".")
    digits = digits.replace(",", "").replace("٬", "").replace("٫", ".")
    return Decimal(digits) if re.fullmatch(r"\d*\.?\d+", digits) else None


def _plainly(number: Decimal) -> Decimal:
    whole = number.to_integral_value()
    return Decimal(int(whole)) if number == whole else number.normalize()
