"""What does that say which a counted noun hangs on? The verb or noun above it, and totals.

"the strike killed 12 people"          the verb whose object it is
"the killing of 12 people"             the noun under whose preposition it stands
"the death toll rose to 31"            the total whose size it states
"40 men, including 12 soldiers"        what the noun above it hangs on
"""

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from service.extraction.fitting import suggested
from service.extraction.items import NOUNS, REACHING, fronted, with_subject
from service.extraction.lexicon import table
from service.extraction.nearby import after, is_numbered, is_other_sense, relative
from service.extraction.parsing import lemma
from service.extraction.people import is_people
from service.extraction.predicates import (
    OBJECT,
    SUBJECT,
    both_fates,
    has_object,
    is_passive,
    look,
    outer_of,
    phrases,
    predicate,
    said_by_phrase,
    subject_of,
    words,
)
from service.values import Metric


def named_among(number: Token, head: Token) -> Iterator[Metric]:
    """The first words of a sentence that say of whom it speaks: "Among the dead were 12 nurses and
    40 wounded soldiers"."""
    yield from _spoken_of(number, "among")


def named_of(number: Token, head: Token) -> Iterator[Metric]:
    """The same of numbers of which nothing else is said: "Of the wounded, two are women"."""
    yield from _spoken_of(number, "of")


def _spoken_of(number: Token, preposition: str) -> Iterator[Metric]:
    noun = fronted(number, preposition)
    verbs = [t for t in number.doc[1 : number.i] if t.pos_ in ("VERB", "AUX") and t != noun]
    main = [v for v in verbs if v.dep_ not in _NO_CLAUSES]
    if noun is not None and len(main) <= 1:
        yield from look(noun.lower_, words("adjective"))
        yield from _totalled(noun)


_NO_CLAUSES = frozenset({"amod", "pobj", "acl", "relcl", "aux", "auxpass"})


def outcome(number: Token, head: Token) -> Iterator[Metric]:
    """What at last befell those of whom a clause tells what befell them before: "12 men who had
    been abducted were released", "rescued 12 people trapped in the mine"."""
    told_before = any(c.dep_ in ("relcl", "acl") or c.tag_ == "VBN" for c in head.children)
    while head.dep_ == "conj" and head.head.pos_ in NOUNS:
        head = head.head
    if told_before and head.i != number.i and head.dep_ in ("nsubj", "nsubjpass", "dobj"):
        last = next(_governed(head), None)
        if last in (Metric.RELEASED, Metric.KILLED, Metric.DETAINED):
            yield last


def governor(number: Token, head: Token) -> Iterator[Metric]:
    """The verb or noun that the counted noun hangs on, along what it is coordinated with."""
    seen: set[int] = set()
    while head.i not in seen:
        seen.add(head.i)
        yield from _governed(head)
        step = outward(head)
        if step is None:
            return
        head = step
        yield from _lost(head)


def _lost(noun: Token) -> Iterator[Metric]:
    """ "losses of 300 men", "The losses are 300 men and 40 tanks"."""
    if lemma(noun) == "loss":
        yield Metric.CASUALTIES


def _governed(head: Token) -> Iterator[Metric]:
    parent = head.head.head if head.head.dep_ in ("aux", "auxpass") else head.head
    if head.dep_ == "nsubjpass":
        yield from predicate(parent, OBJECT)
        yield from _among(parent)
    elif head.dep_ in ("nsubj", "expl") or _is_stray_subject(head):
        yield from _among(parent)
        yield from subject_of(parent)
    elif _is_companion(head):
        yield from subject_of(parent)
    elif head.dep_ in ("dobj", "dative") or _is_stray_object(head):
        if head.dep_ == "conj":
            yield from _last_adverbial(parent, head)
        if lemma(parent) == "include" or _states_size(parent):
            yield from _subject_noun(parent)
        yield from _taken(parent, head)
        yield from predicate(parent, OBJECT)
        yield from _small_clause(parent)
    elif head.dep_ in ("attr", "oprd"):
        inverted = head.head.dep_ == "auxpass" and head.head.i > parent.i
        yield from predicate(parent, OBJECT) if inverted else _subject_noun(parent)
        yield from _among(parent)
    elif head.dep_ == "pobj":
        yield from _under_preposition(parent)
    elif head.dep_ == "ROOT":
        yield from (m for c in head.children if c.tag_ == "VBN" for m in predicate(c, OBJECT))


def _states_size(verb: Token) -> bool:
    """ "the toll hit 12 people", but not "strikes hit 12 homes"."""
    name = lemma(verb)
    if name not in REACHING:
        return False
    return name not in words(OBJECT) or any(map(is_total, verb.children))


def _is_stray_subject(head: Token) -> bool:
    """ "Nine workers, most of them women, burned": the subject, of which the parser is not sure."""
    return head.dep_ == "dep" and head.i < head.head.i and head.head.pos_ == "VERB"


_NEAR = 2
"""Words after a verb within which an object of it stands: "shot down 38 of 52 drones"."""


