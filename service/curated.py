"""What a claim is once curators have corrected it.

Corrections are laid over what the reader reads, in the order in which they were made, so that they
hold for what a newer reader reads as well, and so that taking one back leaves the others.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from service.curation import (
    AcceptClaim,
    AddClaim,
    CorrectClaim,
    Fields,
    GivenPeriod,
    MoveClaim,
    OfClaim,
    RejectClaim,
    SplitSeries,
)
from service.naming import country_of, source_country, source_kind
from service.series import series_key
from service.spelling import hyphened, state
from service.values import Claim, Place, Review, Source, Span

BY_HAND = "by hand"
"""The reader of claims that a curator added."""


@dataclass(frozen=True, slots=True)
class Act:
    """A correction that holds, the series or claim that it made, and its id."""

    asked: OfClaim
    made: UUID | None = None
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Curated:
    """A claim, what curators hold of it, and where they put it."""

    claim: Claim
    review: Review | None
    series: UUID | None = None
    """The series that a curator put it into; None for that of its key."""


def curated(
    read: Claim, acts: Iterable[Act], published_at: datetime | None, *, by_hand: bool
) -> Curated:
    """The claim that was read, or added by hand, in an article published then, once it has been
    corrected. Without the act that added it, a claim that was added is none."""
    found = Curated(read, Review.REJECTED if by_hand else None)
    for act in acts:
        found = _after(found, act, published_at)
    return found


def _after(before: Curated, act: Act, published_at: datetime | None) -> Curated:
    match act.asked:
        case AcceptClaim():
            return replace(before, review=Review.ACCEPTED)
        case RejectClaim():
            return replace(before, review=Review.REJECTED)
        case MoveClaim(series=series):
            return replace(before, series=series)
        case SplitSeries():
            return replace(before, series=act.made)
        case AddClaim(fields=fields):
            return Curated(corrected(before.claim, fields), Review.ACCEPTED)
        case CorrectClaim(fields=fields):
            return _corrected(before, fields, published_at)


def _corrected(before: Curated, fields: Fields, published_at: datetime | None) -> Curated:
    claim = corrected(before.claim, fields)
    keys = {series_key(each, published_at) for each in (before.claim, claim)}
    return replace(before, claim=claim, series=before.series if len(keys) == 1 else None)


def corrected(claim: Claim, fields: Fields) -> Claim:
    """The claim with the fields that are given. Nothing was measured of how likely it is to be
    right."""
    changes = {
        name: value
        for make in (_plain, _population, _place, _period, _source)
        for name, value in make(claim, fields).items()
    }
    return replace(claim, **changes, confidence=None)


def _plain(claim: Claim, fields: Fields) -> dict[str, Any]:
    given = fields.model_fields_set
    changes = {name: getattr(fields, name) for name in {"metric", "relayer", "stance"} & given}
    if fields.amount:
        changes["amount"] = fields.amount.value()
    if "item" in given:
        changes |= {"item": fields.item, "item_span": _span(claim, fields.item)}
    return changes


def _population(claim: Claim, fields: Fields) -> dict[str, Any]:
    changes: dict[str, str | None] = {}
    if "population" in fields.model_fields_set:
        changes["population"] = fields.population and hyphened(fields.population)
    if "whose" in fields.model_fields_set:
        changes["whose"] = fields.whose and state(fields.whose)
    return {"population": replace(claim.population, **changes)}


def _place(claim: Claim, fields: Fields) -> dict[str, Any]:
    if "place" not in fields.model_fields_set:
        return {}
    name = fields.place
    if name is None:
        return {"place": None, "scope": None}
    country = fields.place_country or country_of(name)
    return {"place": Place(name, _span(claim, name), country), "scope": None}


def _period(claim: Claim, fields: Fields) -> dict[str, Any]:
    given = fields.model_fields_set
    basis = fields.basis if "basis" in given else claim.period.basis
    if "period" not in given:
        return {"period": replace(claim.period, basis=basis)}
    return {"period": (fields.period or GivenPeriod()).value(basis)}


def _source(claim: Claim, fields: Fields) -> dict[str, Any]:
    if "source" not in fields.model_fields_set:
        return {}
    name = fields.source
    source = name and Source(name, fields.source_kind or source_kind(name), source_country(name))
    return {"source": source or None, "source_span": _span(claim, name), "cue_span": None}


def _span(claim: Claim, words: str | None) -> Span | None:
    """Where the words stand in the sentence, if they do so once."""
    whole = rf"(?<!\w){re.escape(words or '')}(?!\w)"
    found = list(re.finditer(whole, claim.sentence)) if words else []
    if len(found) != 1:
        return None
    start, end = found[0].span()
    return Span(claim.sentence_span.start + start, claim.sentence_span.start + end)
