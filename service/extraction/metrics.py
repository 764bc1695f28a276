"""What happened to what is counted? The metric of each number, from its own predicate.

The search goes outward from the number: the counted noun, its participles and relative clauses,
the verb that governs it, the noun that it hangs on, and only then what the noun suggests by
itself. Each number gets its own: "killed in an attack in which 12 were wounded" is wounded.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from spacy.tokens import Token

from service.extraction.answers import Answer, named
from service.extraction.items import NOUNS, REACHING, counted, named_total
from service.extraction.lexicon import table
from service.extraction.parsing import lemma
from service.extraction.populations import is_people
from service.values import Kind, Metric

OBJECT, SUBJECT = "object", "subject"
BY_KIND = "metrics.by_kind"
"""The rule for a number of which nothing is said but its kind."""


@cache
def _words(role: str) -> dict[str, Metric]:
    return {
        word: Metric(name)
        for name, roles in table("metrics").items()
        if name in set(Metric)
        for word in roles.get(role, ())
    }


def metric(number: Token, kind: Kind) -> Answer[Metric]:
    """The metric of a number token."""
    if kind is Kind.MONEY:
        return Answer(Metric.MONEY, BY_KIND)
    head = counted(number)
    if head.i == number.i:
        head = named_total(number) or head
    found = next(_evidence(number, head), None)
    if kind is Kind.MEASURE or found is None:
        return Answer(Metric.SHARE if kind is Kind.PERCENT else Metric.OTHER, BY_KIND)
    fitting = _of_people if is_people(head) else _of_things
    return replace(found, value=fitting(found.value, head))


def _of_people(found: Metric, head: Token) -> Metric:
    """People who are "destroyed", as some armies put it, are killed; who burns is wounded."""
    if found is not Metric.DESTROYED:
        return found
    return Metric.WOUNDED if lemma(head.head) == "burn" else Metric.KILLED


def _of_things(found: Metric, head: Token) -> Metric:
    """What is "hit" is wounded only if it can bleed: arms are destroyed, places affected."""
    if found is Metric.CASUALTIES and lemma(head) not in ("casualty", "victim", "loss"):
        return _lost(head)
    if found in (Metric.AFFECTED, Metric.WOUNDED) and head.pos_ == "NOUN":
        arms = _words("default").get(lemma(head)) is Metric.WEAPONS
        places = lemma(head) in table("places")["nouns"]
        return Metric.DESTROYED if arms else Metric.AFFECTED if places else found
    return found


def _evidence(number: Token, head: Token) -> Iterator[Answer[Metric]]:
    for search in _SEARCHES:
        yield from (Answer(found, named(search)) for found in search(number, head))


def _lost(head: Token) -> Metric:
    """Of what is "lost": men are casualties, arms are destroyed, and jobs are neither."""
    if head.pos_ != "NOUN" or lemma(head) in _words("default"):
        kind = _words("default").get(lemma(head))
        return Metric.DESTROYED if kind is Metric.WEAPONS else Metric.CASUALTIES
    return Metric.OTHER


# Searches, the nearest evidence first


def _beside_number(number: Token, head: Token) -> Iterator[Metric]:
    """The word right after the number: "15 dead", "3 injured in a crash"."""
    following = number.nbor(1) if number.i + 1 < len(number.doc) else None
    if following is not None and following.lower_ in ("more", "others", "other", "people"):
        following = following.nbor(1) if following.i + 1 < len(number.doc) else None
    if following is not None and following.tag_ in ("VBN", "VBD", "JJ", "NN", "NNP", "NNS"):
        word = following.lower_
        yield from _both_fates(following)
        yield from _look(word, _words("adjective"))
        if following.tag_ in ("VBN", "VBD") or word in _PARTICIPLES:
            yield from _look(_PARTICIPLES.get(word) or lemma(following), _words(OBJECT))
        if following.i + 1 < len(number.doc) and following.lower_ in ("taken", "held"):
            yield from _look(following.nbor(1).lower_, _TAKEN)
        if following.i + 1 < len(number.doc) and following.nbor(1).pos_ in ("ADP", "PUNCT"):
            yield from (m for m in _look(word, _words(SUBJECT)) if m is Metric.ATTENDANCE)


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
}


def _both_fates(token: Token) -> Iterator[Metric]:
    """ "killed or wounded", "dead and injured" of the same people: casualties."""
    words = [t.lower_ for t in token.doc[token.i : token.i + 4] if t.tag_ != "RB"]
    if len(words) > 2 and words[0] in _DEAD and words[1] in ("or", "and") and words[2] in _HURT:
        yield Metric.CASUALTIES


_DEAD = frozenset({"killed", "dead", "died", "killing", "deaths"})
_HURT = frozenset({"wounded", "injured", "hurt", "wounding", "disabled", "maimed", "injuries"})


def _own_noun(number: Token, head: Token) -> Iterator[Metric]:
    """The counted noun itself: "12 deaths"."""
    if head.i != number.i:
        yield from _both_fates(head)
        yield from _look(lemma(head), _words("noun"))
    if lemma(head) == "time" and lemma(head.head) in _words(OBJECT).keys() | {"violate", "fire"}:
        yield Metric.ATTACKS


def _participles(number: Token, head: Token) -> Iterator[Metric]:
    """Participles and adjectives of the noun: "wounded soldiers", "people found alive"."""
    for child in head.children:
        if (
            child.dep_ in ("amod", "acl", "relcl", "advcl", "acomp", "oprd", "appos")
            or child.tag_ == "VBN"
        ):
            if child.dep_ == "relcl":
                yield from _relative(child)
            elif child.tag_ in ("VBN", "VBD"):
                yield from _predicate(child, OBJECT)
            elif child.tag_ == "VBG" and child.dep_ in ("acl", "amod"):
                yield from _predicate(child, SUBJECT)
            elif child.pos_ == "ADJ":
                yield from _look(child.lower_, _words("adjective"))


def _relative(verb: Token) -> Iterator[Metric]:
    """A relative clause: "100,000 who fled", "the 10 people he killed"."""
    roles = {c.dep_: c for c in verb.children}
    if "nsubjpass" in roles or ("nsubj" in roles and roles["nsubj"].tag_ not in ("WP", "WDT")):
        yield from _predicate(verb, OBJECT)
    else:
        yield from _predicate(verb, SUBJECT)


def _governor(number: Token, head: Token) -> Iterator[Metric]:
    """The verb or noun that the counted noun hangs on."""
    seen: set[int] = set()
    while head.i not in seen:
        seen.add(head.i)
        yield from _governed(head)
        step = _outward(head)
        if step is None:
            return
        head = step


def _governed(head: Token) -> Iterator[Metric]:
    parent = head.head
    if head.dep_ == "nsubjpass":
        yield from _predicate(parent, OBJECT)
    elif head.dep_ in ("nsubj", "expl"):
        yield from _subject_of(parent)
    elif head.dep_ in ("dobj", "dative"):
        if lemma(parent) == "include" or lemma(parent) in REACHING:
            yield from _subject_noun(parent)
        yield from _predicate(parent, OBJECT)
        yield from _small_clause(parent)
    elif head.dep_ in ("attr", "oprd"):
        yield from _subject_noun(parent)
        yield from _among(parent)
    elif head.dep_ == "pobj":
        yield from _under_preposition(parent)
    elif head.dep_ == "ROOT":
        yield from (m for c in head.children if c.tag_ == "VBN" for m in _predicate(c, OBJECT))


def _among(verb: Token) -> Iterator[Metric]:
    """ "Among the dead were two children"."""
    for child in verb.children:
        if child.lower_ == "among":
            yield from (m for c in child.children for m in _totalled(c))


def _outward(head: Token) -> Token | None:
    """The next noun to ask: along conjunctions, "including" and appositions."""
    if head.dep_ in ("conj", "appos", "nmod", "dep", "npadvmod"):
        return head.head if head.head.pos_ in NOUNS | {"NUM"} else None
    if head.dep_ == "pobj" and head.head.lower_ in ("including", "among", "of", "with"):
        return head.head.head if head.head.head.pos_ in NOUNS | {"NUM"} else None
    return None


def _subject_of(verb: Token) -> Iterator[Metric]:
    yield from _among(verb)
    if verb.tag_ in ("VBN", "VBD") and not _has_object(verb):
        yield from _look(lemma(verb), _words(SUBJECT))
        if verb.tag_ == "VBN" or lemma(verb) in _BODILY:
            yield from _predicate(verb, OBJECT)
    yield from _predicate(verb, SUBJECT)
    for other in verb.children:
        if (
            other.dep_ == "conj"
            and other.tag_ == "VBN"
            and not any(c.dep_ == "nsubjpass" for c in other.children)
        ):
            yield from _predicate(other, OBJECT)
    if verb.pos_ == "ADJ":
        yield from _look(verb.lower_, _words("adjective"))


_BODILY = frozenset({"injure", "wound", "kill", "displace", "arrest", "detain"})
"""Verbs whose past form with no object is a headline's passive: "3 injured in a crash"."""


