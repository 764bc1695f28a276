"""Which words name a place whole, and which one is meant?

"the village of Lvove, Kherson region, which fell"     "village of Lvove, Kherson region"
"a cellar of the theatre in Sumy"                      "Sumy": where the cellar is
"the town of Sumy in the Orm region"                   "Sumy"
"Chad says that 12 died across the country"            "Chad"
"""

import re
from collections.abc import Sequence
from itertools import takewhile

from spacy.tokens import Token

from service.extraction.parsing import Parsed, lemma
from service.extraction.toponyms import (
    DIRECTIONS,
    compounded,
    divisions,
    is_country,
    is_located,
    is_no_ground,
    is_place,
    is_region,
    is_town,
    nouns,
)
from service.extraction.whereabouts import country
from service.naming import country_of
from service.values import Place, Span


def is_named(noun: Token) -> bool:
    """Whether a place has a name: "the country" gives way to one that the sentence names."""
    return any(
        t.pos_ == "PROPN" or (t.i and t.text[0].isupper()) or country_of(t.text)
        for t in _words(noun)
    )


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
    if lemma(noun) not in nouns() or lemma(noun) in divisions():
        return noun
    wholes = (t for c in noun.children if c.lower_ == "of" for t in c.children)
    preps = (c for n in (noun, *wholes) for c in n.children if c.dep_ == "prep" and c.i > noun.i)
    towns = (t for p in preps if p.lower_ in ("in", "on") for t in p.children)
    found = next((t for t in towns if t.dep_ == "pobj" and is_place(t, t.head)), None)
    return noun if found is None or not is_named(found) else _town(found)


def _settlement(region: Token) -> Token | None:
    """Where in a region, by the words right before it, wherever the parser hung that: "the town of
    Sumy in the Orm region"."""
    if region.tag_ in ("NNS", "NNPS") or not (is_region(region) or lemma(region) in divisions()):
        return None
    start = region
    while start.i and (start.nbor(-1).head == region or start.nbor(-1).lower_ == "the"):
        start = start.nbor(-1)
    if start.i < 2 or start.nbor(-1).lower_ not in ("in", "of"):
        return None
    comma = start.i > 2 and start.nbor(-2).text == ","  # "in Sumy, in the Orm region"
    town = start.nbor(-3 if comma else -2)
    found = _is_settlement(town, is_country(region)) or _is_site(town)
    return town if found else None


def _is_site(noun: Token) -> bool:
    """ "Sumy rail station": a kind of place with the name of a town before it."""
    if lemma(noun) not in nouns() or lemma(noun) in divisions():
        return False
    return any(c.pos_ == "PROPN" and is_town(c) for c in noun.lefts if c.dep_ in _NAMING)


_NAMING = frozenset({"compound", "nmod", "amod"})


def _is_settlement(town: Token, in_state: bool) -> bool:
    """A name that is a town's or follows a word for one; no state's and nobody's. What is in a
    region may go by any name."""
    if town.pos_ != "PROPN" or not town.text[0].isupper() or is_no_ground(town):
        return False
    first = town
    while first.i and first.nbor(-1).dep_ == "compound" and first.nbor(-1).head == town:
        first = first.nbor(-1)
    kind = first.i > 1 and first.nbor(-1).lower_ == "of" and lemma(first.nbor(-2)) in divisions()
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
        elif child.dep_ == "prep" and _belongs(child, noun):
            right.extend([child, *_whole_of(child)])
    return [*left, noun, *_without_end(right)]


def _belongs(prep: Token, noun: Token) -> bool:
    """ "the city of Sumy", "the border with Chad", "between Niger and Chad"."""
    border = lemma(noun) in _BORDERS and prep.lower_ in ("with", "between")
    return prep.lower_ == "of" or border


_BORDERS = frozenset({"border", "frontier", "boundary"})


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
