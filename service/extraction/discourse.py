"""Who said it, over the whole article? Statements that run beyond one sentence.

direct speech        "…" belongs to whoever the words beside the marks name, also when the
                     quotation goes on for several sentences
continuation         "He added that …", "The statement said …"
headline and lead    a figure that a headline or lead attributes and the body repeats
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from spacy.tokens import Token

from service.extraction.answers import Answer, named
from service.extraction.callbacks import Callbacks
from service.extraction.headlines import headline_end, headline_start
from service.extraction.lexicon import table
from service.extraction.parsing import Parsed, lemma
from service.extraction.quotations import quotation_at, quotations, turns
from service.extraction.referents import PRONOUNS, Phrase, Referents, name_in, phrase, source_of
from service.extraction.sentences import TAIL_CUE, attribution_tail
from service.extraction.sentences import sentences as sentences_of
from service.extraction.sources import (
    Utterance,
    attribution,
    speaker_of,
    utterances,
)
from service.naming import country_of, source_country, source_kind
from service.values import Source, SourceKind, Span, Stance

NEAR = 160
"""Characters after a quotation within which its speaker may be named."""
LINES = 30
"""Lines of a list at the most below what announces it."""
LEAD = 400
"""Characters within which a text goes on about what its headline or lead tells."""


_BULLET = re.compile(r"\s*(?:[-–—•*·▪●§l]|\d{1,2}[.)])\s")
"""What begins an entry of a list; "l" is what is left of some bullets."""


@dataclass(frozen=True, slots=True)
class Said:
    """A resolved utterance: by whom, in which words, and what ties it to the statement."""

    name: str | None
    mention: Span
    cue: Span | None
    relayer: str | None = None
    stance: Stance = Stance.ASSERTED
    alias: str | None = None
    """The proper name that the mention itself uses, where it is not the fullest."""


class Discourse:
    """Everything that anybody says in one article."""

    def __init__(
        self, text: str, sentences: Sequence[Parsed], publisher: str | None = None
    ) -> None:
        self.text = text
        self._home = source_country(publisher or "")
        self.quotations = quotations(text)
        self.referents = Referents(text, sentences)
        self.callbacks = Callbacks(text, sentences, self.referents, self.quotations)
        self.introduced = dict(p for parsed in sentences for p in _introductions(parsed, text))
        self.stating = dict(p for parsed in sentences for p in _statements(parsed, text))
        self.turns = {turn.start: turn for turn in turns(text) if not _is_label(turn.of(text))}
        self.headline = _headline(text)
        self._lines = [0, *(newline.end() for newline in re.finditer("\n", text))]
        self.said: list[Said] = []
        self._spoken = {parsed.span: tuple(utterances(parsed.doc)) for parsed in sentences}
        for parsed in sentences:
            for utterance in self.spoken(parsed):
                self._hear(parsed, utterance)
        self.said.sort(key=lambda s: s.mention)
        self._starts = [s.mention.start for s in self.said]
        self._narrated = [
            s for s in self.said if not quotation_at(s.mention.start, self.quotations)
        ]

    def spoken(self, parsed: Parsed) -> tuple[Utterance, ...]:
        """The utterances of a clause, which may be one that was not heard with the others."""
        if parsed.span not in self._spoken:
            self._spoken[parsed.span] = tuple(utterances(parsed.doc))
        return self._spoken[parsed.span]

    def _line(self, offset: int) -> int:
        """Where the line of an offset begins."""
        return self._lines[bisect_right(self._lines, offset) - 1]

    def _hear(self, parsed: Parsed, utterance: Utterance) -> None:
        said = self._resolved(parsed, utterance)
        self.said.append(said)
        if said.name:
            mention = phrase(parsed, self.text, utterance.speaker)
            self.callbacks.hear(said.name, mention, parsed)

    def asserted(
        self, sentence: Span, parsed: Parsed, number: Token, spoken: Sequence[Utterance]
    ) -> Answer[Said] | None:
        """Who asserts a number, None where the article does so in its own voice; `spoken` are
        the utterances of its clause."""
        offset = parsed.spans[number.i].start
        quotation = quotation_at(offset, self.quotations)
        quoting = self._speaker(quotation) if quotation else None
        own = attribution(number, spoken)
        if own and not self._yields(own.value, parsed, quotation if quoting else None):
            return Answer(self._resolved(parsed, own.value), own.rule)
        if quotation is not None:
            return _answer(quoting, self._speaker)
        around = (self._before_colon, self._before_semicolon)
        found = ((rule(sentence, parsed), rule) for rule in around)
        answers = (_answer(said, rule) for said, rule in found if said)
        return (
            next(answers, None)
            or _answer(self._listed(sentence), self._listed)
            or _answer(self._at_edges(sentence, offset), self._at_edges)
            or _answer(self._in_turn(sentence), self._in_turn)
            or _answer(self._under_headline(sentence), self._under_headline)
        )

    def _yields(self, utterance: Utterance, parsed: Parsed, quotation: Span | None) -> bool:
        """Whether somebody else asserts what an utterance says: the writer of "I believe that 12
        died", or whoever speaks the whole of “The mayor believes that 12 died”."""
        if utterance.speaker.lower_ in ("i", "we", "you"):
            return True
        cue = parsed.spans[utterance.cue.i].start
        return quotation is not None and quotation_at(cue, self.quotations) == quotation

    def _before_colon(self, sentence: Span, parsed: Parsed) -> Said | None:
        """Whoever speaks in the part before a colon: "He named his losses: 61 dead"."""
        lead = self.text[sentence.start : parsed.span.start].rstrip()
        if not lead.endswith(":"):
            return None
        speaking = self._first_within(Span(sentence.start, parsed.span.start))
        stated = self.stating.get(sentence.start + len(lead) - 1)
        return speaking or (Said(self._name(stated), stated.span, None) if stated else None)

    def _listed(self, sentence: Span) -> Said | None:
        """Who speaks last above a list, or a paragraph, that a colon announces: "Roe said:"."""
        index = bisect_right(self._lines, sentence.start) - 1
        listed = _BULLET.match(self.text, self._lines[index]) is not None
        for start, end in reversed(list(pairwise(self._lines[max(0, index - LINES) : index + 1]))):
            line = self.text[start:end].strip()
            if line.endswith(":"):
                said = bisect_left(self._starts, end) - 1
                return self.said[said] if said >= 0 and self._starts[said] >= start else None
            if line and not (listed and _BULLET.match(line)):
                return None
        return None

    def _before_semicolon(self, sentence: Span, parsed: Parsed) -> Said | None:
        """Whoever the first words of a sentence name for all its parts: "According to police, 12
        died; 40 fled", or for one without a verb of its own: "Police counted 12 dead; in Sumy 40".
        """
        if not self.text[sentence.start : parsed.span.start].rstrip().endswith(";"):
            return None
        leading = self._first_within(Span(sentence.start, parsed.span.start))
        opens = leading and leading.cue and leading.cue.start == sentence.start
        goes_on = not any(t.pos_ in ("VERB", "AUX") for t in parsed.doc)
        return leading if opens or goes_on else None

    def source(self, said: Said) -> Source | None:
        """Who that is, None where it is open."""
        if said.name is None:
            return None
        name = self.referents.owned(said.name, self._home)
        return source_of(name, [said.name, *filter(None, [said.alias])])

    def _resolved(self, parsed: Parsed, utterance: Utterance) -> Said:
        mention = phrase(parsed, self.text, utterance.speaker)
        cue = parsed.spans[utterance.cue.i]
        relayer = phrase(parsed, self.text, utterance.relayer).text if utterance.relayer else None
        alias = name_in(mention.text) if mention.head.pos_ == "PROPN" else None
        through = utterance.through
        words = mention.span
        if through is not None and through.i != utterance.speaker.i:
            words = _around(words, phrase(parsed, self.text, through).span)
        return Said(self._name(mention), words, cue, relayer, utterance.stance, alias)

    def _name(self, mention: Phrase) -> str | None:
        word, start = mention.head.lower_, mention.span.start
        if word in ("i", "we"):
            return None
        if word in ("it", "its"):
            return self.callbacks.thing(start)
        if lemma(mention.head) in table("speech")["statements"] and " " not in mention.text:
            return self.callbacks.speaker(start) or mention.text
        if word in ("they", "them", "their"):
            return self.callbacks.group(start)
        if word in PRONOUNS:
            return self.callbacks.person(word, start)
        name = self.referents.resolve(mention)
        return (name == mention.text and self.callbacks.body(mention)) or name

    def _speaker(self, quotation: Span) -> Said | None:
        """Who speaks a stretch of direct speech: named right after it, else before it."""
        if introduced := self._introducing(quotation):
            return introduced
        return self._named_after(quotation) or self._named_before(quotation)

    def _named_after(self, quotation: Span) -> Said | None:
        index = bisect_left(self._starts, quotation.end)
        if index == len(self.said):
            return None
        gap = self.text[quotation.end : self._starts[index]]
        near = len(gap) < NEAR and not any(mark in gap for mark in '\n“"')
        return self.said[index] if near else None

    def _named_before(self, quotation: Span) -> Said | None:
        """Whoever spoke last outside direct speech, in the same paragraph unless the quotation
        opens its own."""
        spoken = self._spoken_last(quotation.start)
        if spoken is None:
            return None
        paragraph = self._line(quotation.start)
        opens = not self.text[paragraph : min(quotation.start, paragraph + NEAR)].strip()
        return spoken if spoken.mention.start >= paragraph or opens else None

    def _introducing(self, quotation: Span) -> Said | None:
        """Whom a sentence with a colon is about: "Roe made this remark: “12 died”"."""
        before = self.text[max(0, quotation.start - 5) : quotation.start].rstrip()
        colon = quotation.start - min(5, quotation.start) + len(before) - 1
        mention = self.introduced.get(colon) if before.endswith(":") else None
        return Said(self._name(mention), mention.span, None) if mention else None

    def _in_turn(self, sentence: Span) -> Said | None:
        """Whose turn it is in a printed conversation: "ROE: Some 12 died. It was hot."."""
        turn = self.turns.get(self._line(sentence.start))
        return Said(self._plain(turn), turn, None) if turn else None

    def _at_edges(self, sentence: Span, offset: int) -> Said | None:
        """Whoever the end or the beginning of a sentence names for all of it; those who are counted
        there say nothing of themselves."""
        tail = attribution_tail(self.text, sentence)
        if tail is None:
            return self._headed(sentence)
        if tail <= offset:
            return None
        return self._first_within(Span(tail, sentence.end)) or self._before_cue(tail)

    def _headed(self, sentence: Span) -> Said | None:
        """Whom a headline names at its end or its beginning."""
        words, start = sentence.of(self.text), sentence.start
        if end := headline_end(words):
            name = Span(start + end[0], start + end[1])
            plain = self._plain(name)
            return None if _PAIR.fullmatch(plain) else Said(plain, name, None)
        if beginning := headline_start(words):
            name = Span(start + beginning[0], start + beginning[1])
            plain = self._plain(name)
            speaks = (_is_headed_body(plain) and not country_of(plain)) or (
                self.referents.is_person(plain) and not _comes_back(words, beginning)
            )
            return Said(plain, name, None) if speaks else None
        return None

    def _under_headline(self, sentence: Span) -> Said | None:
        """Whom the headline of a short report names for all that its line tells: "Storm: 12 hurt –
        mayor. Two homes burnt."; nobody, once another has spoken there."""
        above = self.headline
        if above is None or self._line(sentence.start) or sentence.start > above.end + LEAD:
            return None
        headed, spoken = self._headed(above), self._spoken_last(sentence.start)
        if headed is None or self._is_caption(headed):
            return None
        alone = spoken is None or spoken.mention.end <= headed.mention.end
        return headed if alone or (spoken and spoken.name == headed.name) else None

    def _is_caption(self, headed: Said) -> bool:
        """Whether what stands behind a headline's colon only tells what it is about: "Tarn: Floods
        of Vale."."""
        name = headed.name or ""
        behind = self.text.endswith((":", ": "), 0, headed.mention.start)
        return behind and not (_is_body(name) or self.referents.is_person(name))

    def _spoken_last(self, offset: int) -> Said | None:
        """Who spoke last before an offset, outside direct speech."""
        index = bisect_left(self._narrated, offset, key=lambda s: s.mention.start) - 1
        return self._narrated[index] if index >= 0 else None

    def _first_within(self, span: Span) -> Said | None:
        index = bisect_left(self._starts, span.start)
        found = self.said[index] if index < len(self.said) else None
        return found if found and found.mention.start < span.end else None

    def _before_cue(self, tail: int) -> Said | None:
        """The words before the cue of a tail that the parser took for one noun phrase: "the
        Defence Ministry estimates"."""
        cue = TAIL_CUE.match(self.text, tail)
        if cue is None or not cue.group("subject").strip() or cue["subject"].startswith("those "):
            return None
        name = Span(cue.start("subject"), cue.start("subject") + len(cue.group("subject").rstrip()))
        return Said(self._plain(name), name, Span(cue.start("cue"), cue.end("cue")))

    def _plain(self, name: Span) -> str:
        words = re.sub(r"^(?:the|an?)\s", "", name.of(self.text), flags=re.IGNORECASE)
        return self.referents.full(name_in(words))


