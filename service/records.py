"""A claim as one flat record: the field names that JSON, JSONL and CSV share."""

from typing import Any

from service.values import Claim, Span


def record(claim: Claim) -> dict[str, Any]:
    """The fields of a claim under their public names; spans are `[start, end]` lists."""
    return {
        "quote": claim.quote,
        "start": claim.span.start,
        "end": claim.span.end,
        "sentence": claim.sentence,
        "sentence_span": offsets(claim.sentence_span),
        "low": claim.amount.low,
        "high": claim.amount.high,
        "hedge": claim.amount.hedge,
        "kind": claim.amount.kind,
        "unit": claim.amount.unit,
        "vague_table": claim.amount.vague_table,
        "item": claim.item,
        "item_span": offsets(claim.item_span),
        "metric": claim.metric,
        "population": claim.population.population,
        "whose": claim.population.whose,
        "place": claim.place.place if claim.place else None,
        "place_span": offsets(claim.place.span if claim.place else None),
        "place_country": claim.place.country if claim.place else None,
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
    }


def offsets(span: Span | None) -> list[int] | None:
    """A span as `[start, end]`."""
    return [span.start, span.end] if span else None
