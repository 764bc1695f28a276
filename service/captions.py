"""What a chart says of itself in words: what it shows, what it does not, and as of when."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from textwrap import wrap

from service.compared import ComparedClaim
from service.comparison import Comparison
from service.drawing import Absence, Drawing, Scale
from service.moments import in_utc
from service.thinning import Grid, Thinned

WIDTH = 150
"""Characters of a line."""
HOW_TO_READ = (
    "Each mark is a claim at the time of its publication: a bar reaches from its lower to its "
    "upper end, an arrow leaves one end open. A line is what a source last said, until it said "
    "something else or the newest claim; dashed where that end is open."
)


def headline(comparison: Comparison) -> str:
    """What stands behind the chart, and as of when."""
    count = comparison.counts
    facts = (
        counted(count.claims, "claim"),
        counted(count.sources, "source"),
        counted(count.articles, "article"),
        f"{count.origins:,} not repeating another",
    )
    return f"{', '.join(facts)}; as of {_when(comparison.at, comparison.as_of)}"


def _when(at: datetime | None, as_of: datetime | None) -> str:
    if as_of is None:
        return moment(at) if at else "all that is stored"
    stored = f"all that was stored at {in_utc(as_of)}"
    return f"{moment(at)}, of {stored}" if at else stored


def caption(comparison: Comparison, shown: Thinned, from_zero: bool) -> list[str]:
    """How to read the chart, in lines."""
    drawing = shown.drawing
    sentences = (
        *([HOW_TO_READ, _axis(drawing.scale, from_zero)] if drawing.marks else []),
        *_grouped(drawing),
        *_faint(drawing),
        *_others(drawing),
        *_absent(drawing),
        *_thinned(shown),
        *_vague(drawing),
    )
    return [line for sentence in sentences for line in wrap(sentence, WIDTH)]


def _axis(scale: Scale, from_zero: bool) -> str:
    if scale is Scale.LOG:
        return "The axis of numbers is logarithmic."
    if from_zero:
        return "The axis of numbers begins at zero."
    return "The axis of numbers does not begin at zero, from where all would look alike."


def _grouped(drawing: Drawing) -> Iterator[str]:
    if drawing.by:
        yield f"Sources of one {drawing.by} have one colour, and each its own line."


def _faint(drawing: Drawing) -> Iterator[str]:
    faint = Counter(status(mark.claim) for mark in drawing.marks if not mark.claim.may_stand)
    if faint:
        yield f"Faint: {_listed(faint)}."


def _others(drawing: Drawing) -> Iterator[str]:
    if drawing.others:
        few = counted(drawing.others, drawing.by or "source")
        yield f"Grey and without lines: {few} with no more claims than those named."


def _absent(drawing: Drawing) -> Iterator[str]:
    if drawing.absent:
        yield f"Not drawn: {_listed(drawing.absent)}."


def _thinned(shown: Thinned) -> Iterator[str]:
    if shown.grid is not None:
        left_out = counted(shown.left_out, "claim")
        yield (
            f"Not drawn either: {left_out} that lie within {_near(shown.grid)} of one of the same "
            "colour and shape that is drawn; lines change once in that time at most."
        )


def _near(grid: Grid) -> str:
    factor = "a factor of " if grid.scale is Scale.LOG else ""
    return f"{_duration(grid.time)} and {factor}{grid.number:,.4g}"


def _duration(time: timedelta) -> str:
    hours = time / timedelta(hours=1)
    return f"{hours / 24:.3g} days" if hours >= 48 else f"{hours:.3g} hours"


def _vague(drawing: Drawing) -> Iterator[str]:
    tables = sorted({mark.claim.amount.vague_table or "" for mark in drawing.marks} - {""})
    if tables:
        yield f"Vague words such as “hundreds” by the table {', '.join(tables)}."


def others(drawing: Drawing) -> str:
    """What the legend calls the sources, or groups of them, that share one colour."""
    return f"{drawing.others:,} others"


def status(claim: ComparedClaim) -> str:
    """How the claim is meant, and whether it was rejected or superseded."""
    if claim.rejected:
        return f"{claim.stance}, rejected by a curator"
    return f"{claim.stance}, in a superseded version" if claim.superseded else claim.stance


def _listed(counts: Mapping[Absence, int] | Mapping[str, int]) -> str:
    return "; ".join(f"{count:,} {what}" for what, count in sorted(counts.items()))


def counted(count: int, noun: str) -> str:
    """`1 claim`, `2,000 claims`."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def moment(at: datetime) -> str:
    """A time in UTC, to the minute: `2025-01-05 18:30 UTC`."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
