"""What happened to what is counted? The metric of each number, from its own predicate.

The search goes outward from the number: the counted noun, its participles and relative clauses,
the verb that governs it, the noun that it hangs on, and only then what the noun suggests by
itself. Each number gets its own: "killed in an attack in which 12 were wounded" is wounded.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from spacy.tokens import Token

from service.extraction import losses
from service.extraction.answers import Answer, named
from service.extraction.crowds import acts_together
from service.extraction.fitting import fitting, suggested, verb_above
from service.extraction.items import (
    NOUNS,
    REACHING,
    counted,
    fronted,
    hyphenated,
    is_change,
    named_total,
    with_subject,
)
from service.extraction.lexicon import table
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
    to_death,
    words,
)
from service.naming import country_of
from service.values import Kind, Metric

BY_KIND = "metrics.by_kind"
"""The rule for a number of which nothing is said but its kind."""
UNSAID = "metrics.unsaid"
"""The rule for things of which nothing is said that is told apart."""


def metric(number: Token, kind: Kind, told: Token | None = None) -> Answer[Metric]:
    """The metric of a number token; `told` are the losses whose size it states."""
    if kind is Kind.MONEY:
        return Answer(Metric.MONEY, BY_KIND)
    if kind is Kind.PERCENT and is_change(number):
        return Answer(Metric.SHARE, BY_KIND)
    head = counted(number)
    if head.i == number.i:
        head = named_total(number) or head
    part = hyphenated(number)
    if part is not None and not is_people(part):
        return Answer(Metric.OTHER, UNSAID)
    found = next(_evidence(number, head, told), None)
    if kind is Kind.MEASURE or found is None:
        left = Metric.SHARE if kind is Kind.PERCENT else Metric.OTHER
        return Answer(left, UNSAID if kind is Kind.COUNT else BY_KIND)
    fits = fitting(found.value, head)
    share = kind is Kind.PERCENT and fits is Metric.OTHER
    return replace(found, value=Metric.SHARE if share else fits)


def _evidence(number: Token, head: Token, told: Token | None) -> Iterator[Answer[Metric]]:
    for search in _SEARCHES:
        yield from (Answer(found, named(search)) for found in search(number, head))
    if told is not None and head.lower_ != "percent":
        yield from (Answer(found, named(losses.fate)) for found in losses.fate(told))
    yield from (Answer(found, named(_suggested)) for found in _suggested(number, head))


# Searches, the nearest evidence first


def _beside_number(number: Token, head: Token) -> Iterator[Metric]:
    """The word right after the number: "15 dead", "3 injured in a crash", "251 taken hostage", in
    a list also past a dash: "199 - injured"."""
    following = _after(number)
    if following is not None and following.tag_ == "HYPH" and number.head.tag_ == "VBN":
        following = _after(following)
    if following is not None and following.lower_ in ("more", "others", "other", "people"):
        following = _after(following)
    if following is None or following.tag_ not in _FATEFUL_TAGS or _is_before_noun(following):
        return
    if number.lower_ == "one" and following.lower_ == "shot":
        return
    second = _after(following)
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


def _after(token: Token) -> Token | None:
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


def _own_noun(number: Token, head: Token) -> Iterator[Metric]:
    """The counted noun itself: "12 deaths", "12 cases of shelling"."""
    name = lemma(head)
    if name == "case":
        told = (
            m for t in _of(head) for word in (t.lower_, lemma(t)) for m in look(word, words("noun"))
        )
        yield from (m for m in told if m is Metric.ATTACKS)
    if head.i != number.i and not _is_other_sense(head, name):
        yield from both_fates(head)
        yield from look(name, words("noun"))
    if name == "time" and lemma(head.head) in words(OBJECT).keys() | {"violate", "fire"}:
        yield Metric.ATTACKS


def _is_other_sense(head: Token, name: str) -> bool:
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


def _event(number: Token, head: Token) -> Iterator[Metric]:
    """The noun of an event that the counted noun is the object of: "the killing of 12 people"."""
    if head.dep_ != "pobj" or head.head.lower_ != "of" or head.head.head.pos_ not in NOUNS:
        return
    event = head.head.head
    if not _is_other_sense(event, lemma(event)):
        yield from look(lemma(event), words("event"))


def _bodies(number: Token, head: Token) -> Iterator[Metric]:
    """Those whose bodies are counted one by one, where the parser coordinates them with these:
    "the bodies of a man, two women and a child"."""
    while head.dep_ == "conj" and head.head.pos_ in NOUNS:
        head = head.head
    of = any(c.lower_ == "of" and c.i > head.i for c in head.children)
    if of and head.i < number.i and lemma(head) in ("body", "corpse", "remains"):
        yield Metric.KILLED


def _named_among(number: Token, head: Token) -> Iterator[Metric]:
    """The first words of a sentence that say of whom it speaks: "Among the dead were 12 nurses and
    40 wounded soldiers"."""
    yield from _spoken_of(number, "among")


