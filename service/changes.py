"""What changed in what is stored: one event for each version of a row that began or ended."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from service.values import DOCUMENTED


class ChangeKind(StrEnum):
    """What happened, and to what."""

    CLAIM_RECORDED = "claim.recorded"
    """A claim was stored."""
    CLAIM_CHANGED = "claim.changed"
    """Fields of a claim were given other values."""
    CLAIM_SUPERSEDED = "claim.superseded"
    """Another text of the claim's article was stored, or a newer reader of the same text did not
    find it."""
    CLAIM_REMOVED = "claim.removed"
    """A claim was taken out."""
    SERIES_RECORDED = "series.recorded"
    """The first claim of a series was stored."""
    SERIES_CHANGED = "series.changed"
    """Fields of a series were given other values."""
    SERIES_REMOVED = "series.removed"
    """A series was taken out."""
    SOURCE_RECORDED = "source.recorded"
    """The first claim of a source was stored."""
    SOURCE_CHANGED = "source.changed"
    """Fields of a source were given other values."""
    SOURCE_REMOVED = "source.removed"
    """A source was taken out."""
    CURATION_RECORDED = "curation.recorded"
    """A curator corrected something, or took a correction back."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that was given another value."""

    __pydantic_config__ = DOCUMENTED

    field: str
    """Name of the field."""
    before: Any
    """What it held until then."""
    after: Any
    """What it has held since."""


@dataclass(frozen=True, slots=True)
class Change:
    """One event."""

    __pydantic_config__ = DOCUMENTED

    at: datetime
    """When it was recorded. All of one transaction has one time, and what was recorded later has
    a later one."""
    kind: ChangeKind
    """What happened, and to what."""
    id: UUID
    """Id of the claim, series, source or curation."""
    words: str
    """The sentence of the claim, the title of the series, the name of the source or the reason of
    the curation."""
    series_id: UUID | None
    """The series that it is, or that the claim is in; null for a source
    and a curation."""
    fields: tuple[FieldChange, ...]
    """What was given other values, by name; empty where all of it came or went."""

    @property
    def noun(self) -> str:
        """What it is a change of: claim, series, source or curation."""
        return self.kind.partition(".")[0]
