"""Where? The place of the count, as the same sentence gives it.

The prepositional phrases are asked in the order in which they hang on the number: first those of
the counted noun, then those of its verb, outward to the whole sentence.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from spacy.tokens import Token

from service.extraction.answers import Answer, named
from service.extraction.items import counted
from service.extraction.lexicon import table
from service.extraction.parsing import Parsed, lemma, path
from service.extraction.people import is_people
from service.extraction.sources import Utterance
from service.naming import country_of
from service.values import Place, Span

_PREPOSITIONS = frozenset(
    "in at near across throughout inside outside around over from on to into along off within "
    "between against".split()
)
_FIRM = frozenset("in at near across throughout inside outside around within".split())
_LOOSE = frozenset({"to", "into", "from", "off", "against", "over", "between"})
"""Prepositions that place only what hangs on the same words as they do."""
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
    candidates = _candidates(number, spoken)
    found = next(candidates, None)
    if found is None:
        return None
    if not _is_named(found.value):
        found = next((c for c in candidates if _is_named(c.value)), found)
    span = _before_dash(parsed.words(sorted(_words(found.value), key=lambda t: t.i)), text)
    words = span.of(text)
    return Answer(Place(words, span, _country(found.value, words)), found.rule)


_DASH = re.compile(r"\s*,?\s[-–—]\s")


def _before_dash(span: Span, text: str) -> Span:
    """Without whoever a headline names after its dash: "in Bakhmut - Kyrylenko"."""
    dash = _DASH.search(span.of(text))
    return Span(span.start, span.start + dash.start()) if dash and dash.start() else span


def _is_named(noun: Token) -> bool:
    """Whether a place has a name: "the country" gives way to one that the sentence names."""
    return any(t.pos_ == "PROPN" or country_of(t.text) for t in _words(noun))


def _candidates(number: Token, spoken: Sequence[Utterance]) -> Iterator[Answer[Token]]:
    yield from (Answer(noun, named(_hanging)) for noun in _hanging(number))
    yield from (Answer(noun, named(_destination)) for noun in _destination(number))
    for rule in (_where, _everywhere, _struck, _experiencing, _belonging):
        yield from (Answer(noun, named(rule)) for noun in rule(number))
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
        elif (
            child.dep_ in ("acl", "relcl", "dobj", "advmod", "advcl", "xcomp") and child.i > node.i
        ):
            yield from (c for c in child.children if c.dep_ == "prep" and c.lower_ in _PREPOSITIONS)


def _under(prep: Token) -> Iterator[Token]:
    """Places in a prepositional phrase: its own noun, or one that hangs on an event in it, as in
    "in the shelling of Kharkiv" or "in an attack on the station"."""
    if _is_elsewhere(prep):
        return
    for child in prep.children:
        if child.dep_ == "pobj" and _is_place(child, prep):
            yield child
        elif child.dep_ == "pobj":
            yield from _within(child)
            if prep.lower_ in _FIRM and not _is_event(child):
                yield from (c for c in child.children if c.dep_ == "poss" and country_of(c.text))
        elif child.dep_ == "prep":
            yield from _under(child)


def _is_elsewhere(prep: Token) -> bool:
    """Origins and opponents: "soldiers from Chad", "the war against Chad"."""
    if prep.lower_ == "from":
        return is_people(prep.head)
    return prep.lower_ == "against" and lemma(prep.head) in ("war", "combat", "fight", "struggle")


def _destination(number: Token) -> Iterator[Token]:
    """Where those are who are sent or brought somewhere: "sent 12 soldiers to the region"."""
    for verb in path(number):
        if verb.pos_ == "VERB" and lemma(verb) in _SENDING:
            preps = (c for c in verb.children if c.lower_ in ("to", "into") and c.dep_ == "prep")
            yield from (c for to in preps for c in to.children if _may_be_sent_to(c))
            return


_SENDING = frozenset({"send", "deploy", "bring", "move", "take", "dispatch", "transfer", "fly"})


def _may_be_sent_to(noun: Token) -> bool:
    named_place = noun.pos_ == "PROPN" and noun.text[0].isupper()
    return noun.dep_ == "pobj" and (lemma(noun) in _REGIONS or named_place)


_REGIONS = frozenset({"region", "province", "district", "area", "border", "front"})


def _where(number: Token) -> Iterator[Token]:
    """ "Sumy, where 12 people died": the noun of a relative clause of place."""
    for ancestor in number.ancestors:
        if ancestor.dep_ == "relcl" and any(c.lower_ == "where" for c in ancestor.subtree):
            yield ancestor.head


def _within(noun: Token) -> Iterator[Token]:
    """Places in the phrases of a noun that is none itself."""
    for prep in noun.children:
        of_event = prep.lower_ == "of" and _is_event(noun)
        if prep.dep_ == "prep" and (prep.lower_ in _PREPOSITIONS or of_event):
            yield from _under(prep)


def _everywhere(number: Token) -> Iterator[Token]:
    """ "584 deaths were reported worldwide"."""
    for node in path(number):
        yield from (
            c for c in node.children if c.lower_ in ("worldwide", "nationwide", "countrywide")
        )


def _struck(number: Token) -> Iterator[Token]:
    """What is struck with, or as, is counted: "hit Sumy with 14 rockets", "an attack targeting
    Sumy killed 12"."""
    for node in path(number):
        verbs = [node, *(c for n in node.children if n.dep_ == "nsubj" for c in n.children)]
        for verb in verbs:
            if verb.pos_ == "VERB" and lemma(verb) in _STRIKING:
                yield from (c for c in verb.children if c.dep_ == "dobj" and _may_be_struck(c))


