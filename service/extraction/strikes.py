"""What is struck, as a place where is counted what that brought?

"hit Sumy with 14 rockets", "Sumy was shelled 14 times"      Sumy
"the army shelled Sumy: 12 dead"                             Sumy
"12 of those who defended Sumy", "before it hit Sumy"        none
"""

from collections.abc import Iterator

from spacy.tokens import Token

from service.extraction.items import counted
from service.extraction.parsing import lemma, path
from service.extraction.toponyms import not_places, nouns
from service.extraction.wholes import is_named


def struck(number: Token) -> Iterator[Token]:
    """What is struck with, or as, is counted: "hit Sumy with 14 rockets", "an attack targeting
    Sumy killed 12", "12 died when a quake hit Sumy", "Sumy was shelled 14 times"."""
    for node in path(number):
        for verb in (node, *_occasions(node)):
            if verb.pos_ == "VERB" and not _is_later(verb) and lemma(verb) in _STRIKING:
                yield from (c for c in _victims(verb) if may_be_struck(c))


def _occasions(node: Token) -> Iterator[Token]:
    """The verbs of a node's subjects and adverbial clauses, also of what it is joined to."""
    for child in node.children:
        if child.dep_ in ("nsubj", "nsubjpass"):
            yield from child.children
        elif child.dep_ == "advcl":
            yield child
        elif child.dep_ == "conj" and child.i > node.i:
            yield from (c for c in child.children if c.dep_ == "advcl")


def _victims(verb: Token) -> Iterator[Token]:
    """What a verb strikes; in headlines its participle hangs on that."""
    yield from (c for c in verb.children if c.dep_ == "dobj")
    heads = [verb.head] if verb.dep_ == "acl" and verb.tag_ == "VBN" else []
    by = any(c.dep_ == "agent" for c in verb.children)
    passive = [c for c in verb.children if c.dep_ == "nsubjpass" or (by and c.dep_ == "nsubj")]
    yield from (noun for noun in (*passive, *heads) if noun.text[0].isupper())


_STRIKING = frozenset(
    "hit strike shell attack bombard bomb target pound hammer seize capture storm raid defend "
    "liberate besiege surround encircle recapture".split()
)


def may_be_struck(noun: Token) -> bool:
    """A name, or a kind of place, but nobody's and nothing's that is counted."""
    of_a_kind = lemma(noun) in nouns()
    if any(c.dep_ == "nummod" or (c.dep_ == "det" and not of_a_kind) for c in noun.children):
        return False
    if noun.pos_ == "PROPN" and not of_a_kind:
        return not any(map(str.isdigit, noun.text)) and noun.lower_ not in not_places()
    return of_a_kind and is_named(noun)


def is_hit_there(noun: Token, number: Token) -> bool:
    """ "The army shelled Sumy: 12 dead", but not "12 of those who defended Sumy", nor "winds of 99
    mph before it hit Sumy"."""
    if not is_hit(noun):
        return False
    verb = noun.head
    aside = verb.dep_ == "relcl" and verb.head != counted(number)
    return not aside and not _is_later(verb)


def _is_later(verb: Token) -> bool:
    """ "winds of 99 mph before it hit Sumy"."""
    return any(t.lower_ == "before" for t in verb.doc[max(0, verb.i - 3) : verb.i])


def is_hit(noun: Token) -> bool:
    """ "They shelled Sumy"."""
    return noun.dep_ == "dobj" and lemma(noun.head) in _STRIKING and may_be_struck(noun)