def _named_of(number: Token, head: Token) -> Iterator[Metric]:
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


def _trapped(number: Token, head: Token) -> Iterator[Metric]:
    """Those who cannot leave a town are affected, and not missing: "trapped in the besieged
    city"."""
    near = (head.head, *head.head.children, *head.children)
    inside = (c for t in near if t.lower_ == "trapped" for c in t.children if c.lower_ == "in")
    where = [noun for prep in inside for noun in prep.children if noun.dep_ == "pobj"]
    if any(t.pos_ == "PROPN" or lemma(t) in _TOWNS for t in where):
        yield Metric.AFFECTED


_TOWNS = frozenset("city town village region district area enclave territory country zone".split())


def _how_badly(number: Token, head: Token) -> Iterator[Metric]:
    """Who is hurt "critically", where no other word says more: "four of them seriously"."""
    those = next((c for c in number.children if c.lower_ == "of"), None)
    adverb = _after(those.right_edge if those is not None else number)
    if adverb is None or adverb.lower_ not in table("metrics")["badly"]["adverb"]:
        return
    following = _after(adverb)
    if following is None or following.is_punct:
        yield Metric.WOUNDED


def _outcome(number: Token, head: Token) -> Iterator[Metric]:
    """What at last befell those of whom a clause tells what befell them before: "12 men who had
    been abducted were released", "rescued 12 people trapped in the mine"."""
    told_before = any(c.dep_ in ("relcl", "acl") or c.tag_ == "VBN" for c in head.children)
    if told_before and head.i != number.i and head.dep_ in ("nsubj", "nsubjpass", "dobj"):
        last = next(_governed(head), None)
        if last in (Metric.RELEASED, Metric.KILLED):
            yield last


def _condition(number: Token, head: Token) -> Iterator[Metric]:
    """People whose condition is told are hurt: "three are in critical condition"."""
    told = head.head.children if head.dep_ in ("nsubj", "expl") else head.rights
    inside = (c for p in told if p.lower_ == "in" for c in p.children if lemma(c) == "condition")
    badly = table("metrics")["badly"]["condition"]
    told_badly = any(t.lower_ in badly for noun in inside for t in noun.lefts)
    if told_badly and (head.i == number.i or is_people(head)):
        yield Metric.WOUNDED


def _states(number: Token, head: Token) -> Iterator[Metric]:
    """What the noun is called before anything happens to it here: "wounded soldiers", "40 of the
    injured"."""
    if head.i != number.i and head.dep_ == "pobj":
        yield from look(head.lower_, words("adjective"))
    yield from (m for c in head.lefts if _is_before_noun(c) for m in _modifier(c))


def _is_numbered(noun: Token) -> bool:
    """Whether a noun is a number or has one of its own."""
    return noun.tag_ == "CD" or any(c.dep_ == "nummod" for c in noun.children)


def _strikes(number: Token, head: Token) -> Iterator[Metric]:
    """Strikes that are named only by what they are made with: "3 missile and 10 air strikes"."""
    following = head.doc[head.i + 1 : head.i + 2].text
    if head.tag_ != "NN" or following not in ("and", ",") or number.lower_ == "one":
        return
    others = (c for c in head.conjuncts if c.i > head.i and _is_numbered(c) and c.tag_ == "NNS")
    yield from (m for c in others for m in look(lemma(c), words("noun")) if m is Metric.ATTACKS)


