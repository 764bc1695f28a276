"""Where? The place of the count, as the same sentence gives it.

The prepositional phrases are asked in the order in which they hang on the number: first those of
the counted noun, then those of its verb, outward to the whole sentence.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from spacy.tokens import Doc, Token

from service.extraction.answers import Answer, named
from service.extraction.items import counted
from service.extraction.lexicon import table
from service.extraction.parsing import Parsed, lemma, path
from service.extraction.people import is_people
from service.extraction.sources import Utterance
from service.naming import country_of, source_kind
from service.values import Kind, Place, SourceKind, Span

_PREPOSITIONS = frozenset(
    "in at near across throughout inside outside around over from on to into along off within "
    "between against beside through".split()
)
_FIRM = frozenset("in at near across throughout inside outside around within off beside".split())
_LOOSE = frozenset({"to", "into", "from", "off", "against", "over", "between", "through"})
"""Prepositions that place only what hangs on the same words as they do."""
_DIRECTIONS = frozenset(
    "north south east west northeast northwest southeast southwest northern southern eastern "
    "western outside".split()
)


@cache
def _nouns() -> frozenset[str]:
    return frozenset(table("places")["nouns"])


@cache
def _divisions() -> frozenset[str]:
    return frozenset(table("places")["divisions"])


@cache
def _not_places() -> frozenset[str]:
    return frozenset([*table("places")["times"], *table("places")["not_places"]])


def place(
    parsed: Parsed, text: str, number: Token, spoken: Sequence[Utterance], heading: Parsed | None
) -> Answer[Place] | None:
    """The place of a number's count, or None where the clause gives none, nor its `heading`, the
    words before a colon; a place that belongs to one of those who speak in it is not the
    number's."""
    measured = parsed.mention(number).amount.kind is Kind.MEASURE
    found = _found(_candidates(number, spoken, measured))
    if found is not None:
        return Answer(_placed(parsed, text, found.value), found.rule)
    above = next(_heading(heading.doc), None) if heading else None
    return Answer(_placed(heading, text, above), named(_heading)) if heading and above else None


def _found(candidates: Iterator[Answer[Token]]) -> Answer[Token] | None:
    """The first place, unless only a later one has a name."""
    found = next(candidates, None)
    if found is None or _is_named(found.value):
        return found
    return next((c for c in candidates if _is_named(c.value)), found)


def _heading(doc: Doc) -> Iterator[Token]:
    """ "Floods in Chad: 12 dead": the place of the words before a colon."""
    yield from (t for t in doc if _is_located(t) and _is_named(t))


def _placed(parsed: Parsed, text: str, found: Token) -> Place:
    noun = _town(found)
    span = _before_dash(parsed.words(sorted(_words(noun), key=lambda t: t.i)), text)
    words = span.of(text)
    return Place(words, span, _country(noun, words))


def _town(noun: Token) -> Token:
    """Where a building or a ground is, if the text says so: "a cellar of the theatre in Sumy"."""
    if lemma(noun) not in _nouns() or lemma(noun) in _divisions():
        return noun
    wholes = (t for c in noun.children if c.lower_ == "of" for t in c.children)
    preps = (c for n in (noun, *wholes) for c in n.children if c.dep_ == "prep" and c.i > noun.i)
    towns = (t for p in preps if p.lower_ in ("in", "on") for t in p.children)
    found = next((t for t in towns if t.dep_ == "pobj" and _is_place(t, t.head)), None)
    return noun if found is None or not _is_named(found) else _town(found)


_DASH = re.compile(r"\s*,?\s[-–—]\s")


def _before_dash(span: Span, text: str) -> Span:
    """Without whoever a headline names after its dash: "in Bakhmut - Kyrylenko"."""
    dash = _DASH.search(span.of(text))
    return Span(span.start, span.start + dash.start()) if dash and dash.start() else span


def _is_named(noun: Token) -> bool:
    """Whether a place has a name: "the country" gives way to one that the sentence names."""
    return any(t.pos_ == "PROPN" or country_of(t.text) for t in _words(noun))


