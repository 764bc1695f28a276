"""Claims and numbers as flat records: the field names that JSON, JSONL and CSV share."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from service.values import Amount, Claim, Number, Reading, Span


def reading_record(reading: Reading, explain: bool) -> dict[str, Any]:
    """A text with its claims; where it is to be explained, with their rules and every other
    number."""
    of_claim = explained if explain else record
    numbers = {"numbers": [number_record(n) for n in reading.numbers]} if explain else {}
    return {
        "text": reading.article.text,
        "reader": reading.reader,
        "claims": [of_claim(claim) for claim in reading.claims],
        **numbers,
    }


def record(claim: Claim) -> dict[str, Any]:
    """The fields of a claim under their public names; spans are `[start, end]` lists."""
    return {
        "quote": claim.quote,
        "start": claim.span.start,
        "end": claim.span.end,
        "sentence": claim.sentence,
        "sentence_span": offsets(claim.sentence_span),
        **_of_amount(claim.amount),
        "item": claim.item,
        "item_span": offsets(claim.item_span),
        "metric": claim.metric,
        "population": claim.population.population,
        "whose": claim.population.whose,
        "place": claim.place.place if claim.place else None,
        "place_span": offsets(claim.place.span if claim.place else None),
        "place_country": claim.place.country if claim.place else None,
        "scope": claim.scope.place if claim.scope else None,
        "scope_span": offsets(claim.scope.span if claim.scope else None),
        "scope_country": claim.scope.country if claim.scope else None,
        "period_start": claim.period.start,
        "period_start_precision": claim.period.start_precision,
        "period_end": claim.period.end,
        "period_end_precision": claim.period.end_precision,
        "basis": claim.period.basis,
        "source": claim.source.source if claim.source else None,
        "source_span": offsets(claim.source_span),
        "source_kind": claim.source.kind if claim.source else None,
        "cue_span": offsets(claim.cue_span),
        "relayer": claim.relayer,
        "stance": claim.stance,
        "part_of": offsets(claim.part_of),
        "confidence": claim.confidence,
    }


def explained(claim: Claim) -> dict[str, Any]:
    """The same, with the rule that gave each field."""
    return record(claim) | {"rules": asdict(claim.rules)}


def number_record(number: Number) -> dict[str, Any]:
    """The fields of a number that is no claim, as those of a claim are named."""
    return {
        "quote": number.quote,
        "start": number.span.start,
        "end": number.span.end,
        **_of_amount(number.amount),
        "reason": number.reason,
        "source": number.source.source if number.source else None,
        "source_span": offsets(number.source_span),
    }


def _of_amount(amount: Amount) -> dict[str, Any]:
    return {
        "low": amount.low,
        "high": amount.high,
        "hedge": amount.hedge,
        "kind": amount.kind,
        "unit": amount.unit,
        "vague_table": amount.vague_table,
    }


def plain(value: object) -> int | float | str:
    """What JSON has no form for, as a number or as text: decimals, dates, ids."""
    match value:
        case Decimal():
            return as_number(value)
        case date():
            return value.isoformat()
        case _:
            return str(value)


def as_number(value: Decimal) -> int | float:
    """The decimal as a number of JSON."""
    return int(value) if value == value.to_integral_value() else float(value)


def offsets(span: Span | None) -> list[int] | None:
    """A span as `[start, end]`."""
    return [span.start, span.end] if span else None
