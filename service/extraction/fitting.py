"""What can befall what is counted? The same word means another fate for another kind of thing.

"hit 12 men"            wounded
"hit 12 homes"          destroyed
"hit 12 villages"       affected
"eliminated 12 tanks"   destroyed
"""

from collections.abc import Iterator

from spacy.tokens import Token

from service.extraction.items import NOUNS, STATES
from service.extraction.lexicon import table
from service.extraction.parsing import lemma
from service.extraction.people import classes, is_people
from service.extraction.predicates import is_passive, words
from service.values import Metric


def fitting(found: Metric, head: Token) -> Metric:
    """The metric that words of a fate have for the noun that it befell."""
    if head.pos_ == "PRON" or head.lower_ in STATES:
        return found
    if is_people(head):
        return _of_people(found, head)
    if head.pos_ in NOUNS and suggested(head) is Metric.WEAPONS:
        return found if found not in _OF_ARMS else _of_arms(found, head)
    return _of_things(found, head) if head.pos_ == "NOUN" else found


def _of_people(found: Metric, head: Token) -> Metric:
    """People who are "destroyed", as some armies put it, are killed; who burns is wounded; kin
    whom somebody "lost" are dead; soldiers who "move" or "leave" are troops; people on alert are no
    weapons; a bus that crashes says nothing of those in it; households are damaged as homes; and
    civilians whom somebody holds are detained."""
    if found is Metric.DISPLACED and suggested(head) is Metric.TROOPS:
        return Metric.TROOPS if verb_above(head) in ("move", "leave") else found
    if found is Metric.DESTROYED and head.head.lower_ == "with":
        return Metric.OTHER
    if found is Metric.WEAPONS:
        return suggested(head) or Metric.OTHER
    if found is Metric.CASUALTIES and _are_dead(head):
        return Metric.KILLED
    if found is Metric.CAPTURED and _is_unarmed(head) and verb_above(head) in ("hold", "keep"):
        captive = head.dep_ == "nsubjpass" and any(c.lower_ == "captive" for c in head.head.rights)
        return Metric.ABDUCTED if captive else Metric.DETAINED
    if found is not Metric.DESTROYED or lemma(head) in table("metrics")["of_things"]["built"]:
        return found
    return Metric.WOUNDED if lemma(head.head) == "burn" else Metric.KILLED


def of_illness(found: Metric, number: Token) -> Metric:
    """Whom a hospital treats where a sentence tells of a disease and of no injury is a case:
    "three were treated for cholera"."""
    if found is not Metric.WOUNDED:
        return found
    told = {word for t in number.doc for word in (t.lower_, lemma(t))}
    ill = not told.isdisjoint(table("metrics")["diseases"]["noun"])
    return (
        Metric.CASES if ill and told.isdisjoint(table("metrics")["diseases"]["unlike"]) else found
    )


def _are_dead(head: Token) -> bool:
    """ "lost two sons", "lost his two children", "40 villagers were lost"; but what an army loses
    may live."""
    verb = next(_verbs_above(head), None)
    lost = verb is not None and lemma(verb) == "lose" and is_passive(verb)
    own = lemma(head) == "child" and any(c.dep_ == "poss" for c in head.lefts)
    kin = own or lemma(head) in table("populations")["people"]["kin"]
    return kin or (lost and classes().get(lemma(head)) != "soldier")


def _is_unarmed(head: Token) -> bool:
    unarmed, name = table("metrics")["unarmed"], lemma(head)
    return name in unarmed["noun"] or classes().get(name) in unarmed["classes"]


def _of_arms(found: Metric, head: Token) -> Metric:
    """Arms that are "lost" or "eliminated" are destroyed, but bullets that are "shot" are fired."""
    down = any(c.lower_ in ("down", "off") for c in head.head.children)
    shot = found is Metric.WOUNDED and verb_above(head) == "shoot" and not down
    return Metric.WEAPONS if shot else _OF_ARMS[found]


_OF_ARMS = {
    Metric.KILLED: Metric.DESTROYED,
    Metric.WOUNDED: Metric.DESTROYED,
    Metric.AFFECTED: Metric.DESTROYED,
    Metric.CASUALTIES: Metric.DESTROYED,
    Metric.CAPTURED: Metric.WEAPONS,
    Metric.RELEASED: Metric.WEAPONS,
}
"""What fates of people are of arms: those "eliminated" or "lost" are destroyed."""


