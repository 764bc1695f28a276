"""What curators ask for: corrections of what was read, each with who asks and why.

Nobody checks who asks: `who` is what the caller says.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    TypeAdapter,
    WithJsonSchema,
    model_validator,
)

from service.documents import Line
from service.faults import amiss
from service.figures import lacking
from service.naming import country_of
from service.records import as_number
from service.values import (
    Amount,
    Basis,
    Hedge,
    Kind,
    Metric,
    Period,
    Precision,
    SourceKind,
    Stance,
    last_day,
)

MOST_CLAIMS = 10_000
"""Claims that one correction may name."""
APART = {"action", "who", "why"}
"""Fields that are kept apart from what was asked for."""
PRECISIONS = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}
"""By the length of its spelling how exactly a date is known."""


class Unfit(ValueError):
    """A correction that names what there is not; `pointer` is the place of it in the request."""

    def __init__(self, detail: str, pointer: str) -> None:
        super().__init__(detail)
        self.pointer = pointer


class Conflict(ValueError):
    """A correction that does not fit what curators made before."""


class Action(StrEnum):
    """What a correction does."""

    ACCEPT_CLAIM = "accept_claim"
    REJECT_CLAIM = "reject_claim"
    CORRECT_CLAIM = "correct_claim"
    MOVE_CLAIM = "move_claim"
    ADD_CLAIM = "add_claim"
    MERGE_SERIES = "merge_series"
    SPLIT_SERIES = "split_series"
    RENAME_SERIES = "rename_series"
    MERGE_SOURCES = "merge_sources"
    RENAME_SOURCE = "rename_source"
    DESCRIBE_SOURCE = "describe_source"
    UNDO = "undo"


def dated(spelling: str) -> str:
    """The same spelling; ValueError where it is no date."""
    first_day(spelling)
    return spelling


def first_day(spelling: str) -> date:
    """The first day of a year, a month or a day: `2024`, `2024-12`, `2024-12-14`."""
    return date.fromisoformat(spelling + "-01-01"[len(spelling) - 4 :])


Name = Annotated[Line, Field(max_length=300)]
Part = Annotated[Line, Field(max_length=100)]
Figure = Annotated[
    Decimal,
    Field(max_digits=15, allow_inf_nan=False),
    PlainSerializer(as_number),
    WithJsonSchema({"type": "number"}),
]
"""A number with no more digits than one of JSON holds exactly."""
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
"""ISO 3166-1 alpha-2 code of a state."""
Day = Annotated[
    str,
    StringConstraints(pattern=r"^[12]\d{3}(-\d\d(-\d\d)?)?$"),
    AfterValidator(dated),
]
"""A date as exactly as it is known: `2024`, `2024-12` or `2024-12-14`."""


class Given(BaseModel):
    """Something that a curator states."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class GivenAmount(Given):
    """How many, by the words of the article."""

    low: Figure | None = None
    """Lower end of the interval that the words state; null where it is open or unknown."""
    high: Figure | None = None
    """Upper end of the interval that the words state; null where it is open or unknown."""
    hedge: Hedge = Hedge.EXACT
    """How the words bind the number. An exact one has equal ends, an unknown one has none."""
    kind: Kind = Kind.COUNT
    """count, money, percent or measure."""
    unit: Name | None = None
    """ISO 4217 code, `percent` or a unit's name; null for plain counts."""

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        ends = {self.low, self.high} - {None}
        if (self.hedge is Hedge.UNKNOWN) == bool(ends):
            raise ValueError("an amount has an end, unless its hedge is unknown")
        if self.hedge is Hedge.EXACT and self.low != self.high:
            raise ValueError("an exact amount has equal ends")
        self.value()
        return self

    def value(self) -> Amount:
        """The amount; ValueError where its ends are not in order."""
        unit = "percent" if self.kind is Kind.PERCENT else self.unit
        return Amount(self.low, self.high, self.hedge, self.kind, unit)