def _has_object(verb: Token) -> bool:
    return any(c.dep_ == "dobj" for c in verb.children)


def _predicate(verb: Token, role: str) -> Iterator[Metric]:
    name = lemma(verb)
    yield from _both_fates(verb)
    if name in _FATAL and _to_death(verb):
        yield Metric.KILLED
    if role == OBJECT and verb.dep_ == "acl" and _has_object(verb):
        role = SUBJECT
    both = _words(role).get(name)
    partner = next((c for c in verb.conjuncts if c.pos_ == "VERB"), None)
    if both and partner is not None and _shares_arguments(verb, partner):
        other = _words(role).get(lemma(partner))
        if {both, other} == {Metric.KILLED, Metric.WOUNDED}:
            yield Metric.CASUALTIES
    if both:
        yield both
    yield from _look(verb.lower_, _words("adjective"))
    yield from _complements(verb, role)


_FATAL = frozenset({"shoot", "stab", "beat", "burn", "crush", "hack", "trample", "starve"})


def _to_death(verb: Token) -> bool:
    """ "shot dead", "beaten to death"."""
    return any(
        c.lower_ == "dead" or (c.lower_ == "to" and any(t.lower_ == "death" for t in c.children))
        for c in verb.children
    )


def _shares_arguments(verb: Token, partner: Token) -> bool:
    """True for "killed or wounded" of the same people."""
    first, second = sorted((verb, partner), key=lambda t: t.i)
    if any(c.dep_ in ("nsubj", "nsubjpass") for c in second.children):
        return False
    return not any(c.dep_ == "dobj" for c in first.children)