def _candidates(
    number: Token, spoken: Sequence[Utterance], measured: bool
) -> Iterator[Answer[Token]]:
    yield from (Answer(noun, named(_hanging)) for noun in _hanging(number))
    yield from (Answer(noun, named(_destination)) for noun in _destination(number))
    for rule in (_where, _everywhere, _struck):
        yield from (Answer(noun, named(rule)) for noun in rule(number))
    yield from (Answer(n, named(_experiencing)) for n in _experiencing(number, measured))
    yield from (Answer(noun, named(_belonging)) for noun in _belonging(number))
    yield from (Answer(noun, named(_elsewhere)) for noun in _elsewhere(number, spoken))
    yield from (Answer(noun, named(_event_names)) for noun in _event_names(number))


def _hanging(number: Token) -> Iterator[Token]:
    """Places in the phrases that hang on the number's path, the nearest first."""
    for node in dict.fromkeys([counted(number), *path(number)]):
        for prep in _prepositions(node):
            yield from (n for n in _under(prep) if not _holds(n, number))


def _prepositions(node: Token) -> Iterator[Token]:
    """A node's own prepositions, those after it first, and those of its participles."""
    children = sorted(node.children, key=lambda c: (c.i < node.i, c.i))
    for child in children:
        if child.dep_ == "prep" and child.lower_ in _PREPOSITIONS:
            yield child
        elif child.dep_ == "prep" and child.lower_ in ("of", "as"):
            yield from (p for c in child.children if c.dep_ == "pobj" for p in _prepositions(c))
        elif (
            child.dep_ in ("acl", "relcl", "dobj", "advmod", "advcl", "xcomp") and child.i > node.i
        ):
            yield from (c for c in child.children if c.dep_ == "prep" and c.lower_ in _PREPOSITIONS)


def _under(prep: Token) -> Iterator[Token]:
    """Places in a prepositional phrase: its own noun, or one that hangs on an event in it, as in
    "in the shelling of Kharkiv" or "in an attack on the station"."""
    if _is_elsewhere(prep):
        return
    for child in prep.children:
        if child.dep_ == "pobj" and _is_place(child, prep):
            yield child
        elif child.dep_ == "pobj":
            yield from _within(child)
            if prep.lower_ in _FIRM and not _happens(child):
                yield from (c for c in child.children if c.dep_ == "poss" and country_of(c.text))
        elif child.dep_ == "prep":
            yield from _under(child)


def _is_elsewhere(prep: Token) -> bool:
    """Origins and opponents: "soldiers from Chad", "brought 12 men from Chad", "the war against
    Chad"; but "bought shells from Chad"."""
    if prep.lower_ == "from":
        moved = (c for c in prep.head.children if c.dep_ in ("dobj", "nsubjpass"))
        return is_people(prep.head) or any(map(is_people, moved))
    return prep.lower_ == "against" and lemma(prep.head) in ("war", "combat", "fight", "struggle")


def _destination(number: Token) -> Iterator[Token]:
    """Where those are who are sent or brought somewhere: "sent 12 soldiers to the region"."""
    for verb in path(number):
        if verb.pos_ == "VERB" and lemma(verb) in _SENDING:
            yield from (t for to in _goals(verb) if (t := _goal(to)) is not None)
            return


_SENDING = frozenset(
    "send deploy bring move take dispatch transfer fly return relocate ship ferry airlift "
    "redeploy go travel".split()
)


def _goals(verb: Token) -> Iterator[Token]:
    """Each "to" of a verb, past the thing that the parser may hang it on."""
    hosts = {verb.i, *(t.i for c in verb.children if c.i > verb.i for t in (c, *c.children))}
    after = (t for t in verb.subtree if t.i > verb.i and t.lower_ in ("to", "into"))
    return (t for t in after if t.head.i in hosts and t.head.lower_ != "according")


