"""What are the other numbers of a text, why are they no claims, and who says them all the same?"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from service.extraction import parsing
from service.extraction.discourse import Discourse, Said
from service.extraction.numbers import Other, numbers
from service.extraction.parsing import Parsed
from service.extraction.sentences import clauses, sentences
from service.values import Claim, Number, Span


def other_numbers(
    text: str, claims: Iterable[Claim], parses: Iterable[Parsed], said: Discourse
) -> Iterator[Number]:
    """Every number of a text that is no claim; `parses` are the clauses that the claims were read
    from."""
    found = list(_found(text, claims))
    known = _Clauses(parses)
    missing = dict.fromkeys(f.clause for f in found if known.at(f.span.start) is None)
    known.add(parsing.parse(text, [(clause, ()) for clause in missing]))
    for each in found:
        speaker = _speaker(each, known, said)
        yield Number(
            quote=each.span.of(text),
            span=each.span,
            amount=each.number.amount,
            reason=each.number.reason,
            source=said.source(speaker) if speaker else None,
            source_span=speaker.mention if speaker else None,
        )


@dataclass(frozen=True, slots=True)
class _Found:
    """A number that is no claim, and where in the text it stands."""

    number: Other
    span: Span
    clause: Span
    sentence: Span


def _found(text: str, claims: Iterable[Claim]) -> Iterator[_Found]:
    claimed: dict[Span, list[tuple[int, int]]] = {}
    for claim in claims:
        start = claim.sentence_span.start
        own = claimed.setdefault(claim.sentence_span, [])
        own.append((claim.span.start - start, claim.span.end - start))
    for sentence in sentences(text):
        parts = list(clauses(text, sentence))
        starts = [part.start for part in parts]
        for other in numbers(sentence.of(text), claimed.get(sentence, [])):
            span = Span(sentence.start + other.start, sentence.start + other.end)
            clause = parts[max(0, bisect_right(starts, span.start) - 1)]
            yield _Found(other, span, clause, sentence)


class _Clauses:
    """The parses of clauses, by where they stand."""

    def __init__(self, parses: Iterable[Parsed]) -> None:
        self._parses: list[Parsed] = []
        self.add(parses)

    def add(self, parses: Iterable[Parsed]) -> None:
        self._parses = sorted([*self._parses, *parses], key=lambda parsed: parsed.span)

    def at(self, offset: int) -> Parsed | None:
        index = bisect_right(self._parses, offset, key=lambda parsed: parsed.span.start) - 1
        found = self._parses[index] if index >= 0 else None
        return found if found and offset < found.span.end else None


def _speaker(found: _Found, known: _Clauses, said: Discourse) -> Said | None:
    parsed = known.at(found.span.start)
    if parsed is None:  # the number stands between two clauses
        return None
    token = parsed.token_at(found.span.start)
    answer = said.asserted(found.sentence, parsed, token, said.spoken(parsed))
    return answer.value if answer else None