def _complements(verb: Token, role: str) -> Iterator[Metric]:
    """What completes a verb that says nothing itself: "were found dead", "lost their lives"."""
    for child in verb.children:
        if child.dep_ in ("acomp", "oprd", "xcomp", "ccomp", "attr", "prt"):
            yield from _both_fates(child)
            if role == OBJECT:
                yield from _look(child.lower_, _TAKEN)
            if child.pos_ == "ADJ" or child.dep_ == "acomp":
                yield from _look(child.lower_, _words("adjective"))
            elif child.pos_ == "VERB" and (child.dep_ in ("xcomp", "oprd") or child.tag_ == "VBN"):
                yield from _predicate(child, OBJECT if child.tag_ == "VBN" else role)
            elif child.pos_ in NOUNS and child.dep_ == "attr" and role == SUBJECT:
                yield from _look(lemma(child), _words("noun"))
        elif child.dep_ == "dobj" and role == SUBJECT:
            yield from _look(f"{lemma(verb)} {lemma(child)}", _PHRASES)
            if lemma(verb) in ("join", "attend", "stage", "hold"):
                events = _look(lemma(child), _words("event"))
                yield from (m for m in events if m is Metric.ATTENDANCE)
        elif child.dep_ == "prep":
            phrases = _PHRASES if role == SUBJECT else _PHRASES_OF_OBJECTS
            yield from (
                m for c in child.subtree for m in _look(f"{child.lower_} {lemma(c)}", phrases)
            )


_TAKEN = {
    "hostage": Metric.ABDUCTED,
    "prisoner": Metric.CAPTURED,
    "captive": Metric.CAPTURED,
    "homeless": Metric.DISPLACED,
}
"""What somebody is taken, held or made: "251 taken hostage"."""

_PHRASES = {
    "lose life": Metric.KILLED,
    "sustain injury": Metric.WOUNDED,
    "suffer injury": Metric.WOUNDED,
    "suffer wound": Metric.WOUNDED,
    "receive treatment": Metric.WOUNDED,
    "take part": Metric.ATTENDANCE,
    "to street": Metric.ATTENDANCE,
    "without power": Metric.AFFECTED,
    "without electricity": Metric.AFFECTED,
    "without water": Metric.AFFECTED,
    "without shelter": Metric.DISPLACED,
    "without food": Metric.AFFECTED,
    "cross border": Metric.DISPLACED,
    "in need": Metric.AFFECTED,
    "at risk": Metric.AFFECTED,
    "in custody": Metric.DETAINED,
    "in prison": Metric.DETAINED,
    "in jail": Metric.DETAINED,
    "behind bar": Metric.DETAINED,
    "in captivity": Metric.CAPTURED,
}
"""What a verb and its noun, or a preposition and its noun, say together of their subject."""

