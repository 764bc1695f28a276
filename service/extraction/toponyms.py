"""Which words name a place, and which words name it whole?

"in Kyiv", "at a hospital", "east of Sumy"   places
"in March", "in English", "in a Su-24"       none
"village of Lvove, Kherson region"           one place
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import takewhile

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
    if _is_no_preposition(prep):
        return False
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


def _is_no_preposition(prep: Token) -> bool:
    """ "Commander-in-Chief", "calling on Chad": a part of a word, or of a verb that goes to
    anybody."""
    around = {t.text for t in prep.doc[max(0, prep.i - 1) : prep.i + 2]}
    joined = len(around) == 2 and "-" in around
    return joined or (prep.lower_ == "on" and lemma(prep.head) in _ADDRESSING)


_ADDRESSING = frozenset(
    "call rely depend blame impose sanction pressure insist count resolution focus vote".split()
)


def _is_front(noun: Token) -> bool:
    """ "in the southern direction", where a war is fought; but not "in a southern direction"."""
    words = {c.lower_ for c in noun.lefts}
    return not words.isdisjoint(DIRECTIONS) and words.isdisjoint(("a", "an"))


_NTH = frozenset({"first", "second", "third", "fourth", "last", "next", "this"})


def is_region(noun: Token) -> bool:
    """Whether a noun is the name of a country or of one of its regions: "North Korea"."""
    return is_land(compounded(noun))


def is_country(noun: Token) -> bool:
    """Whether a noun is the name of a state."""
    return country_of(compounded(noun)) is not None


def is_town(noun: Token) -> bool:
    """Whether a noun is the name of any place that is known."""
    return is_known(compounded(noun)) or is_known(noun.text)


def compounded(noun: Token) -> str:
    """A noun with the names before it that belong to it."""
    return " ".join([*(c.text for c in noun.lefts if c.dep_ == "compound"), noun.text])


def _is_event_or_direction(prep: Token) -> bool:
    """ "an attack on Sumy", "the battle for Sumy", "east of Sumy", "the city of Sumy"."""
    outer = prep.head.head if prep.dep_ == "conj" else prep.head
    if prep.lower_ == "of" and (outer.lower_ in DIRECTIONS or lemma(outer) in nouns()):
        return True
    if prep.lower_ == "of" and lemma(outer) in _OF_PERSONS:
        return False  # "the exchange of Berg"
    return prep.lower_ in ("on", "from", "of", "for") and happens(outer)


_OF_PERSONS = frozenset(
    "exchange swap murder killing execution arrest release abduction kidnapping death".split()
)


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


def may_be_struck(noun: Token) -> bool:
    """A name, or a kind of place, but nobody's and nothing's that is counted."""
    of_a_kind = lemma(noun) in nouns()
    if any(c.dep_ == "nummod" or (c.dep_ == "det" and not of_a_kind) for c in noun.children):
        return False
    if noun.pos_ == "PROPN" and not of_a_kind:
        return not any(map(str.isdigit, noun.text)) and noun.lower_ not in not_places()
    return of_a_kind and is_named(noun)


def holds(noun: Token, number: Token) -> bool:
    """Whether a number is a noun or hangs on it."""
    return noun.i == number.i or noun.is_ancestor(number)


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
    town = _settlement(noun) or _state(noun)
    tokens = _words(town) if town is not None else _words(noun)
    span = _before_dash(parsed.words(_after_dash(tokens, noun)), text)
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


def _settlement(region: Token) -> Token | None:
    """Where in a region, by the words right before it, wherever the parser hung that: "the town of
    Sumy in the Orm region"."""
    if region.tag_ in ("NNS", "NNPS") or not (is_region(region) or lemma(region) in _divisions()):
        return None
    start = region
    while start.i and (start.nbor(-1).head == region or start.nbor(-1).lower_ == "the"):
        start = start.nbor(-1)
    if start.i < 2 or start.nbor(-1).lower_ not in ("in", "of"):
        return None
    town = start.nbor(-2)
    return town if _is_settlement(town, is_country(region)) else None


def _is_settlement(town: Token, in_state: bool) -> bool:
    """A name that is a town's or follows a word for one; no state's and nobody's. What is in a
    region may go by any name."""
    if town.pos_ != "PROPN" or not town.text[0].isupper() or is_no_ground(town):
        return False
    first = town
    while first.i and first.nbor(-1).dep_ == "compound" and first.nbor(-1).head == town:
        first = first.nbor(-1)
    kind = first.i > 1 and first.nbor(-1).lower_ == "of" and lemma(first.nbor(-2)) in _divisions()
    return not is_region(town) and (kind or is_town(town) or (not in_state and is_located(town)))


def _state(noun: Token) -> Token | None:
    """Which one "the country" is, where a sentence names no other: "Chad says that 12 people died
    across the country"."""
    if noun.lower_ != "country" or is_named(noun):
        return None
    named = [t for t in noun.doc if country_of(t.text) or is_country(t)]
    whole = [t for t in named if t.pos_ == "PROPN" and t.dep_ != "compound" and is_country(t)]
    states = {country_of(compounded(t)) or country_of(t.text) for t in named}
    return whole[0] if len(states) == 1 and whole else None


def _after_dash(tokens: Sequence[Token], noun: Token) -> list[Token]:
    """The words in order, without what stands before a dash: "18:26 - Occupied Sumy"."""
    between = range(min(t.i for t in tokens), noun.i)
    dash = max((i for i in between if noun.doc[i].tag_ == ":"), default=-1)
    return sorted((t for t in tokens if t.i > dash), key=lambda t: t.i)


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
            right.extend([child, *_whole_of(child)])
    return [*left, noun, *_without_end(right)]


def _whole_of(of: Token) -> list[Token]:
    """The words after an "of" that belong to the name: of "Lvove, Kherson region, which fell" those
    up to "which", of "12 hamlets in the region" those up to "in"."""
    following = [t for t in of.subtree if of.i < t.i < of.i + _LONG]
    proper = any(c.dep_ == "pobj" and c.pos_ == "PROPN" for c in of.children)
    within = ("of", "in") if proper else ("of",)
    return list(takewhile(lambda t: _is_in_name(t, within), following))


def _is_in_name(token: Token, within: tuple[str, ...]) -> bool:
    return token.tag_ not in _CLAUSAL and (token.pos_ != "ADP" or token.lower_ in within)


_LONG = 9
_CLAUSAL = frozenset({"WDT", "WP", "WRB", "VBD", "VBZ", "VBP", "VBG", "MD", "-LRB-"})


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
