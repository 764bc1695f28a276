"""From an article to its claims: each question asked in turn, each by its own file."""

import logging
import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from spacy.tokens import Token

from service.extraction import (
    antecedents,
    discourse,
    items,
    losses,
    metrics,
    parsing,
    periods,
    places,
    stances,
)
from service.extraction.amounts import Mention, mentions
from service.extraction.answers import Answer, named
from service.extraction.antecedents import OF_PEOPLE, Bare, Counted
from service.extraction.confidence import confidence
from service.extraction.discourse import Discourse, Said
from service.extraction.exclusions import excluded, exclusions
from service.extraction.explanation import other_numbers
from service.extraction.invaders import invader
from service.extraction.items import Item
from service.extraction.parsing import Parsed, lemma
from service.extraction.people import is_people
from service.extraction.populations import population
from service.extraction.referents import may_name
from service.extraction.repetition import repeated, whose
from service.extraction.scopes import Scopes
from service.extraction.sentences import TAIL_CUE, clauses, is_row, sentences
from service.extraction.sources import SUBJECTS, may_speak
from service.naming import source_kind
from service.values import (
    Article,
    Claim,
    Hedge,
    Kind,
    Metric,
    Period,
    Place,
    Reading,
    Rules,
    Source,
    SourceKind,
    Span,
    Stance,
)

CROWD = 25
"""Numbers in one clause beyond which it is no prose."""
PART = 8
"""Numbers that are read together of a clause that has very many."""

MANY = 2_000
"""Numbers in one text beyond which only its prose is read."""
SPARSE = 25
"""Characters to a number from which on a sentence of a text with very many numbers is prose."""

REMEMBERED = 12
"""Numbers back to which a bare number may look for what it counts."""

LOG = logging.getLogger(__name__)

READER = "rules-5"
"""Name and version of the rules; it changes whenever a claim may come out otherwise."""


def extract(article: Article, *, explain: bool = False) -> Reading:
    """The numeric claims of an article, in the order of the text; where they are to be explained,
    every other number too.

    Pure but for the model, which is loaded once a process. `text[span.start:span.end]` is the
    quote for every claim, whatever the text.
    """
    read = _parsed(article.text, explain)
    parses = [clause for sentence in read for clause in sentence.clauses]
    said = Discourse(article.text, parses, article.publisher)
    claims = tuple(_claims(article, read, said))
    numbers = tuple(other_numbers(article.text, claims, parses, said)) if explain else ()
    return Reading(article, claims, READER, numbers)


def load() -> None:
    """Load the model and the word tables, so that the first article is read as fast as the rest."""
    extract(Article("Officials said that between ten and 12 people were killed in Kyiv on Monday."))


_Piece = tuple[Span, Span, list[Mention]]
"""A sentence, a clause of it, and the mentions that stand there."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with the parses of its clauses."""

    span: Span
    clauses: tuple[Parsed, ...]


def _claims(article: Article, read: Sequence[_Sentence], said: Discourse) -> Iterator[Claim]:
    counted, foe = deque[Counted](maxlen=REMEMBERED), invader(article.text) if read else None
    claims = [
        claim for sentence in read for claim in _of_sentence(article, sentence, said, counted, foe)
    ]
    parses = [clause for sentence in read for clause in sentence.clauses]
    scopes = Scopes(article.text, parses, said.spoken)
    kept = list(whose(_kept(claims)))
    for claim in scopes.of(list(repeated(list(_carried(kept, said.headline))))):
        yield replace(claim, confidence=confidence(claim.rules))


def _parsed(text: str, explain: bool) -> list[_Sentence]:
    """The sentences of a text that has figures, or whose other numbers are to be explained."""
    pieces = [
        (sentence, *part)
        for sentence in sentences(text)
        if not is_row(sentence.of(text))
        for clause in clauses(text, sentence)
        for part in _parts(text, clause)
    ]
    if not explain and not any(found for _, _, found in pieces):
        return []
    worth = [piece for piece in _prose(pieces) if piece[2] or _may_attribute(piece[1].of(text))]
    parses = parsing.parse(text, [(clause, found) for _, clause, found in worth])
    grouped: dict[Span, list[Parsed]] = {}
    for (sentence, _, _), parse in zip(worth, parses, strict=True):
        grouped.setdefault(sentence, []).append(parse)
    return [_Sentence(span, tuple(found)) for span, found in grouped.items()]