class GivenPeriod(Given):
    """What time the number covers."""

    start: Day | None = None
    """First day, month or year that the number covers: `2022-02-24`, `2022-02`, `2022`; null where
    it is open."""
    end: Day | None = None
    """Last day, month or year that the number covers; null where it is open."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        self.value(None)
        return self

    def value(self, basis: Basis | None) -> Period:
        """The period; ValueError where it ends before it starts."""
        start = PRECISIONS[len(self.start)] if self.start else None
        end = PRECISIONS[len(self.end)] if self.end else None
        return Period(
            start=first_day(self.start) if self.start else None,
            start_precision=start,
            end=last_day(first_day(self.end), end) if self.end else None,
            end_precision=end,
            basis=basis,
        )


class Fields(Given):
    """What may be stated of a claim. What is left out stays as it is; null says that the text does
    not tell."""

    amount: GivenAmount | None = None
    """How many. All of the amount is replaced."""
    metric: Metric | None = None
    """What happened to, or is true of, what is counted."""
    item: Line | None = None
    """What is counted, in the text's words, without the number."""
    population: Name | None = None
    """Class of what is counted, singular: `soldier`, `artillery shell`."""
    whose: Name | None = None
    """Whose they are: a state by its code or any of its names."""
    place: Name | None = None
    """Where the count is located."""
    place_country: Code | None = None
    """ISO 3166-1 alpha-2 code of the country that the place is or lies in. Left out, it is taken
    from the name of the place where that tells."""
    period: GivenPeriod | None = None
    """What time the number covers."""
    basis: Basis | None = None
    """How the number relates to its period."""
    source: Name | None = None
    """Who asserts the number; null where the publisher says so itself."""
    source_kind: SourceKind | None = None
    """What sort of asserter that is. Left out, it is taken from the name of the source."""
    relayer: Line | None = None
    """Who passed the statement on."""
    stance: Stance | None = None
    """Whether the source holds the number to be so."""

    @model_validator(mode="after")
    def _told(self) -> Self:
        for name in {"amount", "metric", "stance"} & self.model_fields_set:
            if getattr(self, name) is None:
                raise amiss(name, "may be left out, but is never null")
        for name, whole in (("place_country", "place"), ("source_kind", "source")):
            if name in self.model_fields_set and getattr(self, whole) is None:
                raise amiss(name, f"needs {whole} beside it")
        return self


class Asked(Given):
    """A correction, with who asks for it and why."""

    who: Name
    """Who makes the correction, as the caller says. Nobody checks it."""
    why: Line
    """The reason, for all who come after."""


class AcceptClaim(Asked):
    """Hold a claim to be read right. It stays when a newer reader does not find it any more."""

    action: Literal[Action.ACCEPT_CLAIM]
    """`accept_claim`"""
    claim: UUID
    """Id of the claim."""


class RejectClaim(Asked):
    """Hold a claim to be none. It never stands in a comparison again, is in no list that does not
    ask for it with `review=rejected`, and is not read again by a newer reader."""

    action: Literal[Action.REJECT_CLAIM]
    """`reject_claim`"""
    claim: UUID
    """Id of the claim."""


class CorrectClaim(Asked):
    """Put right what was read of a claim. Its series follows from the corrected fields."""

    action: Literal[Action.CORRECT_CLAIM]
    """`correct_claim`"""
    claim: UUID
    """Id of the claim."""
    fields: Annotated[Fields, Field(json_schema_extra={"minProperties": 1})]
    """What is right instead, at least one thing."""

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.fields.model_fields_set:
            raise amiss("fields", "needs at least one field")
        return self


class MoveClaim(Asked):
    """Put a claim into another series, for what its words leave open. Series that differ in more
    than names, or that are of two states, are refused: a claim that was misread is corrected
    instead."""

    action: Literal[Action.MOVE_CLAIM]
    """`move_claim`"""
    claim: UUID
    """Id of the claim."""
    series: UUID
    """Id of the series that it belongs to."""


class AddClaim(Asked):
    """Add a claim that was not read. It counts as accepted."""

    action: Literal[Action.ADD_CLAIM]
    """`add_claim`"""
    article: UUID
    """Id of the version of an article that says so."""
    quote: Line
    """The exact words of the article that carry the value."""
    start: Annotated[int, Field(ge=0, lt=2**31)] | None = None
    """Offset of the quote's first character in the article's text. It may be left out where the
    words occur once."""
    fields: Annotated[Fields, Field(json_schema_extra={"required": ["amount", "metric"]})]
    """What the claim says: at least `amount` and `metric`."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        missing = {"amount", "metric"} - self.fields.model_fields_set
        if missing:
            raise amiss("fields", f"needs {' and '.join(sorted(missing))}")
        return self


class Pair(Asked):
    """Two that are one."""

    goes: UUID = Field(alias="from")
    """Id of the one that goes: from then on it answers with 308 and the other."""
    into: UUID
    """Id of the one that stays."""

    @model_validator(mode="after")
    def _two(self) -> Self:
        if self.goes == self.into:
            raise amiss("into", "is the same as from")
        return self


class MergeSeries(Pair):
    """Hold two series to count the same under different names. Those that differ in more than
    names, or that are of two states, are refused."""

    action: Literal[Action.MERGE_SERIES]
    """`merge_series`"""


class MergeSources(Pair):
    """Hold two sources to be one under different names."""

    action: Literal[Action.MERGE_SOURCES]
    """`merge_sources`"""


class SplitSeries(Asked):
    """Put some claims of a series into a new one, which counts a part that has no name of its own
    in the key."""

    action: Literal[Action.SPLIT_SERIES]
    """`split_series`"""
    series: UUID
    """Id of the series."""
    claims: Annotated[list[UUID], Field(min_length=1, max_length=MOST_CLAIMS)]
    """Ids of those of its claims that go."""
    part: Part
    """What sets them apart, in a few words: it ends the new series' title and its key."""


