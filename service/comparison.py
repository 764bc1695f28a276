"""Who says how many: the claims of one series put side by side.

Rival claims are never added up or averaged, and no midpoint is taken. Nothing here reads a clock.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from uuid import UUID

from service.compared import ComparedClaim, by_table, in_time, oldest_first, one_series, standing
from service.intervals import Range, distance, most_allowed, overlap, ratio
from service.naming import source_key
from service.origins import Origin, origin, statements
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
    """Its other claims, the newest first."""
    set_aside: tuple[ComparedClaim, ...]
    """Its claims that never stand, the newest first: denied, hypothetical, rejected by a curator,
    or superseded by a newer version or reading of an article."""


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
    """The statements behind the claims, the oldest first."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The claims of a series that are known at a time, by who asserts them and by what they
    repeat."""

    at: datetime | None
    as_of: datetime | None
    vague: Vague
    voices: tuple[Voice, ...]
    positions: tuple[Position, ...]
    """Where each of the voices stands."""
    origins: tuple[Origin, ...]
    """Of all that may stand, the oldest first."""
    origin_of: Mapping[UUID, UUID]
    """By each claim that may stand the oldest of its origin."""


def compare(
    claims: Sequence[ComparedClaim],
    at: datetime | None,
    vague: Vague = Vague.DEFAULT,
    as_of: datetime | None = None,
) -> Comparison:
    """The comparison of the claims at a time with its offset from UTC, or of all of them, with
    the intervals that a table gives vague words. They are what was stored as of a time.

    What repeats what is told by the words, whatever the table. UnlikeSeries where the claims are
    not of one series."""
    return comparison_of(one_series(claims), heard(claims, at, vague, as_of))


def heard(
    claims: Iterable[ComparedClaim],
    at: datetime | None,
    vague: Vague,
    as_of: datetime | None = None,
) -> Heard:
    """What is known of the claims at the time."""
    known = oldest_first(claim for claim in claims if at is None or claim.said_at <= at)
    by = speakers(known)
    said = sorted(
        statements((claim for claim in known if claim.may_stand), by),
        key=lambda statement: in_time(statement[0]),
    )
    several = voices(by_table(known, vague), by)
    return Heard(
        at=at,
        as_of=as_of,
        vague=vague,
        voices=several,
        positions=tuple(map(_position, several)),
        origins=tuple(origin(statement, by) for statement in said),
        origin_of={claim.id: statement[0].id for statement in said for claim in statement},
    )


def comparison_of(series: SeriesKey | None, heard: Heard) -> Comparison:
    """The comparison of what is known."""
    firm = one_of_each_origin((each.standing for each in heard.positions), heard.origin_of)
    return Comparison(
        series=series,
        at=heard.at,
        as_of=heard.as_of,
        vague=heard.vague,
        positions=heard.positions,
        agreement=agreement_of(firm),
        spread=spread_of(firm),
        counts=counts_of(heard.voices, heard.origin_of),
        origins=heard.origins,
    )


def _position(voice: Voice) -> Position:
    valid = [claim for claim in voice.claims if claim.may_stand]
    stands = standing(valid)
    return Position(
        source_id=voice.source_id,
        source=voice.source,
        kind=voice.kind,
        side=voice.side,
        left_open=voice.left_open,
        standing=stands,
        earlier=tuple(claim for claim in reversed(valid) if claim is not stands),
        set_aside=tuple(claim for claim in reversed(voice.claims) if not claim.may_stand),
    )


# Agreement


def one_of_each_origin(
    several: Iterable[ComparedClaim | None], origin_of: Mapping[UUID, UUID]
) -> list[ComparedClaim]:
    """One standing claim of each origin that bounds its number. All claims of an origin have the
    same amount, so it does not matter which."""
    telling = (claim for claim in several if claim and claim.tells)
    return list({origin_of[claim.id]: claim for claim in telling}.values())


def agreement_of(firm: Sequence[ComparedClaim]) -> Agreement:
    """What claims allow together, one of each origin."""
    allowed_by, most = most_allowed(claim.range for claim in firm)
    unanimous = allowed_by == len(firm)
    return Agreement(
        shared=most[0] if most and unanimous else None,
        most=most if unanimous or allowed_by > 1 else (),
        allowed_by=allowed_by,
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


def counts_of(voices: Iterable[Voice], origin_of: Mapping[UUID, UUID]) -> Counts:
    """What stands behind the voices."""
    said = [[claim for claim in voice.claims if claim.may_stand] for voice in voices]
    valid = list(chain.from_iterable(said))
    return Counts(
        claims=len(valid),
        articles=len({claim.article_id for claim in valid}),
        publishers=len({source_key(claim.publisher) for claim in valid if claim.publisher}),
        sources=sum(map(bool, said)),
        origins=len({origin_of[claim.id] for claim in valid}),
    )
