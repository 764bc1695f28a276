"""Which words name a place?

"in Kyiv", "at a hospital", "east of Sumy"   places
"in March", "in English", "in a Su-24"       none
"""

from functools import cache

from spacy.tokens import Token

from service.extraction.lexicon import table
from service.extraction.parsing import lemma
from service.extraction.people import is_people
from service.extraction.whereabouts import is_known, is_land
from service.naming import country_name, country_of, source_kind
from service.values import SourceKind

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
def divisions() -> frozenset[str]:
    """Nouns of places in which people live or that are administered."""
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
    if _is_nation(noun) or _is_body(noun):
        return False
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


def _is_nation(noun: Token) -> bool:
    """ "the deaths of Danes": the people of a state, but not "the Philippines"."""
    state = country_of(noun.text) if noun.tag_ == "NNPS" else None
    return state is not None and noun.text not in country_name(state)


def _is_body(noun: Token) -> bool:
    """ "at NATO", "in the OSCE", but not "in the UK"."""
    body = noun.text.isupper() and source_kind(noun.text) is not SourceKind.OTHER
    return body and not is_country(noun)


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
    if noun.dep_ != "pobj":
        return False
    prep = noun.head
    if prep.lower_ == "of":
        outer = prep.head
        kind = lemma(outer) in nouns() and outer.text.islower()  # not in "the Sea of Azov"
        return is_place(noun, prep) and (happens(outer) or outer.lower_ in DIRECTIONS or kind)
    return prep.lower_ in PREPOSITIONS - LOOSE and is_place(noun, prep)


def names(noun: Token) -> bool:
    """ "Sumy", "the Sumy region", "the territory of Chad", but not "an area of the Command"."""
    if noun.pos_ == "PROPN" or any(c.pos_ == "PROPN" or country_of(c.text) for c in noun.lefts):
        return True
    whole = (t for c in noun.children if c.lower_ == "of" for t in c.children)
    return any(t.dep_ == "pobj" and is_located(t) and names(t) for t in whole)


def holds(noun: Token, number: Token) -> bool:
    """Whether a number is a noun or hangs on it."""
    return noun.i == number.i or noun.is_ancestor(number)


def is_event(noun: Token) -> bool:
    """Whether a noun names what happens: an attack, a flood, a protest."""
    return lemma(noun) in _events() or noun.lower_ in _events()


@cache
def _events() -> frozenset[str]:
    metrics = table("metrics")
    of_each = (word for roles in metrics.values() for word in roles.get("event", ()))
    return frozenset([*metrics["attacks"]["noun"], *of_each])


def happens(noun: Token) -> bool:
    """Whether what a noun names happens somewhere: an attack, and also a war or a siege."""
    return is_event(noun) or lemma(noun) in table("places")["events"]


def is_no_ground(noun: Token) -> bool:
    """People, times and bodies."""
    return is_people(noun) or noun.lower_ in not_places()