def _missions(number: Token, head: Token) -> Iterator[Metric]:
    """What guns and aircraft fly or fire: "artillery units completed 70 missions"."""
    missions = table("metrics")["missions"]
    done = head.dep_ in ("dobj", "nsubjpass") and lemma(head.head) in missions["verb"]
    if not done or lemma(head) not in missions["noun"]:
        return
    doers = (t for c in head.head.lefts if c.dep_ == "nsubj" for t in c.subtree)
    armed = any(lemma(t) in missions["doer"] for t in doers)
    if armed or any(lemma(c) in missions["modifier"] for c in head.lefts):
        yield Metric.ATTACKS


def _taken_away(number: Token, head: Token) -> Iterator[Metric]:
    """People of whom nobody knows where they are brought: "were taken in an unknown direction"."""
    if head.dep_ not in ("dobj", "nsubjpass") or not is_people(head):
        return
    goals = (t for prep in head.head.children if prep.dep_ == "prep" for t in prep.children)
    if any(lemma(t) in _GOALS and any(c.lower_ == "unknown" for c in t.lefts) for t in goals):
        yield Metric.DISPLACED


_GOALS = frozenset({"direction", "destination", "location", "place"})


def _circumstances(number: Token, head: Token) -> Iterator[Metric]:
    """Where the counted are or come from: "12 soldiers from captivity", "people in prison"."""
    for prep in head.rights:
        if prep.dep_ == "prep":
            yield from (m for role in (OBJECT, SUBJECT) for m in said_by_phrase(prep, role))


def _participles(number: Token, head: Token) -> Iterator[Metric]:
    """Participles and clauses after the noun: "people found alive", "12 people who fled"."""
    for child in head.children:
        if child.dep_ == "relcl":
            yield from _relative(child)
        elif _is_before_noun(child):
            continue
        elif child.dep_ in _MODIFYING or child.tag_ == "VBN":
            yield from _modifier(child)
    following = _after(head)
    if following is not None and following.tag_ == "VBG" and following.dep_ == "advcl":
        yield from predicate(following, SUBJECT)


_MODIFYING = frozenset({"amod", "acl", "advcl", "acomp", "oprd", "appos"})


def _modifier(word: Token) -> Iterator[Metric]:
    if word.tag_ in ("VBN", "VBD"):
        acts = word.dep_ == "acl" and has_object(word)
        yield from predicate(word, SUBJECT if acts else OBJECT)
    elif word.tag_ == "VBG" and word.dep_ in ("acl", "amod"):
        yield from predicate(word, SUBJECT)
    elif word.pos_ == "ADJ":
        yield from look(word.lower_, words("adjective"))


def _relative(verb: Token) -> Iterator[Metric]:
    """A relative clause: "100,000 who fled", "the 10 people he killed"; but "300 migrants, of whom
    20 drowned" says it of the 20."""
    roles = {c.dep_: c for c in verb.children}
    if any(r in roles and _is_numbered(roles[r]) for r in ("nsubj", "nsubjpass")):
        return
    if "nsubjpass" in roles or ("nsubj" in roles and roles["nsubj"].tag_ not in ("WP", "WDT")):
        yield from predicate(verb, OBJECT)
    else:
        yield from predicate(verb, SUBJECT)


def _governor(number: Token, head: Token) -> Iterator[Metric]:
    """The verb or noun that the counted noun hangs on, along what it is coordinated with."""
    seen: set[int] = set()
    while head.i not in seen:
        seen.add(head.i)
        yield from _governed(head)
        step = _outward(head)
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
    elif head.dep_ in ("nsubj", "expl") or _is_stray_subject(head):
        yield from _among(parent)
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
        yield from _subject_noun(parent)
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


def _is_stray_object(head: Token) -> bool:
    """ "included a woman in her 30s, and six men", "lost 300 men, 12 tanks": the second object,
    hung on the verb."""
    verb = head.head
    hung = head.dep_ == "conj" or (head.dep_ == "npadvmod" and _is_numbered(head))
    coordinated = hung and head.pos_ in NOUNS and verb.pos_ == "VERB"
    return coordinated and any(c.dep_ == "dobj" and c.i < head.i for c in verb.children)


