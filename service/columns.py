"""The claims of a series column by column. There may be very many of them, and few are shown: what
is asked of all is asked of columns, and a claim is put together when it is looked at."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count, islice
from operator import attrgetter, lt
from typing import Any, Generic, NamedTuple, TypeVar, cast, overload
from uuid import UUID

from service.compared import ComparedClaim, may_stand, one_series
from service.series import SeriesKey
from service.vague import Vague, amount_by
from service.values import Amount, Period, Review, SourceKind, Stance

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
Other = TypeVar("Other")


class Asserter(NamedTuple):
    """Who says so, as the claim tells."""

    publisher: str | None
    source_id: UUID | None
    source: str | None
    source_kind: SourceKind | None
    side: str | None
    left_open: str | None

    @property
    def name(self) -> str | None:
        """The source, or the publisher that speaks for itself."""
        return self.source or (None if self.left_open else self.publisher)


class Status(NamedTuple):
    """What decides whether a claim can stand."""

    stance: Stance
    superseded: bool
    review: Review | None


@dataclass(frozen=True, slots=True)
class Coded(Generic[Value]):
    """A column of values that come again and again."""

    values: Sequence[Value]
    """Each of them once."""
    codes: Sequence[int]
    """By each row where its value is among them."""

    def __getitem__(self, row: int) -> Value:
        return self.values[self.codes[row]]

    def map(self, of: Callable[[Value], Other]) -> list[Other]:
        """Something of the value of each row, found once for each value."""
        found = [of(value) for value in self.values]
        return [found[code] for code in self.codes]


class Coding(Generic[Key]):
    """A column of what is made of keys, as these come in."""

    def __init__(self) -> None:
        self._places: defaultdict[Key, int] = defaultdict(count().__next__)
        self._codes: list[int] = []

    def extend(self, keys: Iterable[Key]) -> None:
        """A row more for each key."""
        self._codes.extend(map(self._places.__getitem__, keys))

    def column(self, value: Callable[[Key], Value]) -> Coded[Value]:
        """The column of what is made of each key, once."""
        return Coded([value(key) for key in self._places], self._codes)


def coded(keys: Iterable[Key], value: Callable[[Key], Value]) -> Coded[Value]:
    """A column of what is made of each key, once."""
    coding: Coding[Key] = Coding()
    coding.extend(keys)
    return coding.column(value)


@dataclass(frozen=True, slots=True)
class Columns:
    """What is known of each claim of a series, a row each."""

    series: SeriesKey | None
    """What all of them count; None where there are none."""
    ids: Sequence[bytes]
    article_ids: Sequence[bytes]
    asserters: Coded[Asserter]
    quotes: Sequence[str]
    wordings: Sequence[str]
    sentence_signatures: Sequence[bytes]
    text_signatures: Sequence[bytes]
    amounts: Coded[Amount]
    periods: Coded[Period]
    states: Coded[Status]
    published: Sequence[datetime | None]
    recorded: Sequence[datetime]

    @property
    def said(self) -> list[datetime]:
        """When each was there at the latest: published, else recorded."""
        return [known or late for known, late in zip(self.published, self.recorded, strict=True)]

    @property
    def may_stand(self) -> list[bool]:
        """Whether each can be the one by which its source stands."""
        return self.states.map(lambda state: may_stand(*state))

    def oldest_first(self, at: datetime | None) -> "Columns":
        """The claims in the order in which they were said, those of one moment as they were
        recorded; with a time what was said by then."""
        said = self.said
        if at is None and all(map(lt, said, islice(said, 1, None))):
            return self
        moments = list(zip(said, self.recorded, self.ids, strict=True))
        in_time = sorted(range(len(said)), key=moments.__getitem__)
        if at is not None:
            in_time = in_time[: bisect_right(in_time, at, key=said.__getitem__)]
        return self.take(in_time)

    def take(self, rows: Sequence[int]) -> "Columns":
        """These rows, in this order."""
        columns = {name: getattr(self, name) for name in self.__match_args__ if name != "series"}
        return replace(self, **{name: _taken(column, rows) for name, column in columns.items()})

    def by_table(self, vague: Vague) -> "Columns":
        """Vague words with the intervals of that table."""
        if vague is Vague.DEFAULT:
            return self
        said = zip(self.amounts.codes, self.quotes, strict=True)
        values = self.amounts.values
        return replace(
            self, amounts=coded(said, lambda each: amount_by(vague, values[each[0]], each[1]))
        )

    def id(self, row: int) -> UUID:
        """The id of the claim of a row."""
        return UUID(bytes=self.ids[row])

    def article_id(self, row: int) -> UUID:
        """The id of the article that it stands in."""
        return UUID(bytes=self.article_ids[row])

    def claim(self, row: int) -> ComparedClaim:
        """The claim of a row."""
        return ComparedClaim(
            self.id(row),
            self.article_id(row),
            *self.asserters[row],
            self.quotes[row],
            self.wordings[row],
            self.amounts[row],
            self.periods[row],
            self.states[row].stance,
            self.published[row],
            self.recorded[row],
            self.states[row].superseded,
            cast(SeriesKey, self.series),
            review=self.states[row].review,
            sentence_signature=self.sentence_signatures[row],
            text_signature=self.text_signatures[row],
        )


def _taken(column: Any, rows: Iterable[int]) -> Any:
    if isinstance(column, Coded):
        return replace(column, codes=_taken(column.codes, rows))
    return [column[row] for row in rows]


def in_order(claims: Sequence[ComparedClaim], vague: Vague, at: datetime | None = None) -> Columns:
    """The claims, with a time those said by then, in the order in which they were said, vague
    words with the intervals of that table. UnlikeSeries where they are not of one series."""
    return columns_of(claims).oldest_first(at).by_table(vague)


class Claims(Sequence[ComparedClaim]):
    """Some claims of a series, each put together when it is looked at."""

    def __init__(self, columns: Columns, rows: Sequence[int] | None = None) -> None:
        """Those of the rows, in this order, or all."""
        self.columns = columns
        self.rows = range(len(columns.ids)) if rows is None else rows

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> ComparedClaim: ...
    @overload
    def __getitem__(self, at: slice) -> "Claims": ...
    def __getitem__(self, at: int | slice) -> "ComparedClaim | Claims":
        if isinstance(at, slice):
            return Claims(self.columns, self.rows[at])
        return self.columns.claim(self.rows[at])

    def has(self, claim_id: UUID) -> bool:
        """Whether the claim is among them."""
        return claim_id.bytes in map(self.columns.ids.__getitem__, self.rows)

    def parted(self, by: Sequence[bool]) -> "tuple[Claims, Claims]":
        """Those of which it is true, by their rows, and those of which it is not."""
        true, false = ([row for row in self.rows if by[row] is which] for which in (True, False))
        return Claims(self.columns, true), Claims(self.columns, false)


def columns_of(claims: Sequence[ComparedClaim]) -> Columns:
    """All of the claims by columns. UnlikeSeries where they are not of one series."""
    if isinstance(claims, Claims):
        return (
            claims.columns
            if len(claims) == len(claims.columns.ids)
            else claims.columns.take(claims.rows)
        )
    return Columns(
        series=one_series(claims),
        ids=[claim.id.bytes for claim in claims],
        article_ids=[claim.article_id.bytes for claim in claims],
        asserters=coded(map(attrgetter(*Asserter._fields), claims), Asserter._make),
        quotes=[claim.quote for claim in claims],
        wordings=[claim.wording for claim in claims],
        sentence_signatures=[claim.sentence_signature for claim in claims],
        text_signatures=[claim.text_signature for claim in claims],
        amounts=coded((claim.amount for claim in claims), _itself),
        periods=coded((claim.period for claim in claims), _itself),
        states=coded(
            ((claim.stance, claim.superseded, claim.review) for claim in claims), Status._make
        ),
        published=[claim.published_at for claim in claims],
        recorded=[claim.recorded_at for claim in claims],
    )


def _itself(value: Value) -> Value:
    return value