def _goal(to: Token) -> Token | None:
    """The place after a "to", by its words, since the parser may take "to eastern" for a verb."""
    following = to.doc[to.i + 1 : to.i + 6]
    noun = next((t for t in following if t.lower_ not in _BEFORE_NAMES), None)
    while noun is not None and noun.dep_ == "compound" and noun.head.i > noun.i:
        noun = noun.head
    if noun is None or noun.tag_ in _PLURAL or _is_no_ground(noun):
        return None
    named_place = noun.pos_ == "PROPN" and noun.text[0].isupper()
    return noun if named_place or lemma(noun) in _REGIONS else None


_BEFORE_NAMES = _DIRECTIONS | {"the", "a", "occupied", "central", "back"}
_PLURAL = frozenset({"NNS", "NNPS"})
_REGIONS = frozenset({"region", "province", "district", "area", "border", "front", "country"})


def _where(number: Token) -> Iterator[Token]:
    """ "Sumy, where 12 people died": the noun of a relative clause of place."""
    for ancestor in number.ancestors:
        host = ancestor.head
        placed = ancestor.dep_ == "relcl" and host.pos_ in ("PROPN", "NOUN")
        if placed and _begins_with_where(ancestor) and not _is_no_ground(host):
            yield host


def _is_no_ground(noun: Token) -> bool:
    """People and times, of which "where" is said of the case: "children, where 95% is needed"."""
    return is_people(noun) or noun.lower_ in _not_places()


def _begins_with_where(clause: Token) -> bool:
    start = clause.left_edge.i
    return any(t.lower_ == "where" for t in clause.doc[start : start + 2])


def _within(noun: Token) -> Iterator[Token]:
    """Places in the phrases of a noun that is none itself."""
    for prep in noun.children:
        of_event = prep.lower_ == "of" and _happens(noun)
        if prep.dep_ == "prep" and (prep.lower_ in _PREPOSITIONS or of_event):
            yield from _under(prep)


def _everywhere(number: Token) -> Iterator[Token]:
    """ "584 deaths were reported worldwide", wherever the parser hung the word."""
    counted_so = {*path(number), *counted(number).subtree}
    yield from (
        t
        for t in number.doc
        if t.lower_ in _EVERYWHERE and (t.head in counted_so or t.head.pos_ in ("VERB", "AUX"))
    )


_EVERYWHERE = frozenset({"worldwide", "nationwide", "countrywide", "statewide"})


def _struck(number: Token) -> Iterator[Token]:
    """What is struck with, or as, is counted: "hit Sumy with 14 rockets", "an attack targeting
    Sumy killed 12"."""
    for node in path(number):
        subjects = (n for n in node.children if n.dep_ in ("nsubj", "nsubjpass"))
        occasions = (c for c in node.children if c.dep_ == "advcl")
        verbs = [node, *(c for n in subjects for c in n.children), *occasions]
        for verb in verbs:
            if verb.pos_ == "VERB" and lemma(verb) in _STRIKING:
                yield from (c for c in verb.children if c.dep_ == "dobj" and _may_be_struck(c))


_STRIKING = frozenset(
    "hit strike shell attack bombard bomb target pound hammer seize capture storm raid".split()
)


def _may_be_struck(noun: Token) -> bool:
    """A name, or a kind of place, but nobody's and nothing's that is counted."""
    of_a_kind = lemma(noun) in _nouns()
    if any(c.dep_ == "nummod" or (c.dep_ == "det" and not of_a_kind) for c in noun.children):
        return False
    if noun.pos_ == "PROPN" and not of_a_kind:
        return not any(map(str.isdigit, noun.text)) and noun.lower_ not in _not_places()
    return of_a_kind and _is_named(noun)


def _experiencing(number: Token, measured: bool) -> Iterator[Token]:
    """The place that has what is counted: "China recorded 26 cases", "the camp holds 900 men"."""
    for node in path(number):
        if node.pos_ == "VERB" and lemma(node) in _EXPERIENCING:
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
    if subject.pos_ == "PROPN":
        unknown = source_kind(subject.text) is SourceKind.OTHER
        return _is_country(subject) or (measured and unknown and verb in _MEASURING)
    return lemma(subject) in _nouns() and not any(c.dep_ == "nummod" for c in subject.children)


