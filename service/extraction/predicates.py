"""What does a verb say of its object or its subject, with the words that complete it?

"killed 12 people"              killed, of the object
"12 people fled"                displaced, of the subject
"12 people lost their lives"    killed: the verb and its noun say it together
"12 people were found dead"     killed: the verb says nothing by itself
"were killed or wounded"        casualties: both fates of the same people
"""

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from service.extraction.lexicon import table
from service.extraction.parsing import lemma
from service.values import Metric

OBJECT, SUBJECT = "object", "subject"


@cache
def words(role: str) -> dict[str, Metric]:
    """The words of a role of the table of metrics, each with its metric."""
    return {
        word: Metric(name)
        for name, roles in table("metrics").items()
        if name in set(Metric)
        for word in roles.get(role, ())
    }


@cache
def phrases(role: str) -> dict[str, Metric]:
    """What a verb and its noun, or a preposition and its noun, say together, by role."""
    table_of_role = table("metrics")["phrases"][role]
    return {phrase: Metric(name) for name, found in table_of_role.items() for phrase in found}


def look(word: str, among: dict[str, Metric]) -> Iterator[Metric]:
    """The metric of a word, if it has one."""
    if word in among:
        yield among[word]


def predicate(verb: Token, role: str) -> Iterator[Metric]:
    """What a verb says of its subject or object, the most telling first."""
    name = lemma(verb)
    yield from both_fates(verb)
    yield from to_death(verb)
    own = None if _is_missed(verb) else words(role).get(name)
    if own is None or own is Metric.CASUALTIES:  # "suffered from burns"
        yield from _where(verb, role)
    yield from _together(verb, role)
    if own is not None:
        yield from _shared_fate(verb, role, own)
        yield own
    yield from look(verb.lower_, words("adjective"))
    yield from _where(verb, role)
    yield from _complements(verb, role)


def _is_missed(verb: Token) -> bool:
    """ "was shot at": whoever is aimed at may not have been hit."""
    following = verb.nbor(1).lower_ if verb.i + 1 < len(verb.doc) else ""
    passive = is_passive(verb) and not has_object(verb)
    return verb.lower_ == "shot" and following == "at" and passive and _ends_at(verb)


def _ends_at(verb: Token) -> bool:
    """Whether "at" has no noun of its own: "shot at by guards", but not "shot at a wedding"."""
    return any(c.lower_ == "at" and not any(True for _ in c.children) for c in verb.children)


def subject_of(verb: Token) -> Iterator[Metric]:
    """What a verb says of its grammatical subject, which is its object in the passive."""
    if is_passive(verb):
        yield from predicate(verb, OBJECT)
        return
    yield from to_death(verb)
    if verb.tag_ in ("VBN", "VBD") and not has_object(verb) and not _is_perfect(verb):
        yield from look(lemma(verb), words(SUBJECT))
        yield from _with_particle(verb)
        if verb.tag_ == "VBN" or lemma(verb) in _needing_object():
            yield from predicate(verb, OBJECT)
    yield from predicate(verb, SUBJECT)
    yield from _coordinated(verb)
    if verb.pos_ == "ADJ":
        yield from look(verb.lower_, words("adjective"))


def _with_particle(verb: Token) -> Iterator[Metric]:
    """ "Four drones shot down": what a verb and its particle say of their object."""
    particles = (c.lower_ for c in verb.children if c.dep_ == "prt")
    yield from (m for p in particles for m in look(f"{lemma(verb)} {p}", phrases(OBJECT)))


@cache
def _needing_object() -> frozenset[str]:
    """Verbs whose past form with no object is a headline's passive: "3 injured in a crash"."""
    done = (verb for verb, found in words(OBJECT).items() if found in _DONE_TO)
    return frozenset(done) - words(SUBJECT).keys()


_DONE_TO = frozenset(
    {
        Metric.KILLED,
        Metric.CAPTURED,
        Metric.DETAINED,
        Metric.ABDUCTED,
        Metric.RELEASED,
        Metric.DESTROYED,
    }
)


def is_passive(verb: Token) -> bool:
    """ "were killed", "got injured"."""
    return any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children)


def _is_perfect(verb: Token) -> bool:
    """ "have helped": active, whatever its participle could be."""
    return any(c.dep_ == "aux" and c.lower_ in ("has", "have", "had", "having") for c in verb.lefts)


