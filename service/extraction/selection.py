"""Which clauses of a text are worth parsing: those with figures, and those that may say whose
they are."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from service.extraction import parsing
from service.extraction.amounts import Mention, mentions
from service.extraction.exclusions import excluded, exclusions
from service.extraction.parsing import Parsed
from service.extraction.referents import may_name
from service.extraction.sentences import TAIL_CUE, clauses, is_row, sentences
from service.extraction.sources import may_speak
from service.values import Span

CROWD = 25
"""Numbers in one clause beyond which it is no prose."""
PART = 8
"""Numbers that are read together of a clause that has very many."""

MANY = 2_000
"""Numbers in one text beyond which only its prose is read."""
SPARSE = 25
"""Characters to a number from which on a sentence of a text with very many numbers is prose."""

_Piece = tuple[Span, Span, list[Mention]]
"""A sentence, a clause of it, and the mentions that stand there."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the parses of its clauses."""

    span: Span
    clauses: tuple[Parsed, ...]


def selected(text: str, explain: bool) -> list[Sentence]:
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
    return [Sentence(span, tuple(found)) for span, found in grouped.items()]


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
