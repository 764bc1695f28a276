"""What do the words at a number say? Those beside it, and those that modify its noun.

"15 dead", "3 injured in a crash"      the word after the number
"12 deaths"                            the noun itself
"12 people found alive"                participles and clauses after the noun
"the bodies of 12 men"                 the noun that it is of
"""

from collections.abc import Iterator

from spacy.tokens import Token

from service.extraction.fitting import verb_above
from service.extraction.items import NOUNS
from service.extraction.lexicon import table
from service.extraction.parsing import lemma
from service.extraction.people import is_people
from service.extraction.predicates import (
    OBJECT,
    SUBJECT,
    both_fates,
    has_object,
    look,
    phrases,
    predicate,
    said_by_phrase,
    to_death,
    words,
)
from service.values import Metric


def beside_number(number: Token, head: Token) -> Iterator[Metric]:
    """The word right after the number: "15 dead", "3 injured in a crash", "251 taken hostage", in
    a list also past a dash: "199 - injured"."""
    following = after(number)
    if following is not None and following.tag_ == "HYPH" and number.head.tag_ == "VBN":
        following = after(following)
    if following is not None and following.lower_ in ("more", "others", "other", "people"):
        following = after(following)
    if following is None or following.tag_ not in _FATEFUL_TAGS or _is_before_noun(following):
        return
    if number.lower_ == "one" and following.lower_ == "shot":
        return
    second = after(following)
    yield from both_fates(following)
    yield from look(following.lower_, words("adjective"))
    yield from _participle_beside(following, second)
    if second is not None and second.pos_ in ("ADP", "PUNCT"):
        crowd = look(following.lower_, words(SUBJECT))
        yield from (m for m in crowd if m is Metric.ATTENDANCE)


_FATEFUL_TAGS = frozenset({"VBN", "VBD", "JJ", "NN", "NNP", "NNS"})


def _is_before_noun(word: Token) -> bool:
    return word.dep_ == "amod" and word.i < word.head.i and word.head.pos_ == "NOUN"


def _participle_beside(word: Token, second: Token | None) -> Iterator[Metric]:
    """A headline's participle, but no verb with an object: "350,000 lost their homes"."""
    yield from to_death(word)
    if word.tag_ in ("VBN", "VBD") and not has_object(word):
        if second is not None:
            yield from look(f"{lemma(word)} {second.lower_}", phrases(OBJECT))
        yield from look(lemma(word), words(OBJECT))
    elif word.lower_ != "shot" or not has_object(word):
        yield from look(_PARTICIPLES.get(word.lower_, ""), words(OBJECT))


def after(token: Token) -> Token | None:
    """The next word of the sentence."""
    return token.nbor(1) if token.i + 1 < len(token.doc) else None


_PARTICIPLES = {
    "killed": "kill",
    "injured": "injure",
    "wounded": "wound",
    "arrested": "arrest",
    "detained": "detain",
    "displaced": "displace",
    "evacuated": "evacuate",
    "destroyed": "destroy",
    "rescued": "rescue",
    "shot": "shoot",
}
"""Participles that the parser may take for nouns or adjectives."""


def own_noun(number: Token, head: Token) -> Iterator[Metric]:
    """The counted noun itself: "12 deaths", "12 cases of shelling"."""
    name = lemma(head)
    if name == "case":
        told = (
            m for t in _of(head) for word in (t.lower_, lemma(t)) for m in look(word, words("noun"))
        )
        yield from (m for m in told if m is Metric.ATTACKS)
    if head.i != number.i and not is_other_sense(head, name):
        yield from both_fates(head)
        yield from look(name, words("noun"))
    verb = lemma(head.head)
    if name == "time" and (verb in _BROKEN or words(OBJECT).get(verb) in _STRUCK):
        yield Metric.ATTACKS


_BROKEN = frozenset({"violate", "fire", "hit", "strike"})
_STRUCK = frozenset({Metric.AFFECTED, Metric.DESTROYED, Metric.ATTACKS})
"""What befalls what is attacked so many times; but who is "shot three times" was attacked once."""


