"""When, and counted how? The period that a number covers, and its basis.

"died since 24 February"    what `times` reads in the words about the number
"are deployed"              a level, where no words tell the time
"died in the shelling"      an incident
"died in the war"           cumulative
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise, product

from spacy.tokens import Token

from service.extraction.answers import Answer, named
from service.extraction.parsing import Parsed, lemma
from service.extraction.sources import Utterance
from service.extraction.times import READERS, Reader, as_of, so_far
from service.extraction.toponyms import holds
from service.values import Basis, Metric, Period, Population

EVENT = re.compile(
    r"(?i)(?:attacks?|strikes?|airstrikes?|shelling|explosions?|blasts?|bombings?|raids?|clash\w*|"
    r"earthquakes?|quake|crash\w*|shootings?|fires?|floods?|storms?|hurricane|typhoon|cyclone|"
    r"collapse\w*|stampede|massacre|incident|ambush|landslide|struck|bombardment|"
    r"exchange|swap|protests?|rally|march)"
)
WAR = re.compile(
    r"(?i)\b(?:(?:result|consequence)s? of|because of|due to|owing to|amid|in)\s"
    r"(?:[\w'’-]+\s){0,5}?(?:war|invasion|aggression|conflict)(?![\w'’-]|\s(?:crimes?|zones?)\b)"
)
"""A war as the cause or the scene of what it brought."""

LOSSES = frozenset({Metric.KILLED, Metric.WOUNDED, Metric.CASUALTIES})
LOST = LOSSES | {Metric.DESTROYED}
LEVELS = frozenset({Metric.TROOPS})
EVENTS = frozenset({Metric.ATTACKS, Metric.ATTENDANCE})


@dataclass(frozen=True, slots=True)
class Count:
    """A number of which it is asked over what time it was counted."""

    number: Token
    metric: Metric
    whom: Population
    losses: Token | None = None
    """The losses whose size it states."""


def period(
    parsed: Parsed, index: int, words: str, count: Count, published: date | None
) -> Answer[Period]:
    """The period of a mention by the `words` of its clause that may tell it (`telling_words`);
    relative days need the day of publication."""
    found = next(_read(parsed, index, words, published), None)
    if found is not None:
        told = found.rule in (named(as_of), named(so_far)) and _stays(count)
        level = count.metric in LEVELS or told
        return replace(found, value=replace(found.value, basis=Basis.LEVEL)) if level else found
    for judge in _JUDGES:
        if basis := judge(count, words):
            return Answer(Period(basis=basis), named(judge))
    return Answer(Period(), named(period))


def _read(
    parsed: Parsed, index: int, words: str, published: date | None
) -> Iterator[Answer[Period]]:
    """What the words tell, the strongest readers and the words nearest to the number first."""
    for parts in _parts(parsed, index, words):
        for readers, part in product(READERS, parts):
            for found in _told(readers, part, published):
                yield replace(found, value=_ended(found.value, as_of(words, published)))


@lru_cache(maxsize=256)
def _told(
    readers: tuple[Reader, ...], part: str, published: date | None
) -> tuple[Answer[Period], ...]:
    """What some words tell, which every mention of their clause is asked for."""
    periods = ((read(part, published), read) for read in readers)
    return tuple(Answer(found, named(read)) for found, read in periods if found)


def _ended(period: Period, until: Period | None) -> Period:
    """A total up to the day of which it is told, wherever the clause names that."""
    goes_on = period.basis is Basis.CUMULATIVE and period.end is None
    if not goes_on or until is None or until.end is None or (period.start or until.end) > until.end:
        return period
    return replace(period, end=until.end, end_precision=until.end_precision)


def _parts(parsed: Parsed, index: int, words: str) -> Iterator[list[str]]:
    """The words that may date a mention: those from it to the next one, those before the first,
    and the rest from the nearest on. In "hurt two on Monday and three on Friday" each has its day.

    What stands aside dates what it counts, and nothing else: "5,000, including 40 on Friday".
    """
    starts = [mention.start for mention in parsed.mentions]
    aside = next((a for a in _ASIDE.finditer(words) if a.start() <= starts[index] < a.end()), None)
    if aside is not None:
        yield [aside.group()]
        if aside.group().startswith("(+"):
            return  # what has come on top is no part of since when the total is counted
    else:
        words = _ASIDE.sub(lambda match: " " * len(match.group()), words)
    pieces = [words[start:end] for start, end in pairwise([0, *starts, len(words)])]
    own = index + 1
    yield [pieces[own], pieces[0], *pieces[own + 1 :], *reversed(pieces[1:own])]


_ASIDE = re.compile(
    r",\s(?:including|among them)\b[^,.;]*|,\swith\s[^\d,.;]*\d[^,.;]*|"
    r"\((?:\+\s?\d|including\b|among them\b)[^()]*\)|"
    r",\s(?:bringing|raising|taking|pushing)\s[^\d.;]{0,60}\b(?:total|toll|number)\b[^.;]*"
)


def telling_words(parsed: Parsed, text: str, spoken: Sequence[Utterance]) -> str:
    """The clause with what dates the statement blanked out: "said on Monday that ..."."""
    words = list(parsed.span.of(text))
    for utterance in spoken:
        for child in utterance.cue.children:
            if child.dep_ in _TIMES and not _covers(child):
                span = parsed.words(list(child.subtree))
                start, end = span.start - parsed.span.start, span.end - parsed.span.start
                words[start:end] = " " * (end - start)
    return "".join(words)


_TIMES = frozenset({"prep", "npadvmod", "advmod"})


def _covers(modifier: Token) -> bool:
    """Whether a modifier tells what the number covers, wherever the parser hung it."""
    return modifier.lower_ in ("since", "over", "during", "so") or any(
        t.lower_ in ("past", "since") or (t.like_num and not t.text.isdigit())
        for t in modifier.subtree
    )


def _added(count: Count, words: str) -> Basis | None:
    """What has come on top of a total since it was last given: "12,000 men (+40)"."""
    return Basis.INCIDENT if _before(count.number) == "+" else None


def _level(count: Count, words: str) -> Basis | None:
    """What there is at a time: "12,000 troops are deployed", "the army has 40 tanks"."""
    held = count.metric is Metric.WEAPONS and _is_held(count.number)
    return Basis.LEVEL if held or count.metric in LEVELS else None


def _standing(count: Count, words: str) -> Basis | None:
    """What is so at the time: "40 children remain in hospital", "300 men are now missing"."""
    verb = _verb(count)
    if verb is None or count.metric in EVENTS or not _is_present(verb):
        return None
    adverbs = {c.lower_ for c in verb.children if c.dep_ == "advmod"}
    now = adverbs & _NOW and (verb.lower_ in _BEING or count.metric is not Metric.WOUNDED)
    if count.metric in LOSSES:
        return Basis.LEVEL if now and count.metric is Metric.WOUNDED else None
    return Basis.LEVEL if now or _stays(count) or _is_held_so(verb, count.number) else None


def _verb(count: Count) -> Token | None:
    return next((a for a in count.number.ancestors if a.pos_ in ("VERB", "AUX")), None)


def _stays(count: Count) -> bool:
    """ "40 children remain in hospital", "are missing", in whatever tense: what is so at a day."""
    verb = _verb(count)
    if verb is None:
        return False
    is_so = verb.lower_ in _BEING or verb.lower_ == "missing"
    return count.metric in _STATES if is_so else lemma(verb) in _STAYING


def _is_held_so(verb: Token, number: Token) -> bool:
    """ "There are 300 people in the camp", "is in control of 70% of the land"."""
    there = any(c.dep_ == "expl" for c in verb.children)
    control = any(a.lower_ == "control" and a.head.lower_ == "in" for a in number.ancestors)
    return verb.lower_ in _BEING and (there or control)


_BEING = frozenset({"be", "is", "are", "was", "were", "'s", "'re"})
_STATES = frozenset({Metric.MISSING, Metric.AFFECTED})
_STAYING = frozenset(
    "remain stay live reside languish hold shelter await need lack control occupy".split()
)
_NOW = frozenset({"now", "currently", "still", "presently"})


def _is_present(verb: Token) -> bool:
    """ "remain", "are held", "are being held", but not "have been held" or "will be"."""
    forms = [c for c in verb.children if c.dep_ in ("aux", "auxpass")] or [verb]
    perfect = any(lemma(form) == "have" for form in forms if form is not verb)
    return not perfect and any(form.tag_ in ("VBP", "VBZ") for form in forms)


def _event(count: Count, words: str) -> Basis | None:
    """What an event brought: "killed in the shelling of ..."."""
    return Basis.INCIDENT if count.metric in EVENTS or _in_event(count.number) else None


def _of_war(count: Count, words: str) -> Basis | None:
    """What a whole war brought, with no time beside it: "died as a result of the aggression", "the
    war claimed 12 lives"."""
    doers = (c for a in count.number.ancestors for c in a.children if c.dep_ == "nsubj")
    brought = any(lemma(c) in _WARS for c in doers) or WAR.search(words)
    return Basis.CUMULATIVE if count.metric in LOSSES and brought else None


