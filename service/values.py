"""The words of whocounts as frozen values.

Every offset is a half-open character offset into the article's text as received, so that
`text[span.start:span.end]` gives the words back. `None` means unknown or not said, never zero.
"""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar, Protocol

DOCUMENTED: dict[str, Any] = {"use_attribute_docstrings": True}


class Hedge(StrEnum):
    """How firmly the words bind the number."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    BETWEEN = "between"
    VAGUE = "vague"
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """What sort of number it is."""

    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    MEASURE = "measure"


class Metric(StrEnum):
    """What happened to, or is true of, what is counted."""

    KILLED = "killed"
    WOUNDED = "wounded"
    CASUALTIES = "casualties"
    MISSING = "missing"
    CAPTURED = "captured"
    DETAINED = "detained"
    ABDUCTED = "abducted"
    RELEASED = "released"
    DISPLACED = "displaced"
    TROOPS = "troops"
    WEAPONS = "weapons"
    DESTROYED = "destroyed"
    ATTACKS = "attacks"
    CASES = "cases"
    ATTENDANCE = "attendance"
    AFFECTED = "affected"
    SUPPORT = "support"
    MONEY = "money"
    SHARE = "share"
    OTHER = "other"


class Basis(StrEnum):
    """How the number relates to its period."""

    CUMULATIVE = "cumulative"
    """All of it since a beginning: since the invasion began."""
    INCIDENT = "incident"
    """What one event or one stretch of time brought: in Tuesday's strike."""
    LEVEL = "level"
    """How many there are at a moment: are deployed now."""


class Stance(StrEnum):
    """Whether the source holds the number to be so."""

    ASSERTED = "asserted"
    DENIED = "denied"
    HYPOTHETICAL = "hypothetical"


class Review(StrEnum):
    """What a curator holds of a claim."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


class SourceKind(StrEnum):
    """What sort of asserter a source is."""

    GOVERNMENT = "government"
    MILITARY = "military"
    INTELLIGENCE = "intelligence"
    INTERGOVERNMENTAL = "intergovernmental"
    NGO = "ngo"
    MEDICAL = "medical"
    MEDIA = "media"
    ACADEMIC = "academic"
    WITNESS = "witness"
    UNNAMED = "unnamed"
    OTHER = "other"


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


def last_day(day: date, precision: Precision | None) -> date:
    """The last day that a date may be, which is known no more exactly than that."""
    match precision:
        case Precision.YEAR:
            return date(day.year, 12, 31)
        case Precision.MONTH:
            return day.replace(day=monthrange(day.year, day.month)[1])
        case _:
            return day


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open character offsets into an article's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not {self.start}:{self.end}")

    def of(self, text: str) -> str:
        """The words that the span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Amount:
    """A closed interval that the words state. Never a midpoint."""

    __pydantic_config__: ClassVar[dict[str, Any]] = DOCUMENTED

    low: Decimal | None
    """Lower end of the interval that the words state; null where it is open or unknown."""
    high: Decimal | None
    """Upper end of the interval that the words state; null where it is open or unknown."""
    hedge: Hedge = Hedge.EXACT
    """How the words bind the number: exact, about, at_least, more_than, at_most, less_than,
    between, vague ("hundreds") or unknown ("an unknown number")."""
    kind: Kind = Kind.COUNT
    """count (of people, things, events), money, percent or measure (distance, weight, rate)."""
    unit: str | None = None
    """ISO 4217 code for money (a coin's name for coins: `cent`), `percent` for percentages, the
    unit's name for measures, each with its rate (`USD per year`, `barrel per day`); of counts only
    the rate (`per day`), null for plain ones."""
    vague_table: str | None = None
    """Name and version of the table that gave a vague word its interval; null where the words
    give the interval themselves."""

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"an amount needs low <= high, not {self.low} and {self.high}")


@dataclass(frozen=True, slots=True)
class Population:
    """What is counted, normalised."""

    __pydantic_config__: ClassVar[dict[str, Any]] = DOCUMENTED

    population: str | None = None
    """Class of what is counted, singular and lower-case with hyphens: `soldier`, `civilian`,
    `child`, `people`, `artillery-shell`; null where the text names nothing."""
    whose: str | None = None
    """Whose they are: an ISO 3166-1 alpha-2 code where it is a state (`RU`, `KP`); null where the
    text does not say."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the count is located."""

    __pydantic_config__: ClassVar[dict[str, Any]] = DOCUMENTED

    place: str
    """Where the count is located, in the words of the sentence or of a curator."""
    span: Span | None
    """Offsets of the words that name the place; null where the text does not have them."""
    country: str | None = None
    """ISO 3166-1 alpha-2 code of the country that the place is or lies in, where that is known."""


@dataclass(frozen=True, slots=True)
class Period:
    """What time the number covers. Dates are never more precise than the words."""

    __pydantic_config__: ClassVar[dict[str, Any]] = DOCUMENTED

    start: date | None = None
    """First day that the number covers; null where the words leave it open."""
    start_precision: Precision | None = None
    """How exactly the start is known: day, month or year."""
    end: date | None = None
    """Last day that the number covers; null where the words leave it open."""
    end_precision: Precision | None = None
    """How exactly the end is known: day, month or year."""
    basis: Basis | None = None
    """cumulative (since the invasion began), incident (in Tuesday's strike) or level (are
    deployed now); null where the words do not tell."""

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.start > self.end:
            raise ValueError(f"a period needs start <= end, not {self.start} and {self.end}")

    @property
    def last_day(self) -> date | None:
        """The last day that the number may cover; None where the words leave it open."""
        return self.end and last_day(self.end, self.end_precision)