_PAIR = re.compile(r"[\w’'-]+ and [\w’'-]+")
"""Two places, which end a sentence behind a dash as speakers do: "two towns - Tarn and Vale"."""


def _headline(text: str) -> Span | None:
    """The first sentence of a text, with those after it in its line up to one that names a speaker
    at its end: "Tarn hit by 12 rockets. 40 homes burnt - mayor. There was no warning."."""
    opening = list(islice(sentences_of(text), 3))
    ends = [s.end for s in opening if headline_end(s.of(text))]
    lines = [end for end in ends if "\n" not in text[opening[0].start : end]]
    return Span(opening[0].start, max([opening[0].end, *lines])) if opening else None


def _is_body(name: str) -> bool:
    return source_kind(name) not in (SourceKind.OTHER, SourceKind.UNNAMED)


def _is_label(name: str) -> bool:
    return name.lower() in table("speech")["boilerplate"]


def _is_headed_body(name: str) -> bool:
    """ "Ministry of Health", but not "Trophies of the Army"."""
    return _is_body(name) and source_kind(name.split(" of ")[0]) is not SourceKind.OTHER


def _comes_back(headline: str, beginning: tuple[int, int]) -> bool:
    """Whether a headline speaks of what it begins with, as of its topic: "Kursk Theatre: 12 hurt in
    the Kursk Theatre"."""
    topic = headline[slice(*beginning)]
    return any(word in headline[beginning[1] :] for word in topic.split() if len(word) > 3)


