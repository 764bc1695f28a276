"""Builders of the statements that find series in a wider or narrower scope than another."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    false,
    func,
    literal,
    or_,
    select,
)

from service.gazetteer import chain, cities_of, parted
from service.moments import first_moment
from service.nesting import NestedSeries, axes, days
from service.series import DECISIVE, SeriesKey
from service.storage.compared import series_from
from service.storage.conditions import COUNTING, Condition, among
from service.storage.rows import indexable
from service.storage.tables import CLAIM, PLACE, SERIES
from service.values import Basis, Precision

SHOWN = 20
"""Series that are shown of the wider and of the narrower ones."""
SAME = ("metric", "population", "whose", "unit", "kind")
"""Fields that are the same in series of which one lies in the other."""
_DAY, _DAYS = len("2024-12-14"), len("2024-12-14/2024-12-15")
_MONTHS = (len("2024"), len("2024-12"))


def wider(key: SeriesKey, series_id: UUID) -> Select[Any]:
    """The series that the one with this key and id lies in, those with the most claims first."""
    place = among(SERIES.c.place_scope, chain(key.place_scope or ""))
    return _found(key, series_id, place, _same_time(key) | _about_more_time(key))


def narrower(key: SeriesKey, series_id: UUID) -> Select[Any]:
    """The series that lie in the one with this key and id, those with the most claims first."""
    place = _lies_in(key.place_scope or "")
    return _found(key, series_id, place, _same_time(key) | _about_less_time(key, series_id))


def perhaps(key: SeriesKey, series_id: UUID) -> Select[Any]:
    """The series that count the same as the one with this key and id, and of which one tells a
    place that the other leaves open, those with the most claims first."""
    if key.place_scope:
        other = SERIES.c.key == indexable(replace(key, place_scope=None).key)
    else:
        other = SERIES.c.place_scope.is_not(None)
    return _found(key, series_id, other, _same_time(key))


def nested_from(row: Any, key: SeriesKey) -> NestedSeries:
    """A series that was found to be wider or narrower than that with the key."""
    by = axes(series_from(row), key)
    path = f"/v1/series/{row.id}/comparison"
    return NestedSeries(row.id, row.title, by, row.claim_count, path)


def _found(key: SeriesKey, series_id: UUID, place: Condition, time: Condition) -> Select[Any]:
    s = SERIES.c
    same = (s[name].is_not_distinct_from(getattr(key, name)) for name in SAME)
    # What a curator split off lies in what it was split off from, and nobody knows how.
    whole = (s.part.is_(None), s.merged_into.is_(None), s.claim_count > 0, s.id != series_id)
    columns = (s.id, s.title, s.claim_count, *(s[name] for name in DECISIVE))
    number = func.count().over().label("number")
    found = select(*columns, number).where(place, time, *same, *whole)
    return found.order_by(s.claim_count.desc(), s.id).limit(SHOWN)


def _lies_in(place: str) -> Condition:
    country, words = parted(place)
    if country and not words:
        return SERIES.c.place_scope.in_(select(PLACE.c.key).where(PLACE.c.country == country))
    return among(SERIES.c.place_scope, [place, *cities_of(place)])


def _same_time(key: SeriesKey) -> Condition:
    s = SERIES.c
    return and_(s.basis.is_not_distinct_from(key.basis), s.period.is_not_distinct_from(key.period))


def _about_more_time(key: SeriesKey) -> Condition:
    """Whether it is a total that is about the days of the incident, or the count of an incident in
    all of its month or year."""
    if key.basis is not Basis.INCIDENT or key.period is None:
        return false()
    longer = [key.period[:length] for length in _MONTHS if length < len(key.period) <= _DAY]
    in_whole = and_(SERIES.c.basis == Basis.INCIDENT, among(SERIES.c.period, longer))
    if (known := days(key.period)) is None:
        return in_whole
    first, last = known
    since, until = _since(SERIES.c.id), SERIES.c.last_ordered_at
    total = and_(SERIES.c.basis == Basis.CUMULATIVE, since <= first, until >= first_moment(last))
    return or_(total, in_whole)


def _about_less_time(key: SeriesKey, series_id: UUID) -> Condition:
    """Whether it is the count of an incident on days that the total is about, or in a part of the
    month or year that the incident is about."""
    s = SERIES.c
    if key.basis is Basis.CUMULATIVE:
        own = SERIES.alias("own").c
        until = select(own.last_ordered_at).where(own.id == series_id).scalar_subquery()
        exact = func.length(s.period).in_([_DAY, _DAYS])
        begins = func.left(s.period, _DAY) >= _written(_since(literal(series_id)))
        ends = func.right(s.period, _DAY) <= _written(until)
        return and_(s.basis == Basis.INCIDENT, exact, begins, ends)
    if key.basis is Basis.INCIDENT and len(key.period or "") in _MONTHS:
        part = and_(s.period.startswith(f"{key.period}-"), func.length(s.period) <= _DAY)
        return and_(s.basis == Basis.INCIDENT, part)
    return false()


def _since(series_id: ColumnElement[UUID]) -> ScalarSelect[date]:
    """The first day that claims of a series tell to be the one that they count from."""
    c = CLAIM.c
    told = (c.series_id == series_id, c.period_start_precision == Precision.DAY, COUNTING)
    return select(func.min(c.period_start)).where(*told).scalar_subquery()


def _written(moment: ColumnElement[Any]) -> ColumnElement[str]:
    return func.to_char(moment, "YYYY-MM-DD")