def _last_adverbial(verb: Token, head: Token) -> Iterator[Metric]:
    """ "hit the line, destroying a depot, a battery and 15 guns": the verb that the last things of
    a list really hang on."""
    for child in verb.rights:
        if child.i < head.i and child.tag_ == "VBG" and has_object(child):
            yield from predicate(child, OBJECT)


def _among(verb: Token) -> Iterator[Metric]:
    """ "Among the dead were two children"."""
    for child in verb.children:
        if child.lower_ == "among":
            yield from (m for c in child.children for m in _totalled(c))


def _outward(head: Token) -> Token | None:
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
    following = _after(head)
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


def _subject_noun(verb: Token) -> Iterator[Metric]:
    """ "the dead were 31", "the toll was likely to be 31"."""
    for child in with_subject(verb).children:
        if child.dep_ in ("nsubj", "nsubjpass"):
            yield from _totalled(child)
            yield from _lost(child)


def _totalled(noun: Token) -> Iterator[Metric]:
    """What a total totals up: "the number of those killed", "the death toll", "the number of
    people in need"; a participle after it the parser may take for its verb."""
    of = next((c for c in noun.children if c.lower_ == "of"), None)
    if of is not None and is_total(noun) and noun.head.i == of.right_edge.i + 1:
        yield from both_fates(noun.head)
        yield from look(lemma(noun.head), words(OBJECT))
    for token in noun.subtree:
        yield from both_fates(token)
        if token.pos_ in NOUNS and token.i <= noun.i + 6:
            yield from look(lemma(token), words("noun"))
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
    if placed and not _is_other_sense(noun, lemma(noun)):
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
        yield from _subject_noun(verb)
        yield from (m for c in verb.children if c.dep_ == "dobj" for m in _totalled(c))
    if word in ("on", "at") and (name in _FIRING or _opens_fire(verb)):
        yield Metric.AFFECTED
    if word == "alongside" or (word == "with" and _is_joined(prep, verb)):
        yield from subject_of(verb)
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


def _totalled_before(number: Token, head: Token) -> Iterator[Metric]:
    """A total earlier in the sentence whose size a bare number states."""
    if head.i != number.i or not (number.dep_ in ("attr", "acomp") or _reached(number)):
        return
    for token in reversed(number.doc[: number.i]):
        if token.pos_ == "NOUN" and is_total(token):
            yield from _totalled(token)


def _reached(number: Token) -> bool:
    return number.dep_ == "pobj" and number.head.lower_ in ("to", "at", "as")


def _robbed(number: Token, head: Token) -> Iterator[Metric]:
    """What the next word says of a noun that the parser hangs on a preposition before it, where
    nothing else is its subject: "in the aggression of Norway 40 men have died"."""
    following = _after(head)
    if head.dep_ != "pobj" or following is None or following.pos_ not in ("AUX", "VERB"):
        return
    helps = following.dep_ in ("aux", "auxpass")
    verb = following.head if helps else following
    finite = following.tag_ in ("VBD", "VBZ", "VBP")
    if finite and verb.i > head.i and not any(c.dep_.startswith("nsubj") for c in verb.children):
        yield from predicate(verb, OBJECT) if is_passive(verb) else subject_of(verb)


def _listed(number: Token, head: Token) -> Iterator[Metric]:
    """The participle at the end of a headline's list: "20 civilians, 12 soldiers killed"."""
    for other in head.rights:
        if other.dep_ in ("conj", "appos") and any(c.dep_ == "nummod" for c in other.children):
            yield from (m for c in other.rights if c.tag_ == "VBN" for m in _modifier(c))


def _stranded(number: Token, head: Token) -> Iterator[Metric]:
    """A noun that the parser took from its verb: the next passive that has lost its subject."""
    if head.dep_ in ("nsubj", "nsubjpass", "dobj") or _is_place(head):
        return
    for verb in head.doc[head.i + 1 :]:
        if verb.dep_ != "relcl" and any(c.dep_ == "auxpass" for c in verb.children):
            if not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
                yield from predicate(verb, OBJECT)
            return


