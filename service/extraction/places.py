"""Where? The place of the count, as the same sentence gives it.

The prepositional phrases are asked in the order in which they hang on the number: first those of
the counted noun, then those of its verb, outward to the whole sentence.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from spacy.tokens import Token

from service.extraction.answers import Answer, named
from service.extraction.items import counted
from service.extraction.lexicon import table
from service.extraction.parsing import Parsed, lemma, path
from service.extraction.sources import Utterance
from service.naming import country_of
from service.values import Place

_PREPOSITIONS = frozenset(
    "in at near across throughout inside outside around over from on to into along off within "
    "between against".split()
)
_FIRM = frozenset("in at near across throughout inside outside around within".split())
_DIRECTIONS = frozenset(
    "north south east west northeast northwest southeast southwest northern southern eastern "
    "western outside".split()
)


@cache
def _nouns() -> frozenset[str]:
    return frozenset(table("places")["nouns"])


@cache
def _not_places() -> frozenset[str]:
    return frozenset([*table("places")["times"], *table("places")["not_places"]])


def place(
    parsed: Parsed, text: str, number: Token, spoken: Sequence[Utterance]
) -> Answer[Place] | None:
    """The place of a number's count, or None where the clause gives none; a place that belongs
    to one of those who speak in it is not the number's."""
    found = next(_candidates(number, spoken), None)
    if found is None:
        return None
    span = parsed.words(sorted(_words(found.value), key=lambda t: t.i))
    words = span.of(text)
    return Answer(Place(words, span, _country(found.value, words)), found.rule)


def _candidates(number: Token, spoken: Sequence[Utterance]) -> Iterator[Answer[Token]]:
    yield from (Answer(noun, named(_hanging)) for noun in _hanging(number))
    yield from (Answer(noun, named(_where)) for noun in _where(number))
    yield from (Answer(noun, named(_elsewhere)) for noun in _elsewhere(number, spoken))
    yield from (Answer(noun, named(_event_names)) for noun in _event_names(number))


def _hanging(number: Token) -> Iterator[Token]:
    """Places in the phrases that hang on the number's path, the nearest first."""
    for node in dict.fromkeys([counted(number), *path(number)]):
        for prep in _prepositions(node):
            yield from (n for n in _under(prep) if not _holds(n, number))


def _prepositions(node: Token) -> Iterator[Token]:
    """A node's own prepositions, those after it first, and those of its participles."""
    children = sorted(node.children, key=lambda c: (c.i < node.i, c.i))
    for child in children:
        if child.dep_ == "prep" and child.lower_ in _PREPOSITIONS:
            yield child
        elif child.dep_ == "prep" and child.lower_ in ("of", "as"):
            yield from (p for c in child.children if c.dep_ == "pobj" for p in _prepositions(c))
        elif child.dep_ in ("acl", "relcl", "dobj", "advmod", "advcl") and child.i > node.i:
            yield from (c for c in child.children if c.dep_ == "prep" and c.lower_ in _PREPOSITIONS)


def _under(prep: Token) -> Iterator[Token]:
    """Places in a prepositional phrase: its own noun, or one that hangs on an event in it, as in
    "in the shelling of Kharkiv" or "in an attack on the station"."""
    for child in prep.children:
        if child.dep_ == "pobj" and _is_place(child, prep):
            yield child
        elif child.dep_ == "pobj":
            inner = [c for c in child.children if c.dep_ == "prep"]
            yield from (n for p in inner if p.lower_ != "of" or _is_event(child) for n in _under(p))
        elif child.dep_ == "prep":
            yield from _under(child)


def _where(number: Token) -> Iterator[Token]:
    """ "Sumy, where 12 people died": the noun of a relative clause of place."""
    for ancestor in number.ancestors:
        if ancestor.dep_ == "relcl" and any(c.lower_ == "where" for c in ancestor.subtree):
            yield ancestor.head


def _elsewhere(number: Token, spoken: Sequence[Utterance]) -> Iterator[Token]:
    """Any other place of the clause, the nearest to the number first, but none that belongs to
    whoever speaks."""
    speakers = {t.i for u in spoken for t in u.speaker.subtree if u.speaker.i != number.i}
    nouns = [
        noun
        for noun in number.doc
        if noun.dep_ == "pobj"
        and noun.i not in speakers
        and _is_located(noun)
        and not _holds(noun, number)
    ]
    yield from sorted(nouns, key=lambda n: abs(n.i - number.i))


def _is_located(noun: Token) -> bool:
    prep = noun.head
    if prep.lower_ == "of":
        outer = prep.head
        return _is_place(noun, prep) and (
            _is_event(outer) or outer.lower_ in _DIRECTIONS or lemma(outer) in _nouns()
        )
    return prep.lower_ in _PREPOSITIONS and _is_place(noun, prep)


def _event_names(number: Token) -> Iterator[Token]:
    """ "a Pompano Beach shooting": the place that names an event."""
    for token in number.doc:
        if token.dep_ == "compound" and token.pos_ == "PROPN" and _is_event(token.head):
            yield token


def _is_event(noun: Token) -> bool:
    name = lemma(noun)
    metrics = table("metrics")
    return name in metrics["attacks"]["noun"] or any(
        name in roles.get("event", ()) for roles in metrics.values()
    )


def _holds(noun: Token, number: Token) -> bool:
    return noun.i == number.i or noun.is_ancestor(number)


def _is_place(noun: Token, prep: Token) -> bool:
    if noun.lower_.strip(".") in _not_places() or noun.pos_ not in ("PROPN", "NOUN"):
        return False
    if noun.pos_ == "PROPN" and noun.i + 1 < len(noun.doc) and noun.nbor(1).pos_ == "NOUN":
        return False  # it only modifies: "the Red Sea raids"
    if lemma(noun) in _nouns() or noun.lower_ in _nouns():
        return prep.lower_ in _FIRM or _named(noun)
    if noun.pos_ != "PROPN":
        return False
    return (
        prep.lower_ in _FIRM
        or prep.lower_ in ("on", "from", "of")
        or country_of(noun.text) is not None
    )


def _named(noun: Token) -> bool:
    return any(c.pos_ == "PROPN" or country_of(c.text) for c in noun.children)


def _words(noun: Token) -> list[Token]:
    left = [
        t
        for c in noun.lefts
        if c.dep_ not in ("det", "prep")
        for t in c.subtree
        if t.tag_ not in ("DT", "PRP$")
    ]
    right: list[Token] = []
    for child in noun.rights:
        if (
            child.dep_ in ("appos", "conj")
            and child.pos_ in ("PROPN", "NOUN")
            and child.i - noun.i < 8
            and not child.ent_type_
        ):
            right.extend([*(t for t in child.lefts if t.tag_ != "DT"), child])
        elif child.lower_ == "of" and child.dep_ == "prep":
            right.extend(
                [child, *(t for t in child.subtree if t.i > child.i and t.i - child.i < 5)]
            )
    return [*left, noun, *right]


def _country(noun: Token, words: str) -> str | None:
    for candidate in (words, noun.text, *(t.text for t in noun.subtree if t.pos_ != "NOUN")):
        if code := country_of(candidate):
            return code
    pairs = pairwise(t.text for t in noun.subtree)
    return next((code for pair in pairs if (code := country_of(" ".join(pair)))), None)
