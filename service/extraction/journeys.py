"""From where, and to where? The places of those who move or are moved.

"12 people were evacuated from Sumy to Chad"    Sumy: where those driven out were
"the army sent 12 soldiers to Sumy"             Sumy: whoever is sent, where they get to
"12 people entered Chad", "left Chad"           Chad
"""

from collections.abc import Iterator

from spacy.tokens import Token

from service.extraction.items import named_total
from service.extraction.parsing import lemma, path
from service.extraction.strikes import may_be_struck
from service.extraction.toponyms import (
    DIRECTIONS,
    holds,
    is_no_ground,
    is_place,
    is_town,
    nouns,
)
from service.extraction.wholes import is_named
from service.naming import country_of, source_kind
from service.values import SourceKind


def origin(number: Token) -> Iterator[Token]:
    """Where those were who had to leave: "evacuated 12 people from Sumy", "the deportation of 12
    children from Sumy to Chad"."""
    for node in path(number):
        if lemma(node) in _LEAVING and not takes_in(node):
            hosts = _hosts(node)
            yield from (
                c
                for t in node.subtree
                if t.lower_ == "from" and t.i > node.i and t.head.i in hosts
                for c in t.children
                if c.dep_ == "pobj" and (is_town(c) or (is_place(c, t) and is_named(c)))
            )


def takes_in(verb: Token) -> bool:
    """ "has taken in 12 people from Sumy": whoever does so has them."""
    return lemma(verb) == "take" and verb.i + 1 < len(verb.doc) and verb.nbor(1).lower_ == "in"


_LEAVING = frozenset(
    "evacuate evacuation deport deportation displace flee expel take remove recover pull rescue "
    "retrieve extract exhume".split()
)


def destination(number: Token) -> Iterator[Token]:
    """Where those are who are sent or brought somewhere: "sent 12 soldiers to the region"."""
    for verb in path(number):
        if verb.pos_ == "VERB" and lemma(verb) in _SENDING:
            if not _sends_others(verb, number):
                yield from (t for to in _goals(verb) if (t := _goal(to)) is not None)
            return


_SENDING = frozenset(
    "send deploy bring move take dispatch transfer fly return relocate ship ferry airlift "
    "redeploy go travel deport deliver".split()
)


def _sends_others(verb: Token, number: Token) -> bool:
    """Whether those counted send something: "12 states sent appeals to the court"."""
    doers = any(c.dep_ == "nsubj" and holds(c, number) for c in verb.children)
    return doers and any(c.dep_ == "dobj" for c in verb.children)


def _goals(verb: Token) -> Iterator[Token]:
    """Each "to" of a verb, past the thing that the parser may hang it on."""
    hosts = _hosts(verb)
    after = (t for t in verb.subtree if t.i > verb.i and t.lower_ in ("to", "into"))
    return (t for t in after if t.head.i in hosts and t.head.lower_ != "according")


def _hosts(verb: Token) -> set[int]:
    """A verb and what follows it, on which the parser may hang its phrases."""
    return {verb.i, *(t.i for c in verb.children if c.i > verb.i for t in (c, *c.children))}


def _goal(to: Token) -> Token | None:
    """The place after a "to", by its words, since the parser may take "to eastern" for a verb."""
    following = to.doc[to.i + 1 : to.i + 6]
    noun = next((t for t in following if t.lower_ not in _BEFORE_NAMES), None)
    while noun is not None and noun.dep_ == "compound" and noun.head.i > noun.i:
        noun = noun.head
    if noun is None or is_no_ground(noun):
        return None
    if noun.tag_ in _PLURAL:
        return noun if lemma(noun) in nouns() and is_named(noun) else None
    named_place = noun.pos_ == "PROPN" and noun.text[0].isupper() and not _is_body(noun)
    return noun if named_place or lemma(noun) in _REGIONS else None


def _is_body(noun: Token) -> bool:
    """An authority or organisation, to which one writes."""
    return source_kind(noun.text) is not SourceKind.OTHER and not is_town(noun)


_BEFORE_NAMES = DIRECTIONS | {"the", "a", "occupied", "central", "back"}
_PLURAL = frozenset({"NNS", "NNPS"})
_REGIONS = frozenset({"region", "province", "district", "area", "border", "front", "country"})


def reached(number: Token) -> Iterator[Token]:
    """Where those are who came there: "1,500 had reached Sumy", "12 people entered Chad"."""
    for verb in path(number):
        if verb.pos_ == "VERB" and lemma(verb) in _REACHING:
            subjects = (c for c in verb.children if c.dep_ == "nsubj")
            if any(holds(subject, number) for subject in subjects):
                goals = (c for c in verb.children if c.dep_ == "dobj" and c.pos_ == "PROPN")
                yield from filter(may_be_struck, goals)


_REACHING = frozenset({"reach", "enter", "flee", "leave", "invade", "occupy"})


def leaves(number: Token) -> bool:
    """Whether people leave their state: "12 people fled Chad", "who have left the country",
    "crossed the border", "are fleeing abroad"; but not "crossed the border in both directions"."""
    total = named_total(number)
    nouns = (*path(number), *([total] if total is not None else []))
    verbs = (v for noun in nouns for v in (noun, *noun.rights) if lemma(v) in _GOING)
    return any(any(map(_is_abroad, v.rights)) and not _goes_both_ways(v) for v in verbs)


def _goes_both_ways(verb: Token) -> bool:
    return any(lemma(t) == "direction" for t in verb.subtree)


_GOING = frozenset({"flee", "leave", "cross", "escape"})
_BORDERS = frozenset({"abroad", "border", "borders", "country", "frontier", "homeland"})


def _is_abroad(after: Token) -> bool:
    return after.lower_ in _BORDERS or (after.dep_ == "dobj" and country_of(after.text) is not None)