_STRIKING = frozenset(
    "hit strike shell attack bombard bomb target pound hammer seize capture storm raid".split()
)


def _may_be_struck(noun: Token) -> bool:
    """A name, or a kind of place, but nobody's and nothing's that is counted."""
    of_a_kind = lemma(noun) in _nouns()
    if any(c.dep_ == "nummod" or (c.dep_ == "det" and not of_a_kind) for c in noun.children):
        return False
    return noun.pos_ == "PROPN" or (of_a_kind and _named(noun))


def _experiencing(number: Token) -> Iterator[Token]:
    """The country that has what is counted: "China recorded 26 cases"."""
    for node in path(number):
        if node.pos_ == "VERB" and lemma(node) in _EXPERIENCING:
            subjects = (c for c in node.children if c.dep_ == "nsubj")
            yield from (c for c in subjects if c.pos_ == "PROPN" and _is_country(c))


_EXPERIENCING = frozenset(
    "experience record register see report confirm face receive accept admit host produce "
    "detect".split()
)


def _belonging(number: Token) -> Iterator[Token]:
    """The country of a thing that is counted or measured: "the output of Taiwan fell by 2%"."""
    change = number.head if number.dep_ == "appos" else number
    things = [counted(number)]
    if change.dep_ == "pobj" and change.head.lower_ == "by":
        things += [c for c in change.head.head.children if c.dep_ in ("dobj", "nsubj", "nsubjpass")]
    owners = (owner for thing in things if not is_people(thing) for owner in _owners(thing))
    yield from (o for o in owners if country_of(o.text) and not _holds(o, number))


def _owners(noun: Token) -> Iterator[Token]:
    """Y in "X of Y" and "Y's X"."""
    for child in noun.children:
        if child.dep_ == "poss":
            yield child
        elif child.lower_ == "of":
            yield from (c for c in child.children if c.dep_ == "pobj")


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
        and not any(c.dep_ == "nummod" for c in noun.children)  # it is counted itself
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
    return prep.lower_ in _PREPOSITIONS - _LOOSE and _is_place(noun, prep)


def _event_names(number: Token) -> Iterator[Token]:
    """ "a Pompano Beach shooting": the place that names an event."""
    for token in number.doc:
        names = token.dep_ == "compound" and token.pos_ == "PROPN" and token.head.pos_ != "PROPN"
        if names and _is_event(token.head) and not _is_no_event_name(token):
            yield token


def _is_no_event_name(token: Token) -> bool:
    """Whoever attacks, and the day on which they do, name an attack, too."""
    return token.lower_ in _not_places() or country_of(token.text) is not None