def _belonging(number: Token) -> Iterator[Token]:
    """The country of a thing that is counted or measured: "the output of Taiwan fell by 2%"."""
    change = number.head if number.dep_ == "appos" else number
    things = [counted(number)]
    if change.dep_ == "pobj" and change.head.lower_ == "by":
        things += [c for c in change.head.head.children if c.dep_ in ("dobj", "nsubj", "nsubjpass")]
    owners = (owner for thing in things if not is_people(thing) for owner in _owners(thing))
    yield from (o for o in owners if country_of(o.text) and not _holds(o, number))


def _owners(noun: Token) -> Iterator[Token]:
    """Y in "X of Y" and "Y's X"."""
    for child in noun.children:
        if child.dep_ == "poss":
            yield child
        elif child.lower_ == "of":
            yield from (c for c in child.children if c.dep_ == "pobj")


def _elsewhere(number: Token, spoken: Sequence[Utterance]) -> Iterator[Token]:
    """Any other place of the clause, the nearest to the number first, but none that belongs to
    whoever speaks."""
    speakers = _of_speakers(u for u in spoken if u.speaker.i != number.i)
    nouns = [
        noun
        for noun in number.doc
        if noun.i not in speakers
        and _is_located(noun)
        and not any(c.dep_ == "nummod" for c in noun.children)  # it is counted itself
        and not _holds(noun, number)
    ]
    yield from sorted(nouns, key=lambda n: abs(n.i - number.i))


def _of_speakers(spoken: Iterable[Utterance]) -> set[int]:
    """The words that belong to whoever speaks: "officials in Kyiv"."""
    return {t.i for u in spoken for t in u.speaker.subtree}


def mentioned(parsed: Parsed, text: str, spoken: Sequence[Utterance]) -> Iterator[Place]:
    """Every place that a clause names, whatever is there, but for those of its speakers."""
    speakers = _of_speakers(spoken)
    for noun in parsed.doc:
        if noun.i not in speakers and _names(noun) and (_is_located(noun) or _is_hit(noun)):
            yield _placed(parsed, text, noun)


def _names(noun: Token) -> bool:
    """ "Sumy", "the Sumy region", "the territory of Chad", but not "an area of the Command"."""
    if noun.pos_ == "PROPN" or any(c.pos_ == "PROPN" or country_of(c.text) for c in noun.lefts):
        return True
    whole = (t for c in noun.children if c.lower_ == "of" for t in c.children)
    return any(t.dep_ == "pobj" and _is_located(t) and _names(t) for t in whole)


def _is_hit(noun: Token) -> bool:
    return noun.dep_ == "dobj" and lemma(noun.head) in _STRIKING and _may_be_struck(noun)


def _is_located(noun: Token) -> bool:
    prep = noun.head
    if noun.dep_ != "pobj":
        return False
    if prep.lower_ == "of":
        outer = prep.head
        return _is_place(noun, prep) and (
            _happens(outer) or outer.lower_ in _DIRECTIONS or lemma(outer) in _nouns()
        )
    return prep.lower_ in _PREPOSITIONS - _LOOSE and _is_place(noun, prep)


def _event_names(number: Token) -> Iterator[Token]:
    """ "a Pompano Beach shooting": the place that names an event."""
    for token in number.doc:
        names = token.dep_ == "compound" and token.pos_ == "PROPN" and token.head.pos_ != "PROPN"
        if names and _is_event(token.head) and not _is_no_event_name(token):
            yield token


def _is_no_event_name(token: Token) -> bool:
    """Whoever attacks, and the day on which they do, name an attack, too."""
    return token.lower_ in _not_places() or country_of(token.text) is not None


def _is_event(noun: Token) -> bool:
    names, metrics = {lemma(noun), noun.lower_}, table("metrics")
    events = [metrics["attacks"]["noun"], *(r.get("event", ()) for r in metrics.values())]
    return any(not names.isdisjoint(nouns) for nouns in events)


def _happens(noun: Token) -> bool:
    """Whether what a noun names happens somewhere: an attack, and also a war or a siege."""
    return _is_event(noun) or lemma(noun) in table("places")["events"]


