"""The counts of one source as they go on: what each claim is to those before it, and where a total
begins anew. Claims are told by their rows."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from service.columns import Coded, Status
from service.intervals import Range
from service.rules import Rule, rule_between
from service.said import Day, Said
from service.values import Basis, Review, Stance, last_day

SMALL = 10
"""A count below this can lose most of itself to one mistake."""
_NOT_ASSERTED = {Stance.DENIED: Rule.DENIED, Stance.HYPOTHETICAL: Rule.HYPOTHETICAL}


class Finding(NamedTuple):
    """What a claim is to those that its source made before."""

    rule: Rule
    compared_to: int | None = None
    """The claim that the rule was applied to; None for the first and for what is set aside."""
    counting: int | None = None
    """The number of the count that it belongs to; None for what is set aside."""


class _Counting:
    """One count of a source, as it goes on."""

    def __init__(
        self, said: Said, number: int, first: int, fallen_from: "_Counting | None" = None
    ) -> None:
        self._said = said
        self.number = number
        self.firm = first
        """The newest claim, of those that say one number the most exact: the next is compared to
        it."""
        self.start = said.starts[first]
        self.fallen_from = fallen_from
        """The count that ended when this one began too low to go on with it."""
        self.about = said.about[first]
        """The last day that anything said is about."""
        self._ways: dict[int, int] = {}
        """The newest claim of each way in which the number that now holds was said."""
        self._by_end: dict[Day, int] = {}
        """The newest claim about each period, by its end."""
        self._keep(first)

    def take(self, claim: int) -> Finding:
        """What the claim is to those before it."""
        self.start = self.start or self._said.starts[claim]
        rule, before = self._judged(claim)
        if rule is Rule.SAME_MOMENT:
            return Finding(rule)
        if self._said.about[claim] < self.about:
            self._remember(claim)
        else:
            self._advance(claim, rule)
        return Finding(rule, before, self.number)

    def _judged(self, claim: int) -> tuple[Rule, int]:
        same = self._ways.get(self._said.numbers[claim])
        if same is not None:
            return Rule.SAME_AMOUNT, same
        if self._said.about[claim] >= self.about:
            return rule_between(self._said, self.firm, claim), self.firm
        end = self._said.ends[claim]
        known = self._by_end.get(end) if end else None
        if known is None:
            return Rule.EARLIER_TIME, self.firm
        return rule_between(self._said, known, claim), known

    def _advance(self, claim: int, rule: Rule) -> None:
        numbers = self._said.numbers
        self.about = self._said.about[claim]
        if rule.gives_new_number:
            self._ways.clear()
        exact = rule is Rule.SAID_MORE_EXACTLY or numbers[claim] == numbers[self.firm]
        if rule.gives_new_number or exact:
            self.firm = claim
        self._keep(claim)

    def _keep(self, claim: int) -> None:
        self._ways[self._said.numbers[claim]] = claim
        self._remember(claim)

    def _remember(self, claim: int) -> None:
        if end := self._said.ends[claim]:
            self._by_end[end] = claim


def findings(said: Said, rows: Iterable[int]) -> Iterator[tuple[int, Finding]]:
    """What each claim of one source is to those before it, in the order in which they were said,
    which is that of the rows; of one moment what is about an earlier day comes first."""
    counts = _Counts(said)
    states = said.columns.states
    aside = Coded(list(map(_aside, states.values)), states.codes)
    for row in sorted(rows, key=lambda row: (said.at[row], said.about[row])):
        if said.firm[row]:
            yield row, counts.take(row)
        else:
            yield row, Finding(aside[row] or Rule.UNKNOWN_AMOUNT)


def _aside(status: Status) -> Rule | None:
    """Why a claim revises nothing whatever was said before."""
    if status.review is Review.REJECTED:
        return Rule.REJECTED
    return Rule.SUPERSEDED if status.superseded else _NOT_ASSERTED.get(status.stance)


class _Counts:
    """The counts of one source, as its claims come in, in the order in which they were said."""

    def __init__(self, said: Said) -> None:
        self._said = said
        self._total = said.basis is Basis.CUMULATIVE
        self._current: _Counting | None = None
        self._by_start: dict[Day, _Counting] = {}
        self._begun = 0

    def take(self, claim: int) -> Finding:
        """What the claim is to those before it."""
        counting = self._counting_of(claim)
        if counting is None:
            return self._begin(claim, Rule.FIRST_CLAIM, None)
        if self._total and (rule := _restarted(self._said, counting, claim)):
            return self._begin(claim, rule, counting)
        found = counting.take(claim)
        self._go_on(counting)
        return found

    def _counting_of(self, claim: int) -> _Counting | None:
        start, current = self._said.starts[claim], self._current
        if self._total and start and (known := self._by_start.get(start)):
            return known
        earlier = current.fallen_from if current else None
        if current and earlier and _taken_up(self._said, current, earlier, claim):
            return earlier
        return current

    def _begin(self, claim: int, rule: Rule, before: _Counting | None) -> Finding:
        self._begun += 1
        fallen_from = before if rule is Rule.FELL_TOO_FAR else None
        self._go_on(_Counting(self._said, self._begun, claim, fallen_from))
        return Finding(rule, before.firm if before else None, self._begun)

    def _go_on(self, counting: _Counting) -> None:
        self._current = counting
        if counting.start:
            self._by_start[counting.start] = counting


def _restarted(said: Said, counting: _Counting, claim: int) -> Rule | None:
    """Why a total does not go on with a count; None where it does."""
    start = said.starts[claim]
    if start and counting.start and not _may_be_one(start, counting.start):
        return Rule.OTHER_BEGINNING
    newer = said.about[claim] >= counting.about and said.at[claim] > said.at[counting.firm]
    fell = newer and _is_less_than_half(said.ranges[claim], said.ranges[counting.firm])
    return Rule.FELL_TOO_FAR if fell else None


def _taken_up(said: Said, counting: _Counting, earlier: _Counting, claim: int) -> bool:
    """Whether a total rose too far for growth, to where an earlier count had been."""
    reached, least = said.ranges[claim].low, said.ranges[earlier.firm].low
    if reached is None or least is None or reached < least:
        return False
    return _is_less_than_half(said.ranges[counting.firm], said.ranges[claim])


def _is_less_than_half(less: Range, of: Range) -> bool:
    """Whether all that one amount allows is below the half of all that another, which is not
    small, does."""
    if less.high is None or of.low is None:
        return False
    return of.low >= SMALL and 2 * less.high < of.low


def _may_be_one(a: Day, b: Day) -> bool:
    """Whether two dates, each as exactly as it is known, may be the same day."""
    return a[0] <= last_day(*b) and b[0] <= last_day(*a)
