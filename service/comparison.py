"""Who says how many: the claims of one series put side by side.

Rival claims are never added up or averaged, and no midpoint is taken. Nothing here reads a clock.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from uuid import UUID

from service.columns import Columns, columns_of
from service.compared import ComparedClaim, Evidence, standing
from service.intervals import Range, distance, meetings, most_allowed, overlap, ratio
from service.naming import source_key
from service.nesting import Nested
from service.origins import Origin, Statement, Told, origin, statements, told_by
from service.series import SeriesKey
from service.speakers import Voice, speakers, voices
from service.vague import Vague
from service.values import DOCUMENTED, SourceKind


@dataclass(frozen=True, slots=True)
class Position:
    """Where one source stands."""

    __pydantic_config__ = DOCUMENTED

    source_id: UUID | None
    """The source; null for a publisher that speaks for itself."""
    source: str | None
    """Name of the source or of the publisher that speaks for itself; null where neither is
    known."""
    kind: SourceKind | None
    """What sort of source it is; `media` for a publisher that speaks for itself."""
    side: str | None
    """Which side of the matter it is on, where a curator said so."""
    left_open: str | None
    """The words of the article for who says so, where it leaves open whom they mean ("he"): each
    such claim stands alone, for nobody knows whose it is."""
    standing: ComparedClaim | None
    """Of its claims that say anything about the number the one about the latest day, of these the
    newest, of one moment the one recorded first; null where all are set aside."""
    earlier: tuple[ComparedClaim, ...]
    """The newest of its other claims, as many as are asked for, the newest first.
    `/v1/series/{series_id}/revisions?source={source}` tells all of them and what each was to those
    before."""
    earlier_count: int
    """How many other claims there are."""
    set_aside: tuple[ComparedClaim, ...]
    """The newest of its claims that never stand, as many as are asked for, the newest first:
    denied, hypothetical, rejected by a curator, or superseded by a newer version or reading of an
    article."""
    set_aside_count: int
    """How many of them there are."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the standing claims allow together. Counted in origins, so that no repetition adds to
    it; claims that leave the number unknown are not counted."""

    __pydantic_config__ = DOCUMENTED

    shared: Range | None
    """The range that all of them allow; null where there is none."""
    most: tuple[Range, ...]
    """The ranges that the most of them allow, the lowest first; empty where no two of several
    meet."""
    allowed_by: int
    """How many origins allow each of the ranges of `most`."""
    claims: tuple[tuple[UUID, ...], ...]
    """For each of the ranges of `most` the standing claims that allow it, one of each origin."""
    of: int
    """How many origins there are among the standing claims."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How far apart the two outermost standing claims are."""

    __pydantic_config__ = DOCUMENTED

    lowest: UUID
    """The claim whose range ends lowest."""
    highest: UUID
    """The claim whose range begins highest."""
    gap: Range
    """By how much the highest exceeds the lowest; the upper end is null where one of them is
    open."""
    ratio: Range | None
    """How many times the lowest the highest is, rounded outwards to four digits; null where the
    lowest allows nothing above zero."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What stands behind the positions; claims that are set aside are not counted."""

    __pydantic_config__ = DOCUMENTED

    claims: int
    """Claims that stand or stood."""
    articles: int
    """Articles, each in its current version."""
    publishers: int
    """Publishers that are known by name."""
    sources: int
    """Sources, and publishers that speak for themselves; each claim of which the article leaves
    open who says so is one more."""
    origins: int
    """Statements that do not repeat another."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The claims of a series at a time."""

    __pydantic_config__ = DOCUMENTED

    series: SeriesKey | None
    """What is counted; null where there are no claims."""
    at: datetime | None
    """The time of the comparison: nothing that was published later is in it, and nothing of
    unknown publication that was recorded later. Null for all that is stored."""
    as_of: datetime | None
    """The comparison is of what was stored here at this time; null for the present."""
    vague: Vague
    """Which table gave vague words their intervals: `default` leaves every amount as it was read,
    `conservative` gives it the least that the words bind, `none` holds it to be unknown. Each such
    amount has the table's name and version in `vague_table`."""
    positions: tuple[Position, ...]
    """Where each source stands, by name."""
    agreement: Agreement
    """What the standing claims allow together."""
    spread: Spread | None
    """How far apart the outermost are; null where no two standing claims exclude each other."""
    counts: Counts
    """What stands behind the positions."""
    origins: tuple[Origin, ...]
    """The statements behind the standing claims, the oldest first.
    `/v1/series/{series_id}/origins/{claim_id}` lists all claims of one."""
    nested: Nested | None = None
    """Series that count the same in a wider, a narrower or perhaps the same scope, as stored at
    `as_of`. Nothing of them is in this comparison; null where they were not looked for."""