@dataclass(frozen=True, slots=True)
class Source:
    """Who asserts a number. Not the publisher, and not whoever relayed it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = DOCUMENTED

    source: str
    """Who asserts the number, by the fullest name that the article gives; a body that each state
    has with its state behind it in brackets, where only the rest of the article or its publisher
    tell whose it is: `General Staff (Ukraine)`."""
    kind: SourceKind
    """government, military, intelligence, intergovernmental, ngo, medical, media, academic,
    witness, unnamed or other."""
    country: str | None = None
    """ISO 3166-1 alpha-2 code of the state that the source belongs to, where the words tell."""
    aliases: tuple[str, ...] = ()
    """Every other name under which the article mentions the source."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Which rule of the reader gave each field of a claim, as `file.rule`; null where none did."""

    __pydantic_config__: ClassVar[dict[str, Any]] = DOCUMENTED

    amount: str | None = None
    """The rule that read the amount: `amounts.between`."""
    item: str | None = None
    """The rule that found what is counted."""
    metric: str | None = None
    """The rule that found what happened to it."""
    population: str | None = None
    """The rule that normalised what is counted."""
    place: str | None = None
    """The rule that found the place."""
    scope: str | None = None
    """The rule that inferred the scope."""
    period: str | None = None
    """The rule that found the period or its basis."""
    source: str | None = None
    """The rule that found who says so."""
    stance: str | None = None
    """The rule that decided whether it is asserted."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One numeric statement in one article."""

    __pydantic_config__: ClassVar[dict[str, Any]] = DOCUMENTED

    quote: str
    """The exact words that carry the value, hedge words included."""
    span: Span
    """Offsets of the quote."""
    sentence: str
    """The sentence that the quote stands in, exactly as in the text."""
    sentence_span: Span
    """Offsets of the sentence."""
    amount: Amount
    metric: Metric
    """What happened to, or is true of, what is counted. `casualties` is not `killed`."""
    item: str | None = None
    """What is counted, in the text's words, without the number."""
    item_span: Span | None = None
    """Offsets of the words that the item was read from."""
    population: Population = field(default_factory=Population)
    place: Place | None = None
    scope: Place | None = None
    """Where the count is taken to be located although its own sentence names no place: the one
    place that the article is about, the state whose people it counts, or the one on whose ground
    the war is whose losses it counts, inferred. Null where `place` is not, and where it is open."""
    period: Period = field(default_factory=Period)
    source: Source | None = None
    source_span: Span | None = None
    """Offsets of the words by which the source is mentioned here; where `source` is null all the
    same, it is open whom they mean."""
    cue_span: Span | None = None
    """Offsets of the words that tie the source to the number: "said", "according to"."""
    relayer: str | None = None
    """Who passed the statement on, where the text says so: "told the state newspaper"."""
    stance: Stance = Stance.ASSERTED
    """asserted, denied (the source says that it is not so) or hypothetical (planned, feared,
    would, could)."""
    part_of: Span | None = None
    """Offsets of the quote of the claim that this one is a part of: in "31, including six
    children" the six are part of the 31."""
    confidence: float | None = None
    """How likely it is that amount, item, metric, source and stance are all right, from 0 to 1: how
    often the rules that read them were right in annotated articles. Null where nothing was
    measured."""
    rules: Rules = field(default_factory=Rules)

    @property
    def leaves_open(self) -> bool:
        """Whether somebody says so of whom it is open who they are: "he"."""
        return self.source is None and self.source_span is not None


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the text that is no claim, and why."""

    __pydantic_config__: ClassVar[dict[str, Any]] = DOCUMENTED

    quote: str
    """The exact words that carry the number."""
    span: Span
    """Offsets of the quote."""
    amount: Amount
    reason: str
    """What it was read as instead: date, time, duration, age, ordinal, designation …"""
    source: Source | None = None
    """Who says the words that the number stands in; null where the article does so itself."""
    source_span: Span | None = None
    """Offsets of the words by which that source is mentioned."""


@dataclass(frozen=True, slots=True)
class Article:
    """One published text, exactly as received."""

    __pydantic_config__: ClassVar[dict[str, Any]] = DOCUMENTED

    text: str
    """The text exactly as received; every offset points into it."""
    url: str | None = None
    """Where it was published. The same url with another text is a new version."""
    title: str | None = None
    """Its headline."""
    publisher: str | None = None
    """Who published it. Not the source of its claims."""
    published_at: datetime | None = None
    """When it was published, with its offset from UTC."""
    language: str | None = None
    """BCP 47 tag of the text's language."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one version of the reader found in one article."""

    __pydantic_config__: ClassVar[dict[str, Any]] = DOCUMENTED

    article: Article
    claims: tuple[Claim, ...]
    reader: str
    """Name and version of the rules that read the claims."""
    numbers: tuple[Number, ...] = ()
    """Every other number of the text, in its order; empty unless the reading was to be
    explained."""


class Extract(Protocol):
    """The pure function from an article to its claims."""

    def __call__(self, article: Article, *, explain: bool = False) -> Reading:
        """The claims; where they are to be explained, every other number of the text too."""
