"""In what situation are those who are counted? What no single word tells, but several together.

"cut off power to 9,000 homes"         affected
"5 million people have left Sudan"     displaced
"sends 3,000 men to support its army"  troops
"""

from collections.abc import Iterator

from spacy.tokens import Token

from service.extraction.crowds import acts_together
from service.extraction.fitting import of_illness, suggested
from service.extraction.governors import is_total, outward
from service.extraction.lexicon import table
from service.extraction.parsing import lemma
from service.extraction.people import is_people
from service.extraction.predicates import OBJECT, words
from service.naming import country_of
from service.values import Metric


def trapped(number: Token, head: Token) -> Iterator[Metric]:
    """Those who cannot leave a town are affected, and not missing: "trapped in the besieged
    city"."""
    near = (head.head, *head.head.children, *head.children)
    inside = (c for t in near if t.lower_ == "trapped" for c in t.children if c.lower_ == "in")
    where = [noun for prep in inside for noun in prep.children if noun.dep_ == "pobj"]
    if any(t.pos_ == "PROPN" or lemma(t) in _TOWNS for t in where):
        yield Metric.AFFECTED


_TOWNS = frozenset("city town village region district area enclave territory country zone".split())


def missions(number: Token, head: Token) -> Iterator[Metric]:
    """What guns and aircraft fly or fire: "artillery units completed 70 missions"."""
    missions = table("metrics")["missions"]
    done = head.dep_ in ("dobj", "nsubjpass") and lemma(head.head) in missions["verb"]
    if not done or lemma(head) not in missions["noun"]:
        return
    doers = (t for c in head.head.lefts if c.dep_ == "nsubj" for t in c.subtree)
    armed = any(lemma(t) in missions["doer"] for t in doers)
    if armed or any(lemma(c) in missions["modifier"] for c in head.lefts):
        yield Metric.ATTACKS


def taken_away(number: Token, head: Token) -> Iterator[Metric]:
    """People of whom nobody knows where they are brought: "were taken in an unknown direction"."""
    if head.dep_ not in ("dobj", "nsubjpass") or not is_people(head):
        return
    goals = (t for prep in head.head.children if prep.dep_ == "prep" for t in prep.children)
    if any(lemma(t) in _GOALS and any(c.lower_ == "unknown" for c in t.lefts) for t in goals):
        yield Metric.DISPLACED


_GOALS = frozenset({"direction", "destination", "location", "place"})


def struck_places(number: Token, head: Token) -> Iterator[Metric]:
    """Places where people are affected or attacks take place: "affected 900 people in 12 towns",
    "attacks near 13 villages"."""
    if not is_place(head):
        return
    for outer in head.head.ancestors:
        struck = words(OBJECT).get(lemma(outer)) in (Metric.AFFECTED, Metric.DESTROYED)
        objects = (lemma(c) for c in outer.children if c.dep_ in ("dobj", "nsubjpass"))
        attacks = (words("noun").get(name) for name in (lemma(outer), *objects))
        if struck or Metric.ATTACKS in attacks:
            yield Metric.AFFECTED


def is_place(head: Token) -> bool:
    """Whether a noun only says where: "in 12 towns"."""
    return head.dep_ == "pobj" and lemma(head) in table("places")["nouns"]


def admitted(number: Token, head: Token) -> Iterator[Metric]:
    """Nationals whom another country takes in are refugees: "admitted 2,000 Syrians"; those who
    are admitted for an illness are cases."""
    taken_in = head.dep_ in ("dobj", "nsubjpass") and lemma(head.head) in _TAKING_IN
    if taken_in and lemma(head.head) == "admit" and of_illness(Metric.WOUNDED, number) is _CASES:
        yield _CASES
    if taken_in and country_of(head.text) is not None:
        yield Metric.DISPLACED


_CASES = Metric.CASES
_TAKING_IN = frozenset({"admit", "accept", "host", "welcome", "take"})