EARLIER = 2
"""Claims that are shown of each source beside the standing one, unless more are asked for."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What is known of the claims of a series at a time, the oldest first."""

    told: Told
    valid: Sequence[int]
    """The rows of the claims that may stand."""
    said: Sequence[Statement]
    """The statements behind them."""
    voices: Sequence[Voice]
    positions: tuple[Position, ...]
    """Where each of the voices stands."""

    @property
    def columns(self) -> Columns:
        """The claims themselves."""
        return self.told.columns


def compare(
    claims: Sequence[ComparedClaim],
    at: datetime | None,
    vague: Vague = Vague.DEFAULT,
    earlier: int = EARLIER,
    as_of: datetime | None = None,
) -> Comparison:
    """The comparison of the claims at a time with its offset from UTC, or of all of them, with
    the intervals that a table gives vague words. They are what was stored as of a time. Of what is
    earlier, set aside or folded so many claims of each are shown, and all are counted.

    What repeats what is told by the words, whatever the table. UnlikeSeries where the claims are
    not of one series."""
    return comparison_of(heard(claims, at, vague, earlier), at, vague, earlier, as_of)


def heard(
    claims: Sequence[ComparedClaim], at: datetime | None, vague: Vague, earlier: int
) -> Heard:
    """What is known of the claims at the time."""
    columns = columns_of(claims).oldest_first(at)
    by, may_stand = speakers(columns), columns.may_stand
    told, valid = told_by(columns, by), _true(may_stand)
    several = voices(columns.by_table(vague), by)
    return Heard(
        told=told,
        valid=valid,
        said=list(statements(told, valid)),
        voices=several,
        positions=tuple(_position(voice, may_stand, earlier) for voice in several),
    )


def comparison_of(
    heard: Heard, at: datetime | None, vague: Vague, earlier: int, as_of: datetime | None
) -> Comparison:
    """The comparison of all that is known."""
    columns = heard.columns
    stands = {each.standing.id.bytes: each.standing for each in heard.positions if each.standing}
    behind = sorted(_with_one_of(stands, columns, heard.said))
    firm = list(_one_of_each(stands, columns, behind))
    return Comparison(
        series=columns.series,
        at=at,
        as_of=as_of,
        vague=vague,
        positions=heard.positions,
        agreement=agreement_of(firm),
        spread=spread_of(firm),
        counts=counts_of(columns, heard.valid, sources=len(stands), origins=len(heard.said)),
        origins=tuple(origin(heard.told, each, earlier) for each in behind),
    )


def origin_of(
    claims: Sequence[ComparedClaim], claim_id: UUID, at: datetime | None
) -> Origin | None:
    """The origin of a claim with all that is folded into it, at a time or of all; None where the
    claim is not among those that may stand."""
    columns = columns_of(claims).oldest_first(at)
    told, key = told_by(columns, speakers(columns)), claim_id.bytes
    found = (
        each
        for each in statements(told, _true(columns.may_stand))
        if any(columns.ids[row] == key for row in each)
    )
    return next((origin(told, each, len(each)) for each in found), None)


def _true(column: Sequence[bool]) -> list[int]:
    """The rows in which it holds."""
    return [row for row, holds in enumerate(column) if holds]


def shown(comparison: Comparison) -> Iterator[UUID]:
    """The claims that the positions show."""
    for each in comparison.positions:
        yield from (claim.id for claim in _shown(each))