def _is_event(noun: Token) -> bool:
    names, metrics = {lemma(noun), noun.lower_}, table("metrics")
    events = [metrics["attacks"]["noun"], *(r.get("event", ()) for r in metrics.values())]
    return any(not names.isdisjoint(nouns) for nouns in events)


def _holds(noun: Token, number: Token) -> bool:
    return noun.i == number.i or noun.is_ancestor(number)


def _is_place(noun: Token, prep: Token) -> bool:
    if noun.lower_.strip(".") in _not_places() or noun.pos_ not in ("PROPN", "NOUN", "X"):
        return False
    if any(map(str.isdigit, noun.text)):
        return False  # a designation: "three jets and a Su-24"
    if noun.pos_ == "PROPN" and noun.i + 1 < len(noun.doc) and noun.nbor(1).pos_ == "NOUN":
        return False  # it only modifies: "the Red Sea raids"
    if lemma(noun) in _nouns() or noun.lower_ in _nouns():
        grounds = prep.lower_ == "on" and lemma(noun) in _GROUNDS
        return prep.lower_ in _FIRM or grounds or _named(noun)
    if noun.pos_ == "NOUN" or not noun.text[0].isupper():
        return False
    if prep.lower_ in _FIRM or _is_country(noun):
        return True
    return _is_event_or_direction(prep) or (
        prep.lower_ == "from" and lemma(prep.head) in table("metrics")["displaced"]["subject"]
    )


def _is_country(noun: Token) -> bool:
    """ "Ukraine", "North Korea"."""
    compounds = [c.text for c in noun.lefts if c.dep_ == "compound"]
    return country_of(" ".join([*compounds, noun.text])) is not None


def _is_event_or_direction(prep: Token) -> bool:
    """ "an attack on Sumy", "east of Sumy", "the city of Sumy"."""
    outer = prep.head
    if prep.lower_ == "of" and (outer.lower_ in _DIRECTIONS or lemma(outer) in _nouns()):
        return True
    return prep.lower_ in ("on", "from", "of") and _is_event(outer)


_GROUNDS = frozenset(
    "island peninsula coast border battlefield street road square campus outskirts "
    "beach bridge river".split()
)
"""Nouns of places that one is on."""


def _named(noun: Token) -> bool:
    return any(c.pos_ == "PROPN" or country_of(c.text) for c in noun.children)


def _words(noun: Token) -> list[Token]:
    left = [
        t
        for c in noun.lefts
        if c.dep_ not in ("det", "prep", "punct")
        for t in c.subtree
        if t.tag_ not in ("DT", "PRP$")
    ]
    right: list[Token] = []
    for child in noun.rights:
        if (
            child.dep_ in ("appos", "conj")
            and (child.pos_ == "PROPN" or lemma(child) in _nouns())
            and child.i - noun.i < 8
            and _belongs_to_name(child)
        ):
            right.extend([*(t for t in child.lefts if t.tag_ != "DT"), child])
        elif child.lower_ == "of" and child.dep_ == "prep":
            right.extend(
                [child, *(t for t in child.subtree if t.i > child.i and t.i - child.i < 5)]
            )
    return [*left, noun, *_without_end(right)]


def _without_end(right: list[Token]) -> list[Token]:
    """No preposition at the end, whose noun is too far to belong to a name."""
    ends = {"ADP", "ADV", "DET", "NUM", "CCONJ", "SCONJ", "PUNCT"}
    last = next((i for i in range(len(right), 0, -1) if right[i - 1].pos_ not in ends), 0)
    return right[:last]


def _belongs_to_name(apposition: Token) -> bool:
    """No direction, no number and nothing past a dash: "Leogane, | 19 km west of the capital"."""
    words = apposition.doc[apposition.left_edge.i - 1 : apposition.i + 1]
    return apposition.lower_ not in _DIRECTIONS and not any(
        t.pos_ == "NUM" or t.tag_ in (":", "-LRB-", "-RRB-") for t in words
    )


def _country(noun: Token, words: str) -> str | None:
    for candidate in (words, noun.text, *(t.text for t in noun.subtree if t.pos_ != "NOUN")):
        if code := country_of(candidate):
            return code
    pairs = pairwise(t.text for t in noun.subtree)
    return next((code for pair in pairs if (code := country_of(" ".join(pair)))), None)
