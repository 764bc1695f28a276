"""Numbers as people read them."""

from decimal import Decimal

from service.values import Amount


def amount(stated: Amount) -> str:
    """An interval: `12`, `10–12`, `12 or more`, `unknown`, with its unit."""
    unit = f" {stated.unit}" if stated.unit else ""
    low, high = (None if end is None else number(end) for end in (stated.low, stated.high))
    if low is None and high is None:
        return "unknown"
    if low == high:
        return f"{low}{unit}"
    if high is None:
        return f"{low}{unit} or more"
    return f"up to {high}{unit}" if low is None else f"{low}–{high}{unit}"


def number(value: Decimal) -> str:
    """A number with its thousands apart."""
    return f"{value:,f}"
