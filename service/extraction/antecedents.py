"""Which count does a bare number go on with? The things counted before it, by what ties it there.

"The blast hurt 40 miners. Twelve more are missing."        miners
"Some 300 homes are lost. It could be 400 by Monday."       homes, destroyed: the figure again
"Police have listed 40 dead. The union says 80."            dead: the count of somebody else
"Three soldiers died. Nine were wounded."                   soldiers, as in the sentence before
"Three soldiers died. Shoppers fled and nine were hurt."    people, for the shoppers bar the way
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from spacy.tokens import Token

from service.extraction.answers import Answer, named
from service.extraction.items import REACHING, VICTIMS, Item, counted, partitive
from service.extraction.lexicon import table
from service.extraction.parsing import SIZING, lemma
from service.extraction.people import is_people
from service.extraction.predicates import words
from service.naming import country_of
from service.values import Kind, Metric, Span

FAR = 300
"""Characters between two sentences over which words such as "of them" still point back."""

OF_PEOPLE = VICTIMS - {Metric.AFFECTED, Metric.CASES}
"""What happens to people only."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A number that was read: what it counts, what befell that, and in which sentence."""

    item: Item | None
    metric: Metric
    kind: Kind
    sentence: Span
    verb: str | None
    """The verb whose object it is."""
    quote: Span
    high: Decimal | None
    """How many they are at the most, where that is said."""


@dataclass(frozen=True, slots=True)
class Bare:
    """A number that counts no noun of its own, and what its own words say befell that."""

    number: Token
    kind: Kind
    metric: Metric
    item: Item | None
    """What a part is said to be: "nine of them are girls"."""


def antecedent(
    bare: Bare, text: str, sentence: Span, earlier: Sequence[Counted]
) -> Answer[Counted] | None:
    """The count that a bare number goes on with, of those before its clause, the last first."""
    if bare.kind not in (Kind.COUNT, Kind.PERCENT) or not _is_bare(bare.number):
        return None
    for before in earlier:
        gap = text[before.sentence.end : sentence.start]
        if len(gap) > FAR:
            return None
        ties = _FIRM if gap.strip() else _TIES
        tie = next((tie for tie in ties if tie(bare, before)), None)
        if tie and _fits(before, bare) and not (tie is _befell and "\n" in gap):
            return Answer(before, named(tie))
    return None


def carried(metric: Answer[Metric], kind: Kind, before: Answer[Counted]) -> Answer[Metric]:
    """The metric of a number of which nothing else is said: that of what it goes on with; for a
    share, only where that is of votes."""
    told = before.value.metric
    goes_on = told is Metric.SUPPORT if kind is Kind.PERCENT else metric.value is Metric.OTHER
    return Answer(told, before.rule) if goes_on else metric


def whole(
    number: Token, most: Decimal | None, text: str, sentence: Span, earlier: Sequence[Counted]
) -> Answer[Counted] | None:
    """The count before its clause that a number of `most` at the most is a part of: "two of them",
    "three of the dead"."""
    of = partitive(number)
    if of is None or most is None:
        return None
    for before in earlier:
        if len(text[before.sentence.end : sentence.start]) > FAR:
            return None
        fits = before.kind is Kind.COUNT and (before.high is None or most < before.high)
        if fits and _are_those(of, before):
            return Answer(before, named(whole))
    return None


def shared(metric: Answer[Metric], whole: Answer[Counted]) -> Answer[Metric]:
    """The metric of a part of which nothing else is said than that they are victims."""
    told = metric.value in (Metric.OTHER, Metric.CASUALTIES)
    return Answer(whole.value.metric, whole.rule) if told else metric


def as_before(
    metric: Answer[Metric], item: Item | None, most: Decimal | None, earlier: Sequence[Counted]
) -> Answer[Metric]:
    """What befell "the eight victims": what befell as many of whom the text has told before."""
    if item is None or lemma(item.head) != "victim" or metric.value not in _UNTOLD:
        return metric
    for before in earlier:
        if before.high == most and before.metric in _HURT:
            return Answer(before.metric, named(as_before))
    return metric


_UNTOLD = frozenset({Metric.CASUALTIES, Metric.AFFECTED, Metric.OTHER})


def _are_those(of: Token, before: Counted) -> bool:
    """Whether "of them", "of the victims", "of the wounded" or "of the miners" speak of those."""
    if of.lower_ in _THEM:
        return True
    if lemma(of) == "victim":
        return before.metric in _HURT
    if not any(c.lower_ in ("the", "these", "those") for c in of.lefts):
        return False
    fate = words("adjective").get(of.lower_) or words("noun").get(lemma(of))
    same = before.item is not None and lemma(before.item.head) == lemma(of)
    return fate is before.metric or same


_HURT = frozenset({Metric.KILLED, Metric.WOUNDED, Metric.CASUALTIES})


def _is_bare(number: Token) -> bool:
    """Whether a number counts no noun of its own, or one of those before: "12", "12 more", "40
    percent", "among them six nurses"."""
    head = counted(number)
    alone = head.i == number.i or head.pos_ == "PRON" or head.lower_ in _NO_NOUNS
    return alone or _opens_among_them(number)


_NO_NOUNS = frozenset({"more", "other", "others", "percent"})


def _fits(before: Counted, bare: Bare) -> bool:
    """Whether what befell the number could have befallen what was counted before: no soldiers
    flee in "40 bodies", and no people are wounded in "40 homes"."""
    if bare.kind is not before.kind and not (_of_them(bare, before) and before.kind is Kind.COUNT):
        return False
    if before.item is None:
        return True
    if bare.item and is_people(bare.item.head) and not is_people(before.item.head):
        return False
    if _is_elsewhere(before.item, bare.number):
        return False
    if bare.metric not in OF_PEOPLE:
        return True
    fate = words("noun").get(lemma(before.item.head))
    return fate in _ANY_FATE or fate is bare.metric or (not fate and is_people(before.item.head))


