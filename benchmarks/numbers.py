"""What do numbers cost, beside quantulum3 alone on the sentences that have some?"""

import warnings
from collections.abc import Callable, Iterator

from benchmarks.figures import Figure, side_by_side
from benchmarks.plan import Plan
from service.extraction import extract, load
from service.extraction.amounts import mentions
from service.extraction.reckoning import value
from service.extraction.sentences import sentences
from service.values import Article


def figures(plan: Plan) -> Iterator[Figure]:
    """Sentences a second of the amounts alone and of the whole extraction."""
    load()
    everything = (span.of(text) for text in plan.texts for span in sentences(text))
    numbered = [sentence for sentence in everything if mentions(sentence)]
    article = Article("\n\n".join(numbered))
    yield _figure("amounts of a sentence", lambda: list(map(mentions, numbered)), numbered)
    yield _figure("claims of a sentence", lambda: extract(article), numbered)


def _quantulum3() -> Callable[[str], object]:
    """Its parser as the extraction would use it: without the classifier, which is an extra."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Classifier dependencies not installed")
        from quantulum3 import classifier, parser
    classifier.USE_CLF = False
    parse: Callable[[str], object] = parser.parse
    return parse


def _figure(question: str, work: Callable[[], object], numbered: list[str]) -> Figure:
    parse = _quantulum3()

    def ours() -> None:
        value.cache_clear()  # of the numerals, which come again in every round
        work()

    mine, alone = side_by_side(ours, lambda: list(map(parse, numbered)))
    detail = f"{len(numbered) / mine:,.0f} against {len(numbered) / alone:,.0f} sentences/s"
    return Figure(f"{question}, beside quantulum3 alone", alone / mine, detail)
