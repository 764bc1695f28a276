"""Which words are quoted? Direct speech by its quotation marks, paragraph by paragraph."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from service.values import Span

_MARK = re.compile(r"[“”„«»\"]|''|\n\s*\n|\n")
_OPENING, _CLOSING = frozenset("“„«"), frozenset("”»")


def quotations(text: str) -> list[Span]:
    """The stretches of direct speech in a text, marks included, in order.

    A stretch that a paragraph leaves open ends with the paragraph: news style opens each quoted
    paragraph anew.
    """
    return list(_stretches(text))


_TURN = re.compile(r"^[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3}(?=: )", re.MULTILINE)


def turns(text: str) -> list[Span]:
    """The names at the beginnings of paragraphs of a printed conversation, in order.

    One who has a second turn makes a conversation; a heading ("Bottom line: ...") stands once.
    """
    names = list(_TURN.finditer(text))
    times = Counter(match.group() for match in names)
    return [Span(*match.span()) for match in names if times[match.group()] > 1]


def _stretches(text: str) -> Iterator[Span]:
    opened: int | None = None
    for mark in _MARK.finditer(text):
        sign = mark.group()
        if "\n" in sign:
            if opened is not None:
                yield Span(opened, mark.start())
            opened = None
        elif opened is None and sign not in _CLOSING:
            opened = mark.start()
        elif opened is not None and sign not in _OPENING:
            yield Span(opened, mark.end())
            opened = None
    if opened is not None and opened < len(text):
        yield Span(opened, len(text))


def quotation_at(offset: int, stretches: Sequence[Span]) -> Span | None:
    """The stretch of direct speech that an offset lies in."""
    index = bisect_right(stretches, offset, key=lambda s: s.start) - 1
    if index >= 0 and stretches[index].start <= offset < stretches[index].end:
        return stretches[index]
    return None