def _holds(noun: Token, number: Token) -> bool:
    return noun.i == number.i or noun.is_ancestor(number)


def _is_place(noun: Token, prep: Token) -> bool:
    if noun.lower_.strip(".") in _not_places() or noun.pos_ not in ("PROPN", "NOUN", "X"):
        return False
    if any(map(str.isdigit, noun.text)):
        return False  # a designation: "three jets and a Su-24"
    if noun.pos_ == "PROPN" and noun.i + 1 < len(noun.doc) and noun.nbor(1).pos_ == "NOUN":
        return False  # it only modifies: "the Red Sea raids"
    if lemma(noun) in _nouns() or noun.lower_ in _nouns():
        grounds = prep.lower_ == "on" and lemma(noun) in _GROUNDS
        return prep.lower_ in _FIRM or grounds or _named(noun)
    if lemma(noun) in table("places")["named"]:
        return prep.lower_ in _FIRM and _named(noun)
    if noun.pos_ == "NOUN" or not noun.text[0].isupper():
        return False
    if prep.lower_ in _FIRM or _is_country(noun):
        return True
    return _is_event_or_direction(prep) or (
        prep.lower_ == "from" and lemma(prep.head) in table("metrics")["displaced"]["subject"]
    )


def _is_country(noun: Token) -> bool:
    """ "Ukraine", "North Korea"."""
    compounds = [c.text for c in noun.lefts if c.dep_ == "compound"]
    return country_of(" ".join([*compounds, noun.text])) is not None


def _is_event_or_direction(prep: Token) -> bool:
    """ "an attack on Sumy", "east of Sumy", "the city of Sumy"."""
    outer = prep.head
    if prep.lower_ == "of" and (outer.lower_ in _DIRECTIONS or lemma(outer) in _nouns()):
        return True
    return prep.lower_ in ("on", "from", "of") and _happens(outer)


_GROUNDS = frozenset(
    "island peninsula coast border battlefield street road square campus outskirts "
    "beach bridge river".split()
)
"""Nouns of places that one is on."""


def _named(noun: Token) -> bool:
    return any(c.pos_ == "PROPN" or country_of(c.text) for c in noun.children)


def _words(noun: Token) -> list[Token]:
    left = [
        t
        for c in noun.lefts
        if c.dep_ not in ("det", "prep", "punct")
        for t in c.subtree
        if t.tag_ not in ("DT", "PRP$")
    ]
    right: list[Token] = []
    for child in noun.rights:
        if (
            child.dep_ in ("appos", "conj")
            and (child.pos_ == "PROPN" or lemma(child) in _nouns())
            and child.i - noun.i < 8
            and _belongs_to_name(child)
        ):
            right.extend([*(t for t in child.lefts if t.tag_ != "DT"), child])
        elif child.lower_ == "of" and child.dep_ == "prep":
            right.extend(
                [child, *(t for t in child.subtree if t.i > child.i and t.i - child.i < 5)]
            )
    return [*left, noun, *_without_end(right)]


def _without_end(right: list[Token]) -> list[Token]:
    """No preposition at the end, whose noun is too far to belong to a name."""
    ends = {"ADP", "ADV", "DET", "NUM", "CCONJ", "SCONJ", "PUNCT"}
    last = next((i for i in range(len(right), 0, -1) if right[i - 1].pos_ not in ends), 0)
    return right[:last]


def _belongs_to_name(apposition: Token) -> bool:
    """No direction, no number and nothing past a dash: "Leogane, | 19 km west of the capital"."""
    words = apposition.doc[apposition.left_edge.i - 1 : apposition.i + 1]
    return apposition.lower_ not in _DIRECTIONS and not any(
        t.pos_ == "NUM" or t.tag_ in (":", "-LRB-", "-RRB-") for t in words
    )


def _country(noun: Token, words: str) -> str | None:
    for candidate in (words, noun.text, *(t.text for t in noun.subtree if t.pos_ != "NOUN")):
        if code := country_of(candidate):
            return code
    pairs = pairwise(t.text for t in noun.subtree)
    return next((code for pair in pairs if (code := country_of(" ".join(pair)))), None)