def _is_stray_object(head: Token) -> bool:
    """ "included a woman in her 30s, and six men", "lost 300 men, 12 tanks": the second object,
    hung on the verb; "shot down 38 of 52 drones": the first, of which the parser is not sure."""
    verb = head.head
    if head.dep_ == "npadvmod" and head.tag_ == "CD" and 0 < head.i - verb.i <= _NEAR:
        return verb.pos_ == "VERB" and not has_object(verb)
    hung = head.dep_ == "conj" or (head.dep_ == "npadvmod" and is_numbered(head))
    coordinated = hung and head.pos_ in NOUNS and verb.pos_ == "VERB"
    return coordinated and any(c.dep_ == "dobj" and c.i < head.i for c in verb.children)


def _last_adverbial(verb: Token, head: Token) -> Iterator[Metric]:
    """ "hit the line, destroying a depot, a battery and 15 guns": the verb that the last things of
    a list really hang on."""
    for child in verb.rights:
        if child.i < head.i and child.tag_ == "VBG" and has_object(child):
            yield from predicate(child, OBJECT)


def _is_companion(head: Token) -> bool:
    """ "was killed beside his wife, and their two sons": hung on a verb that has no object."""
    verb = head.head
    hung = head.dep_ == "conj" and head.pos_ in NOUNS and verb.pos_ == "VERB"
    return hung and verb.i < head.i and not has_object(verb)


def _among(verb: Token) -> Iterator[Metric]:
    """ "Among the dead were two children"; but "a nurse named him among the dead" is none."""
    for child in () if has_object(verb) else verb.children:
        if child.lower_ == "among":
            yield from (m for c in child.children for m in _totalled(c))


def outward(head: Token) -> Token | None:
    """The next noun to ask: along conjunctions, "including", "along with" and appositions; but
    what befell "a father of four" did not befall the four, and what befell those whom somebody
    attacks with arms did not befall these."""
    if head.dep_ in ("conj", "appos", "nmod", "dep", "npadvmod"):
        return head.head if head.head.pos_ in NOUNS | {"NUM"} else None
    armed = head.head.lower_ == "with" and suggested(head) is Metric.WEAPONS
    if head.dep_ == "pobj" and head.head.lower_ in _GATHERING and not armed:
        outer = outer_of(head.head)
        if lemma(outer) in _apart():
            return None
        return outer if outer.pos_ in NOUNS | {"NUM"} else None
    return None


@cache
def _apart() -> frozenset[str]:
    """Nouns that do not share the fate of what they are of: kin, and lists of names."""
    kin = table("populations")["people"]["kin"]
    return frozenset([*kin, *table("metrics")["published"]["noun"]])


_GATHERING = frozenset({"including", "among", "of", "with", "alongside", "besides"})
"""Prepositions whose noun shares the fate of the noun above it."""


def _taken(verb: Token, head: Token) -> Iterator[Metric]:
    """ "holds 40 men captive", where the parser gives the last word to the noun."""
    following = after(head)
    if following is not None:
        yield from look(f"{lemma(verb)} {following.lower_}", phrases(OBJECT))


def _small_clause(verb: Token) -> Iterator[Metric]:
    """ "left dozens dead", "left 900 homes without power": what is said after the object."""
    for child in verb.children:
        if child.dep_ == "prep" and lemma(verb) in ("leave", "put"):
            yield from said_by_phrase(child, SUBJECT)
        if child.dep_ in ("oprd", "acomp", "ccomp", "xcomp", "advmod") and child.i > verb.i:
            yield from look(child.lower_, words("adjective"))
            if child.tag_ == "VBN":
                yield from look(lemma(child), words(OBJECT))
        elif child.dep_ == "advcl" and child.tag_ == "VBN" and lemma(verb) == "leave":
            yield from predicate(child, OBJECT)


def _subject_noun(verb: Token) -> Iterator[Metric]:
    """ "the dead were 31", "the toll was likely to be 31"."""
    for child in with_subject(verb).children:
        if child.dep_ in ("nsubj", "nsubjpass"):
            yield from _totalled(child)
            yield from _lost(child)


def _totalled(noun: Token) -> Iterator[Metric]:
    """What a total totals up: "the number of those killed", "the death toll", "the number of
    people in need", and no event by its own toll ("the quake toll"); a participle after it the
    parser may take for its verb."""
    of = next((c for c in noun.children if c.lower_ == "of"), None)
    if of is not None and is_total(noun) and noun.head.i == of.right_edge.i + 1:
        yield from both_fates(noun.head)
        yield from look(lemma(noun.head), words(OBJECT))
    for token in noun.subtree:
        if token.dep_ == "relcl":
            yield from relative(token)
        yield from both_fates(token)
        if token.pos_ in NOUNS and token.i <= noun.i + 6:
            met = look(lemma(token), words("noun"))
            yield from (m for m in met if m is not Metric.ATTACKS or lemma(noun) != "toll")
        if token.tag_ in ("VBN", "JJ"):
            yield from look(lemma(token), words(OBJECT))
            yield from look(token.lower_, words("adjective"))
        if token.dep_ == "prep":
            yield from said_by_phrase(token, SUBJECT)


