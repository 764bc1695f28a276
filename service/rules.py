"""The rules by which one claim of a source revises another, each with its reason in words."""

from datetime import date
from enum import StrEnum

from service.compared import ComparedClaim
from service.intervals import Range, overlap
from service.rounding import said_more_roughly
from service.values import Basis, Precision

GROWING = frozenset({Basis.CUMULATIVE, Basis.INCIDENT})
"""How numbers relate to time that only grow, unless they are corrected."""

Day = tuple[date, Precision | None]
"""A date, as exactly as it is known."""


class RevisionClass(StrEnum):
    """What a claim is to those that its source made before."""

    FIRST = "first"
    """The source's first."""
    REPETITION = "repetition"
    """The same amount again."""
    UPDATE = "update"
    """A newer number: a total grew, a level changed, a new period is counted."""
    CORRECTION = "correction"
    """A total went down, or another number is given for the same day or period."""
    RESTART = "restart"
    """The count begins anew."""
    ROUNDING = "rounding"
    """The same number said more roughly or more exactly."""
    RETROACTIVE = "retroactive"
    """About an earlier time than a number said before."""
    SET_ASIDE = "set_aside"
    """Revises nothing."""


class Rule(StrEnum):
    """Why a claim is classed as it is: the name of a rule, with its class and its reason."""

    classed_as: RevisionClass
    reason: str

    def __new__(cls, name: str, classed_as: RevisionClass, reason: str) -> "Rule":
        """A rule that is its name."""
        rule = str.__new__(cls, name)
        rule._value_ = name
        rule.classed_as = classed_as
        rule.reason = reason
        return rule

    FIRST_CLAIM = (
        "first_claim",
        RevisionClass.FIRST,
        "The source had given no number before.",
    )
    SAME_AMOUNT = (
        "same_amount",
        RevisionClass.REPETITION,
        "It had given the same amount before, and no other number since.",
    )
    TOTAL_GREW = (
        "total_grew",
        RevisionClass.UPDATE,
        "A total since a beginning is given a greater number than before: it grew.",
    )
    TOLL_GREW = (
        "toll_grew",
        RevisionClass.UPDATE,
        "The count of one incident is given a greater number than before: it grows while it is "
        "being made.",
    )
    LEVEL_CHANGED = (
        "level_changed",
        RevisionClass.UPDATE,
        "A level is another number on a later day: it changed.",
    )
    NEW_PERIOD = (
        "new_period",
        RevisionClass.UPDATE,
        "It counts a later period than the number before.",
    )
    NUMBER_CHANGED = (
        "number_changed",
        RevisionClass.UPDATE,
        "It is another number, said later. The words do not tell how it relates to time, so that "
        "a new count cannot be told from a corrected one.",
    )
    TOTAL_FELL = (
        "total_fell",
        RevisionClass.CORRECTION,
        "A total since a beginning cannot fall: a part of it was taken back.",
    )
    TOLL_FELL = (
        "toll_fell",
        RevisionClass.CORRECTION,
        "The count of one incident cannot fall: a part of it was taken back.",
    )
    ANOTHER_VALUE = (
        "another_value",
        RevisionClass.CORRECTION,
        "It is another number for the same day or period, which is over.",
    )
    OTHER_BEGINNING = (
        "other_beginning",
        RevisionClass.RESTART,
        "The total counts from another beginning than before.",
    )
    FELL_TOO_FAR = (
        "fell_too_far",
        RevisionClass.RESTART,
        "A total of ten or more fell below its half. A correction takes back the lesser part of a "
        "count; where the greater part is gone, another count has begun.",
    )
    SAID_MORE_ROUGHLY = (
        "said_more_roughly",
        RevisionClass.ROUNDING,
        "What it said before is among the numbers that one would round to this.",
    )
    SAID_MORE_EXACTLY = (
        "said_more_exactly",
        RevisionClass.ROUNDING,
        "It is among the numbers that one would round to what it said before.",
    )
    MAY_BE_THE_SAME = (
        "may_be_the_same",
        RevisionClass.ROUNDING,
        "It is no greater number than before, and one number would fulfil both: nothing was taken "
        "back.",
    )
    EARLIER_TIME = (
        "earlier_time",
        RevisionClass.RETROACTIVE,
        "It is about a day before the one that a number said before is about.",
    )
    DENIED = (
        "denied",
        RevisionClass.SET_ASIDE,
        "The source denies the number.",
    )
    HYPOTHETICAL = (
        "hypothetical",
        RevisionClass.SET_ASIDE,
        "The number is planned, feared or supposed, not asserted.",
    )
    SUPERSEDED = (
        "superseded",
        RevisionClass.SET_ASIDE,
        "A newer version of the article has taken its place, or a newer reading of it.",
    )
    REJECTED = (
        "rejected",
        RevisionClass.SET_ASIDE,
        "A curator rejected it: it was misread, or is no claim.",
    )
    UNKNOWN_AMOUNT = (
        "unknown_amount",
        RevisionClass.SET_ASIDE,
        "It leaves the number unknown.",
    )
    SAME_MOMENT = (
        "same_moment",
        RevisionClass.SET_ASIDE,
        "The source gave another number at the same moment, which was recorded first and stands. "
        "Which of the two it held to be the newer cannot be told.",
    )


