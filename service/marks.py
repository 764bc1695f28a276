"""What a chart draws, column by column: marks at what was said, and lines for what stood. There may
be very many of either, and few are drawn: each is put together when it is looked at."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple, TypeVar, overload

from service.columns import Coded, Columns
from service.compared import ComparedClaim
from service.values import Amount, Hedge

Drawn = TypeVar("Drawn")


class Form(StrEnum):
    """What a number says of its ends, and is drawn by."""

    EXACT = "exactly"
    ABOUT = "about"
    RANGE = "from … to …"
    FLOOR = "that or more"
    CEILING = "that or less"


def form(amount: Amount) -> Form:
    """How the amount is drawn; one that is open at both ends is not."""
    if amount.high is None:
        return Form.FLOOR
    if amount.low is None:
        return Form.CEILING
    if amount.low < amount.high:
        return Form.RANGE
    return Form.ABOUT if amount.hedge is Hedge.ABOUT else Form.EXACT


def ends(amount: Amount) -> list[Decimal]:
    """The numbers at which the amount ends: one, or the lower and the upper one."""
    return sorted({end for end in (amount.low, amount.high) if end is not None})


class Owner(NamedTuple):
    """Who says so, and in which colour."""

    source: str
    """Who says so."""
    group: str
    """Whose colour it has: the source's own, or that of its kind or side."""
    named: bool
    """Whether that is no other's colour."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A claim that is drawn."""

    source: str
    """Who says so."""
    group: str
    """Whose colour it has: the source's own, or that of its kind or side."""
    named: bool
    """Whether that is no other's colour."""
    claim: ComparedClaim

    @property
    def published(self) -> float:
        """When its article was published, in seconds since 1970."""
        return self.claim.said_at.timestamp()

    @property
    def form(self) -> Form:
        """How it is drawn."""
        return form(self.claim.amount)

    @property
    def ends(self) -> list[Decimal]:
        """The one number that it states, or the lower and the upper one."""
        return ends(self.claim.amount)


@dataclass(frozen=True, slots=True)
class Step:
    """What stood of a source from one time until another."""

    source: str
    """Which source."""
    group: str
    """Whose colour it has, one that is no other's."""
    claim: ComparedClaim
    """The claim by which it stood."""
    since: datetime
    until: datetime

    @property
    def ends(self) -> list[Decimal]:
        """The one number, or the lower and the upper one, at which it stood."""
        return ends(self.claim.amount)


class _Lazy(ABC, Sequence[Drawn]):
    """A sequence of which all is made when any of it is looked at, and none before."""

    rows: Sequence[int]
    """The rows of the claims."""

    @abstractmethod
    def _each(self) -> Iterator[Drawn]:
        """Each of it."""

    @cached_property
    def _made(self) -> tuple[Drawn, ...]:
        return tuple(self._each())

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> Drawn: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Drawn, ...]: ...
    def __getitem__(self, at: int | slice) -> Drawn | tuple[Drawn, ...]:
        return self._made[at]


@dataclass(frozen=True, eq=False)
class Marks(_Lazy[Mark]):
    """Claims that are drawn, the oldest first."""

    columns: Columns
    rows: Sequence[int]
    owners: Coded[Owner]
    """By each mark who says so."""
    published: Sequence[float]
    """When the article of each was published, in seconds since 1970."""

    def _each(self) -> Iterator[Mark]:
        for place, row in enumerate(self.rows):
            yield Mark(*self.owners[place], self.columns.claim(row))

    def take(self, places: Sequence[int]) -> "Marks":
        """The marks at these places."""
        return Marks(
            self.columns,
            [self.rows[place] for place in places],
            Coded(self.owners.values, [self.owners.codes[place] for place in places]),
            [self.published[place] for place in places],
        )

    @property
    def amounts(self) -> dict[int, Amount]:
        """The amounts that are drawn, by their code."""
        values, codes = self.columns.amounts.values, self.columns.amounts.codes
        return {code: values[code] for code in {codes[row] for row in self.rows}}


@dataclass(frozen=True, eq=False)
class Line(_Lazy[Step]):
    """What stood of one source, the oldest first."""

    columns: Columns
    rows: Sequence[int]
    source: str
    group: str
    since: Sequence[datetime]
    until: Sequence[datetime]

    def _each(self) -> Iterator[Step]:
        for row, *time in zip(self.rows, self.since, self.until, strict=True):
            yield Step(self.source, self.group, self.columns.claim(row), *time)