_WARS = frozenset({"war", "invasion", "aggression"})


def _already(count: Count, words: str) -> Basis | None:
    """What has come together so far: "have already killed 12 people", "12 already killed"."""
    beside = (c.lower_ for verb in _verbs_above(count.number) for c in verb.children)
    counted = LOST | {Metric.DISPLACED}
    return Basis.CUMULATIVE if count.metric in counted and "already" in beside else None


def _gone(count: Count, words: str) -> Basis | None:
    """All who are gone by now: "12,000 people have fled the country"."""
    verb = next((a for a in count.number.ancestors if a.pos_ == "VERB"), None)
    gone = verb is not None and lemma(verb) in _LEAVING and _is_perfect(verb)
    return Basis.CUMULATIVE if gone and count.metric is Metric.DISPLACED else None


_LEAVING = frozenset({"flee", "leave", "cross", "escape"})


def _verbs_above(number: Token) -> Iterator[Token]:
    """The verbs that a number hangs on, and the participles of what it counts."""
    for ancestor in number.ancestors:
        beside = (t for t in (ancestor, *ancestor.rights) if t.dep_ != "relcl")
        yield from (t for t in beside if t.pos_ == "VERB")


def _stated(count: Count, words: str) -> Basis | None:
    """What losses "have reached" is all of them so far; but losses "of 40 men" may be of a day."""
    told = count.losses is not None and _before(count.number) != "of"
    lasting = count.metric in LOST and not _RATE.search(words)
    return Basis.CUMULATIVE if told and lasting else None


