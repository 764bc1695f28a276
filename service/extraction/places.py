"""Where? The place of the count, as the same sentence gives it.

The prepositional phrases are asked in the order in which they hang on the number: first those of
the counted noun, then those of its verb, outward to the whole sentence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Token

from service.extraction.answers import Answer, named
from service.extraction.items import counted
from service.extraction.journeys import destination, origin, reached, takes_in
from service.extraction.lexicon import table
from service.extraction.nearby import after
from service.extraction.parsing import Parsed, lemma, path
from service.extraction.people import is_people
from service.extraction.sources import Utterance
from service.extraction.strikes import is_hit, is_hit_there, struck
from service.extraction.toponyms import (
    DIRECTIONS,
    FIRM,
    PREPOSITIONS,
    happens,
    has_name,
    holds,
    is_event,
    is_located,
    is_no_ground,
    is_place,
    is_region,
    is_town,
    names,
    not_places,
    nouns,
)
from service.extraction.wars import BEFELL, is_before, is_date, is_ground, is_of, is_waging
from service.extraction.wholes import is_named, placed
from service.naming import country_of, source_kind
from service.values import Kind, Metric, Place, SourceKind

CLAUSES = 8
"""Clauses of which is kept what each of their numbers is asked for."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number of which it is asked where it was counted."""

    number: Token
    kind: Kind
    metric: Metric
    spoken: Sequence[Utterance]
    """Those who speak in its clause: their places are not the number's."""
    invader: str | None
    """The one state that the article calls the invader: its war is not on its ground."""


def place(parsed: Parsed, text: str, count: Count, heading: Parsed | None) -> Answer[Place] | None:
    """The place of a count, or None where the clause gives none, nor its `heading`, the words
    before a colon."""
    found = _found(_in_order(count))
    if found is not None:
        return Answer(placed(parsed, text, found.value), found.rule)
    above = next(_heading(heading.doc), None) if heading else None
    return Answer(placed(heading, text, above), named(_heading)) if heading and above else None


def _found(candidates: Iterator[Answer[Token]]) -> Answer[Token] | None:
    """The first place, unless only a later one has a name; "elsewhere" needs none."""
    found = next(candidates, None)
    if found is None or found.value.pos_ == "ADV" or is_named(found.value):
        return found
    return next((c for c in candidates if is_named(c.value)), found)


def _heading(doc: Doc) -> Iterator[Token]:
    """ "Floods in Chad: 12 dead", "Besieged Sumy: 12 dead": the place of the words before a
    colon."""
    yield from (t for t in doc if is_located(t) and is_named(t))
    if not any(t.tag_ in _FINITE for t in doc):
        heads = (t for t in doc if t.pos_ == "PROPN" and t.dep_ in ("ROOT", "dobj", "nsubj"))
        yield from filter(is_town, heads)


_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})


def _in_order(count: Count) -> Iterator[Answer[Token]]:
    """The places that may be meant; those on whose ground a whole war is last, where the war only
    dates the count or is not in its phrases."""
    wars = list[Answer[Token]]()
    for found in _candidates(count):
        if _is_aside(found.value, count.number) or is_waging(found.value):
            continue
        if is_before(found.value):
            continue
        if not is_ground(found.value):
            yield found
        elif count.metric in BEFELL and not is_of(found.value, count.invader):
            if found.rule == named(_elsewhere) or is_date(found.value):
                wars.append(found)
            else:
                yield found
    yield from wars


def _candidates(count: Count) -> Iterator[Answer[Token]]:
    number, kind = count.number, count.kind
    measured = kind is Kind.MEASURE
    experiencing = [Answer(n, named(_experiencing)) for n in _experiencing(number, measured)]
    if measured:
        yield from (Answer(noun, named(_apposed)) for noun in _apposed(number))
        yield from experiencing
    if kind is Kind.MONEY:
        yield from (Answer(noun, named(_benefiting)) for noun in _benefiting(number))
    for rule in (_apart, origin, _hanging, destination, reached, _where, _everywhere, struck):
        yield from (Answer(noun, named(rule)) for noun in rule(number))
    yield from experiencing
    yield from (Answer(noun, named(_belonging)) for noun in _belonging(number))
    yield from (Answer(noun, named(_elsewhere)) for noun in _elsewhere(number, count.spoken))
    yield from (Answer(noun, named(_event_names)) for noun in _event_names(number))


