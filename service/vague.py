"""How many "hundreds" are: the tables that give vague words their intervals.

"tens of thousands"   20,000 to 99,999 by the default table; 10,000 or more by the conservative one
"""

import re
import tomllib
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from service.values import Amount

_WORD = re.compile(r"[a-z]+")
_FILLERS = {"a", "of", "some", "many"}

Interval = tuple[Decimal, Decimal | None]
"""Both ends are inside; None leaves the upper one open."""


class Vague(StrEnum):
    """Which table gives vague words their intervals."""

    DEFAULT = "default"
    """The one that each claim was read by: "hundreds" are 200 to 999."""
    CONSERVATIVE = "conservative"
    """The least that the words bind: "hundreds" are 100 or more."""
    NONE = "none"
    """No table: what is said in vague words is unknown."""


@cache
def _data() -> dict[str, Any]:
    path = files("service").joinpath("data/vague.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def words(vague: Vague = Vague.DEFAULT) -> dict[str, list[int]]:
    """The vague words of a table, plural, with the one or two ends of their intervals."""
    found: dict[str, list[int]] = _data()[vague]["words"]
    return found


def name(vague: Vague = Vague.DEFAULT) -> str:
    """The name of a table, with its version."""
    return str(_data()[vague]["name"])


def interval(phrase: str, vague: Vague = Vague.DEFAULT) -> Interval | None:
    """What a table makes of a vague phrase in lower case ("tens of thousands", "several hundred");
    None where it knows no such phrase, or there is no table."""
    *before, last = [word for word in phrase.split() if word not in _FILLERS] or [""]
    if vague is Vague.NONE or not (plural := _plural(last)):
        return None
    units = _data()["units"]
    multiples = [w for w in before if w in units and plural in units and w != plural]
    if multiples:
        return _ends(words(vague)[multiples[-1]], units[plural])
    return _ends(words(vague)[plural])


def _plural(word: str) -> str | None:
    return next((each for each in (word, f"{word}s") if each in words()), None)


def _ends(bounds: list[int], unit: int = 1) -> Interval:
    """The interval of so many of a unit: tens of thousands end before the hundred thousand."""
    low, *high = bounds
    return Decimal(low * unit), Decimal((high[0] + 1) * unit - 1) if high else None


def amount_by(vague: Vague, amount: Amount, quote: str) -> Amount:
    """The amount that another table makes of its quote. Unknown where the vague word is to be left
    out, or does not stand in the quote."""
    if vague is Vague.DEFAULT or amount.vague_table is None:
        return amount
    phrase = " ".join(word for word in _WORD.findall(quote.lower()) if _plural(word))
    stored, asked = interval(phrase) or (None, None), interval(phrase, vague)
    # An end that other words give stays as it is: "at least 10 and as many as several dozen".
    low_is_vague = amount.low is not None and amount.low == stored[0]
    high_is_vague = amount.high is not None and amount.high == stored[1]
    if asked is None or not (low_is_vague or high_is_vague):
        return replace(amount, low=None, high=None, vague_table=None)
    return replace(
        amount,
        low=asked[0] if low_is_vague else amount.low,
        high=asked[1] if high_is_vague else amount.high,
        vague_table=name(vague),
    )
