"""Which claims may be compared: those whose keys are equal."""

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import urlencode

from service.gazetteer import parted, scope_key
from service.naming import CIVIL, demonym, place_name
from service.values import (
    DOCUMENTED,
    Basis,
    Claim,
    Kind,
    Metric,
    Period,
    Place,
    Population,
    Precision,
)

_PLURALS = {"child": "children", "person": "people", "man": "men", "woman": "women"}
_OWN_PLURALS = {"aircraft", "people", "personnel", "police", "ammunition", "equipment", "aid"}


@dataclass(frozen=True, slots=True)
class SeriesKey:
    """What claims must have in common to be put side by side. Null stands for "not said", and
    what is not said is not the same as anything that is."""

    __pydantic_config__ = DOCUMENTED

    metric: Metric
    """What happened to, or is true of, what is counted. `casualties` is not `killed`."""
    population: str | None
    """Class of what is counted, singular: `soldier`, `child`; null where the text names
    nothing."""
    whose: str | None
    """Whose they are: an ISO 3166-1 alpha-2 code where it is a state; null where the text does
    not say, and of people who are no soldiers where the place says so: a state's children who died
    in that state are the children who died there."""
    place_scope: str | None
    """The place that the count is limited to, as a place key: `UA`, `RU kursk region`, `UA kyiv`,
    and of a place that the gazetteer does not know, or that may be one of several, its words:
    `front line`; null where it is open. A claim whose sentence names no place has it from its
    `scope`, which is inferred."""
    basis: Basis | None
    """cumulative, incident or level; null where the words do not tell."""
    unit: str | None
    """ISO 4217 code, `percent` or a unit's name; null for plain counts."""
    kind: Kind
    """count, money, percent or measure."""
    period: str | None = None
    """What day or days an incident's count covers, as an ISO 8601 date or interval (`2024-12-14`,
    `2024-12-14/2024-12-15`, `2024-12`); where the words name none, the day of publication. Null
    for every other basis: Monday's dead and Tuesday's are two series, a growing total is one."""
    part: str | None = None
    """What sets it apart from the series that a curator split it off from, in the curator's words;
    null where nobody did."""
    renamed: str | None = field(default=None, compare=False)
    """The title that a curator gave it; null where none did, and wherever it is of no interest. It
    makes no other series of it."""

    @property
    def key(self) -> str:
        """One stable string for the series, a URL query of the fields that are not null."""
        return _query(self)

    @property
    def title(self) -> str:
        """The series in words: "Russian soldiers: casualties in Ukraine, cumulative"."""
        return self.renamed or self._derived

    @property
    def _derived(self) -> str:
        place = self.place_scope and f"in {place_name(self.place_scope)}"
        whose = self.whose and demonym(self.whose)
        counted = self.population and _plural(self.population.replace("-", " "))
        when = _joined(" ", self.basis, self.period)
        facts = _joined(", ", _joined(" ", self.metric, place), when or None, self.unit, self.part)
        title = _joined(": ", _joined(" ", whose, counted), facts)
        return title[0].upper() + title[1:]


DECISIVE = tuple(field.name for field in fields(SeriesKey) if field.compare)
"""Names of the fields by which series are told apart, in their order."""


@lru_cache(maxsize=65536)
def _query(series: SeriesKey) -> str:
    values = ((name, getattr(series, name)) for name in DECISIVE)
    return urlencode({name: value for name, value in values if value is not None})


def series_key(claim: Claim, published_at: datetime | None) -> SeriesKey:
    """The series that a claim of an article published then belongs to."""
    scope = claim.place or claim.scope
    return SeriesKey(
        metric=claim.metric,
        population=claim.population.population,
        whose=_whose(claim.population, scope),
        place_scope=scope_key(scope.place, scope.country) if scope else None,
        basis=claim.period.basis,
        unit=claim.amount.unit,
        kind=claim.amount.kind,
        period=_incident(claim.period, published_at),
    )


def _whose(whom: Population, scope: Place | None) -> str | None:
    """Whose they are, unless they are civil people of the state that the place lies in."""
    at_home = scope is not None and scope.country == whom.whose
    return None if at_home and whom.population in CIVIL else whom.whose


def _incident(period: Period, published_at: datetime | None) -> str | None:
    if period.basis is not Basis.INCIDENT:
        return None
    start = _day(period.start, period.start_precision)
    end = _day(period.end, period.end_precision)
    if start is None and end is None:
        return published_at.date().isoformat() if published_at else None
    return start if start == end else f"{start or '..'}/{end or '..'}"


def _day(day: date | None, precision: Precision | None) -> str | None:
    """A date no more precise than it is known."""
    length = {Precision.YEAR: 4, Precision.MONTH: 7}
    return day.isoformat()[: length.get(precision or Precision.DAY, 10)] if day else None


def differences(*keys: SeriesKey) -> tuple[str, ...]:
    """Names of the fields in which not all keys are the same, in the order of the fields."""
    return tuple(name for name in DECISIVE if len({getattr(key, name) for key in keys}) > 1)


class Unmergeable(ValueError):
    """Series that differ in more than names; `differences` are the fields that say so."""

    def __init__(self, one: SeriesKey, other: SeriesKey) -> None:
        self.differences = unmergeable(one, other)
        apart = (f"{n} ({getattr(one, n)}, {getattr(other, n)})" for n in self.differences)
        super().__init__(f"they count different things: unlike in {', '.join(apart)}")


def unmergeable(one: SeriesKey, other: SeriesKey) -> tuple[str, ...]:
    """Names of the fields in which the two count different things. Population, place and the like
    are names, of which two may stand for the same, unless they are of two states; what is not said
    may be any."""
    by_nature = {"metric", "unit", "kind"}
    if one.basis and other.basis:
        by_nature.add("basis")
    states = {name for name in ("whose", "place_scope") if _of_two_states(name, one, other)}
    return tuple(name for name in differences(one, other) if name in by_nature | states)


def _of_two_states(field: str, *keys: SeriesKey) -> bool:
    codes = {parted(getattr(key, field) or "")[0] for key in keys}
    return None not in codes and len(codes) > 1


def _joined(between: str, *words: str | None) -> str:
    return between.join(filter(None, words))


def _plural(noun: str) -> str:
    """Plural of an English noun phrase by its last word."""
    *before, last = noun.split(" ")
    return " ".join([*before, _PLURALS.get(last) or _regular_plural(last)])


def _regular_plural(noun: str) -> str:
    if noun in _OWN_PLURALS:
        return noun
    if noun.endswith(("s", "sh", "ch", "x")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "s"
