"""Which words name a place, and which words name it whole?

"in Kyiv", "at a hospital", "east of Sumy"   places
"in March", "in English", "in a Su-24"       none
"village of Lvove, Kherson region"           one place
"""

import re
from functools import cache

from spacy.tokens import Token

from service.extraction.lexicon import table
from service.extraction.parsing import Parsed, lemma
from service.extraction.people import is_people
from service.extraction.whereabouts import country, is_known, is_land
from service.naming import country_of
from service.values import Place, Span

PREPOSITIONS = frozenset(
    "in at near across throughout inside outside around over from on to into along off within "
    "between against beside through".split()
)
FIRM = frozenset("in at near across throughout inside outside around within off beside".split())
LOOSE = frozenset({"to", "into", "from", "against", "over", "between", "through"})
"""Prepositions that place only what hangs on the same words as they do."""
DIRECTIONS = frozenset(
    "north south east west northeast northwest southeast southwest northern southern eastern "
    "western outside".split()
)


@cache
def nouns() -> frozenset[str]:
    """Nouns that name a kind of place."""
    return frozenset(table("places")["nouns"])


@cache
def _divisions() -> frozenset[str]:
    return frozenset(table("places")["divisions"])


@cache
def not_places() -> frozenset[str]:
    """What begins like the name of a place and is none: months, languages, bodies."""
    return frozenset([*table("places")["times"], *table("places")["not_places"]])


def is_place(noun: Token, prep: Token) -> bool:
    """Whether a noun is a place after a preposition."""
    if noun.lower_.strip(".") in not_places() or noun.pos_ not in ("PROPN", "NOUN", "X"):
        return False
    if any(map(str.isdigit, noun.text)):
        return False  # a designation: "three jets and a Su-24"
    if noun.pos_ == "PROPN" and noun.i + 1 < len(noun.doc) and noun.nbor(1).pos_ == "NOUN":
        return False  # it only modifies: "the Red Sea raids"
    if noun.lower_ == "quarter" and any(c.lower_ in _NTH for c in noun.lefts):
        return False  # a time: "in the first quarter"
    if lemma(noun) in nouns() or noun.lower_ in nouns():
        grounds = prep.lower_ == "through" or (prep.lower_ == "on" and lemma(noun) in _GROUNDS)
        return prep.lower_ in FIRM or grounds or has_name(noun)
    if lemma(noun) in table("places")["named"]:
        return prep.lower_ in FIRM and (has_name(noun) or _is_front(noun))
    if noun.pos_ == "NOUN" or not noun.text[0].isupper():
        return False
    if prep.lower_ in FIRM or (is_region(noun) if prep.lower_ == "to" else is_town(noun)):
        return True
    return _is_event_or_direction(prep) or (
        prep.lower_ == "from" and lemma(prep.head) in table("metrics")["displaced"]["subject"]
    )


def _is_front(noun: Token) -> bool:
    """ "in the southern direction", where a war is fought; but not "in a southern direction"."""
    words = {c.lower_ for c in noun.lefts}
    return not words.isdisjoint(DIRECTIONS) and words.isdisjoint(("a", "an"))


_NTH = frozenset({"first", "second", "third", "fourth", "last", "next", "this"})


def is_region(noun: Token) -> bool:
    """Whether a noun is the name of a country or of one of its regions: "North Korea"."""
    return is_land(_compounded(noun))


def is_town(noun: Token) -> bool:
    """Whether a noun is the name of any place that is known."""
    return is_known(_compounded(noun)) or is_known(noun.text)


def _compounded(noun: Token) -> str:
    """A noun with the names before it that belong to it."""
    return " ".join([*(c.text for c in noun.lefts if c.dep_ == "compound"), noun.text])


def _is_event_or_direction(prep: Token) -> bool:
    """ "an attack on Sumy", "the battle for Sumy", "east of Sumy", "the city of Sumy"."""
    outer = prep.head.head if prep.dep_ == "conj" else prep.head
    if prep.lower_ == "of" and (outer.lower_ in DIRECTIONS or lemma(outer) in nouns()):
        return True
    return prep.lower_ in ("on", "from", "of", "for") and happens(outer)


_GROUNDS = frozenset(
    "island peninsula coast border battlefield street road square campus outskirts "
    "beach bridge river".split()
)
"""Nouns of places that one is on."""


def has_name(noun: Token) -> bool:
    """Whether a noun has a name with it: "the Sumy region"."""
    return any(c.pos_ == "PROPN" or country_of(c.text) for c in noun.children)


def is_located(noun: Token) -> bool:
    """Whether a noun is a place in a phrase that may stand anywhere in its clause."""
    prep = noun.head
    if noun.dep_ != "pobj":
        return False
    if prep.lower_ == "of":
        outer = prep.head
        kind = lemma(outer) in nouns() and outer.text.islower()  # not in "the Sea of Azov"
        return is_place(noun, prep) and (happens(outer) or outer.lower_ in DIRECTIONS or kind)
    return prep.lower_ in PREPOSITIONS - LOOSE and is_place(noun, prep)