def _army(count: Count, words: str) -> Basis | None:
    """What a state or its army "has lost", with no event and no time beside it, is its losses so
    far; but what it "loses" or what somebody "destroys" may be of any day."""
    if count.metric not in LOST or not count.whom.whose or _RATE.search(words):
        return None
    if any(EVENT.fullmatch(token.text) for token in count.number.doc):
        return None
    verb = next((a for a in count.number.ancestors if a.pos_ == "VERB"), None)
    if verb is not None and any(
        c.dep_ == "nsubj" and holds(c, count.number) for c in verb.children
    ):
        return None  # "one lost a leg"
    stated = count.metric is Metric.CASUALTIES if verb is None else _is_stated(verb)
    of_army = count.whom.population == "soldier" and stated
    lost = verb is not None and lemma(verb) in _LOSING and verb.tag_ in ("VBD", "VBN")
    return Basis.CUMULATIVE if of_army or lost else None


_JUDGES = (_added, _level, _standing, _event, _of_war, _already, _gone, _stated, _army)
"""Those who tell the basis where no words tell the time."""


def _is_stated(verb: Token) -> bool:
    """Whether a verb only states losses, "reports 400 casualties", or tells of all that "have
    been killed"."""
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    stated = lemma(verb) in _STATING or verb.dep_ in ("acl", "amod")
    return stated or (passive and _is_perfect(verb))


def _is_perfect(verb: Token) -> bool:
    """ "have killed", "had been killed"."""
    return any(c.dep_ == "aux" and c.lower_ in ("has", "have", "had") for c in verb.children)


def _before(number: Token) -> str:
    """The word right before a number."""
    return number.nbor(-1).lower_ if number.i else ""


_LOSING = frozenset("lose suffer sustain".split())
_STATING = frozenset("say report claim announce estimate put confirm record count reach".split())
_RATE = re.compile(r"(?i)\b(?:every|each|a|per) day\b|\bdaily\b|\bon average\b")


def _is_held(number: Token) -> bool:
    verb = next((a for a in number.ancestors if a.pos_ == "VERB"), None)
    return verb is not None and lemma(verb) in _HOLDING


_HOLDING = frozenset("have hold possess keep own store stockpile operate retain deploy".split())


def _in_event(number: Token) -> bool:
    """Whether an event stands in the number's own clause: "killed in the shelling of ..."; in a
    headline that is all that hangs together."""
    above = [number, *number.ancestors]
    clause = next((a for a in above if a.pos_ in ("VERB", "AUX")), above[-1])
    return any(EVENT.fullmatch(t.text) for t in (*clause.subtree, clause) if t.i != number.i)