def left(number: Token, head: Token) -> Iterator[Metric]:
    """People who leave a country are displaced: "5 million people have left Sudan"."""
    leaves = head.dep_ == "nsubj" and lemma(head.head) in ("leave", "quit")
    left = [c for c in head.head.children if c.dep_ == "dobj"] if leaves else []
    if is_people(head) and any(country_of(c.text) or lemma(c) in _HOMES for c in left):
        yield Metric.DISPLACED


_HOMES = frozenset({"country", "homeland", "region", "city", "town", "village"})


def cut_off(number: Token, head: Token) -> Iterator[Metric]:
    """Those to whom a supply is cut: "cut off power to 9,000 homes"."""
    supplies = table("metrics")["supplies"]
    if head.dep_ != "pobj" or head.head.lower_ not in ("to", "for", "in"):
        return
    cut = next((a for a in head.head.ancestors if lemma(a) in supplies["cut"]), None)
    if cut is None:
        return
    if any(c.dep_ in ("dobj", "nsubjpass") and lemma(c) in supplies["noun"] for c in cut.children):
        yield Metric.AFFECTED


def carrying(number: Token, head: Token) -> Iterator[Metric]:
    """Those in whom a disease is found: "detected the virus in two children"."""
    found_in = head.dep_ == "pobj" and head.head.lower_ == "in" and is_people(head)
    above = head.head.head
    found = (c for c in above.children if c.dep_ in ("dobj", "nsubjpass"))
    diseases = table("metrics")["diseases"]["noun"]
    if found_in and any(t.lower_ in diseases for n in (above, *found) for t in (n, *_of(n))):
        yield Metric.CASES


def _of(noun: Token) -> Iterator[Token]:
    return (t for c in noun.rights if c.lower_ == "of" for t in c.subtree)


def lacking(number: Token, head: Token) -> Iterator[Metric]:
    """Those who lack a supply: "900 homes have no power"."""
    if head.dep_ != "nsubj" or lemma(head.head) not in ("have", "lack"):
        return
    for lacked in (c for c in head.head.children if c.dep_ == "dobj"):
        none = lemma(head.head) == "lack" or any(c.lower_ == "no" for c in lacked.lefts)
        if none and lemma(lacked) in table("metrics")["supplies"]["noun"]:
            yield Metric.AFFECTED


def seized(number: Token, head: Token) -> Iterator[Metric]:
    """People who are seized are abducted, unless something else says by whom: "40 pupils seized
    by gunmen", but "arrested with 40 men seized at a bar"."""
    taken = head.dep_ in ("dobj", "nsubjpass") and lemma(head.head) == "seize"
    if is_people(head) and (taken or any(lemma(c) == "seize" for c in head.rights)):
        yield Metric.ABDUCTED


def returned(number: Token, head: Token) -> Iterator[Metric]:
    """Those who come home where prisoners are exchanged: "a swap, thanks to which 40 sailors
    returned home"."""
    comes = head.dep_ == "nsubj" and lemma(head.head) in ("return", "come", "go", "get")
    goals = {t.lower_ for c in head.head.rights for t in (c, *c.children)} if comes else set()
    swapped = any(lemma(t) in ("exchange", "swap") for t in head.doc)
    if swapped and is_people(head) and not goals.isdisjoint(_HOME):
        yield Metric.RELEASED


_HOME = frozenset({"home", "back", "homeland", "country"})


def held(number: Token, head: Token) -> Iterator[Metric]:
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


def fired(number: Token, head: Token) -> Iterator[Metric]:
    """What is fired at something, where no noun names it: "700 have been fired at the town"."""
    fired = head.dep_ == "nsubjpass" and lemma(head.head) in ("fire", "launch")
    if head.i == number.i and fired and any(c.lower_ in _TOWARDS for c in head.head.children):
        yield Metric.WEAPONS


_TOWARDS = frozenset({"at", "against", "into", "towards", "toward"})