_ANY_FATE = frozenset({Metric.CASUALTIES})
"""What those are who may have been killed or wounded."""


def _is_elsewhere(item: Item, number: Token) -> bool:
    """Whether the words before a number name another country than those of an item: Ukrainians
    are no "Russian soldiers"."""
    countries = {code for t in number.doc[: number.i] if (code := country_of(t.text))}
    own = {code for word in item.text.split() if (code := country_of(word))}
    return bool(own and countries) and own.isdisjoint(countries)


# Ties, the firmest first


def _of_them(bare: Bare, before: Counted) -> bool:
    """A part of those: "seven of them", "half of whom", "among them were six nurses"."""
    of = [c for c in bare.number.children if c.lower_ == "of" and c.dep_ == "prep"]
    return _opens_among_them(bare.number) or any(
        word.lower_ in _THEM for prep in of for word in prep.children
    )


def _opens_among_them(number: Token) -> bool:
    first = number.doc[0]
    return first.lower_ in ("among", "of") and any(c.lower_ in _THEM for c in first.children)


_THEM = frozenset({"them", "these", "those", "whom", "which", "us"})


def _more(bare: Bare, before: Counted) -> bool:
    """A number on top: "12 more", "another 14", "the other eight"."""
    number = bare.number
    following = number.nbor(1).lower_ if number.i + 1 < len(number.doc) else ""
    leading = number.nbor(-1).lower_ if number.i else ""
    return following in ("more", "others") or leading in _ADDING


_ADDING = frozenset({"another", "further", "additional", "other"})


def _restated(bare: Bare, before: Counted) -> bool:
    """The same figure again: "the number was 31", "put it at 43", "corrected this to two"."""
    number, under = bare.number, bare.number.dep_ == "pobj"
    if under and number.head.lower_ == "of":
        return _is_figure(number.head.head) or number.head.head.lower_ == "toll"
    verb = number.head.head if under else number.head
    placed = number.head.lower_ in _REACHED if under else number.dep_ in ("attr", "acomp", "dobj")
    if not placed or number.lower_ == "one" or lemma(verb) not in _SETTLING:
        return False
    roles = ("nsubj", "nsubjpass", "dobj") if under else ("nsubj", "nsubjpass")
    return any(c.dep_ in roles and c.i < number.i and _is_figure(c) for c in verb.children)


_REACHED = frozenset({"at", "to", "as", "from"})
_SETTLING = (
    REACHING
    | SIZING
    | set("correct revise raise lower climb grow fall increase cut reduce update".split())
)


def _is_figure(noun: Token) -> bool:
    """A word for the figure itself, with nothing that says of what."""
    if noun.lower_ in ("it", "this", "that"):
        return True
    told = any(c.lower_ in ("of", "for") or c.dep_ == "compound" for c in noun.children)
    return lemma(noun) in table("metrics")["totals"]["noun"] and not told


def _recounted(bare: Bare, before: Counted) -> bool:
    """Somebody else's count of them, or more about some of them: "the union says 80", "the town
    has registered 9,312", "three are in critical condition"."""
    number, verb, going_on = bare.number, bare.number.head, table("metrics")["going_on"]
    if number.lower_ == "one":
        return False
    if number.dep_ in ("nsubj", "nsubjpass"):
        return lemma(verb) in going_on["doing"] + going_on["counting"]
    if number.dep_ == "pobj":
        return verb.lower_ == "of" and lemma(verb.head) in going_on["speaking"]
    if number.dep_ == "attr":
        return any(c.dep_ == "expl" for c in verb.children)
    return number.dep_ == "dobj" and lemma(verb) in going_on["counting"]


def _befell(bare: Bare, before: Counted) -> bool:
    """What befalls people befell those of the sentence before, unless the number's own clause
    names others, or is about another place: "nine were wounded"."""
    number = bare.number
    told = bare.metric in OF_PEOPLE and number.dep_ in ("nsubj", "nsubjpass", "dobj")
    adverbial = number.head.tag_ == "VBG" and number.head.dep_ == "advcl"
    return told and not adverbial and not any(_bars(t, number) for t in number.doc[: number.i])


def _bars(word: Token, number: Token) -> bool:
    """Whether a word before a number names others: people, whatever does something beside it, or
    another place."""
    if word.dep_ == "pobj" and word.head.lower_ in ("in", "at", "near"):
        return word.text[:1].isupper() and word.lower_ != "monday"
    if word.tag_ != "NNS" or (word.dep_ == "nsubj" and word.head in _clause(number)):
        return False
    return is_people(word) or word.dep_ in ("nsubj", "nsubjpass")


def _clause(number: Token) -> list[Token]:
    """What a number hangs on, up to where its clause is coordinated with another."""
    above: list[Token] = []
    for token in number.ancestors:
        above.append(token)
        if token.dep_ == "conj":
            break
    return above


def _again(bare: Bare, before: Counted) -> bool:
    """Under the same verb: "we had four inspectors; we have nine now"."""
    under = bare.number.head if bare.number.dep_ == "dobj" else None
    return under is not None and before.verb == lemma(under)


def _of_votes(bare: Bare, before: Counted) -> bool:
    """A share beside a share of the votes: "the Greens came third with 12 percent"."""
    return bare.kind is Kind.PERCENT and before.metric is Metric.SUPPORT


_FIRM: tuple[Callable[[Bare, Counted], bool], ...] = (_of_them, _more)
"""Ties that reach past a sentence."""
_TIES = (*_FIRM, _restated, _recounted, _again, _of_votes, _befell)