def _misread(number: Token, head: Token) -> Iterator[Metric]:
    """A verb that the tagger takes for another word, though it has a subject: "units down four
    warplanes"."""
    verb = head.head
    mistaken = verb.pos_ not in ("VERB", "AUX", "NUM") and head.i > verb.i
    if mistaken and any(c.dep_ == "nsubj" for c in verb.children):
        yield from look(verb.lower_, words(OBJECT))


def _struck_places(number: Token, head: Token) -> Iterator[Metric]:
    """Places where people are affected or attacks take place: "affected 900 people in 12 towns",
    "attacks near 13 villages"."""
    if not _is_place(head):
        return
    for outer in head.head.ancestors:
        struck = words(OBJECT).get(lemma(outer)) in (Metric.AFFECTED, Metric.DESTROYED)
        objects = (lemma(c) for c in outer.children if c.dep_ in ("dobj", "nsubjpass"))
        attacks = (words("noun").get(name) for name in (lemma(outer), *objects))
        if struck or Metric.ATTACKS in attacks:
            yield Metric.AFFECTED


def _is_place(head: Token) -> bool:
    return head.dep_ == "pobj" and lemma(head) in table("places")["nouns"]


def _admitted(number: Token, head: Token) -> Iterator[Metric]:
    """Nationals whom another country takes in are refugees: "admitted 2,000 Syrians"."""
    taken_in = head.dep_ in ("dobj", "nsubjpass") and lemma(head.head) in _TAKING_IN
    if taken_in and country_of(head.text) is not None:
        yield Metric.DISPLACED


_TAKING_IN = frozenset({"admit", "accept", "host", "welcome", "take"})


def _left(number: Token, head: Token) -> Iterator[Metric]:
    """People who leave a country are displaced: "5 million people have left Sudan"."""
    leaves = head.dep_ == "nsubj" and lemma(head.head) in ("leave", "quit")
    left = [c for c in head.head.children if c.dep_ == "dobj"] if leaves else []
    if is_people(head) and any(country_of(c.text) or lemma(c) in _HOMES for c in left):
        yield Metric.DISPLACED


_HOMES = frozenset({"country", "homeland", "region", "city", "town", "village"})


def _cut_off(number: Token, head: Token) -> Iterator[Metric]:
    """Those to whom a supply is cut: "cut off power to 9,000 homes"."""
    supplies = table("metrics")["supplies"]
    if head.dep_ != "pobj" or head.head.lower_ not in ("to", "for", "in"):
        return
    cut = next((a for a in head.head.ancestors if lemma(a) in supplies["cut"]), None)
    if cut is None:
        return
    if any(c.dep_ in ("dobj", "nsubjpass") and lemma(c) in supplies["noun"] for c in cut.children):
        yield Metric.AFFECTED


def _lacking(number: Token, head: Token) -> Iterator[Metric]:
    """Those who lack a supply: "900 homes have no power"."""
    if head.dep_ != "nsubj" or lemma(head.head) not in ("have", "lack"):
        return
    for lacked in (c for c in head.head.children if c.dep_ == "dobj"):
        none = lemma(head.head) == "lack" or any(c.lower_ == "no" for c in lacked.lefts)
        if none and lemma(lacked) in table("metrics")["supplies"]["noun"]:
            yield Metric.AFFECTED


def _seized(number: Token, head: Token) -> Iterator[Metric]:
    """People who are seized are abducted, unless something else says by whom: "40 pupils seized
    by gunmen", but "arrested with 40 men seized at a bar"."""
    taken = head.dep_ in ("dobj", "nsubjpass") and lemma(head.head) == "seize"
    if is_people(head) and (taken or any(lemma(c) == "seize" for c in head.rights)):
        yield Metric.ABDUCTED