class RenameSeries(Asked):
    """Give a series another title."""

    action: Literal[Action.RENAME_SERIES]
    """`rename_series`"""
    series: UUID
    """Id of the series."""
    title: Name
    """The title."""


class RenameSource(Asked):
    """Give a source another name."""

    action: Literal[Action.RENAME_SOURCE]
    """`rename_source`"""
    source: UUID
    """Id of the source."""
    name: Name
    """The name."""


class DescribeSource(Asked):
    """Say what sort of source it is, of which state and on which side. What is left out stays as it
    is; null says that it is not known."""

    action: Literal[Action.DESCRIBE_SOURCE]
    """`describe_source`"""
    source: UUID
    """Id of the source."""
    kind: SourceKind | None = None
    """What sort of asserter it is."""
    country: Code | None = None
    """ISO 3166-1 alpha-2 code of the state that it belongs to."""
    side: Name | None = None
    """Which side of the matter it is on, in a few words."""

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.described:
            raise ValueError("needs kind, country or side")
        if self.described.get("kind", SourceKind.OTHER) is None:
            raise amiss("kind", "may be left out, but is never null")
        return self

    @property
    def described(self) -> dict[str, Any]:
        """What is said of the source."""
        named = {"kind", "country", "side"} & self.model_fields_set
        return {name: getattr(self, name) for name in sorted(named)}


Correction = Annotated[
    AcceptClaim
    | RejectClaim
    | CorrectClaim
    | MoveClaim
    | AddClaim
    | MergeSeries
    | SplitSeries
    | RenameSeries
    | MergeSources
    | RenameSource
    | DescribeSource,
    Field(discriminator="action"),
]
"""Anything that a curator may ask for, but to undo."""
OfClaim = AcceptClaim | RejectClaim | CorrectClaim | MoveClaim | AddClaim | SplitSeries
"""Those that decide what a claim is and where it belongs."""


class Undo(Asked):
    """Take a correction back, or the undoing of one."""


def refuse_unfit(asked: Correction) -> None:
    """Raise Unfit where there is no such state or unit. Apart from the models, for these also read
    what was asked for before, which holds whatever is refused since."""
    match asked:
        case CorrectClaim(fields=fields) | AddClaim(fields=fields):
            _refuse_state(fields.place_country, "/fields/place_country")
            amount = fields.amount or GivenAmount(hedge=Hedge.UNKNOWN)
            if lack := lacking(amount.kind, amount.unit):
                raise Unfit(lack, "/fields/amount/unit")
        case DescribeSource(country=country):
            _refuse_state(country, "/country")


def _refuse_state(code: str | None, pointer: str) -> None:
    if code and country_of(code) != code:
        raise Unfit(f"{code} is no ISO 3166-1 alpha-2 code of a state", pointer)


def claims_of(asked: Correction, made: UUID | None) -> list[UUID]:
    """The claims that a correction, which made something, decides about."""
    match asked:
        case SplitSeries(claims=claims):
            return claims
        case AddClaim():
            return [made] if made else []
        case AcceptClaim() | RejectClaim() | CorrectClaim() | MoveClaim():
            return [asked.claim]
        case _:
            return []


def of_others(asked: OfClaim, same: Mapping[UUID, UUID]) -> OfClaim | None:
    """The correction as it is asked for of the claims that are the same as its own, by their ids;
    None where there are none. What added a claim names none."""
    match asked:
        case SplitSeries(claims=claims):
            found = [same[claim] for claim in claims if claim in same]
            return asked.model_copy(update={"claims": found}) if found else None
        case AddClaim():
            return None
        case _:
            other = same.get(asked.claim)
            return asked.model_copy(update={"claim": other}) if other else None


_CORRECTION: TypeAdapter[Correction] = TypeAdapter(Correction)


def details(asked: Asked) -> dict[str, Any]:
    """What was asked for, as JSON, without what was left out and what is kept apart."""
    return asked.model_dump(mode="json", exclude_unset=True, by_alias=True, exclude=APART)


def correction(kept: Mapping[Any, Any]) -> Correction:
    """The correction of which that was kept: its `asked` and what was kept apart."""
    return _CORRECTION.validate_python(kept["asked"] | {name: kept[name] for name in APART})
