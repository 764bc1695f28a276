"""What befell those whom the parser took from their verb?"""

from collections.abc import Iterator

from spacy.tokens import Token

from service.extraction.items import NOUNS
from service.extraction.nearby import after, is_numbered
from service.extraction.predicates import (
    OBJECT,
    has_object,
    is_passive,
    look,
    predicate,
    subject_of,
    words,
)
from service.extraction.situations import is_place
from service.values import Metric


def robbed(number: Token, head: Token) -> Iterator[Metric]:
    """What the next word says of a noun that the parser hangs on a preposition before it, where
    nothing else is its subject: "in the aggression of Norway 40 men have died"."""
    following = after(head)
    if head.dep_ != "pobj" or following is None or following.pos_ not in ("AUX", "VERB"):
        return
    helps = following.dep_ in ("aux", "auxpass")
    verb = following.head if helps else following
    finite = following.tag_ in ("VBD", "VBZ", "VBP")
    if finite and verb.i > head.i and not any(c.dep_.startswith("nsubj") for c in verb.children):
        yield from predicate(verb, OBJECT) if is_passive(verb) else subject_of(verb)


def run_on(number: Token, head: Token) -> Iterator[Metric]:
    """The passive right after a bare number that the parser gives to the verb before, where
    nothing parts two clauses: "12 men died 40 were hurt"."""
    following = number.doc[number.i + 1 : number.i + 3]
    if number.dep_ != "dobj" or head != number or len(following) < 2:
        return
    helps, verb = following
    if helps.lower_ in ("were", "was", "are") and verb.tag_ == "VBN":
        yield from predicate(verb, OBJECT)


def stranded(number: Token, head: Token) -> Iterator[Metric]:
    """A noun that the parser took from its verb: the next passive that has lost its subject."""
    if head.dep_ in ("nsubj", "nsubjpass", "dobj") or is_place(head):
        return
    for verb in head.doc[head.i + 1 :]:
        if verb.dep_ != "relcl" and any(c.dep_ == "auxpass" for c in verb.children):
            if not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
                yield from predicate(verb, OBJECT)
            return


def misread(number: Token, head: Token) -> Iterator[Metric]:
    """A verb that the tagger takes for another word, though it has a subject: "units down four
    warplanes"."""
    verb = head.head
    mistaken = verb.pos_ not in ("VERB", "AUX", "NUM") and head.i > verb.i
    if mistaken and any(c.dep_ == "nsubj" for c in verb.children):
        yield from look(verb.lower_, words(OBJECT))


def downed(number: Token, head: Token) -> Iterator[Metric]:
    """Aircraft after the verb "down", which the tagger takes for an adverb: "forces down 12
    drones, four jets"."""
    while head.dep_ in ("appos", "conj") and is_numbered(head.head):
        head = head.head
    first = next((t for t in head.lefts if t.tag_ == "CD"), None)
    verb = first.nbor(-1) if first is not None and first.i > 1 else None
    if verb is not None and verb.lower_ == "down" and verb.nbor(-1).pos_ in NOUNS:
        yield Metric.DESTROYED


def swallowed(number: Token, head: Token) -> Iterator[Metric]:
    """An object that the parser draws to the place before it: "destroyed in Riga 12 tanks"."""
    prep = head.head
    if head.dep_ != "pobj" or prep.lower_ not in ("in", "at", "near") or head.i < number.i:
        return
    place = head.doc[prep.i + 1 : number.i]
    named = any(t.pos_ == "PROPN" for t in place) and all(t.pos_ != "NOUN" for t in place)
    if named and prep.head.pos_ == "VERB" and not has_object(prep.head):
        yield from predicate(prep.head, OBJECT)