def _under_preposition(prep: Token) -> Iterator[Metric]:
    outer = outer_of(prep)
    if prep.head.pos_ in NOUNS:
        yield from _under_noun(prep, prep.head)
    elif outer.pos_ in ("VERB", "AUX"):
        yield from _under_verb(prep, outer)


def _under_noun(prep: Token, noun: Token) -> Iterator[Metric]:
    """ "the killing of 12 people", "a toll of 12", "the exchange of 12 for 20"."""
    placed = prep.lower_ in ("of", "to", "on", "against", "in", "for", "at")
    if placed and not is_other_sense(noun, lemma(noun)):
        yield from look(lemma(noun), words("event"))
    if prep.lower_ == "for" and noun.head.lower_ == "of":
        yield from (m for m in look(lemma(noun.head.head), words("event")) if m is Metric.RELEASED)
    if prep.lower_ in ("to", "at", "of", "from") and is_total(noun):
        yield from _totalled(noun)
    if prep.lower_ == "on":
        causes = (a for a in noun.ancestors if lemma(a) in _CAUSING)
        yield from (m for verb in causes for m in _done_to(verb))


def is_total(noun: Token) -> bool:
    """Whether a noun only totals up something."""
    return lemma(noun) in table("metrics")["totals"]["noun"]


def _under_verb(prep: Token, verb: Token) -> Iterator[Metric]:
    word, name = prep.lower_, lemma(verb)
    if word in ("to", "at", "by", "from", "above", "past") and prep.dep_ != "agent":
        objects = [c for c in verb.children if c.dep_ == "dobj"]
        yield from (m for c in objects for m in _totalled(c))
        yield from () if objects else _subject_noun(verb)
    if word in ("on", "at") and (name in _FIRING or _opens_fire(verb)):
        yield Metric.AFFECTED
    if word == "alongside" or (word == "with" and _is_joined(prep, verb)):
        yield from _shared_with(verb) if verb.pos_ == "VERB" else _subject_noun(verb)
    if word == "with" and is_passive(verb) and any(map(is_people, prep.children)):
        yield from predicate(verb, OBJECT)
    if word in ("including", "among"):
        yield from predicate(verb, OBJECT) if has_object(verb) else subject_of(verb)
    if word in ("on", "to") and name in _CAUSING:
        yield from _done_to(verb)
    if word == "for" and name in ("swap", "exchange", "trade"):
        yield Metric.RELEASED
    if word == "against" and any(lemma(c) in _ACCUSATIONS for c in verb.children):
        yield Metric.DETAINED


def _shared_with(verb: Token) -> Iterator[Metric]:
    """What befell the companions of a verb's object, or else of its subject: "lost his wife
    alongside two sons", "died along with two sons"."""
    people = any(c.dep_ == "dobj" and is_people(c) for c in verb.children)
    yield from predicate(verb, OBJECT) if people else subject_of(verb)


def _done_to(verb: Token) -> Iterator[Metric]:
    """What is inflicted: injuries of "inflict injuries on"."""
    done = (lemma(c) for c in verb.children if c.dep_ == "dobj")
    yield from (m for noun in done for m in look(noun, words("event")))


def _is_joined(prep: Token, verb: Token) -> bool:
    """ "along with", "together with", whatever the parser hangs the preposition on."""
    joined = prep.i > 0 and prep.nbor(-1).lower_ in ("along", "together")
    return joined or prep.head.i != verb.i


_CAUSING = frozenset({"inflict", "cause", "deal", "do", "bring"})


_FIRING = frozenset({"fire", "shoot", "attack", "shell"})


_ACCUSATIONS = frozenset({"charge", "indictment"})


def _opens_fire(verb: Token) -> bool:
    return lemma(verb) == "open" and any(c.lower_ == "fire" for c in verb.children)


def among_them(number: Token, head: Token) -> Iterator[Metric]:
    """A part of those whose number the words before it tell: "the number of injured grows, ten
    children among them"."""
    following = [t.lower_ for t in head.doc[head.i + 1 : head.i + 3]]
    if following == ["among", "them"]:
        totals = (t for t in reversed(number.doc[: number.i]) if is_total(t))
        yield from (m for total in totals for m in _totalled(total))


def totalled_before(number: Token, head: Token) -> Iterator[Metric]:
    """A total earlier in the sentence whose size a bare number states."""
    if head.i != number.i or not (number.dep_ in ("attr", "acomp") or _reached(number)):
        return
    for token in reversed(number.doc[: number.i]):
        if token.pos_ == "NOUN" and is_total(token):
            yield from _totalled(token)


def _reached(number: Token) -> bool:
    return number.dep_ == "pobj" and number.head.lower_ in ("to", "at", "as")