_PHRASES_OF_OBJECTS = {
    "to hospital": Metric.WOUNDED,
    "from captivity": Metric.RELEASED,
    "from rubble": Metric.RELEASED,
    "as swap": Metric.RELEASED,
    "in swap": Metric.RELEASED,
    "in exchange": Metric.RELEASED,
    "into custody": Metric.DETAINED,
    "in custody": Metric.DETAINED,
    "in prison": Metric.DETAINED,
    "in jail": Metric.DETAINED,
    "in captivity": Metric.CAPTURED,
    "into exile": Metric.DISPLACED,
    "on fire": Metric.DESTROYED,
}
"""What a preposition and its noun say of the verb's object: "taken to hospital"."""


def _small_clause(verb: Token) -> Iterator[Metric]:
    """ "left dozens dead": the adjective after the object."""
    for child in verb.children:
        if child.dep_ in ("oprd", "acomp", "ccomp", "xcomp", "advmod") and child.i > verb.i:
            yield from _look(child.lower_, _words("adjective"))
            if child.tag_ == "VBN":
                yield from _look(lemma(child), _words(OBJECT))


def _subject_noun(verb: Token) -> Iterator[Metric]:
    """ "the dead were 31", "the toll was likely to be 31"."""
    while not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children) and verb.dep_ in (
        "xcomp",
        "acomp",
        "conj",
    ):
        verb = verb.head
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass"):
            yield from _totalled(child)


def _totalled(noun: Token) -> Iterator[Metric]:
    """What a total totals up: "the number of those killed", "the death toll"."""
    for token in noun.subtree:
        yield from _both_fates(token)
        if token.pos_ in NOUNS and token.i <= noun.i + 6:
            yield from _look(lemma(token), _words("noun"))
        if token.tag_ in ("VBN", "JJ"):
            yield from _look(lemma(token), _words(OBJECT))
            yield from _look(token.lower_, _words("adjective"))


def _under_preposition(prep: Token) -> Iterator[Metric]:
    parent = prep.head
    if parent.pos_ in NOUNS:
        if prep.lower_ in ("of", "to", "on", "against", "in", "for", "at"):
            yield from _look(lemma(parent), _words("event"))
        if (
            prep.lower_ in ("to", "at", "of", "from")
            and lemma(parent) in table("metrics")["totals"]["noun"]
        ):
            yield from _totalled(parent)
    elif parent.pos_ in ("VERB", "AUX"):
        if prep.dep_ == "agent":
            return
        if prep.lower_ in ("to", "at", "by", "from", "above", "past"):
            yield from _subject_noun(parent)
            yield from (m for c in parent.children if c.dep_ == "dobj" for m in _totalled(c))
        if prep.lower_ in ("on", "at") and lemma(parent) in ("fire", "shoot", "attack", "shell"):
            yield Metric.AFFECTED


def _totalled_before(number: Token, head: Token) -> Iterator[Metric]:
    """A total earlier in the sentence whose size a bare number states."""
    if head.i != number.i or not (number.dep_ in ("attr", "acomp") or _reached(number)):
        return
    totals = table("metrics")["totals"]["noun"]
    for token in reversed(number.doc[: number.i]):
        if token.pos_ == "NOUN" and lemma(token) in totals:
            yield from _totalled(token)


def _reached(number: Token) -> bool:
    return number.dep_ == "pobj" and number.head.lower_ in ("to", "at")


_GROUPS = frozenset("group number column contingent unit team batch wave piece set".split())


def _suggested(number: Token, head: Token) -> Iterator[Metric]:
    """What the counted noun suggests by itself: soldiers are troops."""
    yield from _look(lemma(head), _words("default"))
    for child in head.children if lemma(head) in _GROUPS else ():
        if child.lower_ == "of":
            yield from (
                m
                for c in child.children
                if c.dep_ == "pobj"
                for m in _look(lemma(c), _words("default"))
            )


_SEARCHES: tuple[Callable[[Token, Token], Iterator[Metric]], ...] = (
    _beside_number,
    _own_noun,
    _participles,
    _totalled_before,
    _governor,
    _suggested,
)


def _look(word: str, words: dict[str, Metric]) -> Iterator[Metric]:
    if word in words:
        yield words[word]
