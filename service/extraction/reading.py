"""From an article to its claims: each question asked in turn, each by its own file."""

import logging
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from service.extraction import (
    antecedents,
    items,
    leaning,
    losses,
    metrics,
    periods,
    places,
)
from service.extraction.amounts import Mention
from service.extraction.answers import Answer, named
from service.extraction.antecedents import Bare, Counted
from service.extraction.confidence import confidence
from service.extraction.discourse import Discourse, Said
from service.extraction.explanation import other_numbers
from service.extraction.invaders import invader
from service.extraction.invasions import enemy
from service.extraction.keeping import carried, is_bare_one, kept
from service.extraction.leaning import LEANING, Draft, What
from service.extraction.parsing import Parsed
from service.extraction.populations import abroad, population
from service.extraction.repetition import repeated, whose
from service.extraction.scopes import Scopes
from service.extraction.selection import Sentence, selected
from service.extraction.sums import compared
from service.naming import source_country, source_kind
from service.values import (
    Article,
    Claim,
    Metric,
    Place,
    Reading,
    Rules,
    Source,
    SourceKind,
    Span,
    Stance,
)

REMEMBERED = 12
"""Numbers back to which a bare number may look for what it counts."""

LOG = logging.getLogger(__name__)

READER = "rules-6"
"""Name and version of the rules; it changes whenever a claim may come out otherwise."""


def extract(article: Article, *, explain: bool = False) -> Reading:
    """The numeric claims of an article, in the order of the text; where they are to be explained,
    every other number too.

    Pure but for the model, which is loaded once a process. `text[span.start:span.end]` is the
    quote for every claim, whatever the text.
    """
    read = selected(article.text, explain)
    parses = [clause for sentence in read for clause in sentence.clauses]
    said = Discourse(article.text, parses, article.publisher)
    claims = tuple(_claims(article, read, said))
    numbers = tuple(other_numbers(article.text, claims, parses, said)) if explain else ()
    return Reading(article, claims, READER, numbers)


def load() -> None:
    """Load the model and the word tables, so that the first article is read as fast as the rest."""
    extract(Article("Officials said that between ten and 12 people were killed in Kyiv on Monday."))


def _claims(article: Article, read: Sequence[Sentence], said: Discourse) -> Iterator[Claim]:
    counted, foe = deque[Counted](maxlen=REMEMBERED), _foe(article) if read else None
    claims = [
        claim for sentence in read for claim in _of_sentence(article, sentence, said, counted, foe)
    ]
    parses = [clause for sentence in read for clause in sentence.clauses]
    scopes = Scopes(article, parses, said.spoken)
    told = list(compared(kept(claims), article.text))
    standing = carried(list(whose(told)), said.headline)
    for claim in scopes.of(list(repeated(list(standing)))):
        yield replace(claim, confidence=confidence(claim.rules))


def _foe(article: Article) -> str | None:
    """Who is "the enemy": the invader that the article names, else that of the publisher's home."""
    day = article.published_at.date() if article.published_at else None
    return invader(article.text) or enemy(source_country(article.publisher or ""), day)