def _of_things(found: Metric, head: Token) -> Metric:
    """What is "hit" is wounded only if it can bleed: houses are destroyed, places affected. Of
    what is "lost", jobs are no casualties; a list that is "released" was never held, and wagons
    that are "moved" had no home."""
    name = lemma(head)
    if found is Metric.KILLED and name not in words("noun"):
        return _of_lifeless(head)
    if name in table("metrics")["of_things"]["built"]:
        found = _OF_BUILT.get(found, found)
    if name in table("places")["nouns"]:
        return _OF_PLACES.get(found, found)
    if found is Metric.WOUNDED and verb_above(head) in ("hit", "strike"):
        return found if _is_agent(name) else Metric.AFFECTED
    if found is Metric.TROOPS and name in table("metrics")["of_things"]["built"]:
        return Metric.WEAPONS if name in _AFLOAT else Metric.OTHER
    if found is Metric.WOUNDED and verb_above(head) == "treat" and not _is_agent(name):
        return Metric.OTHER
    if found is Metric.CASUALTIES and name not in ("casualty", "victim", "loss"):
        lost = Metric.DESTROYED if _are_units(head) else Metric.OTHER
        return Metric.CASUALTIES if suggested(head) else lost
    if found is Metric.DISPLACED and name not in words("noun"):
        return Metric.OTHER
    if found is Metric.DETAINED and name in ("count", "charge", "offence", "offense"):
        return Metric.OTHER
    published = name in table("metrics")["published"]["noun"]
    return Metric.OTHER if found is Metric.RELEASED and published else found


_AFLOAT = frozenset("helicopter aircraft plane jet ship boat vessel".split())
"""What armies deploy of things that others have, too."""


def _are_units(head: Token) -> bool:
    """ "60 units of equipment", "60 equipment units": things, however they are counted."""
    of = (t for c in head.rights if c.lower_ == "of" for t in c.children if not is_people(t))
    units = table("populations")["units"]["noun"]
    return lemma(head) in units and any(t.pos_ in NOUNS for t in (*of, *head.lefts))


def _is_agent(name: str) -> bool:
    return name.endswith(_OF_AGENTS) and name not in table("metrics")["of_things"]["lifeless"]


_OF_BUILT = {Metric.WOUNDED: Metric.DESTROYED, Metric.CASUALTIES: Metric.DESTROYED}
"""What is built is destroyed where it is "hit" or "lost"."""

_OF_AGENTS = ("er", "or", "ist", "ian", "ant", "ee")
"""How nouns end that may well be of people, known or not: "cyclist"."""

_OF_PLACES = {
    Metric.WOUNDED: Metric.AFFECTED,
    Metric.DISPLACED: Metric.AFFECTED,
    Metric.CAPTURED: Metric.OTHER,
    Metric.RELEASED: Metric.OTHER,
    Metric.CASUALTIES: Metric.OTHER,
}
"""What fates of people are of places: towns "captured" hold no prisoners."""


def _of_lifeless(head: Token) -> Metric:
    """What armies "eliminate" is destroyed where it does not live, what is built where it is
    "buried", and orders are "executed"."""
    senses, verb = table("metrics")["of_things"], verb_above(head)
    if verb == "bury" and lemma(head) in senses["built"]:
        return Metric.DESTROYED
    if verb in senses["other"]:
        return Metric.OTHER
    lifeless = verb in senses["destroyed"] and not _is_agent(lemma(head))
    return Metric.DESTROYED if lifeless else Metric.KILLED


def verb_above(head: Token) -> str | None:
    """The verb that a noun hangs under."""
    return next(map(lemma, _verbs_above(head)), None)


def _verbs_above(head: Token) -> Iterator[Token]:
    """The verbs that a noun hangs under; "including" is none."""
    yield from (a for a in head.ancestors if a.pos_ == "VERB" and a.dep_ != "prep")


def suggested(noun: Token) -> Metric | None:
    """The metric that a noun suggests, with its modifier where that makes it another thing:
    "mines" are none, "sea mines" are weapons; nor are "rounds of talks"."""
    known, name = words("default"), lemma(noun)
    of = (t for c in noun.children if c.lower_ == "of" for t in c.children)
    if name == "round" and any(known.get(lemma(t)) is not Metric.WEAPONS for t in of):
        return None
    joined = (f"{lemma(c)} {name}" for c in noun.lefts if c.dep_ in ("compound", "amod", "nmod"))
    return known.get(name) or next((known[j] for j in joined if j in known), None)