def _prose(pieces: list[_Piece]) -> list[_Piece]:
    """All clauses, but of a text with thousands of numbers, which is no article, only those whose
    sentences tell of them: not "12 ash, 15 elm, 40 oak"."""
    numbers = Counter[Span]()
    for sentence, _, found in pieces:
        numbers[sentence] += len(found)
    if numbers.total() <= MANY:
        return pieces
    return [p for p in pieces if numbers[p[0]] * SPARSE <= p[0].end - p[0].start]


def _parts(text: str, clause: Span) -> Iterator[tuple[Span, list[Mention]]]:
    """A clause with its mentions; one with very many, as a table has, is read in parts, since
    the work for each number grows with the numbers beside it."""
    found = _mentions(text, clause)
    if len(found) <= CROWD:
        yield clause, found
        return
    inner = [clause.start + mention.start for mention in found[PART::PART]]
    for start, end in pairwise([clause.start, *inner, clause.end]):
        yield Span(start, end), _mentions(text, Span(start, end))


def _may_attribute(clause: str) -> bool:
    """Whether a clause without a number may name somebody or say who speaks."""
    return may_name(clause) or may_speak(clause) or TAIL_CUE.match(clause) is not None


def _mentions(text: str, clause: Span) -> list[Mention]:
    words = clause.of(text)
    found = mentions(words)
    stretches = list(exclusions(words)) if found else []
    return [m for m in found if not excluded(m.start, m.end, stretches)]


def _of_sentence(
    article: Article,
    sentence: _Sentence,
    said: Discourse,
    counted: deque[Counted],
    foe: str | None,
) -> Iterator[Claim]:
    """The claims of a sentence; `counted`, the last first, grows by what they count."""
    for before, parsed in zip([None, *sentence.clauses], sentence.clauses, strict=False):
        heads = before is not None and before.span.of(article.text).endswith(":")
        heading = before if heads else None
        clause = _Clause(article, sentence.span, parsed, said, heading, counted, foe)
        previous: _Draft | None = None
        for index in range(len(parsed.mentions)):
            try:
                draft = clause.draft(index, previous)
            except Exception:
                # One number that the rules trip over never loses the rest of the article.
                LOG.exception("passed over a number in %r", parsed.span.of(article.text))
            else:
                yield draft.claim
                if _is_bare_one(draft.claim) and draft.claim.metric is Metric.OTHER:
                    continue  # nothing leans on it: "four of one family, two of them children"
                previous = draft
                if draft.claim.part_of is None:
                    counted.appendleft(draft.counted())


@dataclass(frozen=True, slots=True)
class _Draft:
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