def is_other_sense(head: Token, name: str) -> bool:
    """Cases of law, and lives that nobody took."""
    if name == "life":
        return verb_above(head) not in table("metrics")["of_lives"]["taken"]
    return name == "case" and _is_lawsuit(head)


def _is_lawsuit(case: Token) -> bool:
    lawsuits = table("metrics")["lawsuits"]
    modifiers = {lemma(c) for c in case.lefts if c.dep_ in ("amod", "compound", "nmod")}
    of = map(lemma, _of(case))
    tried = case.dep_ in ("dobj", "nsubjpass") and lemma(case.head) in lawsuits["verb"]
    return tried or not modifiers.union(of).isdisjoint(lawsuits["modifier"])


def _of(noun: Token) -> Iterator[Token]:
    """What a noun is of: "cases of cholera"."""
    yield from (t for c in noun.rights if c.lower_ == "of" for t in c.children)


def event(number: Token, head: Token) -> Iterator[Metric]:
    """The noun of an event that the counted noun is the object of: "the killing of 12 people"."""
    if head.dep_ != "pobj" or head.head.lower_ != "of" or head.head.head.pos_ not in NOUNS:
        return
    event = head.head.head
    yield from (m for c in event.lefts for m in look(c.lower_, words("adjective")) if m in _ENDED)
    if not is_other_sense(event, lemma(event)):
        yield from look(lemma(event), words("event"))


_ENDED = frozenset({Metric.KILLED})
"""What befell those in a "fatal shooting"."""


def bodies(number: Token, head: Token) -> Iterator[Metric]:
    """Those whose bodies are counted one by one, where the parser coordinates them with these:
    "the bodies of a man, two women and a child"."""
    while head.dep_ == "conj" and head.head.pos_ in NOUNS:
        head = head.head
    of = any(c.lower_ == "of" and c.i > head.i for c in head.children)
    owner = head.doc[head.i + 1 : head.i + 2].text in ("'s", "'") and head.i + 2 < len(head.doc)
    owned = head.nbor(2).lower_ if owner else ""
    if (of and head.i < number.i and lemma(head) in _BODIES) or owned in _BODIES_OWNED:
        yield Metric.KILLED


_BODIES_OWNED = frozenset({"body", "bodies", "corpse", "corpses", "remains"})


_BODIES = frozenset({"body", "corpse", "remains"})


def how_badly(number: Token, head: Token) -> Iterator[Metric]:
    """Who is hurt "critically", where no other word says more: "four of them seriously"."""
    those = next((c for c in number.children if c.lower_ == "of"), None)
    adverb = after(those.right_edge if those is not None else number)
    if adverb is None or adverb.lower_ not in table("metrics")["badly"]["adverb"]:
        return
    following = after(adverb)
    if following is None or following.is_punct:
        yield Metric.WOUNDED


def condition(number: Token, head: Token) -> Iterator[Metric]:
    """People whose condition is told are hurt: "three are in critical condition"."""
    told = head.head.children if head.dep_ in ("nsubj", "expl") else head.rights
    inside = (c for p in told if p.lower_ == "in" for c in p.children if lemma(c) == "condition")
    badly = table("metrics")["badly"]["condition"]
    told_badly = any(t.lower_ in badly for noun in inside for t in noun.lefts)
    if told_badly and (head.i == number.i or is_people(head)):
        yield Metric.WOUNDED


def deceased(number: Token, head: Token) -> Iterator[Metric]:
    """The dead, whatever is done with them: "four deceased men were taken to hospital"."""
    told = (look(c.lower_, words("adjective")) for c in head.lefts if _is_before_noun(c))
    yield from (m for found in told for m in found if m is Metric.KILLED and is_people(head))


def states(number: Token, head: Token) -> Iterator[Metric]:
    """What the noun is called before anything happens to it here: "wounded soldiers", "40 of the
    injured"."""
    if head.i != number.i and head.dep_ == "pobj":
        yield from look(head.lower_, words("adjective"))
    yield from (m for c in head.lefts if _is_before_noun(c) for m in _modifier(c))


