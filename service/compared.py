"""The claims of one series, as whatever puts them side by side takes them."""

from collections.abc import Iterable, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Annotated
from uuid import UUID

from pydantic import Field

from service.intervals import Range, stated
from service.nesting import containment
from service.series import SeriesKey, differences
from service.values import DOCUMENTED, Amount, Basis, Hedge, Period, Review, SourceKind, Stance

Number = tuple[Decimal | None, Decimal | None, Hedge]


Unshown = Annotated[bytes, Field(exclude=True)]
"""What claims are compared by and no answer shows."""


class UnlikeSeries(ValueError):
    """Claims of more than one series were to be compared; `differences` names the fields of the
    series in which they differ."""

    def __init__(self, *keys: SeriesKey) -> None:
        self.differences = differences(*keys)
        apart = ", ".join(f"{name} ({_named_once(name, keys)})" for name in self.differences)
        nested = containment(*keys)
        told = f"unlike in {apart}" + (f"; {nested}" if nested else "")
        super().__init__(f"what counts different things is not compared: {told}")


def _named_once(field: str, keys: Iterable[SeriesKey]) -> str:
    values = dict.fromkeys(getattr(key, field) or "not said" for key in keys)
    return ", ".join(values)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a claim that is shown can be checked by."""

    __pydantic_config__ = DOCUMENTED

    sentence: str
    """The sentence that the quote stands in."""
    url: str | None
    """Where the article was published; null where it has no address."""


@dataclass(frozen=True)
class ComparedClaim:
    """A claim with what its comparison needs. What follows from it is found once."""

    __pydantic_config__ = DOCUMENTED

    id: UUID
    """The claim."""
    article_id: UUID
    """The version of the article that it stands in."""
    publisher: str | None
    """Who published the article."""
    source_id: UUID | None
    """The source that asserts the number; null where the publisher says so itself, and where
    `left_open` is given."""
    source: str | None
    """Name of that source; null where there is none."""
    source_kind: SourceKind | None
    """What sort of source it is; null where there is none."""
    side: str | None
    """Which side of the matter the source is on, where a curator said so."""
    left_open: str | None
    """The words of the article for who says so, where it leaves open whom they mean: "he"."""
    quote: str
    """The exact words that carry the value."""
    wording: str
    """What its sentence is known by: the same for all that differ in nothing but spaces and
    capitals."""
    amount: Amount
    period: Period
    """What time the number covers."""
    stance: Stance
    """asserted, denied or hypothetical; only what is asserted can stand."""
    published_at: datetime | None
    """When the article was published; null where that is not known."""
    recorded_at: datetime
    """When this service stored the article."""
    superseded: bool
    """Whether a newer version of the article has taken this one's place, or a newer reader does not
    find the claim any more."""
    series: SeriesKey
    """What the number counts."""
    evidence: Evidence | None = None
    """Its sentence and its address; null where the claim is not shown."""
    review: Review | None = None
    """What a curator holds of it: accepted or rejected; null where nobody said."""
    _: KW_ONLY
    sentence_signature: Unshown = b""
    """What near-identical sentences are found by; empty where there is none."""
    text_signature: Unshown = b""
    """What near-identical articles are found by."""

    @property
    def said_at(self) -> datetime:
        """When the claim was there at the latest: published, else recorded."""
        return self.published_at or self.recorded_at

    @cached_property
    def said_on(self) -> date:
        """The day of that in UTC."""
        return self.said_at.astimezone(UTC).date()

    @cached_property
    def about(self) -> date:
        """The last day that the number can be about: that of its period, else the one on which it
        was said."""
        last = last_counted(self.period, self.series)
        return self.said_on if last is None else min(last, self.said_on)

    @cached_property
    def range(self) -> Range:
        """The numbers that its words allow."""
        return stated(self.amount)

    @property
    def number(self) -> Number:
        """What it has in common with all claims of the series that give the same amount."""
        return number_of(self.amount)

    @property
    def tells(self) -> bool:
        """Whether it says anything about the number."""
        return self.range.bounded

    @property
    def may_stand(self) -> bool:
        """Whether the source says so, in the current version of the article, and no curator
        rejected it."""
        return may_stand(self.stance, self.superseded, self.review)

    @property
    def rejected(self) -> bool:
        """Whether a curator holds it to be no claim."""
        return self.review is Review.REJECTED


def last_counted(period: Period, series: SeriesKey) -> date | None:
    """The last day that a number of such a period can be about, said whenever; None where the
    words leave it open. The counts of one incident are all about the same, said when they are."""
    return None if series.basis is Basis.INCIDENT else period.last_day


def number_of(amount: Amount) -> Number:
    """What amounts of a series have in common that are the same, whichever table gave vague words
    their intervals."""
    return amount.low, amount.high, amount.hedge


def may_stand(stance: Stance, superseded: bool, review: Review | None) -> bool:
    """Whether the source says so, in the current version of the article, and no curator rejected
    it."""
    return stance is Stance.ASSERTED and not superseded and review is not Review.REJECTED


def one_series(claims: Sequence[ComparedClaim]) -> SeriesKey | None:
    """What all the claims count; None where there are none. UnlikeSeries where they are not of
    one series."""
    if not claims:
        return None
    series = claims[0].series
    for claim in claims:
        if claim.series != series:
            raise UnlikeSeries(series, claim.series)
    return series


def standing(valid: Sequence[ComparedClaim]) -> ComparedClaim | None:
    """The claim by which their one source stands, of those that may, the oldest first: of those
    that tell anything the one about the latest day, of these the newest."""
    found = None
    for claim in reversed(valid):
        if found and claim.said_on < found.about:
            break  # Nothing is about a later day than the one on which it was said.
        # Of equal moments the first: news gives the present figure before its history.
        if claim.tells and (found is None or rank(claim) >= rank(found)):
            found = claim
    return found or max(valid, key=rank, default=None)


def rank(claim: ComparedClaim) -> tuple[date, datetime]:
    """The claim of the highest rank stands, the first of them."""
    return claim.about, claim.said_at