def _benefiting(number: Token) -> Iterator[Token]:
    """ "$12 million for Chad", "to support Chad", "aid to Chad worth $12 million": the land that
    money is given to."""
    for node in dict.fromkeys([counted(number), *path(number)]):
        gifts = [node, *(t for c in node.children if c.dep_ in _GIVEN for t in (c, *c.children))]
        for prep in (p for gift in gifts for p in gift.children if p.lower_ in ("for", "to")):
            yield from (c for c in prep.children if _is_given(c, prep, number))
    for verb in number.doc[number.i + 1 :]:
        if lemma(verb) in _HELPING and verb.nbor(-1).lower_ == "to":
            yield from (c for c in verb.children if c.dep_ == "dobj" and is_region(c))


_HELPING = frozenset({"support", "help", "assist", "aid", "rebuild"})

_GIVEN = frozenset({"dobj", "nsubj", "nsubjpass", "prep", "pobj"})
_GIVING = frozenset("allocate provide send give donate grant pledge approve transfer lend".split())


def _is_given(land: Token, prep: Token, number: Token) -> bool:
    """A land after money, what is given with money, or the verb that gives it."""
    host = prep.head
    gives = host.i == number.i or lemma(host) in _GIFTS | _GIVING
    return gives and land.dep_ == "pobj" and is_region(land)


_GIFTS = frozenset(
    "aid package assistance support loan grant help donation funding dollar euro pound".split()
)


def _hanging(number: Token) -> Iterator[Token]:
    """Places in the phrases that hang on the number's path, the nearest first."""
    for node in dict.fromkeys([counted(number), *path(number)]):
        for prep in _prepositions(node):
            yield from (n for n in _under(prep) if not holds(n, number))


def _prepositions(node: Token) -> Iterator[Token]:
    """A node's own prepositions, those after it first, and those of its participles."""
    children = sorted(node.children, key=lambda c: (c.i < node.i, c.i))
    for child in children:
        if child.dep_ == "prep" and child.lower_ in PREPOSITIONS:
            yield child
        elif child.dep_ == "prep" and child.lower_ in ("of", "as"):
            yield from (p for c in child.children if c.dep_ == "pobj" for p in _prepositions(c))
        elif (
            child.dep_ in ("acl", "relcl", "dobj", "advmod", "advcl", "xcomp") and child.i > node.i
        ):
            yield from (c for c in child.children if c.dep_ == "prep" and c.lower_ in PREPOSITIONS)


def _under(prep: Token) -> Iterator[Token]:
    """Places in a prepositional phrase: its own noun, or one that hangs on an event in it, as in
    "in the shelling of Kharkiv" or "in an attack on the station"."""
    if _is_elsewhere(prep):
        return
    yield from _unattached(prep)
    for child in prep.children:
        if child.dep_ == "pobj" and is_place(child, prep):
            yield child
        elif child.dep_ == "pobj":
            yield from _within(child)
            if prep.lower_ in FIRM and not happens(child):
                yield from (c for c in child.children if c.dep_ == "poss" and is_region(c))
        elif child.dep_ == "prep":
            yield from _under(child)


def _unattached(prep: Token) -> Iterator[Token]:
    """ "In Chad rebels killed 12": the name that the parser takes for a part of the subject."""
    bare = prep.lower_ in FIRM and not any(prep.children) and prep.i + 1 < len(prep.doc)
    name = prep.nbor(1) if bare else prep
    if name.dep_ == "compound" and name.pos_ == "PROPN" and not is_no_ground(name):
        yield name


def _is_elsewhere(prep: Token) -> bool:
    """Origins, launch sites and opponents: "soldiers from Chad", "brought 12 men from Chad", "fired
    12 rockets from Chad", "the war against Chad"; but "bought shells from Chad"."""
    if prep.lower_ == "from":
        moved = (c for c in prep.head.children if c.dep_ in ("dobj", "nsubjpass"))
        launched = any(lemma(host) in _LAUNCHING for host in (prep.head, prep.head.head))
        return launched or is_people(prep.head) or any(map(is_people, moved))
    return prep.lower_ == "against" and lemma(prep.head) in ("war", "combat", "fight", "struggle")


_LAUNCHING = frozenset("launch fire shoot lob release launcher".split())


def _where(number: Token) -> Iterator[Token]:
    """ "Sumy, where 12 people died": the noun of a relative clause of place."""
    for ancestor in number.ancestors:
        host = ancestor.head
        may_be = host.pos_ == "PROPN" or lemma(host) in nouns()
        placed = ancestor.dep_ == "relcl" and may_be and not is_no_ground(host)
        if placed and _begins_with_where(ancestor):
            yield host