def has_object(verb: Token) -> bool:
    """Whether a verb has an object, or shares the one of a verb coordinated with it: "stabbed and
    injured two men"; a verb that the parser took for its object's participle has one, too."""
    if any(c.dep_ == "dobj" for c in verb.children) or (verb.dep_ == "amod" and _has_subject(verb)):
        return True
    following = next((c for c in verb.rights if c.dep_ == "conj" and c.pos_ == "VERB"), None)
    return following is not None and not _has_subject(following) and has_object(following)


def _has_subject(verb: Token) -> bool:
    return any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)


def _coordinated(verb: Token) -> Iterator[Metric]:
    """ "twelve fell ill and were hospitalised": a second verb in the passive."""
    for other in verb.children:
        coordinated = other.dep_ == "conj" and other.tag_ == "VBN"
        if coordinated and not _has_subject(other) and not has_object(other):
            yield from predicate(other, OBJECT)


def both_fates(token: Token) -> Iterator[Metric]:
    """ "killed or wounded", "dead, injured and missing" of the same people: casualties."""
    following = [t.lower_ for t in token.doc[token.i : token.i + 5] if t.tag_ != "RB"]
    first, link, second, then = [*following, "", "", "", ""][:4]
    listed = link == "," and then in (",", "or", "and")
    if first in _DEAD and (link in ("or", "and") or listed) and second in _HURT:
        yield Metric.CASUALTIES


_DEAD = frozenset({"killed", "dead", "died", "killing", "deaths"})
_HURT = frozenset({"wounded", "injured", "hurt", "wounding", "disabled", "maimed", "injuries"})


def to_death(verb: Token) -> Iterator[Metric]:
    """ "shot dead", "fatally shot", "shot and killed", "beaten to death"."""
    if lemma(verb) not in table("metrics")["fatal"]["verb"] and verb.lower_ != "shot":
        return
    following = [t.lower_ for t in verb.doc[verb.i + 1 : verb.i + 3]]
    prepositions = (c for c in verb.children if c.lower_ == "to")
    killed = following == ["and", "killed"] and not has_object(verb)
    dead = following[:1] == ["dead"] or killed or any(c.lower_ in _FATALLY for c in verb.children)
    if dead or any(t.lower_ == "death" for to in prepositions for t in to.children):
        yield Metric.KILLED


_FATALLY = frozenset({"fatally", "mortally"})


def _shared_fate(verb: Token, role: str, own: Metric) -> Iterator[Metric]:
    """ "killed and later wounded": casualties, where both verbs are of the same people; but "shot
    and killed" is killed."""
    partner = next((c for c in verb.conjuncts if c.pos_ == "VERB"), None)
    if partner is not None and _shares_arguments(verb, partner):
        other = words(role).get(lemma(partner))
        if {lemma(verb), lemma(partner)} == {"shoot", "kill"}:
            yield Metric.KILLED
        elif {own, other} == {Metric.KILLED, Metric.WOUNDED}:
            yield Metric.CASUALTIES


def _shares_arguments(verb: Token, partner: Token) -> bool:
    first, second = sorted((verb, partner), key=lambda t: t.i)
    if any(t.like_num for t in verb.doc[first.i : second.i]):
        return False  # "were killed and 12 more wounded"
    return not _has_subject(second) and not any(c.dep_ == "dobj" for c in first.children)


def _together(verb: Token, role: str) -> Iterator[Metric]:
    """What a verb and a word that completes it say together: "lost their lives", "sustained fatal
    injuries"."""
    for child in verb.children:
        if child.dep_ == "dobj":
            found = [lemma(noun) for noun in (child, *child.conjuncts)]
            if role == SUBJECT and any(c.lower_ in _DEADLY for c in child.lefts):
                yield Metric.KILLED
        else:
            found = [child.lower_] if child.dep_ in _COMPLETING else []
        yield from (m for word in found for m in look(f"{lemma(verb)} {word}", phrases(role)))


_DEADLY = frozenset({"fatal", "mortal"})
_COMPLETING = frozenset(
    {"prep", "oprd", "acomp", "attr", "xcomp", "ccomp", "prt", "advmod", "dative"}
)


def _where(verb: Token, role: str) -> Iterator[Metric]:
    """What a preposition and its noun say: "taken to hospital"."""
    for child in verb.children:
        if child.dep_ == "prep":
            yield from said_by_phrase(child, role)


def said_by_phrase(prep: Token, role: str) -> Iterator[Metric]:
    """What a preposition and its noun say of whom they are said of: "in Russian prisons"."""
    yield from (m for phrase in _prepositional(prep) for m in look(phrase, phrases(role)))