def sent(number: Token, head: Token) -> Iterator[Metric]:
    """Men whom somebody sends somewhere are troops: "sends 3,000 men to support its army"."""
    sent = head.dep_ in ("dobj", "nsubjpass") and lemma(head.head) in ("send", "field", "dispatch")
    if sent and lemma(head) == "man":
        yield Metric.TROOPS


def engaged(number: Token, head: Token) -> Iterator[Metric]:
    """Arms and stores that an army "engages" are destroyed or damaged."""
    above = head
    while (outer := outward(above)) is not None:
        above = outer
    engaged = above.dep_ in ("dobj", "nsubjpass") and lemma(above.head) == "engage"
    built = lemma(head) in table("metrics")["of_things"]["built"]
    if engaged and (built or suggested(head) is Metric.WEAPONS or lemma(head) == "unit"):
        yield Metric.DESTROYED


def arrived(number: Token, head: Token) -> Iterator[Metric]:
    """Migrants who arrive are displaced: "300 migrants landed on the island"."""
    arrivals = table("metrics")["arrivals"]
    above = head.head.head
    doer = above if head.dep_ == "pobj" and is_total(above) else head
    arrives = doer.dep_ == "nsubj" and lemma(doer.head) in arrivals["verb"]
    if arrives and lemma(head) in arrivals["noun"]:
        yield Metric.DISPLACED


def drawn(number: Token, head: Token) -> Iterator[Metric]:
    """Those whom a protest draws: "the rally drew 300 people", "a protest involving 300 people"."""
    verb = head.head
    if head.dep_ != "dobj" or lemma(verb) not in _DRAWING or not is_people(head):
        return
    events = (c for c in verb.children if c.dep_ == "nsubj") if verb.dep_ != "acl" else (verb.head,)
    told = (words("event").get(lemma(noun)) for noun in events)
    yield from (m for m in told if m is Metric.ATTENDANCE)


_DRAWING = frozenset({"draw", "involve", "attract", "gather", "include", "see"})


def crowd(number: Token, head: Token) -> Iterator[Metric]:
    """A group that does something together, in public or by force, is a crowd: "hundreds of
    students clashed with police", "30 men and women set fire to a bus"."""
    may_crowd = suggested(head) in (None, Metric.SUPPORT, Metric.ATTENDANCE)
    if may_crowd and acts_together(head, number):
        yield Metric.ATTENDANCE


def paid(number: Token, head: Token) -> Iterator[Metric]:
    """As much of nothing that is named as is paid, or as something costs or is worth: "the fraud
    cost them millions", "income fell by a billion"."""
    sums = table("metrics")["sums"]
    if number.tag_ != "CD" or number.dep_ in ("nummod", "quantmod"):
        return
    above = number.head.head if number.dep_ == "pobj" else number.head
    paying = number.dep_ in ("dobj", "npadvmod", "attr") and lemma(above) in sums["verb"]
    subjects = (c for c in above.children if c.dep_ in ("nsubj", "nsubjpass"))
    if paying or (number.dep_ == "pobj" and any(lemma(c) in sums["noun"] for c in subjects)):
        yield Metric.MONEY


def leading(number: Token, head: Token) -> Iterator[Metric]:
    """Points by which somebody is before another in a vote: "leads the mayor by two points"."""
    if lemma(head) != "point":
        return
    above = [head.head, *head.head.ancestors][:2]
    if any(lemma(t) in table("metrics")["leads"]["word"] for t in (*above, *head.rights)):
        yield Metric.SUPPORT


def polled(number: Token, head: Token) -> Iterator[Metric]:
    """A share of nothing that is named, where votes are spoken of: "the poll puts her on 41
    percent"."""
    shares = head.lower_ == "percent" or (head.i == number.i and head.lower_ == "half")
    if shares and any(lemma(t) in table("metrics")["polls"]["noun"] for t in head.doc):
        yield Metric.SUPPORT