def rule_between(before: ComparedClaim, after: ComparedClaim) -> Rule:
    """What a claim is to one that its source made before in the same count, and about no later
    day."""
    if before.number == after.number:
        return Rule.SAME_AMOUNT
    if said_more_roughly(after.amount, before.amount):
        return Rule.SAID_MORE_ROUGHLY
    settled = _settled(before, after)
    can_grow = after.series.basis in GROWING and not settled
    grew = _grew(before.range, after.range)
    if said_more_roughly(before.amount, after.amount) and not (can_grow and grew):
        return Rule.SAID_MORE_EXACTLY
    if (before.said_at, before.about) == (after.said_at, after.about):
        return Rule.SAME_MOMENT
    if settled:
        return Rule.ANOTHER_VALUE
    return _of_total(before, after, grew) if can_grow else _of_level(before, after, grew)


def _settled(before: ComparedClaim, after: ComparedClaim) -> bool:
    """Whether both claims are about the same period, and it was over when the first was made. The
    count of one incident goes on after it."""
    if after.series.basis is Basis.INCIDENT or before.period.end is None:
        return False
    return end_of(before) == end_of(after) and before.about < before.said_on


def end_of(claim: ComparedClaim) -> Day | None:
    """The end of the period that a claim is about, where it tells one."""
    period = claim.period
    return (period.end, period.end_precision) if period.end else None


def _grew(before: Range, after: Range) -> bool:
    """Whether the number that is said is greater: no end is lower and one is higher, or the lower
    end is and there was no upper one."""
    higher = after.floor >= before.floor and after.ceiling >= before.ceiling
    return (higher and after != before) or (before.high is None and after.floor > before.floor)


def _of_total(before: ComparedClaim, after: ComparedClaim, grew: bool) -> Rule:
    total = after.series.basis is Basis.CUMULATIVE
    if grew:
        return Rule.TOTAL_GREW if total else Rule.TOLL_GREW
    if overlap(before.range, after.range):
        return Rule.MAY_BE_THE_SAME
    return Rule.TOTAL_FELL if total else Rule.TOLL_FELL


def _of_level(before: ComparedClaim, after: ComparedClaim, grew: bool) -> Rule:
    is_level = after.series.basis is Basis.LEVEL
    if before.about == after.about and (is_level or not grew):
        return Rule.ANOTHER_VALUE
    ends = before.period.last_day, after.period.last_day
    if None not in ends and ends[0] != ends[1]:
        return Rule.NEW_PERIOD
    return Rule.LEVEL_CHANGED if is_level else Rule.NUMBER_CHANGED
