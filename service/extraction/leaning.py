"""What a number takes over from the numbers before it in its clause."""

import re
from dataclasses import dataclass

from spacy.tokens import Token

from service.extraction import periods, stances
from service.extraction.amounts import Mention
from service.extraction.answers import Answer, named
from service.extraction.antecedents import OF_PEOPLE, Counted
from service.extraction.discourse import Said
from service.extraction.items import Item, is_rate
from service.extraction.parsing import lemma
from service.extraction.people import is_people
from service.extraction.predicates import words
from service.extraction.sources import SUBJECTS
from service.values import Claim, Kind, Metric, Period, Span, Stance

LEANING = "leaning.leaning"
"""The rule by which a number takes a field over from the number before it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim with the item that it was read with, and the item of the whole that it may be a
    part of, for the numbers after it to lean on."""

    claim: Claim
    item: Item | None
    whole: Item | None
    fate: Metric
    """What befell the whole."""
    said: Answer[Said] | None

    def counted(self) -> Counted:
        """What a number further on may go on with."""
        claim, head = self.claim, self.item.head if self.item else None
        verb = lemma(head.head) if head is not None and head.dep_ == "dobj" else None
        amount = claim.amount
        return Counted(
            self.item, claim.metric, amount.kind, claim.sentence_span, verb, claim.span, amount.high
        )


@dataclass(frozen=True, slots=True)
class What:
    """What a number counts, or else what such numbers count, by which rule, as a part of what, and
    what befell it."""

    item: Item | None
    fallback: str | None
    rule: str | None
    whole: Span | None
    metric: Answer[Metric]


def same(before: Draft) -> What:
    """What the number before counts, once more."""
    fallback = None if before.item else before.claim.item
    metric = Answer(before.claim.metric, LEANING)
    return What(before.item, fallback, LEANING, before.claim.part_of, metric)


def is_compared(text: str, span: Span, mention: Mention, before: Draft) -> bool:
    """Whether a number is an older figure for the number before it: "12,400 people (12,100 a week
    earlier)", "5,700 deaths (5,600)", "$3bn, up from $2bn"."""
    gap = text[before.claim.span.end : span.start]
    same = mention.amount.kind is before.claim.amount.kind and mention.conversion_of is None
    opens = _BRACKET.fullmatch(gap) is not None and _OLDER.match(text, span.end) is not None
    return same and (opens or _COMPARING.fullmatch(gap) is not None)


_BRACKET = re.compile(r"(?:\s[\w-]+){1,5}\s\((?:from )?")
_COMPARING = re.compile(r"[^.;:\d]{0,60},? (?:(?:up|down) from|(?:as )?compared (?:with|to)) ")
_OLDER = re.compile(
    r"\)|\s(?:(?:an?|one) (?:day|week|month|year) (?:earlier|before|ago)|previously|yesterday"
    r"|last (?:week|month|year))\b"
)


def stance(
    number: Token, mention: Mention, previous: Draft | None, text: str, sentence: Span
) -> Answer[Stance]:
    """A number's stance; a conversion is held as what it converts."""
    if previous and mention.conversion_of is not None:
        return Answer(previous.claim.stance, LEANING)
    if stances.retracted(text, sentence):
        return Answer(Stance.DENIED, named(stances.retracted))
    return stances.stance(number)


def metric(
    metric: Answer[Metric],
    number: Token,
    kind: Kind,
    own: Item | None,
    whole: Span | None,
    previous: Draft | None,
) -> Answer[Metric]:
    """A number's metric; one that says nothing itself leans on the number before it, but no
    distance on what befell others, and no share on a sum."""
    if previous is None or metric.value not in (Metric.OTHER, Metric.SHARE):
        return metric
    if _is_cut_off(number) or is_rate(number):
        return metric
    acts = number.dep_ == "nsubj" and any(c.dep_ == "dobj" for c in number.head.children)
    if acts or previous.claim.metric is Metric.OTHER or _unlike(kind, previous.claim.metric):
        return metric
    leans = whole is not None or own is None or own.head.lower_ == "others"
    return Answer(previous.claim.metric, LEANING) if leans else metric


def _is_cut_off(number: Token) -> bool:
    """Whether the text breaks off after a number: "12 died and more than 40 were..."."""
    following = next((t for t in number.doc[number.i + 1 :] if t.pos_ != "AUX"), None)
    return following is not None and following.text in ("...", "…")