def _prepositional(prep: Token) -> Iterator[str]:
    """ "in prison" of "in Russian prison camps and jails"; "as swap" of "as part of a swap"."""
    for child in prep.children:
        if child.lower_ in _OF_ANOTHER:
            yield from (f"{prep.lower_} {lemma(t)}" for t in child.subtree if t.dep_ == "pobj")
        elif child.dep_ == "pobj":
            named = [child, *child.conjuncts, *(c for c in child.children if c.dep_ == "compound")]
            yield from (f"{prep.lower_} {lemma(noun)}" for noun in named)
        elif child.dep_ == "prep":
            yield from (f"{prep.lower_} {phrase}" for phrase in _prepositional(child))
            yield from _prepositional(child)


_OF_ANOTHER = frozenset({"part", "degrees", "kinds", "types", "sorts"})
"""Nouns that leave it to the noun after them: "as part of a swap", "with degrees of injury"."""


def _complements(verb: Token, role: str) -> Iterator[Metric]:
    """What completes a verb that says nothing itself: "were found dead", "reported injured"."""
    for child in verb.children:
        if child.dep_ in _PREDICATIVE or _is_feared(child, verb):
            yield from both_fates(child)
            yield from _complement(child, role)
        elif child.dep_ == "dobj" and role == SUBJECT and lemma(verb) in _ATTENDING:
            events = look(lemma(child), words("event"))
            yield from (m for m in events if m is Metric.ATTENDANCE)
        elif child.lower_ == "as" and child.dep_ == "prep":
            yield from (m for c in child.children for m in _called(c))
        elif child.dep_ == "advcl" and any(c.lower_ == "as" for c in child.lefts):
            yield from _called(child)


_PREDICATIVE = frozenset({"acomp", "oprd", "xcomp", "ccomp", "attr", "prt"})


def _is_feared(word: Token, verb: Token) -> bool:
    """The participle right after another, whatever the parser makes of it: "feared drowned"."""
    return word.tag_ == "VBN" and word.i == verb.i + 1 and verb.tag_ == "VBN"


def _called(word: Token) -> Iterator[Metric]:
    """ "identified as injured", "as having been injured"."""
    if word.tag_ == "VBN":
        yield from predicate(word, OBJECT)
    yield from look(word.lower_, words("adjective"))


_ATTENDING = frozenset({"join", "attend", "stage", "hold"})


def _completes(verb: Token) -> bool:
    """A verb of the same subject: "reported injured", but not "reported that men were injured"."""
    if verb.pos_ != "VERB" or _has_subject(verb):
        return False
    return verb.dep_ in ("xcomp", "oprd") or verb.tag_ == "VBN"


def _complement(child: Token, role: str) -> Iterator[Metric]:
    """What completes a verb; an infinitive is done by those of whom it is said: "were told to
    leave their homes"."""
    if child.pos_ == "ADJ" or child.dep_ == "acomp":
        yield from look(child.lower_, words("adjective"))
    elif child.tag_ == "VB" and child.dep_ == "xcomp":
        yield from predicate(child, OBJECT if is_passive(child) else SUBJECT)
    elif _completes(child):
        done = child.tag_ == "VBN" and (is_passive(child) or not _is_perfect(child))
        yield from predicate(child, OBJECT if done else SUBJECT if child.tag_ == "VBN" else role)
    elif child.pos_ in ("NOUN", "PROPN") and child.dep_ == "attr" and role == SUBJECT:
        yield from look(lemma(child), words("noun"))
        yield from (m for m in look(lemma(child), words("default")) if m in _FATES)


_FATES = frozenset({Metric.ABDUCTED, Metric.CAPTURED, Metric.DETAINED, Metric.DISPLACED})
"""What befell those who "are" hostages, prisoners, inmates or refugees."""


def outer_of(prep: Token) -> Token:
    """What a preposition hangs on, past "along" and "together", and past the participle in "12
    members, coming from one family and including two women"."""
    outer = prep.head
    while outer.dep_ != "ROOT" and _is_passed(outer, prep):
        outer = outer.head
    return outer


def _is_passed(outer: Token, prep: Token) -> bool:
    if outer.lower_ in ("along", "together"):
        return True
    return prep.lower_ == "including" and _is_aside(outer)


def _is_aside(verb: Token) -> bool:
    return verb.tag_ == "VBG" and verb.dep_ in ("acl", "conj")