class _Clause:
    """One clause, with what all its numbers share."""

    def __init__(
        self,
        article: Article,
        sentence: Span,
        parsed: Parsed,
        discourse: Discourse,
        heading: Parsed | None,
        earlier: Sequence[Counted],
        invader: str | None,
    ) -> None:
        self.text, self.sentence, self.parsed = article.text, sentence, parsed
        self.discourse, self.heading, self.earlier = discourse, heading, earlier
        self.invader = invader
        self.published = article.published_at.date() if article.published_at else None
        self.spoken = discourse.spoken(parsed)
        self.telling = (
            periods.telling_words(parsed, article.text, self.spoken) if parsed.mentions else ""
        )

    def draft(self, index: int, previous: _Draft | None) -> _Draft:
        """The claim of a mention; `previous` is the one before it in the clause."""
        mention, number = self.parsed.mentions[index], self.parsed.number(index)
        start = self.parsed.span.start
        span = Span(start + mention.start, start + mention.end)
        told = losses.sized(number) or losses.heading(self.heading, number)
        what = self._what(number, mention, span, previous, told)
        claim = self._claim(index, span, what, told, previous)
        said = self._said(claim, number, previous)
        by = self.discourse.source(said.value) if said else None
        before = previous if previous and _goes_on(previous.claim, what.whole) else None
        return _Draft(
            _attributed(claim, said, by),
            what.item,
            before.whole if before else what.item,
            before.fate if before else what.metric.value,
            said,
        )

    def _claim(
        self, index: int, span: Span, what: "_What", told: Token | None, previous: _Draft | None
    ) -> Claim:
        """The claim without who asserts it."""
        mention, number = self.parsed.mentions[index], self.parsed.number(index)
        metric = what.metric
        whom = population(what.item, what.fallback, number, told, self.invader)
        where = self._where(number, metric.value, mention, previous)
        count = periods.Count(number, metric.value, whom.value, told)
        own = periods.period(self.parsed, index, self._telling(told), count, self.published)
        when = _when(own, metric.value, previous)
        held = _stance(number, mention, previous)
        return Claim(
            quote=span.of(self.text),
            span=span,
            sentence=self.sentence.of(self.text),
            sentence_span=self.sentence,
            amount=mention.amount,
            metric=metric.value,
            item=what.item.text if what.item else what.fallback,
            item_span=what.item.span if what.item else None,
            population=whom.value,
            place=where.value if where else None,
            period=when.value,
            stance=held.value,
            part_of=what.whole,
            rules=Rules(
                amount=mention.rule,
                item=what.rule,
                metric=metric.rule,
                population=whom.rule,
                place=where.rule if where else None,
                period=when.rule,
                stance=held.rule,
            ),
        )

    def _said(self, claim: Claim, number: Token, previous: _Draft | None) -> Answer[Said] | None:
        """Who asserts the claim; of numbers that share a predicate, whoever asserts the first."""
        said = self.discourse.asserted(self.sentence, self.parsed, number, self.spoken)
        if said is None and previous and _shares(self.text, number, claim, previous.claim):
            said = previous.said
        return None if said and _is_station(claim, said.value) else said

    def _telling(self, told: Token | None) -> str:
        """The words that may date a number: those of the heading, too, whose losses it counts."""
        if self.heading is None or told is None or told.doc is not self.heading.doc:
            return self.telling
        return f"{self.telling} {self.heading.span.of(self.text)}"

    def _where(
        self, number: Token, metric: Metric, mention: Mention, previous: _Draft | None
    ) -> Answer[Place] | None:
        """Where a number is counted; a conversion is where what it converts is."""
        if previous and previous.claim.place and mention.conversion_of is not None:
            return Answer(previous.claim.place, _LEANING)
        count = places.Count(number, mention.amount.kind, metric, self.spoken, self.invader)
        return places.place(self.parsed, self.text, count, self.heading)

    def _what(
        self,
        number: Token,
        mention: Mention,
        span: Span,
        previous: _Draft | None,
        told: Token | None,
    ) -> "_What":
        """What a number counts, by its own words, those before it in the clause, or those of the
        sentences before."""
        if items.is_offspring(number):
            previous = None
        kind, whole = mention.amount.kind, _whole(self.text, span, previous)
        own = items.item(self.parsed, self.text, number, kind)
        if previous and own is None and _is_compared(self.text, span, mention, previous):
            return _same(previous)
        metric = _metric(metrics.metric(number, kind, told), number, kind, own, whole, previous)
        if previous and _is_apart(self.text, span, previous, metric.value):
            whole = None
        found = _item(own, _leaned_on(previous, whole, metric.value), mention)
        if found is not own:
            return _What(found, None, _LEANING, whole, metric)
        part = antecedents.whole(
            number, mention.amount.high, self.text, self.sentence, self.earlier
        )
        if part is not None:
            whole = whole or part.value.quote
            metric = antecedents.shared(metric, part)
        bare = Bare(number, kind, metric.value, own)
        before = antecedents.antecedent(bare, self.text, self.sentence, self.earlier)
        metric = antecedents.carried(metric, kind, before) if before else metric
        if own is None and before and before.value.item:
            return _What(before.value.item, None, before.rule, whole, metric)
        fallback = None if own else items.stands_for(metric.value, kind)
        rule = own.rule if own else named(items.stands_for) if fallback else None
        return _What(own, fallback, rule, whole, metric)


@dataclass(frozen=True, slots=True)
class _What:
    """What a number counts, or else what such numbers count, by which rule, as a part of what, and
    what befell it."""

    item: Item | None
    fallback: str | None
    rule: str | None
    whole: Span | None
    metric: Answer[Metric]


def _same(before: _Draft) -> _What:
    """What the number before counts, once more."""
    fallback = None if before.item else before.claim.item
    metric = Answer(before.claim.metric, _LEANING)
    return _What(before.item, fallback, _LEANING, before.claim.part_of, metric)


