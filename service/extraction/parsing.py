"""How does a sentence hang together? spaCy parses a reading copy of each sentence.

In the reading copy every amount is one plain numeral, every date is one weekday, and quotation
marks and square brackets are gone: "“hundreds of wounded soldiers of the [Ukraine war]”" is parsed
as "50 wounded soldiers of the Ukraine war". The small model reads such copies far better, and each
token keeps the offsets of the words that it stands for.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Token

from service.extraction import model
from service.extraction.amounts import Mention
from service.extraction.dates import DATE
from service.extraction.reckoning import ONES, TEENS, TENS
from service.values import Hedge, Kind, Span

SIZING = frozenset({"put", "estimate", "place", "set"})
"""Verbs that state the size of their object: "put the toll at 12"."""
DROPPED = frozenset("\"'“”‘’«»[]`") | {"``", "''"}
# The tokenizer takes the square of a run's length, so that endless runs are cut.
_RUN = re.compile(r"\S{1,80}")
_CLAUSAL_NAME = (
    r"(?P<name>\b(?=[A-Z][a-z]+ the [A-Z])"
    r"(?:(?<=[a-z] )|(?=(?:\w+ ){3,5}(?:said|says|has|reports|reported)\b))"
    r"(?P<verb>[A-Z][a-z]+) the [A-Z][a-z]+(?: [A-Z][a-z]+){0,2}\b)"
)
"""A name that, if it begins with a verb, the parser takes for a clause: "Save the Children"."""
_ONE_WORD = re.compile(
    rf"{DATE.pattern}|{_CLAUSAL_NAME}"
    r"|(?P<note>\[(?:citation needed|note \d{1,3}|\d{1,3}|[a-z])\])"
)
"""What is read as one word, or as none, as footnotes are."""
_COMMA = re.compile(r",(?= (?:people|persons|men|women|children|others|civilians|soldiers|\w+s)\b)")
_OUT_OF = re.compile(
    rf" out of (?:the |its |their )?(?:\d|(?:{'|'.join([*ONES, *TEENS, *TENS])})\b)"
)
"""What is read as "of": "16 |out| of 18 men"."""
NOT_SPACED_BEFORE = frozenset(",.;:!?%)")
TOGETHER = 1_000
"""Words that are parsed in one batch: enough to share the work, few enough to stay small."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A sentence and the parse of its reading copy.

    `spans[i]` are the offsets, into the article's text, of what token i stands for; `numbers[j]`
    is the index of the token that carries mention j.
    """

    span: Span
    doc: Doc
    spans: tuple[Span, ...]
    mentions: tuple[Mention, ...]
    numbers: tuple[int, ...]

    def number(self, index: int) -> Token:
        """The token of a mention."""
        return self.doc[self.numbers[index]]

    def mention(self, number: Token) -> Mention:
        """The mention that a token carries."""
        return self.mentions[self.numbers.index(number.i)]

    def token_at(self, offset: int) -> Token:
        """The token that stands for the words at an offset into the article's text, or after
        them."""
        index = bisect_left(self.spans, offset, key=lambda span: span.end - 1)
        return self.doc[min(index, len(self.doc) - 1)]

    def words(self, tokens: Sequence[Token]) -> Span:
        """Offsets from the first to the last of some tokens."""
        spans = [self.spans[t.i] for t in tokens]
        return Span(min(s.start for s in spans), max(s.end for s in spans))


def lemma(token: Token) -> str:
    """Lower-case lemma of a token."""
    return _lemma(token.orth, token.pos, token.tag)


@lru_cache(maxsize=32_768)
def _lemma(word: int, pos: int, tag: int) -> str:
    """A lemma by the keys of word and tags, which a token gives quicker than their texts."""
    strings = model.language().vocab.strings
    return model.lemma(strings[word], strings[pos], strings[tag])


def path(number: Token) -> list[Token]:
    """A number and what it hangs on, outward.

    In "put losses over the years since it invaded at 50" the parser hangs "at 50" on "invaded":
    where a verb above sizes something up, the number is its own.
    """
    ancestors = list(number.ancestors)
    if number.dep_ == "pobj" and number.head.lower_ == "at":
        sizing = next((i for i, t in enumerate(ancestors) if lemma(t) in SIZING), None)
        if sizing is not None:
            ancestors = [number.head, *ancestors[sizing:]]
    return [number, *ancestors]


def parse(text: str, sentences: Iterable[tuple[Span, Sequence[Mention]]]) -> Iterator[Parsed]:
    """Parse sentences, each with the mentions found in it, in batches."""
    for copies in _batches(_Copy(text, span, mentions) for span, mentions in sentences):
        docs = model.parsed([copy.doc() for copy in copies])
        for copy, doc in zip(copies, docs, strict=True):
            yield copy.parsed(doc)


def _batches(copies: Iterable["_Copy"]) -> Iterator[list["_Copy"]]:
    batch, words = list[_Copy](), 0
    for copy in copies:
        batch.append(copy)
        words += len(copy.words)
        if words >= TOGETHER:
            yield batch
            batch, words = [], 0
    if batch:
        yield batch


class _Copy:
    """The reading copy of one sentence while it is made."""

    def __init__(self, text: str, span: Span, mentions: Sequence[Mention]) -> None:
        self.text, self.span, self.mentions = text, span, tuple(mentions)
        self.words: list[str] = []
        self.spans: list[Span] = []
        self.owners: list[int | None] = []
        self._read()

    def _read(self) -> None:
        position = self.span.start
        for index, mention in enumerate(self.mentions):
            start, end = self.span.start + mention.start, self.span.start + mention.end
            self._plain(position, start)
            self._number(index, mention, start, end)
            position = end + self._swallowed(mention, end)
        self._plain(position, self.span.end)
        if not self.words:
            self._add(".", self.span.start, self.span.end)

    def doc(self) -> Doc:
        spaces = [following not in NOT_SPACED_BEFORE for following in [*self.words[1:], "."]]
        return Doc(model.language().vocab, words=self.words, spaces=spaces)

    def parsed(self, doc: Doc) -> Parsed:
        numbers = tuple(self._root(doc, index) for index in range(len(self.mentions)))
        return Parsed(self.span, doc, tuple(self.spans), self.mentions, numbers)

    def _root(self, doc: Doc, index: int) -> int:
        own = [i for i, owner in enumerate(self.owners) if owner == index]
        return next((i for i in own if doc[i].head.i not in own or doc[i].head.i == i), own[-1])

    def _plain(self, start: int, end: int) -> None:
        for found in _ONE_WORD.finditer(self.text, start, end):
            if found["verb"] and not model.is_verb(found["verb"].lower()):
                continue
            self._words(start, found.start())
            start = found.end()
            if found["verb"]:
                self._add(found["name"], *found.span())
            elif found["note"] is None:
                self._date(found.start(), start, end)
        self._words(start, end)

    def _date(self, start: int, end: int, following: int) -> None:
        self._add("Monday", start, end)
        if not self.text[end:following].strip():
            self._add(",", end - 1, end)  # so that it does not belong to the number

    def _words(self, start: int, end: int) -> None:
        for run in _RUN.finditer(self.text, start, end):
            for word, offset in model.tokens(run.group()):
                if word not in DROPPED:
                    begin = run.start() + offset
                    self._add(word.replace("’", "'"), begin, begin + len(word))

    def _number(self, index: int, mention: Mention, start: int, end: int) -> None:
        for word in _numeral_words(mention, self.text[start:end]):
            self._add(word, start, end, index)

    def _swallowed(self, mention: Mention, end: int) -> int:
        loose = mention.amount.hedge in (Hedge.VAGUE, Hedge.UNKNOWN)
        follows_of = self.text[end : min(end + 4, self.span.end)].lower() == " of "
        if self.text[end : min(end + 7, self.span.end)] == "-strong":
            return 7
        if _OUT_OF.match(self.text, end, self.span.end):
            return 4
        if mention.amount.hedge is Hedge.BETWEEN and _COMMA.match(self.text, end, self.span.end):
            return 1  # "at least 10, and up to 15, people"
        return 3 if loose and follows_of and mention.amount.kind is Kind.COUNT else 0

    def _add(self, word: str, start: int, end: int, owner: int | None = None) -> None:
        self.words.append(word)
        self.spans.append(Span(start, end))
        self.owners.append(owner)


def _plural(unit: str) -> str:
    return "degrees" if unit in ("celsius", "fahrenheit", "kelvin") else f"{unit.rstrip('s')}s"


def _numeral_words(mention: Mention, quote: str) -> list[str]:
    amount = mention.amount
    if amount.kind is Kind.MONEY:
        return ["$", "50"]
    if amount.kind is Kind.PERCENT:
        return ["50", "percent"] if any(c.isdigit() for c in quote) else ["half"]
    if amount.kind is Kind.MEASURE:
        unit = (amount.unit or "").split(" per ")[0].split()[-1].lower()
        before_noun = quote.lower().startswith(unit) or (quote[-1:].isalpha() and "-" in quote)
        return ["50", "-", unit] if before_noun else ["50", _plural(unit)]
    if amount.high == 0:
        return [quote.split()[-1].lower()]
    return ["one"] if amount.low == amount.high == 1 else ["50"]
