"""The claims of one series, as whatever puts them side by side takes them."""

from collections.abc import Iterable, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from operator import attrgetter
from typing import Annotated
from uuid import UUID

from pydantic import Field

from service.intervals import Range, stated
from service.series import SeriesKey, differences
from service.vague import Vague, amount_by
from service.values import DOCUMENTED, Amount, Basis, Hedge, Period, Review, SourceKind, Stance

Unshown = Annotated[bytes, Field(exclude=True)]
"""What is compared by, and told to nobody: no answer has a field that only has a name."""


class UnlikeSeries(ValueError):
    """Claims of more than one series were to be compared; `differences` names the fields of the
    series in which they differ."""

    def __init__(self, *keys: SeriesKey) -> None:
        self.differences = differences(*keys)
        apart = ", ".join(f"{name} ({_named_once(name, keys)})" for name in self.differences)
        super().__init__(f"what counts different things is not compared: unlike in {apart}")


def _named_once(field: str, keys: Iterable[SeriesKey]) -> str:
    values = dict.fromkeys(getattr(key, field) or "not said" for key in keys)
    return ", ".join(values)


@dataclass(frozen=True)
class ComparedClaim:
    """A claim with what its comparison needs. What follows from it is found once."""

    __pydantic_config__ = DOCUMENTED

    id: UUID
    """The claim."""
    article_id: UUID
    """The version of the article that it stands in."""
    url: str | None
    """Where the article was published."""
    publisher: str | None
    """Who published the article."""
    source_id: UUID | None
    """The source that asserts the number; null where the publisher says so itself, and where
    `left_open` is given."""
    source: str | None
    """Name of that source; null where there is none."""
    quote: str
    """The exact words that carry the value."""
    sentence: str
    """The sentence that the quote stands in."""
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
    review: Review | None = None
    """What a curator holds of it: accepted or rejected; null where nobody said."""
    source_kind: SourceKind | None = None
    """What sort of source it is; null where there is none."""
    side: str | None = None
    """Which side of the matter the source is on, where a curator said so."""
    left_open: str | None = None
    """The words of the article for who says so, where it leaves open whom they mean: "he"."""
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
        was said. The counts of one incident are all about the same, so theirs is always the
        latter."""
        last = self.period.last_day
        if last is None or self.series.basis is Basis.INCIDENT:
            return self.said_on
        return min(last, self.said_on)

    @cached_property
    def range(self) -> Range:
        """The numbers that its words allow."""
        return stated(self.amount)

    @property
    def number(self) -> tuple[Decimal | None, Decimal | None, Hedge]:
        """What amounts of a series have in common that are the same, whichever table gave vague
        words their intervals."""
        return self.amount.low, self.amount.high, self.amount.hedge

    @property
    def tells(self) -> bool:
        """Whether it says anything about the number."""
        return self.range.bounded

    @property
    def may_stand(self) -> bool:
        """Whether the source says so, in the current version of the article, and no curator
        rejected it."""
        return self.stance is Stance.ASSERTED and not self.superseded and not self.rejected

    @property
    def rejected(self) -> bool:
        """Whether a curator holds it to be no claim."""
        return self.review is Review.REJECTED


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


in_time = attrgetter("said_at", "recorded_at", "id")
"""The order in which claims were said; those of one moment as they were recorded."""


def oldest_first(claims: Iterable[ComparedClaim]) -> list[ComparedClaim]:
    """In that order."""
    return sorted(claims, key=in_time)


def by_table(claims: Iterable[ComparedClaim], vague: Vague) -> list[ComparedClaim]:
    """The claims in their order, vague words with the intervals of that table."""
    if vague is Vague.DEFAULT:
        return list(claims)
    return [
        replace(claim, amount=amount_by(vague, claim.amount, claim.quote))
        if claim.amount.vague_table
        else claim
        for claim in claims
    ]


def standing(valid: Sequence[ComparedClaim]) -> ComparedClaim | None:
    """The claim by which their one source stands, of those that may, the oldest first: of those
    that tell anything the one about the latest day, of these the newest."""
    telling = [claim for claim in valid if claim.tells] or valid
    # Of equal moments max() keeps the first: news gives the present figure before its history.
    return max(telling, key=rank, default=None)


def rank(claim: ComparedClaim) -> tuple[date, datetime]:
    """The claim of the highest rank stands, the first of them."""
    return claim.about, claim.said_at