def _of_sentence(
    article: Article,
    sentence: Sentence,
    said: Discourse,
    counted: deque[Counted],
    foe: str | None,
) -> Iterator[Claim]:
    """The claims of a sentence; `counted`, the last first, grows by what they count."""
    for before, parsed in zip([None, *sentence.clauses], sentence.clauses, strict=False):
        heads = before is not None and before.span.of(article.text).endswith(":")
        heading = before if heads else None
        clause = _Clause(article, sentence.span, parsed, said, heading, counted, foe)
        previous: Draft | None = None
        for index in range(len(parsed.mentions)):
            try:
                draft = clause.draft(index, previous)
            except Exception:
                # One number that the rules trip over never loses the rest of the article.
                LOG.exception("passed over a number in %r", parsed.span.of(article.text))
            else:
                yield draft.claim
                if is_bare_one(draft.claim) and draft.claim.metric is Metric.OTHER:
                    continue  # nothing leans on it: "four of one family, two of them children"
                previous = draft
                if draft.claim.part_of is None:
                    counted.appendleft(draft.counted())


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

    def draft(self, index: int, previous: Draft | None) -> Draft:
        """The claim of a mention; `previous` is the one before it in the clause."""
        mention, number = self.parsed.mentions[index], self.parsed.number(index)
        start = self.parsed.span.start
        span = Span(start + mention.start, start + mention.end)
        told = losses.sized(number) or losses.heading(self.heading, number)
        what = self._what(number, mention, span, previous, told)
        claim = self._claim(index, span, what, told, previous)
        said = self._said(claim, number, previous)
        by = self.discourse.source(said.value) if said else None
        before = previous if previous and leaning.goes_on(previous.claim, what.whole) else None
        return Draft(
            _attributed(claim, said, by),
            what.item,
            before.whole if before else what.item,
            before.fate if before else what.metric.value,
            said,
        )

    def _claim(
        self, index: int, span: Span, what: What, told: Token | None, previous: Draft | None
    ) -> Claim:
        """The claim without who asserts it."""
        mention, number = self.parsed.mentions[index], self.parsed.number(index)
        metric = what.metric
        whom = population(what.item, what.fallback, number, told, self.invader)
        whom = abroad(whom, metric.value, number)
        where = self._where(number, metric.value, mention, previous)
        count = periods.Count(number, metric.value, whom.value, told)
        own = periods.period(self.parsed, index, self._telling(told), count, self.published)
        when = leaning.period(own, metric.value, previous)
        held = leaning.stance(number, mention, previous, self.text, self.sentence)
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

    def _said(self, claim: Claim, number: Token, previous: Draft | None) -> Answer[Said] | None:
        """Who asserts the claim; of numbers that share a predicate, whoever asserts the first."""
        said = self.discourse.asserted(self.sentence, self.parsed, number, self.spoken)
        if said is None and previous and leaning.shares(self.text, number, claim, previous.claim):
            said = previous.said
        return None if said and _is_station(claim, said.value) else said

    def _telling(self, told: Token | None) -> str:
        """The words that may date a number: those of the heading, too, whose losses it counts."""
        if self.heading is None or told is None or told.doc is not self.heading.doc:
            return self.telling
        return f"{self.telling} {self.heading.span.of(self.text)}"

    def _where(
        self, number: Token, metric: Metric, mention: Mention, previous: Draft | None
    ) -> Answer[Place] | None:
        """Where a number is counted; a conversion is where what it converts is."""
        if previous and previous.claim.place and mention.conversion_of is not None:
            return Answer(previous.claim.place, LEANING)
        count = places.Count(number, mention.amount.kind, metric, self.spoken, self.invader)
        return places.place(self.parsed, self.text, count, self.heading)

    def _what(
        self,
        number: Token,
        mention: Mention,
        span: Span,
        previous: Draft | None,
        told: Token | None,
    ) -> What:
        """What a number counts, by its own words, those before it in the clause, or those of the
        sentences before."""
        if items.is_offspring(number):
            previous = None
        kind, whole = mention.amount.kind, leaning.whole(self.text, span, previous)
        own = items.item(self.parsed, self.text, number, kind)
        new = own is not None and own.head.i > number.i
        if previous and not new and leaning.is_compared(self.text, span, mention, previous):
            return leaning.same(previous)
        metric = metrics.metric(number, kind, told)
        metric = leaning.metric(metric, number, kind, own, whole, previous)
        if previous and leaning.is_apart(self.text, span, previous, metric.value):
            whole = None
        found = leaning.item(own, leaning.leaned_on(previous, whole, metric.value, number), mention)
        if found is not own:
            return What(found, None, LEANING, whole, metric)
        part = antecedents.whole(
            number, mention.amount.high, self.text, self.sentence, self.earlier
        )
        if part is not None:
            whole = whole or part.value.quote
            metric = antecedents.shared(metric, part)
        metric = antecedents.as_before(metric, own, mention.amount.high, self.earlier)
        bare = Bare(number, kind, metric.value, own)
        before = antecedents.antecedent(bare, self.text, self.sentence, self.earlier)
        metric = antecedents.carried(metric, kind, before) if before else metric
        if own is None and before and before.value.item:
            return What(before.value.item, None, before.rule, whole, metric)
        fallback = None if own else items.stands_for(metric.value, kind)
        rule = own.rule if own else named(items.stands_for) if fallback else None
        return What(own, fallback, rule, whole, metric)


def _is_station(claim: Claim, said: Said) -> bool:
    """Whether who seems to speak is where something was measured: "Lanyu recorded 99 mph"."""
    place = claim.place
    if place is None or place.span is None or claim.rules.place != "places.experiencing":
        return False
    if source_kind(said.name or "") is not SourceKind.OTHER or place.country is not None:
        return False
    return place.span.start < said.mention.end and said.mention.start < place.span.end


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