def with_evidence(comparison: Comparison, evidence: Mapping[UUID, Evidence]) -> Comparison:
    """The comparison, the claims that it shows with what they can be checked by."""

    def checkable(claims: Iterable[ComparedClaim]) -> tuple[ComparedClaim, ...]:
        return tuple(replace(claim, evidence=evidence[claim.id]) for claim in claims)

    positions = (
        replace(
            each,
            standing=next(iter(checkable(filter(None, [each.standing]))), None),
            earlier=checkable(each.earlier),
            set_aside=checkable(each.set_aside),
        )
        for each in comparison.positions
    )
    return replace(comparison, positions=tuple(positions))


def _shown(position: Position) -> Iterator[ComparedClaim]:
    yield from filter(None, [position.standing])
    yield from position.earlier
    yield from position.set_aside


def _position(voice: Voice, may_stand: Sequence[bool], most: int) -> Position:
    valid, set_aside = voice.claims.parted(may_stand)
    stands = standing(valid)
    others = (claim for claim in reversed(valid) if stands and claim.id != stands.id)
    return Position(
        source_id=voice.source_id,
        source=voice.source,
        kind=voice.kind,
        side=voice.side,
        left_open=voice.left_open,
        standing=stands,
        earlier=tuple(islice(others, most)),
        earlier_count=len(valid) - 1 if stands else 0,
        set_aside=tuple(islice(reversed(set_aside), most)),
        set_aside_count=len(set_aside),
    )


# Agreement


Standing = Mapping[bytes, ComparedClaim]
"""The standing claims by their ids."""


def _with_one_of(
    stands: Standing, columns: Columns, said: Iterable[Statement]
) -> Iterator[Statement]:
    """The statements that one of the claims makes."""
    rows = {row for row, key in enumerate(columns.ids) if key in stands}
    return (each for each in said if not rows.isdisjoint(each))


def _one_of_each(
    stands: Standing, columns: Columns, behind: Iterable[Statement]
) -> Iterator[ComparedClaim]:
    """One standing claim of each statement that bounds its number. All claims of a statement have
    the same amount, so it does not matter which."""
    for statement in behind:
        claims = (stands.get(columns.ids[row]) for row in statement)
        yield from islice((claim for claim in claims if claim and claim.tells), 1)


def agreement_of(firm: Sequence[ComparedClaim]) -> Agreement:
    """What claims allow together, one of each origin."""
    ranges = [claim.range for claim in firm]
    allowed_by, most = most_allowed(ranges)
    meeting = meetings(ranges, allowed_by)
    unanimous = allowed_by == len(firm)
    met = most if unanimous or allowed_by > 1 else ()
    return Agreement(
        shared=most[0] if most and unanimous else None,
        most=met,
        allowed_by=allowed_by,
        claims=tuple(tuple(firm[at].id for at in each) for each in meeting) if met else (),
        of=len(firm),
    )


def spread_of(firm: Sequence[ComparedClaim]) -> Spread | None:
    """How far apart the outermost of the claims are, if they exclude each other."""
    if len(firm) < 2:
        return None
    ranges = {claim.id: claim.range for claim in firm}
    lowest = min(ranges, key=lambda claim: ranges[claim].ceiling)
    highest = max(ranges, key=lambda claim: ranges[claim].floor)
    if overlap(ranges[lowest], ranges[highest]):
        return None
    ends = ranges[lowest], ranges[highest]
    return Spread(lowest, highest, distance(*ends), ratio(*ends))


def counts_of(columns: Columns, valid: Sequence[int], sources: int, origins: int) -> Counts:
    """What stands behind the claims of the rows, which are by so many sources and of so many
    origins."""
    asserters = columns.asserters
    said_by = set(map(asserters.codes.__getitem__, valid))
    publishers = {asserters.values[code].publisher for code in said_by}
    return Counts(
        claims=len(valid),
        articles=len(set(map(columns.article_ids.__getitem__, valid))),
        publishers=len({source_key(name) for name in publishers if name}),
        sources=sources,
        origins=origins,
    )
