"""Who acts as a crowd? A group that does something together, in public or by force.

"hundreds of students clashed with police"      a crowd
"30 villagers set fire to a bus"                a crowd
"two men attacked a clerk"                      perpetrators, no crowd
"""

from collections.abc import Iterator

from spacy.tokens import Token

from service.extraction.items import NOUNS
from service.extraction.lexicon import table
from service.extraction.parsing import lemma
from service.extraction.people import is_people
from service.extraction.predicates import outer_of


def acts_together(head: Token, number: Token) -> bool:
    """Whether the counted noun, or the number where it stands alone, does what crowds do."""
    return any(_is_act(verb, head, number) for verb in _deeds(head))


def _deeds(head: Token) -> Iterator[Token]:
    """The verbs whose doer a noun is, with those coordinated."""
    verb = _doing(head)
    while verb is not None:
        yield verb
        verb = next((c for c in verb.rights if c.dep_ == "conj" and c.pos_ == "VERB"), None)


def _doing(head: Token) -> Token | None:
    while head.dep_ in ("conj", "appos") and head.head.pos_ in NOUNS | {"NUM"}:
        head = head.head
    if head.dep_ == "nsubj" and head.head.tag_.startswith("VB"):
        return head.head
    agent = head.dep_ == "pobj" and head.head.dep_ == "agent"
    outer = outer_of(head.head) if head.dep_ == "pobj" and head.head.lower_ == "with" else None
    if agent:
        return head.head.head
    return _doing(outer) if outer is not None and outer.pos_ in NOUNS else None


def _is_act(verb: Token, head: Token, number: Token) -> bool:
    acts, name = table("metrics")["acts"], lemma(verb)
    if name in acts["public"]:
        return lemma(head) not in table("metrics")["of_things"]["built"]
    if not is_people(head) and head.i != number.i:
        return False
    if name in acts["light"]:
        return any(lemma(noun) in acts["objects"] for noun in _done(verb))
    return name in acts["violent"] and lemma(head) not in acts["perpetrators"]


def _done(verb: Token) -> Iterator[Token]:
    """The nouns that make an act of a light verb: "set fire", "engaged in a clash"."""
    for child in verb.children:
        if child.dep_ == "dobj":
            yield child
        elif child.lower_ == "in":
            yield from (c for c in child.children if c.dep_ == "pobj")