def period(own: Answer[Period], metric: Metric, previous: Draft | None) -> Answer[Period]:
    """A period; losses of which no time is told are of that of those beside them: "a blast killed
    three, 12 are hurt"."""
    if previous is None or own.value != Period() or previous.claim.period == Period():
        return own
    beside = {metric, previous.claim.metric} <= periods.LOSSES
    return Answer(previous.claim.period, LEANING) if beside else own


def _unlike(kind: Kind, before: Metric) -> bool:
    return kind is (Kind.PERCENT if before is Metric.MONEY else Kind.MEASURE)


def goes_on(before: Claim, whole: Span | None) -> bool:
    """Whether a part is of the count before it, or of the same whole as that."""
    return whole is not None and whole in (before.span, before.part_of)


def is_apart(text: str, span: Span, before: Draft, metric: Metric) -> bool:
    """Whether what befell a number after a part makes it none: "nine were killed, including two
    nurses, and four hurt"; but not in "nine casualties, including two dead and seven hurt"."""
    follows = _NEXT_PART.fullmatch(text[before.claim.span.end : span.start]) is not None
    fates = {metric, before.claim.metric}
    shared = before.claim.metric is before.fate
    return follows and shared and len(fates) == 2 and fates <= OF_PEOPLE


_OF_THEM = re.compile(r"\sof (?:them|whom|which)\b")
_NEXT_PART = re.compile(r"(?:\s[\w-]+){1,4}(?:,|,? and) ")
_PART = re.compile(
    r"[^.;]{0,100}?(?:(?:\bincluding|\bamong them|\bof whom|\bof them|\bamong whom)\b[^.;\d]{0,25}"
    r"|\(\+\s?)$",
    re.IGNORECASE,
)


_ELLIPSIS = re.compile(r"(?:\s[\w-]+){0,3}(?:,|,? and) ")


def shares(text: str, number: Token, claim: Claim, before: Claim) -> bool:
    """Whether whoever says the number before says this one in the same breath: a part of it, or a
    participle's without a verb: "the UN spoke of 300 dead and 2,700 injured"."""
    if claim.part_of is not None:
        return True
    bare = number.dep_ in SUBJECTS and number.head.tag_ == "VBN"
    finite = any(c.dep_ in ("aux", "auxpass") for c in number.head.children)
    between = text[before.span.end : claim.span.start]
    return bare and not finite and _ELLIPSIS.fullmatch(between) is not None


def whole(text: str, span: Span, previous: Draft | None) -> Span | None:
    """The claim that this one is a part of: "31, including six children"."""
    if previous is None:
        return None
    if _OF_THEM.match(text, span.end):
        return previous.claim.part_of or previous.claim.span
    gap = text[previous.claim.span.end : span.start]
    if _PART.match(gap):
        return previous.claim.part_of or previous.claim.span
    return previous.claim.part_of if _NEXT_PART.fullmatch(gap) else None


def leaned_on(
    previous: Draft | None, whole: Span | None, metric: Metric, number: Token
) -> Item | None:
    """The item that a number may take over: for a part, that of the number before it, else that of
    the last whole: in "killed nine people, two of them nurses, and hurt 12" the 12 are people. What
    happens to people only is not taken over from things, nor from those of another fate or beside
    another event: not from "12 deaths" for "30 wounded", nor for "a shooting that killed two"."""
    if previous is None:
        return None
    before = previous.item if whole else previous.whole
    if before is None or metric not in OF_PEOPLE:
        return before
    own_fate = words("noun").get(lemma(before.head))
    other_fate = own_fate in OF_PEOPLE - {Metric.CASUALTIES, metric}
    of_others = not whole and _of_other_event(number, before)
    return before if is_people(before.head) and not other_fate and not of_others else None


def _of_other_event(number: Token, before: Item) -> bool:
    """Whether a clause tells of an event of its own in which a number died: "a suspect in a
    shooting that killed two"."""
    clause = next((a for a in number.ancestors if a.dep_ == "relcl"), None)
    if clause is None or clause.head.i == before.head.i:
        return False
    return words("noun").get(lemma(clause.head)) is Metric.ATTACKS


def item(own: Item | None, before: Item | None, mention: Mention) -> Item | None:
    """A number that stands alone counts what the one before it counted."""
    if mention.conversion_of is not None:
        return before or own
    if own is None:
        return before if mention.amount.kind is Kind.COUNT else None
    plural = before is not None and before.head.tag_ in ("NNS", "NNPS")
    return before if own.head.lower_ == "others" and plural else own