def is_numbered(noun: Token) -> bool:
    """Whether a noun is a number or has one of its own."""
    return noun.tag_ == "CD" or any(c.dep_ == "nummod" for c in noun.children)


def strikes(number: Token, head: Token) -> Iterator[Metric]:
    """Strikes that are named only by what they are made with: "3 missile and 10 air strikes"."""
    following = head.doc[head.i + 1 : head.i + 2].text
    if head.tag_ != "NN" or following not in ("and", ",") or number.lower_ == "one":
        return
    others = (c for c in head.conjuncts if c.i > head.i and is_numbered(c) and c.tag_ == "NNS")
    yield from (m for c in others for m in look(lemma(c), words("noun")) if m is Metric.ATTACKS)


def circumstances(number: Token, head: Token) -> Iterator[Metric]:
    """Where the counted are or come from: "12 soldiers from captivity", "people in prison"."""
    for prep in head.rights:
        if prep.dep_ == "prep":
            yield from (m for role in (OBJECT, SUBJECT) for m in said_by_phrase(prep, role))


def participles(number: Token, head: Token) -> Iterator[Metric]:
    """Participles and clauses after the noun: "people found alive", "12 people who fled"."""
    for child in head.children:
        if child.dep_ == "relcl":
            yield from relative(child)
        elif _is_before_noun(child):
            continue
        elif child.dep_ in _MODIFYING or child.tag_ == "VBN":
            yield from _modifier(child)
    following = after(head)
    if following is not None and following.tag_ == "VBG" and following.dep_ == "advcl":
        yield from predicate(following, SUBJECT)


_MODIFYING = frozenset({"amod", "acl", "advcl", "acomp", "oprd", "appos"})


def _modifier(word: Token) -> Iterator[Metric]:
    if word.tag_ in ("VBN", "VBD"):
        acts = word.dep_ == "acl" and (has_object(word) or _is_active(word))
        yield from predicate(word, SUBJECT if acts else OBJECT)
    elif word.tag_ == "VBG" and word.dep_ in ("acl", "amod"):
        yield from predicate(word, SUBJECT)
    elif word.pos_ == "ADJ":
        yield from look(word.lower_, words("adjective"))


def _is_active(word: Token) -> bool:
    """ "300 immigrants protested": a verb that nobody suffers is no participle."""
    name = lemma(word)
    return is_people(word.head) and name in words(SUBJECT) and name not in words(OBJECT)


def relative(verb: Token) -> Iterator[Metric]:
    """A relative clause: "100,000 who fled", "the 10 people he killed"; but "300 migrants, of whom
    20 drowned" says it of the 20, "two men whose van hit a mine" of the van, and "two men whose
    bodies were found" that they are dead."""
    roles = {c.dep_: c for c in verb.children}
    owned = [c for c in verb.children if any(t.lower_ == "whose" for t in c.lefts)]
    if owned:
        yield from (Metric.KILLED for c in owned if lemma(c) in _BODIES)
        return
    if any(r in roles and is_numbered(roles[r]) for r in ("nsubj", "nsubjpass")):
        return
    if "nsubjpass" in roles or ("nsubj" in roles and roles["nsubj"].tag_ not in ("WP", "WDT")):
        yield from predicate(verb, OBJECT)
    else:
        yield from predicate(verb, SUBJECT)


def listed(number: Token, head: Token) -> Iterator[Metric]:
    """The participle at the end of a headline's list, whichever the parser gives it to: "20
    civilians, 12 soldiers killed", "99 people, including 35 children, evacuated"."""
    included = [t for c in head.rights if c.lower_ == "including" for t in c.children]
    beside = [head.head] if head.dep_ == "conj" else []
    for other in (*head.rights, *included, *beside):
        listed = other.dep_ in ("conj", "appos") or other in (*included, *beside)
        if listed and any(c.dep_ == "nummod" for c in other.children):
            ends = (c for c in other.rights if c.tag_ == "VBN" and c.i > head.i)
            yield from (m for c in ends for m in _modifier(c))