def _around(one: Span, other: Span) -> Span:
    return Span(min(one.start, other.start), max(one.end, other.end))


def _answer(said: Said | None, rule: Callable[..., object]) -> Answer[Said] | None:
    return Answer(said, named(rule)) if said else None


def _introductions(parsed: Parsed, text: str) -> Iterator[tuple[int, Phrase]]:
    """Each colon of a clause, by its offset, with the subject of what stands before it."""
    if ":" not in parsed.span.of(text):
        return
    subject: Token | None = None
    for token in parsed.doc:
        if token.dep_ == "nsubj" and subject is None and token.pos_ in ("PROPN", "PRON", "NOUN"):
            subject = speaker_of(token)
        elif token.text == ":" and subject is not None:
            yield parsed.spans[token.i].start, phrase(parsed, text, subject)


def _statements(parsed: Parsed, text: str) -> Iterator[tuple[int, Phrase]]:
    """The colon after a statement, by its offset, with the author: "Roe's figures are: 12 dead"."""
    last = parsed.doc[-1]
    if last.text != ":":
        return
    subject = next((t for t in parsed.doc if t.dep_ == "nsubj"), None)
    author = speaker_of(subject) if subject is not None else None
    if author is not None and subject is not None and author.i != subject.i:
        yield parsed.spans[last.i].start, phrase(parsed, text, author)