def _is_compared(text: str, span: Span, mention: Mention, before: _Draft) -> bool:
    """Whether a bracket holds an older figure for the number before it: "12,400 people (12,100 a
    week earlier)", "5,700 deaths (5,600)"."""
    gap = text[before.claim.span.end : span.start]
    same = mention.amount.kind is before.claim.amount.kind and mention.conversion_of is None
    opens = _BRACKET.fullmatch(gap) is not None
    return same and opens and _OLDER.match(text, span.end) is not None


_BRACKET = re.compile(r"(?:\s[\w-]+){1,5}\s\((?:from )?")
_OLDER = re.compile(
    r"\)|\s(?:(?:an?|one) (?:day|week|month|year) (?:earlier|before|ago)|previously|yesterday"
    r"|last (?:week|month|year))\b"
)


def _stance(number: Token, mention: Mention, previous: _Draft | None) -> Answer[Stance]:
    """A number's stance; a conversion is held as what it converts."""
    if previous and mention.conversion_of is not None:
        return Answer(previous.claim.stance, _LEANING)
    return stances.stance(number)


def _metric(
    metric: Answer[Metric],
    number: Token,
    kind: Kind,
    own: Item | None,
    whole: Span | None,
    previous: _Draft | None,
) -> Answer[Metric]:
    """A number's metric; one that says nothing itself leans on the number before it, but no
    distance on what befell others, and no share on a sum."""
    if previous is None or metric.value not in (Metric.OTHER, Metric.SHARE):
        return metric
    if _is_cut_off(number):
        return metric
    acts = number.dep_ == "nsubj" and any(c.dep_ == "dobj" for c in number.head.children)
    if acts or previous.claim.metric is Metric.OTHER or _unlike(kind, previous.claim.metric):
        return metric
    leans = whole is not None or own is None or own.head.lower_ == "others"
    return Answer(previous.claim.metric, _LEANING) if leans else metric


def _is_cut_off(number: Token) -> bool:
    """Whether the text breaks off after a number: "12 died and more than 40 were..."."""
    following = next((t for t in number.doc[number.i + 1 :] if t.pos_ != "AUX"), None)
    return following is not None and following.text in ("...", "…")


def _when(own: Answer[Period], metric: Metric, previous: _Draft | None) -> Answer[Period]:
    """A period; losses of which no time is told are of that of those beside them: "a blast killed
    three, 12 are hurt"."""
    if previous is None or own.value != Period() or previous.claim.period == Period():
        return own
    beside = {metric, previous.claim.metric} <= periods.LOSSES
    return Answer(previous.claim.period, _LEANING) if beside else own


def _unlike(kind: Kind, before: Metric) -> bool:
    return kind is (Kind.PERCENT if before is Metric.MONEY else Kind.MEASURE)


def _is_station(claim: Claim, said: Said) -> bool:
    """Whether who seems to speak is where something was measured: "Lanyu recorded 99 mph"."""
    place = claim.place
    if place is None or place.span is None or claim.rules.place != "places.experiencing":
        return False
    if source_kind(said.name or "") is not SourceKind.OTHER or place.country is not None:
        return False
    return place.span.start < said.mention.end and said.mention.start < place.span.end


_LEANING = "reading.leaning"
"""The rule by which a number takes a field over from the number before it."""


def _goes_on(before: Claim, whole: Span | None) -> bool:
    """Whether a part is of the count before it, or of the same whole as that."""
    return whole is not None and whole in (before.span, before.part_of)


def _is_apart(text: str, span: Span, before: _Draft, metric: Metric) -> bool:
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


def _shares(text: str, number: Token, claim: Claim, before: Claim) -> bool:
    """Whether whoever says the number before says this one in the same breath: a part of it, or a
    participle's without a verb: "the UN spoke of 300 dead and 2,700 injured"."""
    if claim.part_of is not None:
        return True
    bare = number.dep_ in SUBJECTS and number.head.tag_ == "VBN"
    finite = any(c.dep_ in ("aux", "auxpass") for c in number.head.children)
    between = text[before.span.end : claim.span.start]
    return bare and not finite and _ELLIPSIS.fullmatch(between) is not None


