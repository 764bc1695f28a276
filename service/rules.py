"""The rules by which one claim of a source revises another, each with its reason in words."""

from enum import StrEnum

from service.intervals import Range, overlap
from service.rounding import said_more_roughly
from service.said import Said
from service.values import Basis

GROWING = (Basis.CUMULATIVE, Basis.INCIDENT)
"""How numbers relate to time that only grow, unless they are corrected."""


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
    gives_new_number: bool
    """Whether another number holds from then on."""

    def __new__(cls, name: str, classed_as: RevisionClass, reason: str) -> "Rule":
        """A rule that is its name."""
        rule = str.__new__(cls, name)
        rule._value_ = name
        rule.classed_as = classed_as
        rule.reason = reason
        new = RevisionClass.UPDATE, RevisionClass.CORRECTION
        rule.gives_new_number = classed_as in new
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


def rule_between(said: Said, before: int, after: int) -> Rule:
    """What a claim is to one that its source made before in the same count, and about no later
    day; each by its row."""
    if said.numbers[before] == said.numbers[after]:
        return Rule.SAME_AMOUNT
    old, new = said.amounts[before], said.amounts[after]
    if said_more_roughly(new, old):
        return Rule.SAID_MORE_ROUGHLY
    settled = _settled(said, before, after)
    can_grow = said.basis in GROWING and not settled
    grew = _grew(said.ranges[before], said.ranges[after])
    if said_more_roughly(old, new) and not (can_grow and grew):
        return Rule.SAID_MORE_EXACTLY
    if said.at[before] == said.at[after] and said.about[before] == said.about[after]:
        return Rule.SAME_MOMENT
    if settled:
        return Rule.ANOTHER_VALUE
    of = _of_total if can_grow else _of_level
    return of(said, before, after, grew)


def _settled(said: Said, before: int, after: int) -> bool:
    """Whether both claims are about the same period, and it was over when the first was made. The
    count of one incident goes on after it."""
    end = said.ends[before]
    if end is None or said.basis is Basis.INCIDENT:
        return False
    return end == said.ends[after] and said.about[before] < said.on[before]


def _grew(before: Range, after: Range) -> bool:
    """Whether the number that is said is greater: no end is lower and one is higher, or the lower
    end is and there was no upper one."""
    higher = after.floor >= before.floor and after.ceiling >= before.ceiling
    return (higher and after != before) or (before.high is None and after.floor > before.floor)


def _of_total(said: Said, before: int, after: int, grew: bool) -> Rule:
    total = said.basis is Basis.CUMULATIVE
    if grew:
        return Rule.TOTAL_GREW if total else Rule.TOLL_GREW
    if overlap(said.ranges[before], said.ranges[after]):
        return Rule.MAY_BE_THE_SAME
    return Rule.TOTAL_FELL if total else Rule.TOLL_FELL


def _of_level(said: Said, before: int, after: int, grew: bool) -> Rule:
    is_level = said.basis is Basis.LEVEL
    if said.about[before] == said.about[after] and (is_level or not grew):
        return Rule.ANOTHER_VALUE
    ends = [said.columns.periods[row].last_day for row in (before, after)]
    if None not in ends and ends[0] != ends[1]:
        return Rule.NEW_PERIOD
    return Rule.LEVEL_CHANGED if is_level else Rule.NUMBER_CHANGED
