"""How fast are articles read, beside spaCy's full small pipeline?"""

from collections import deque
from collections.abc import Iterable, Iterator

import spacy

from benchmarks.figures import Aim, Figure, side_by_side
from benchmarks.plan import Plan
from service.extraction import extract, load
from service.extraction.model import MODEL
from service.extraction.reckoning import value
from service.values import Article

FOUR_TIMES_CQE = 1.33
"""CQE reads at about a third of the pipeline's speed (`benchmarks/peers`)."""


def figures(plan: Plan) -> Iterator[Figure]:
    """Words a second of the whole extraction against those of the model alone."""
    load()
    model = spacy.load(MODEL)
    ours, theirs = side_by_side(
        lambda: read(plan.texts),
        lambda: deque(model.pipe(plan.texts), maxlen=0),
    )
    yield Figure(
        "extraction, beside spaCy's full pipeline",
        theirs / ours,
        f"{plan.words / ours:,.0f} against {plan.words / theirs:,.0f} words/s",
        Aim.AT_LEAST,
        FOUR_TIMES_CQE,
    )


def read(texts: Iterable[str]) -> None:
    """Read all the texts as the service does, as if none of their numerals were known."""
    value.cache_clear()  # of the numerals, which come again in every round
    for text in texts:
        extract(Article(text))
