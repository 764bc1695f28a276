"""Of which losses is a number the size? An army's, a state's, wherever the words name them.

"Russian losses amount to 12,000 people"                the losses
"Combat losses since spring: 12,000 people, 40 tanks"   the losses, for the 40, too
"After heavy losses 300 men fled"                       none: they are not their size
"""

from collections.abc import Iterator

from spacy.tokens import Token

from service.extraction.items import REACHING, counted
from service.extraction.lexicon import table
from service.extraction.parsing import Parsed, lemma
from service.extraction.predicates import words
from service.values import Metric

FAR = 60
"""Words between losses and a number of theirs at the most."""


def sized(number: Token) -> Token | None:
    """The losses whose size a number states in its own clause. What a number does itself, or what
    is done to it, is not their size."""
    if counted(number).dep_ in ("nsubj", "nsubjpass"):
        return None
    linked = _ends(number)
    for token in reversed(number.doc[max(0, number.i - FAR) : number.i]):
        if _are_losses(token):
            return token if linked or any(c.lower_ == "total" for c in token.lefts) else None
        if _links(token):
            linked = True
        elif _tells_else(token):
            return None
    return None


def heading(heads: Parsed | None, number: Token) -> Token | None:
    """The losses under whose heading a number stands, in a list in which nothing is told: "Losses
    of the army: 300 men, 12 tanks"."""
    if heads is None or any(a.pos_ in ("VERB", "AUX") for a in number.ancestors):
        return None
    return next(filter(_are_losses, reversed(heads.doc)), None)


def fate(losses: Token) -> Iterator[Metric]:
    """What befell those whom the losses count: killed of a "toll"."""
    found = (words("noun") | words("default")).get(lemma(losses))
    if found is not None:
        yield found


def _are_losses(word: Token) -> bool:
    """Losses, casualties or a toll of lives or arms; but no "job losses"."""
    of_other = table("metrics")["losses"]["of_other"]
    told = word.pos_ in ("NOUN", "PROPN") and lemma(word) in table("metrics")["losses"]["noun"]
    return told and not any(lemma(c) in of_other for c in word.lefts)


def _ends(number: Token) -> bool:
    """Whether nothing follows a number that it could count: "toll in Norway up to 12"."""
    return number.i + 1 == len(number.doc) or number.nbor(1).is_punct


def _links(word: Token) -> bool:
    """Whether a word makes the number after it a size: "reached", "amount to", ":", "at 300"."""
    before_number = word.i + 1 < len(word.doc) and word.nbor(1).tag_ == "CD"
    if word.lower_ in ("at", "of", "to"):
        return before_number
    return word.text in _MARKS or lemma(word) in REACHING


_MARKS = frozenset(":-–—‒")


def _tells_else(word: Token) -> bool:
    """A finite verb that tells of something else than losses."""
    finite = word.pos_ == "VERB" and word.tag_ in ("VBD", "VBZ", "VBP")
    return finite and lemma(word) not in _OF_LOSSES


_OF_LOSSES = frozenset(
    "suffer sustain incur inflict put estimate report record climb rise grow increase jump go come "
    "fall drop decline".split()
)