def _whole(text: str, span: Span, previous: _Draft | None) -> Span | None:
    """The claim that this one is a part of: "31, including six children"."""
    if previous is None:
        return None
    if _OF_THEM.match(text, span.end):
        return previous.claim.part_of or previous.claim.span
    gap = text[previous.claim.span.end : span.start]
    if _PART.match(gap):
        return previous.claim.part_of or previous.claim.span
    return previous.claim.part_of if _NEXT_PART.fullmatch(gap) else None


def _leaned_on(previous: _Draft | None, whole: Span | None, metric: Metric) -> Item | None:
    """The item that a number may take over: for a part, that of the number before it, else that of
    the last whole: in "killed nine people, two of them nurses, and hurt 12" the 12 are people. What
    happens to people only is not taken over from things."""
    if previous is None:
        return None
    before = previous.item if whole else previous.whole
    of_things = before is not None and metric in OF_PEOPLE and not is_people(before.head)
    return None if of_things else before


def _item(own: Item | None, before: Item | None, mention: Mention) -> Item | None:
    """A number that stands alone counts what the one before it counted."""
    if mention.conversion_of is not None:
        return before or own
    if own is None:
        return before if mention.amount.kind is Kind.COUNT else None
    plural = before is not None and before.head.tag_ in ("NNS", "NNPS")
    return before if own.head.lower_ == "others" and plural else own


def _attributed(claim: Claim, answer: Answer[Said] | None, source: Source | None) -> Claim:
    said = answer.value if answer else None
    if answer is None or said is None:
        return claim
    rules = replace(claim.rules, source=answer.rule)
    denied = said.stance is Stance.DENIED
    return replace(
        claim,
        rules=replace(rules, stance="sources.denying") if denied else rules,
        source=source,
        source_span=said.mention,
        cue_span=said.cue,
        relayer=said.relayer,
        stance=said.stance if denied else claim.stance,
    )


# What is kept of what was found

_UNTRACKED = frozenset({Metric.OTHER, Metric.SHARE, Metric.MONEY})


def _kept(claims: Sequence[Claim]) -> list[Claim]:
    counted = {
        c.sentence_span for c in claims if not _is_bare_one(c) and c.amount.kind is Kind.COUNT
    }
    kept = [c for c in claims if _is_claim(c, c.sentence_span in counted)]
    wholes = {c.span for c in kept}
    return [c if c.part_of in wholes else replace(c, part_of=None) for c in kept]


def _is_bare_one(claim: Claim) -> bool:
    return claim.quote.lower() == "one"


def _is_claim(claim: Claim, beside_counts: bool) -> bool:
    """Zeros and vague little numbers count only for what is tracked, "one" only beside counts."""
    words = claim.quote.lower()
    tracked = claim.metric not in _UNTRACKED
    if claim.amount.high == 0 or claim.amount.hedge is Hedge.UNKNOWN:
        return tracked
    if words in ("several", "a few", "a couple", "a handful"):
        return tracked
    if not _is_bare_one(claim):
        return True
    return claim.item is not None and (tracked or (beside_counts and not _is_any_one(claim)))


def _is_any_one(claim: Claim) -> bool:
    """Whether "a" could stand for "one": "the fire began in one home"."""
    before = claim.sentence[: claim.span.start - claim.sentence_span.start]
    return _PREPOSITION.search(before) is not None


_PREPOSITION = re.compile(r"(?i)\b(?:in|at|from|to|into|on|onto|of|inside|near|through|within) $")


def _carried(claims: list[Claim], headline: Span | None) -> Iterator[Claim]:
    """A figure that the headline or lead attributes keeps its source where the text goes on to
    repeat it."""
    lead = [c for c in claims if c.source and headline and c.span.start < headline.end]
    repeats = {
        c.sentence_span: origin
        for c in claims
        if not c.source
        for origin in lead
        if _repeats(c, origin)
    }
    for claim in claims:
        origin = None if claim.source else repeats.get(claim.sentence_span)
        yield (
            replace(
                claim,
                source=origin.source,
                source_span=origin.source_span,
                rules=replace(claim.rules, source=named(_carried)),
            )
            if origin
            else claim
        )


def _repeats(claim: Claim, origin: Claim) -> bool:
    same = (claim.amount.low, claim.amount.high) == (origin.amount.low, origin.amount.high)
    near = 0 < claim.span.start - origin.span.end < discourse.LEAD
    return near and same and claim.metric is origin.metric
