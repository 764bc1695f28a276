"""The counts of one source as they go on: what each claim is to those before it, and where a total
begins anew."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from operator import attrgetter

from service.compared import ComparedClaim
from service.rules import Day, RevisionClass, Rule, end_of, rule_between
from service.values import Amount, Basis, Hedge, Stance, last_day

SMALL = 10
"""A count below this can lose most of itself to one mistake."""
_NEW_NUMBER = frozenset(
    rule for rule in Rule if rule.classed_as in (RevisionClass.UPDATE, RevisionClass.CORRECTION)
)
_NOT_ASSERTED = {Stance.DENIED: Rule.DENIED, Stance.HYPOTHETICAL: Rule.HYPOTHETICAL}


@dataclass(frozen=True, slots=True)
class Finding:
    """What a claim is to those that its source made before."""

    rule: Rule
    compared_to: ComparedClaim | None = None
    """The claim that the rule was applied to; None for the first and for what is set aside."""
    counting: int | None = None
    """The number of the count that it belongs to; None for what is set aside."""


_Number = tuple[Decimal | None, Decimal | None, Hedge]


@dataclass(slots=True)
class _Counting:
    """One count of a source, as it goes on."""

    number: int
    firm: ComparedClaim
    """The newest claim, of those that say one number the most exact: the next is compared to
    it."""
    start: Day | None
    fallen_from: "_Counting | None" = None
    """The count that ended when this one began too low to go on with it."""
    about: date = field(init=False)
    """The last day that anything said is about."""
    said: dict[_Number, ComparedClaim] = field(default_factory=dict)
    """The ways in which the number that now holds was said."""
    by_end: dict[Day, ComparedClaim] = field(default_factory=dict)
    """The newest claim about each period, by its end."""

    def __post_init__(self) -> None:
        self.about = self.firm.about
        self._keep(self.firm)

    def take(self, claim: ComparedClaim) -> Finding:
        """What the claim is to those before it."""
        self.start = self.start or _start(claim)
        rule, before = self._judged(claim)
        if rule is Rule.SAME_MOMENT:
            return Finding(rule)
        if claim.about < self.about:
            self._remember(claim)
        else:
            self._advance(claim, rule)
        return Finding(rule, before, self.number)

    def _judged(self, claim: ComparedClaim) -> tuple[Rule, ComparedClaim]:
        if same := self.said.get(claim.number):
            return Rule.SAME_AMOUNT, same
        if claim.about >= self.about:
            return rule_between(self.firm, claim), self.firm
        end = end_of(claim)
        known = self.by_end.get(end) if end else None
        return (rule_between(known, claim), known) if known else (Rule.EARLIER_TIME, self.firm)

    def _advance(self, claim: ComparedClaim, rule: Rule) -> None:
        self.about = claim.about
        if rule in _NEW_NUMBER:
            self.said.clear()
        exact = rule is Rule.SAID_MORE_EXACTLY or claim.number == self.firm.number
        if rule in _NEW_NUMBER or exact:
            self.firm = claim
        self._keep(claim)

    def _keep(self, claim: ComparedClaim) -> None:
        self.said[claim.number] = claim
        self._remember(claim)

    def _remember(self, claim: ComparedClaim) -> None:
        if end := end_of(claim):
            self.by_end[end] = claim


def findings(claims: Iterable[ComparedClaim]) -> Iterator[tuple[ComparedClaim, Finding]]:
    """What each claim of one source is to those before it, in the order in which they were said;
    of one moment what is about an earlier day comes first."""
    counts = _Counts()
    for claim in sorted(claims, key=attrgetter("said_at", "about", "recorded_at", "id")):
        yield claim, counts.take(claim)


class _Counts:
    """The counts of one source, as its claims come in, in the order in which they were said."""

    def __init__(self) -> None:
        self._current: _Counting | None = None
        self._by_start: dict[Day, _Counting] = {}
        self._begun = 0

    def take(self, claim: ComparedClaim) -> Finding:
        """What the claim is to those before it."""
        aside = _aside(claim)
        return Finding(aside) if aside else self._classed(claim)

    def _classed(self, claim: ComparedClaim) -> Finding:
        counting = self._counting_of(claim)
        if counting is None:
            return self._begin(claim, Rule.FIRST_CLAIM, None)
        if rule := _restarted(counting, claim):
            return self._begin(claim, rule, counting)
        found = counting.take(claim)
        self._go_on(counting)
        return found

    def _counting_of(self, claim: ComparedClaim) -> _Counting | None:
        start, current = _start(claim), self._current
        if start and (known := self._by_start.get(start)):
            return known
        if current and current.fallen_from and _taken_up(current, current.fallen_from, claim):
            return current.fallen_from
        return current

    def _begin(self, claim: ComparedClaim, rule: Rule, before: _Counting | None) -> Finding:
        self._begun += 1
        fallen_from = before if rule is Rule.FELL_TOO_FAR else None
        self._go_on(_Counting(self._begun, claim, _start(claim), fallen_from))
        return Finding(rule, before.firm if before else None, self._begun)

    def _go_on(self, counting: _Counting) -> None:
        self._current = counting
        if counting.start:
            self._by_start[counting.start] = counting


def _restarted(counting: _Counting, claim: ComparedClaim) -> Rule | None:
    """Why a total does not go on with a count; None where it does."""
    if claim.series.basis is not Basis.CUMULATIVE:
        return None
    start = _start(claim)
    if start and counting.start and not _may_be_one(start, counting.start):
        return Rule.OTHER_BEGINNING
    newer = claim.about >= counting.about and claim.said_at > counting.firm.said_at
    fell = newer and _is_less_than_half(claim.amount, counting.firm.amount)
    return Rule.FELL_TOO_FAR if fell else None


def _taken_up(counting: _Counting, earlier: _Counting, claim: ComparedClaim) -> bool:
    """Whether a total rose too far for growth, to where an earlier count had been."""
    reached, least = claim.amount.low, earlier.firm.amount.low
    if reached is None or least is None or reached < least:
        return False
    return _is_less_than_half(counting.firm.amount, claim.amount)


def _is_less_than_half(less: Amount, of: Amount) -> bool:
    """Whether all that one amount allows is below the half of all that another, which is not
    small, does."""
    if less.high is None or of.low is None:
        return False
    return of.low >= SMALL and 2 * less.high < of.low


def _start(claim: ComparedClaim) -> Day | None:
    period = claim.period
    if period.start is None or claim.series.basis is not Basis.CUMULATIVE:
        return None
    return period.start, period.start_precision


def _may_be_one(a: Day, b: Day) -> bool:
    """Whether two dates, each as exactly as it is known, may be the same day."""
    return a[0] <= last_day(*b) and b[0] <= last_day(*a)


def _aside(claim: ComparedClaim) -> Rule | None:
    """Why a claim revises nothing whatever was said before."""
    if claim.rejected:
        return Rule.REJECTED
    if claim.superseded:
        return Rule.SUPERSEDED
    if claim.stance is not Stance.ASSERTED:
        return _NOT_ASSERTED[claim.stance]
    return None if claim.tells else Rule.UNKNOWN_AMOUNT