def _begins_with_where(clause: Token) -> bool:
    start = clause.left_edge.i
    return any(t.lower_ == "where" for t in clause.doc[start : start + 2])


def _within(noun: Token) -> Iterator[Token]:
    """Places in the phrases of a noun that is none itself."""
    for prep in noun.children:
        of_event = prep.lower_ in ("of", "for") and happens(noun)
        if prep.dep_ == "prep" and (prep.lower_ in PREPOSITIONS or of_event):
            yield from _under(prep)


def _everywhere(number: Token) -> Iterator[Token]:
    """ "584 deaths were reported worldwide", wherever the parser hung the word."""
    for adverb in _wide_adverbs(number.doc):
        counted_so = {*path(number), *counted(number).subtree}
        if adverb.head.pos_ in ("VERB", "AUX") or _hosts(adverb) & counted_so:
            yield adverb


@lru_cache(maxsize=CLAUSES)
def _wide_adverbs(doc: Doc) -> tuple[Token, ...]:
    return tuple(t for t in doc if t.lower_ in _EVERYWHERE)


def _hosts(adverb: Token) -> set[Token]:
    """What an adverb hangs on, and what that hangs on: "killed in violence nationwide"."""
    noun = adverb.head
    return {noun, noun.head.head} if noun.dep_ == "pobj" else {noun}


_EVERYWHERE = frozenset({"worldwide", "nationwide", "countrywide", "statewide"})


def _apart(number: Token) -> Iterator[Token]:
    """ "22 died in Sumy, another 15 elsewhere": the word right after what is counted."""
    following = map(after, sorted({number, counted(number)}))
    yield from (t for t in following if t is not None and t.lower_ in _ELSEWHERE)


_ELSEWHERE = frozenset({"elsewhere", "abroad", "overseas"})


def _experiencing(number: Token, measured: bool) -> Iterator[Token]:
    """The place that has what is counted: "China recorded 26 cases", "the camp holds 900 men"."""
    for node in path(number):
        if node.pos_ == "VERB" and (lemma(node) in _EXPERIENCING or takes_in(node)):
            own = (c for c in node.children if c.dep_ == "nsubj" and c.i < number.i)
            subjects = (node.head if c.tag_ == "WDT" else c for c in own)
            yield from (c for c in subjects if _may_experience(c, lemma(node), measured))


_EXPERIENCING = frozenset(
    "experience record register see report confirm face receive accept admit host produce "
    "detect hold house shelter".split()
)
_MEASURING = frozenset("experience record register see report receive".split())


def _may_experience(subject: Token, verb: str, measured: bool) -> bool:
    """A country, a kind of place, or any name where something is measured: "Lanyu recorded winds of
    99 mph"."""
    if is_people(subject):
        return False  # "Russians report 40 dead"
    if subject.pos_ == "PROPN":
        unknown = source_kind(subject.text) is SourceKind.OTHER
        return is_region(subject) or (measured and unknown and verb in _MEASURING)
    if lemma(subject) in ("center", "centre") and not measured and verb in _MEASURING:
        return False  # a body: "a call center registered 40 cases"
    return lemma(subject) in nouns() and not any(c.dep_ == "nummod" for c in subject.children)


def _apposed(number: Token) -> Iterator[Token]:
    """ "Sumy, 19 km from the border": the name beside which its distance stands."""
    before = [t for t in number.doc[max(0, number.i - 5) : number.i] if t.dep_ != "advmod"]
    comma = next((t for t in reversed(before) if t.text == ","), None)
    if comma is not None and comma.i and comma.i >= number.i - 3:
        name, behind = comma.nbor(-1), number.doc[number.i : number.i + 4]
        if (
            name.pos_ == "PROPN"
            and not is_no_ground(name)
            and any(t.lower_ in _AWAY | DIRECTIONS for t in behind)
        ):
            yield name


_AWAY = frozenset({"from", "away", "off"})


def _belonging(number: Token) -> Iterator[Token]:
    """The country of a thing that is counted or measured, and where people dwell: "the output of
    Taiwan fell by 2%", "12 residents of Sumy"."""
    change = number.head if number.dep_ == "appos" else number
    things = [counted(number)]
    if change.dep_ == "pobj" and change.head.lower_ == "by":
        things += [c for c in change.head.head.children if c.dep_ in ("dobj", "nsubj", "nsubjpass")]
    owners = (owner for thing in things if not _goes_about(thing) for owner in _owners(thing))
    yield from (o for o in owners if is_region(o) and not holds(o, number))
    if lemma(counted(number)) in nouns() | _DWELLERS:
        owned = (c for c in _owners(counted(number)) if not is_people(c))
        parts = (c for c in owned if c.text[0].isupper() or has_name(c))
        yield from (c for c in parts if not holds(c, number))


