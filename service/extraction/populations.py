"""Whom or what, normalised? The class of what is counted, and whose it is.

"North Korean soldiers"     soldier, KP
"Russian casualties"        soldier, RU: of a state, unless the text says civilians
"artillery shells"          artillery-shell
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from spacy.tokens import Token

from service.extraction.answers import Answer, named
from service.extraction.invaders import are_enemies, noun_phrase
from service.extraction.items import NOUNS, STATES, Item
from service.extraction.journeys import leaves
from service.extraction.lexicon import table
from service.extraction.parsing import lemma
from service.extraction.people import classes, is_people
from service.naming import country_of
from service.values import Metric, Population


@cache
def _modifiers() -> dict[str, str]:
    return {
        word: name for name, words in table("populations")["modifiers"].items() for word in words
    }


def population(
    item: Item | None,
    fallback: str | None,
    number: Token,
    told: Token | None = None,
    invader: str | None = None,
) -> Answer[Population]:
    """The population of an item; `fallback` is the noun for a number that stands alone, `told` are
    the losses whose size it states, `invader` is the state that is "the enemy"."""
    own = Answer(_of_loss(fallback, number), named(_of_loss))
    if item is not None:
        own = Answer(_of_item(item, number), named(_of_item))
    if told is not None and (own.value.population in _GENERAL or not own.value.whose):
        own = Answer(_of_losses(own.value, told), named(_of_losses))
    nouns = [noun for noun in (item.head if item else None, told) if noun is not None]
    nouns += _others(item.head) if item else ()
    if invader and not own.value.whose and any(map(are_enemies, nouns)):
        return Answer(_of_invader(own.value, invader), named(_of_invader))
    return own


def _others(noun: Token) -> list[Token]:
    """What sums up the list of a noun: "arms" in "9 tanks and other enemy arms"."""
    return [c for c in noun.conjuncts if c.i > noun.i and any(t.lower_ == "other" for t in c.lefts)]


def abroad(own: Answer[Population], metric: Metric, number: Token) -> Answer[Population]:
    """People who have left their state are refugees, and no displaced people within it: "12,000
    people fled Chad", "crossed the border"; but not "fled the town"."""
    if metric is not Metric.DISPLACED or own.value.population != "people" or not leaves(number):
        return own
    return Answer(replace(own.value, population="refugee"), named(abroad))


_GENERAL = frozenset({None, "people"})


def _of_invader(own: Population, invader: str) -> Population:
    """ "enemy tanks" are those of the state that the article calls the invader."""
    return replace(own, whose=invader)


def _of_losses(own: Population, losses: Token) -> Population:
    """ "Russian losses amount to 12,000 people and 40 tanks": soldiers and tanks of Russia's; but
    a toll is of whoever died, unless it is "military"."""
    whose = own.whose or _whose_losses(losses)
    general = own.population in _GENERAL
    whom = _class(losses, whose) if general else own.population
    return Population(whom, whose)


def _whose_losses(losses: Token) -> str | None:
    """ "Russian losses", "losses of the Russian army", "losses that Russia has suffered"; "Turkey's
    toll" is only where it was counted."""
    around = noun_phrase(losses)
    military = any(lemma(t) in _modifiers() for t in around)
    if lemma(losses) == "toll" and not military and any(t.tag_ == "POS" for t in around):
        return None
    states = {code for t in around if (code := country_of(t.text))}
    return states.pop() if len(states) == 1 else _sufferer(losses)


def _of_loss(fallback: str | None, number: Token) -> Population:
    """Whom a state "has lost" without another word are its soldiers."""
    loser = _whose_loss(number)
    whom = "soldier" if loser and fallback == "people" else fallback
    return Population(classes().get(whom or "", whom), loser)


def _of_item(item: Item, number: Token) -> Population:
    """ "North Korean soldiers": soldier, KP."""
    whose = _whose(item) or _whose_loss(number) or _sufferer(item.head)
    return Population(_class(item.head, whose), whose)


def _whose_loss(number: Token) -> str | None:
    """Whose the dead are in "Russia has lost 5,000 men", "its forces suffered 400 casualties"."""
    for verb in number.ancestors:
        if verb.pos_ == "VERB" and lemma(verb) in _LOSING:
            subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
            return _country_of(subject) if subject is not None else None
    return None