def is_named(noun: Token) -> bool:
    """Whether a place has a name: "the country" gives way to one that the sentence names."""
    return any(
        t.pos_ == "PROPN" or (t.i and t.text[0].isupper()) or country_of(t.text)
        for t in _words(noun)
    )


def names(noun: Token) -> bool:
    """ "Sumy", "the Sumy region", "the territory of Chad", but not "an area of the Command"."""
    if noun.pos_ == "PROPN" or any(c.pos_ == "PROPN" or country_of(c.text) for c in noun.lefts):
        return True
    whole = (t for c in noun.children if c.lower_ == "of" for t in c.children)
    return any(t.dep_ == "pobj" and is_located(t) and names(t) for t in whole)


def is_event(noun: Token) -> bool:
    """Whether a noun names what happens: an attack, a flood, a protest."""
    names, metrics = {lemma(noun), noun.lower_}, table("metrics")
    events = [metrics["attacks"]["noun"], *(r.get("event", ()) for r in metrics.values())]
    return any(not names.isdisjoint(nouns) for nouns in events)


def happens(noun: Token) -> bool:
    """Whether what a noun names happens somewhere: an attack, and also a war or a siege."""
    return is_event(noun) or lemma(noun) in table("places")["events"]


def is_no_ground(noun: Token) -> bool:
    """People, times and bodies."""
    return is_people(noun) or noun.lower_ in not_places()


def placed(parsed: Parsed, text: str, found: Token) -> Place:
    """The place that a noun names, with all the words for it."""
    noun = _town(found)
    span = _before_dash(parsed.words(sorted(_words(noun), key=lambda t: t.i)), text)
    words = span.of(text)
    return Place(words, span, country(words))


def _town(noun: Token) -> Token:
    """Where a building or a ground is, if the text says so: "a cellar of the theatre in Sumy"."""
    if lemma(noun) not in nouns() or lemma(noun) in _divisions():
        return noun
    wholes = (t for c in noun.children if c.lower_ == "of" for t in c.children)
    preps = (c for n in (noun, *wholes) for c in n.children if c.dep_ == "prep" and c.i > noun.i)
    towns = (t for p in preps if p.lower_ in ("in", "on") for t in p.children)
    found = next((t for t in towns if t.dep_ == "pobj" and is_place(t, t.head)), None)
    return noun if found is None or not is_named(found) else _town(found)


_DASH = re.compile(r"\s*,?\s[-–—]\s")


def _before_dash(span: Span, text: str) -> Span:
    """Without whoever a headline names after its dash: "in Bakhmut - Kyrylenko"."""
    dash = _DASH.search(span.of(text))
    return Span(span.start, span.start + dash.start()) if dash and dash.start() else span


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
        if _goes_on(child, noun):
            right.extend([*(t for t in child.lefts if t.tag_ != "DT"), *_listed(child)])
        elif child.lower_ == "of" and child.dep_ == "prep":
            right.extend(
                [child, *(t for t in child.subtree if t.i > child.i and t.i - child.i < 5)]
            )
    return [*left, noun, *_without_end(right)]


def _goes_on(child: Token, noun: Token) -> bool:
    """Whether a name goes on with an apposition or another name: "Sumy, Ukraine"."""
    return (
        child.dep_ in ("appos", "conj")
        and (child.pos_ == "PROPN" or lemma(child) in nouns())
        and child.i - noun.i < 8
        and _belongs_to_name(child, noun)
    )


def _listed(name: Token) -> list[Token]:
    """A name with those that follow it in a list: "Sumy and Lviv" of "in Kyiv, Sumy and Lviv"."""
    following = next((c for c in name.rights if c.dep_ == "conj" and _goes_on(c, name)), None)
    return [name, *(_listed(following) if following is not None else [])]


def _without_end(right: list[Token]) -> list[Token]:
    """No preposition at the end, whose noun is too far to belong to a name."""
    ends = {"ADP", "ADV", "DET", "NUM", "CCONJ", "SCONJ", "PUNCT"}
    last = next((i for i in range(len(right), 0, -1) if right[i - 1].pos_ not in ends), 0)
    return right[:last]


def _belongs_to_name(apposition: Token, noun: Token) -> bool:
    """No direction, no number and nothing past a dash: "Leogane, | 19 km west of the capital"."""
    words = apposition.doc[noun.i + 1 : apposition.i + 1]
    return apposition.lower_ not in DIRECTIONS and not any(
        t.pos_ == "NUM" or t.tag_ in (":", "-LRB-", "-RRB-") for t in words
    )