def _held(number: Token, head: Token) -> Iterator[Metric]:
    """People whom armed men hold, by whose they are: "the rebels hold 40 soldiers"."""
    held = head
    while held.dep_ == "conj":
        held = held.head
    if held.dep_ != "dobj" or lemma(held.head) != "hold" or not is_people(head):
        return
    for holder in (c for c in held.head.children if c.dep_ == "nsubj"):
        classes, name = table("metrics")["holders"], lemma(holder)
        yield from (Metric(m) for m, nouns in classes.items() if name in nouns)
        if country_of(holder.text):
            yield Metric.CAPTURED


def _fired(number: Token, head: Token) -> Iterator[Metric]:
    """What is fired at something, where no noun names it: "700 have been fired at the town"."""
    fired = head.dep_ == "nsubjpass" and lemma(head.head) in ("fire", "launch")
    if head.i == number.i and fired and any(c.lower_ in _TOWARDS for c in head.head.children):
        yield Metric.WEAPONS


_TOWARDS = frozenset({"at", "against", "into", "towards", "toward"})


def _sent(number: Token, head: Token) -> Iterator[Metric]:
    """Men whom somebody sends somewhere are troops: "sends 3,000 men to support its army"."""
    sent = head.dep_ in ("dobj", "nsubjpass") and lemma(head.head) in ("send", "field", "dispatch")
    if sent and lemma(head) == "man":
        yield Metric.TROOPS


def _engaged(number: Token, head: Token) -> Iterator[Metric]:
    """Arms and stores that an army "engages" are destroyed or damaged."""
    above = head
    while (outer := _outward(above)) is not None:
        above = outer
    engaged = above.dep_ in ("dobj", "nsubjpass") and lemma(above.head) == "engage"
    built = lemma(head) in table("metrics")["of_things"]["built"]
    if engaged and (built or suggested(head) is Metric.WEAPONS or lemma(head) == "unit"):
        yield Metric.DESTROYED


def _arrived(number: Token, head: Token) -> Iterator[Metric]:
    """Migrants who arrive are displaced: "300 migrants landed on the island"."""
    arrivals = table("metrics")["arrivals"]
    above = head.head.head
    doer = above if head.dep_ == "pobj" and is_total(above) else head
    arrives = doer.dep_ == "nsubj" and lemma(doer.head) in arrivals["verb"]
    if arrives and lemma(head) in arrivals["noun"]:
        yield Metric.DISPLACED


def _crowd(number: Token, head: Token) -> Iterator[Metric]:
    """A group that does something together, in public or by force, is a crowd: "hundreds of
    students clashed with police", "30 men and women set fire to a bus"."""
    may_crowd = suggested(head) in (None, Metric.SUPPORT, Metric.ATTENDANCE)
    if may_crowd and acts_together(head, number):
        yield Metric.ATTENDANCE


_COLLECTIVES = frozenset("group number column contingent unit team batch wave piece set".split())


def _polled(number: Token, head: Token) -> Iterator[Metric]:
    """A share of nothing that is named, where votes are spoken of: "the poll puts her on 41
    percent"."""
    shares = head.lower_ == "percent" or (head.i == number.i and head.lower_ == "half")
    if shares and any(lemma(t) in table("metrics")["polls"]["noun"] for t in head.doc):
        yield Metric.SUPPORT


def _suggested(number: Token, head: Token) -> Iterator[Metric]:
    """What the counted noun suggests by itself: soldiers are troops."""
    if found := suggested(head):
        yield found
    for child in head.children if lemma(head) in _COLLECTIVES else ():
        if child.lower_ == "of":
            pobj = (c for c in child.children if c.dep_ == "pobj")
            yield from (found for c in pobj if (found := suggested(c)))


_SEARCHES: tuple[Callable[[Token, Token], Iterator[Metric]], ...] = (
    _trapped,
    _how_badly,
    _own_noun,
    _event,
    _bodies,
    _strikes,
    _taken_away,
    _outcome,
    _beside_number,
    _named_among,
    _participles,
    _totalled_before,
    _robbed,
    _governor,
    _named_of,
    _circumstances,
    _condition,
    _states,
    _listed,
    _stranded,
    _misread,
    _struck_places,
    _admitted,
    _left,
    _cut_off,
    _lacking,
    _arrived,
    _seized,
    _held,
    _fired,
    _sent,
    _engaged,
    _missions,
    _crowd,
    _polled,
)
