"""How many series or sources, and how many claims, there are of each value that they have."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    FromClause,
    Select,
    Text,
    func,
    literal,
    literal_column,
    select,
    union_all,
)

from service.storage import conditions
from service.storage.filters import SeriesFacetFilter, SourceFacetFilter
from service.storage.page import Page
from service.storage.queries import Statement
from service.storage.tables import CLAIM, SERIES, SOURCE

SERIES_FACETS = ("metric", "population", "whose", "place_scope", "basis", "kind", "source_kind")
SOURCE_FACETS = ("kind", "country", "side")


@dataclass(frozen=True, slots=True)
class Facets(Page):
    """Rows of a facet, a value and how many there are, those of each facet together."""

    names: tuple[str, ...]
    """The facets, in order."""

    @property
    def json(self) -> bytes:
        """An object with a list of values for each facet."""
        values: dict[str, list[Any]] = {name: [] for name in self.names}
        for row in map(json.loads, self.rows):
            values[row.pop("facet")].append(row)
        return json.dumps(values).encode()


def of_series(asked: SeriesFacetFilter) -> Statement:
    """A row for each of the values that most claims have, of each facet of series."""
    columns = [SERIES.c[name] for name in SERIES_FACETS if name in SERIES.c]
    chosen = select(SERIES.c.id, *columns, SERIES.c.claim_count)
    found = chosen.where(*conditions.of_series(asked)).cte("found")
    parts = {column.name: _having(found, column.name) for column in columns}
    return _counted(parts | {"source_kind": _source_kinds(found)}, "series", asked.limit)


def of_sources(asked: SourceFacetFilter) -> Statement:
    """A row for each of the values that most claims have, of each facet of sources."""
    columns = [SOURCE.c[name] for name in SOURCE_FACETS]
    chosen = select(*columns, SOURCE.c.claim_count)
    found = chosen.where(*conditions.of_sources(asked)).cte("found")
    parts = {column.name: _having(found, column.name) for column in columns}
    return _counted(parts, "sources", asked.limit)


def _having(found: CTE, name: str) -> Select[Any]:
    """The value that each of those found has, and its claims."""
    return select(found.c[name].label("value"), found.c.claim_count.label("claims"))


def _source_kinds(found: CTE) -> Select[Any]:
    """The kinds of sources of each of the series found, and the claims by each kind."""
    claims = func.count().label("claims")
    return (
        select(SOURCE.c.kind.label("value"), claims)
        .select_from(found)
        .join(CLAIM, CLAIM.c.series_id == found.c.id)
        .outerjoin(SOURCE, SOURCE.c.id == CLAIM.c.source_id)
        .where(conditions.COUNTING)
        .group_by(found.c.id, SOURCE.c.kind)
    )


def _counted(parts: dict[str, Select[Any]], noun: str, limit: int) -> Statement:
    facets = (_facet(name, part.subquery(), noun, limit) for name, part in parts.items())
    rows = union_all(*(select(facet.subquery()) for facet in facets)).subquery("object")
    at = func.array_position(literal(list(parts), ARRAY(Text)), rows.c.facet)
    # An append need not keep the order of its parts.
    order = (at, rows.c.claims.desc(), rows.c[noun].desc(), rows.c.value)
    return select(func.row_to_json(literal_column("object"))).select_from(rows).order_by(*order)


def _facet(name: str, each: FromClause, noun: str, limit: int) -> Select[Any]:
    """The values that most claims have, of one facet."""
    members, claims = func.count().label(noun), func.sum(each.c.claims).label("claims")
    counted = select(literal(name, Text).label("facet"), each.c.value, members, claims)
    largest = (claims.desc(), members.desc(), each.c.value)
    return counted.group_by(each.c.value).order_by(*largest).limit(limit)
