"""Unlike series side by side: each compared by itself, under its own name, and never combined."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from service.compared import UnlikeSeries
from service.comparison import Comparison
from service.series import SeriesKey, differences
from service.values import DOCUMENTED


@dataclass(frozen=True, slots=True)
class Labelled:
    """One series, and how its own claims compare."""

    __pydantic_config__ = DOCUMENTED

    series_id: UUID
    """Id of the series."""
    title: str
    """What it counts, in words."""
    series: SeriesKey
    """What it counts."""
    comparison: Comparison
    """Its own claims, compared with each other and with no others."""


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Series that may not be compared with each other, each by itself."""

    __pydantic_config__ = DOCUMENTED

    differences: tuple[str, ...]
    """Names of the fields of the series in which not all of them are the same: why nothing is said
    about them together."""
    side_by_side: tuple[Labelled, ...]
    """The series, in the order that they were asked for."""


def refuse_unlike(*series: SeriesKey) -> None:
    """Raise UnlikeSeries unless all of them count the same."""
    if differences(*series):
        raise UnlikeSeries(*series)


def side_by_side(
    series: Mapping[UUID, SeriesKey], comparisons: Mapping[UUID, Comparison]
) -> SideBySide:
    """Each series with its own comparison, by its id."""
    return SideBySide(
        differences(*series.values()),
        tuple(Labelled(each, key.title, key, comparisons[each]) for each, key in series.items()),
    )