def _goes_about(thing: Token) -> bool:
    """What is wherever its owner is not, or is done there: "12 soldiers, ships, crimes of Chad"."""
    return (
        is_people(thing)
        or lemma(thing) in _MOVING
        or lemma(thing) in table("metrics")["weapons"]["default"]
    )


_MOVING = frozenset("ship vessel boat crime offence offense citizen".split())
_DWELLERS = frozenset({"resident", "inhabitant", "dweller"})


def _owners(noun: Token) -> Iterator[Token]:
    """Y in "X of Y", "Y's X" and "Sumy residents"."""
    for child in noun.children:
        if child.dep_ == "poss" or (child.dep_ == "compound" and lemma(noun) in _DWELLERS):
            yield child
        elif child.lower_ == "of":
            yield from (c for c in child.children if c.dep_ == "pobj")


def _elsewhere(number: Token, spoken: Sequence[Utterance]) -> Iterator[Token]:
    """Any other place of the clause, the nearest to the number first; but none that belongs to
    whoever speaks, and none for those who do."""
    speakers = _of_speakers([u for u in spoken if u.speaker.i != number.i])
    if number.i in speakers:
        return
    nouns = [
        noun
        for noun in _located(number.doc)
        if noun.i not in speakers
        and (is_located(noun) or is_hit_there(noun, number))
        and not any(c.dep_ == "nummod" for c in noun.children)  # it is counted itself
        and not holds(noun, number)
        and _may_stand_anywhere(noun, number)
    ]
    yield from sorted(nouns, key=lambda n: abs(n.i - number.i))


def _may_stand_anywhere(noun: Token, number: Token) -> bool:
    """A name; of what has none, what comes before the number, and "in the south" after it."""
    direction = noun.lower_ in DIRECTIONS and not any(noun.rights)
    return noun.i < number.i or direction or is_named(noun)


def _is_aside(noun: Token, number: Token) -> bool:
    """Whether a place is one of a part only: "12 people, including a boy who was hit in Sumy"."""
    parts = (a for a in noun.ancestors if a.lower_ == "including" and a.dep_ == "prep")
    return any(part.i > number.i for part in parts)


def _of_speakers(spoken: Sequence[Utterance]) -> set[int]:
    """The words that belong to whoever speaks, up to the verb: "officials in Kyiv said"."""
    own = {t.i for u in spoken for t in u.speaker.subtree}
    return own.union(*(range(u.speaker.i, u.cue.i) for u in spoken))


def mentioned(parsed: Parsed, text: str, spoken: Sequence[Utterance]) -> Iterator[Place]:
    """Every place that a clause names, whatever is there, but for those of its speakers."""
    speakers = _of_speakers(spoken)
    for noun in _located(parsed.doc):
        if noun.i not in speakers and names(noun):
            yield placed(parsed, text, noun)


@lru_cache(maxsize=CLAUSES)
def _located(doc: Doc) -> tuple[Token, ...]:
    """The nouns of a clause that are places or hit, of whatever is told there."""
    return tuple(noun for noun in doc if is_located(noun) or is_hit(noun))


def _event_names(number: Token) -> Iterator[Token]:
    """ "a Pompano Beach shooting": the place that names an event."""
    yield from _names_of_events(number.doc)


@lru_cache(maxsize=CLAUSES)
def _names_of_events(doc: Doc) -> tuple[Token, ...]:
    return tuple(t for t in doc if _is_before_event(t) and not _is_no_event_name(t))


def _is_before_event(token: Token) -> bool:
    names = token.dep_ == "compound" and token.pos_ == "PROPN" and token.head.pos_ != "PROPN"
    return names and is_event(token.head)


def _is_no_event_name(token: Token) -> bool:
    """Whoever attacks or inquires, and the day on which they do, name an attack, too."""
    if not token.text[0].isupper() or any(map(str.isdigit, token.text)):
        return True
    body = token.text.isupper() or source_kind(token.text) is not SourceKind.OTHER
    return body or token.lower_ in not_places() or country_of(token.text) is not None