def _sufferer(loss: Token) -> str | None:
    """Whose they are in "casualties that Russian forces suffered", "losses suffered by Russia"."""
    for verb in loss.rights:
        if verb.dep_ in ("relcl", "acl") and lemma(verb) in _LOSING:
            agents = (t for c in verb.children if c.dep_ == "agent" for t in c.children)
            subjects = (c for c in verb.children if c.dep_ == "nsubj")
            return next((code for t in (*subjects, *agents) if (code := _country_of(t))), None)
    return None


_LOSING = frozenset({"lose", "suffer", "sustain", "incur"})


def _class(counted: Token, whose: str | None) -> str:
    head = _within(counted)
    noun = "people" if country_of(head.text) or head.lower_ in STATES else lemma(head)
    modifiers = [
        t
        for t in head.children
        if t.dep_ in ("amod", "compound", "nmod")
        and t.pos_ in NOUNS | {"ADJ"}
        and t.lower_ != "percent"
    ]
    words = {lemma(m) for m in modifiers}
    base = _named(noun, modifiers)
    if base == "people":
        of = _complement(head)
        if of is not None and of.tag_ in ("NNPS", "NNP", "NNS"):
            words |= {lemma(m) for m in of.lefts if m.dep_ == "amod"}
        for word in words & _modifiers().keys():
            return _modifiers()[word]
        if of is not None and of.pos_ == "NOUN" and is_people(of):
            return _named(lemma(of), [])
        if whose and noun in table("populations")["military_of_a_state"]["noun"]:
            return "soldier"
    return base


def _within(head: Token) -> Token:
    """Y in "units of Y", "pieces of Y", which only say how Y is counted."""
    if lemma(head) not in table("populations")["units"]["noun"]:
        return head
    of = (t for c in head.rights if c.lower_ == "of" for t in c.children if t.dep_ == "pobj")
    return next((t for t in of if t.tag_ == "NNS" or t.tag_ == "NN"), head)


def _named(noun: str, modifiers: list[Token]) -> str:
    before = [m.lower_ for m in modifiers]
    joined = (" ".join([*before[start:], noun]) for start in range(len(before) + 1))
    if named := next((classes()[name] for name in joined if name in classes()), None):
        return named
    compounds = [m.lower_ for m in modifiers if m.dep_ == "compound" and m.pos_ == "NOUN"]
    return re.sub(r"[^\w]+", "-", " ".join([*compounds[-1:], noun]).lower()).strip("-")


def _complement(head: Token) -> Token | None:
    """Y in "bodies of Y", "deaths of Y", "deaths and injuries of Y"; but whoever made victims is
    none of these."""
    if lemma(head) == "victim":
        return None
    alike = (c for c in head.conjuncts if c.i > head.i and lemma(c) in _OF_WHOM)
    for noun in (head, *(alike if lemma(head) in _OF_WHOM else ())):
        for child in noun.children:
            if child.lower_ in ("of", "among") or (child.lower_ == "to" and noun is not head):
                whom = (c for c in child.children if c.dep_ == "pobj")
                return next((c for c in whom if c.pos_ in NOUNS), None)
    return None


_OF_WHOM = frozenset("death injury killing wounding".split())


def _whose(item: Item) -> str | None:
    if own := _country_of(item.head):
        return own
    complement = _complement(item.head)
    if complement is not None and (complement.pos_ == "NOUN" or is_people(item.head)):
        return next(
            (code for c in (complement, *complement.children) if (code := country_of(c.text))), None
        )
    return None


def _country_of(noun: Token) -> str | None:
    """The one state that a noun or its modifiers name; None for "Russian and Ukrainian"."""
    compounds = [c.text for c in noun.lefts if c.dep_ in ("compound", "amod")]
    if own := country_of(" ".join([*compounds, noun.text])) or country_of(noun.text):
        return own
    modifiers = [c for c in noun.children if c.dep_ in ("amod", "compound", "poss", "nmod")]
    states = {code for m in modifiers for code in _states_in(m)}
    return states.pop() if len(states) == 1 else None


def _states_in(modifier: Token) -> Iterator[str]:
    words = [t.text for t in modifier.subtree if t.tag_ != "POS"]
    if whole := country_of(" ".join(words)):
        yield whole
    else:
        yield from (code for word in words if (code := country_of(word)))
