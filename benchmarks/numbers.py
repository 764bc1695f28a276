"""What do numbers cost, beside quantulum3 alone on the sentences that have some?"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from quantulum3 import parser

from benchmarks.figures import Figure, side_by_side
from benchmarks.plan import Plan
from service.extraction import extract, load
from service.extraction.amounts import mentions
from service.extraction.sentences import sentences
from service.values import Article

T = TypeVar("T")


def figures(plan: Plan) -> Iterator[Figure]:
    """Sentences a second of the amounts alone and of the whole extraction."""
    load()
    numbered = [[s for s in _sentences(text) if mentions(s)] for text in plan.texts]
    listed = [sentence for article in numbered for sentence in article]
    alone = partial(_each, parser.parse, listed)
    amounts = partial(_each, mentions, listed)
    whole = partial(_each, _extract_all, numbered)
    yield _figure("amounts of a sentence, beside quantulum3", amounts, alone, len(listed))
    yield _figure("claims of a sentence, beside quantulum3", whole, alone, len(listed))


def _figure(
    question: str, work: Callable[[], None], alone: Callable[[], None], count: int
) -> Figure:
    ours, theirs = side_by_side(work, alone)
    detail = f"{count / ours:,.0f} against {count / theirs:,.0f} sentences/s"
    return Figure(question, theirs / ours, detail)


def _sentences(text: str) -> Iterator[str]:
    return (span.of(text) for span in sentences(text))


def _extract_all(listed: list[str]) -> None:
    extract(Article("\n\n".join(listed)))


def _each(work: Callable[[T], object], listed: list[T]) -> None:
    for one in listed:
        work(one)
