"""Who said it? What a sentence itself says about who asserts a number.

    "Western officials have said between ..."           subject and complement
    "..., a Russian diplomat said"                      parenthetical, inverted or not
    "according to the US Geological Survey"             prepositional
    "he was quoted as saying"                           passive
    "Western officials estimate casualties at ..."      the number in the verb's own object

Whom a headline names at its ends is read in `headlines`; who "he" or "the ministry" is, in
`referents`; statements that run over several sentences in `discourse`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from service.extraction.answers import Answer, named
from service.extraction.lexicon import table
from service.extraction.parsing import lemma, path
from service.naming import country_of, source_kind
from service.values import SourceKind, Stance

DENYING = frozenset("deny reject dispute dismiss refute".split())
SUBJECTS = frozenset({"nsubj", "nsubjpass"})


@dataclass(frozen=True, slots=True)
class Utterance:
    """Somebody who asserts something: the head of the words that name them, and the cue."""

    speaker: Token
    cue: Token
    relayer: Token | None = None
    stance: Stance = Stance.ASSERTED
    through: Token | None = None
    """The head of the words through which they speak here: "a poll by the BBC", "Jane Roe, who"."""


@cache
def _verbs() -> frozenset[str]:
    return frozenset(table("speech")["verbs"])


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(table("speech")[name])


def attribution(number: Token, spoken: Sequence[Utterance]) -> Answer[Utterance] | None:
    """The utterance of the same clause that asserts a number, the nearest first; `spoken` are
    all utterances of the clause."""
    wanted: Answer[Utterance] | None = None
    for found in _above(number):
        if not _is_wanting(found):
            return found
        wanted = wanted or found
    return _elsewhere(number, spoken) or wanted


def _above(number: Token) -> Iterator[Answer[Utterance]]:
    above = path(number)
    for depth, node in enumerate(above):
        below = above[depth - 1] if depth else node
        found = next(_at(node, below, number), None)
        if found is not None:
            yield found


def _is_wanting(found: Answer[Utterance]) -> bool:
    """What somebody wants is asserted by whoever says so: in "aides said Roe wants 12 ships" by the
    aides, and by Roe only where nobody says so; and so is what a paper of nobody's shows: "aides
    said the figures show 12 dead"."""
    wants = lemma(found.value.cue) in _words("attitudes") and found.rule == named(_verb)
    return wants or found.rule == named(_intent_noun) or _is_paper(found.value.speaker)


def _is_paper(speaker: Token) -> bool:
    """A statement without an author: "the figures", "records"."""
    return speaker.pos_ == "NOUN" and lemma(speaker) in _words("statements")


def _elsewhere(number: Token, spoken: Sequence[Utterance]) -> Answer[Utterance] | None:
    """An "according to" or "in a poll" that the parser hung elsewhere in the clause, where there
    is one only."""
    for rule in (_according, _in_survey):
        found = [u for u in spoken if _ties(rule, u.cue) and not u.cue.is_ancestor(number)]
        speakers = {u.speaker.lower_ for u in found}
        if len(speakers) == 1 or (found and rule is _in_survey):
            nearest = min(found, key=lambda u: abs(u.cue.i - number.i))
            return Answer(nearest, named(rule))
    return None


def _ties(rule: Callable[[Token], Iterator[Utterance]], cue: Token) -> bool:
    return (
        _is_according(cue) if rule is _according else cue.dep_ == "prep" and cue.lower_ in _HOLDING
    )


def utterances(doc: Doc) -> Iterator[Utterance]:
    """Every utterance of a clause, whatever it asserts, in order."""
    for token in doc:
        if token.lower_ in _CITING:
            continue
        if token.pos_ in ("VERB", "AUX") and _speaks(token):
            speaker = _subject(token)
            if speaker is not None:
                yield _utterance(speaker, token)
        elif _is_according(token):
            yield from _according(token)
        elif token.lower_ == "by":
            yield from _by_count(token)
        elif token.dep_ == "prep" and token.lower_ in _HOLDING:
            yield from _in_survey(token)


def _speaks(verb: Token) -> bool:
    name = lemma(verb)
    return not _takes_lives(verb) and (
        name in _verbs()
        or name in _words("quoted")
        or (name in _words("clausal") and _is_completed(verb))
        or (name in _words("finding") and _is_stated(verb))
    )


def _records(verb: Token) -> bool:
    """ "as Jane Roe documented"."""
    return lemma(verb) in (*_words("recording"), *_words("finding"))


def _is_completed(verb: Token) -> bool:
    """ "He continued that ...", "He continued: ...", "..., as he points out"; not "as the police
    responded to the scene"."""
    following = verb.nbor().text if verb.i + 1 < len(verb.doc) else ""
    return (
        verb.dep_ == "parataxis"
        or following in (",", ":")
        or any(c.dep_ == "ccomp" for c in verb.children)
        or {"as"} == {c.lower_ for c in verb.children} & {"as", "to"}
    )


def _at(node: Token, below: Token, number: Token) -> Iterator[Answer[Utterance]]:
    if node.i != number.i:
        yield from (Answer(u, named(_verb)) for u in _verb(node, below, number))
        yield from (Answer(u, named(_statement_noun)) for u in _statement_noun(node, below))
        yield from (Answer(u, named(_intent_noun)) for u in _intent_noun(node, below))
        yield from (Answer(u, named(_statement_subject)) for u in _statement_subject(node, below))
    for child in node.children:
        if child.i != below.i:
            yield from _beside(child, node, below, number)


def _beside(child: Token, node: Token, below: Token, number: Token) -> Iterator[Answer[Utterance]]:
    """What hangs beside the number's own branch: "..., he said", "according to", "by the UN"."""
    if child.dep_ in _ASIDES and _is_aside(child, node, number):
        yield from (Answer(u, named(_aside)) for u in _aside(child, number))
    if _is_according(child):
        yield from (Answer(u, named(_according)) for u in _according(child))
    if child.lower_ == "by":
        yield from (Answer(u, named(_by_count)) for u in _by_count(child))
    if child.dep_ == "prep" and child.lower_ in _HOLDING:
        yield from (Answer(u, named(_in_survey)) for u in _in_survey(child))
    if child.dep_ == "agent" and _asserts(node, below):
        yield from (Answer(u, named(_agent)) for u in _agent(child, node))
    elif child.lower_ == "by" and node.i == number.i:
        yield from (Answer(u, named(_sized_by)) for u in _sized_by(child))


_ASIDES = frozenset({"parataxis", "ccomp", "advcl", "dep", "conj"})


def _aside(verb: Token, number: Token) -> Iterator[Utterance]:
    """ "12 died, the mayor said"."""
    yield from _speech(verb, number)


def _is_aside(child: Token, node: Token, number: Token) -> bool:
    """A "..., he said" that the parser hung below the statement instead of above it."""
    as_told = any(t.lower_ == "as" for t in child.children if t.dep_ == "mark")
    if child.pos_ != "VERB" or not (_speaks(child) or (as_told and _records(child))):
        return False
    if any(
        c.dep_ in ("ccomp", "dobj") and c.i > child.i and c.pos_ in ("VERB", "AUX")
        for c in child.children
    ):
        return False
    if child.dep_ == "conj" and any(t.dep_ == "cc" for t in node.children):
        return False
    return child.dep_ == "parataxis" or all(
        t.lower_ == "as" for t in child.children if t.dep_ == "mark"
    )


def _verb(verb: Token, below: Token, number: Token) -> Iterator[Utterance]:
    """ "The mayor said that 12 died"."""
    if below.dep_ in SUBJECTS or verb.pos_ not in ("VERB", "AUX") or _is_occasion(below, number):
        return
    if below.dep_ == "ccomp" and below.i < verb.i and _has_object(verb):
        return
    if _asserts(verb, below) and not (
        lemma(verb) in _words("attitudes") and _set_apart(number, verb)
    ):
        yield from _speech(verb, number)


def _has_object(verb: Token) -> bool:
    """Whether a verb asserts an object of its own, and no statement before it: "two houses fell,
    police recorded a death"."""
    own = (c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i)
    recorded = lemma(verb) in _words("recording")
    return recorded and any(not _dates(c) for c in own)


def _set_apart(number: Token, verb: Token) -> bool:
    """Whether a relative clause tells the number, which no attitude of the verb covers: "wants to
    review the plan, which has cost 12 lives"."""
    return any(t.dep_ == "relcl" and verb.is_ancestor(t) for t in path(number))


def _stands_outside(clause: Token) -> bool:
    """An adverbial clause that is no part of the statement: "..., he said, after 12 died"."""
    return clause.dep_ == "advcl" and any(
        c.dep_ in ("mark", "advmod") and c.lower_ in _words("outside") for c in clause.children
    )


_OCCASIONS = frozenset("on in before after since during until".split())


def _is_occasion(below: Token, number: Token) -> bool:
    """When something is said, and no part of it: "she said on Monday", "he added 40 days later"."""
    if below.i == number.i:
        return below.dep_ == "npadvmod"
    if below.dep_ == "prep" and below.lower_ == "with":
        return below.i < below.head.i
    if below.dep_ == "advmod":
        return below.lower_ in ("later", "earlier", "ago")
    inside = below.dep_ == "prep" and below.lower_ in _OCCASIONS and number.head.i == below.i
    return inside or below.dep_ == "npadvmod"


def _asserts(verb: Token, below: Token) -> bool:
    name = lemma(verb)
    if _stands_outside(below) or _takes_lives(verb) or _takes_place(verb):
        return False
    if name in _SENSING and _is_sensed(verb, below):
        return False
    if name in _words("clausal") and below.dep_ == "ccomp":
        return True
    if name in _words("attitudes"):
        return below.dep_ in ("ccomp", "xcomp", "dobj", "oprd", "prep")
    if name in _words("finding"):
        return below.dep_ == "ccomp" or _is_stated(verb)
    if below.dep_ in ("dobj", "attr", "oprd"):
        charges = name in _CHARGING and any(c.lower_ == "of" for c in below.children)
        return charges or name in _words("objects")
    if below.dep_ == "xcomp" and not any(c.dep_ in SUBJECTS for c in below.children):
        return name in _words("infinitives")
    if name in ("speak", "talk"):
        return below.dep_ == "prep" and (below.lower_ in ("of", "about") or _is_when(below))
    return name in _verbs() or name in _words("quoted") or name in _words("recording")


_SENSING = frozenset({"see", "feel", "find", "hear", "watch"})


def _is_sensed(verb: Token, below: Token) -> bool:
    """What somebody lives to see, and does not say: "saw two men taken away", "felt a bomb hit"."""
    told = any(c.dep_ in ("mark", "aux", "auxpass") for c in below.children)
    bare = below.pos_ == "VERB" and (lemma(verb) != "find" or below.tag_ in ("VB", "VBN", "VBG"))
    return below.dep_ == "ccomp" and bare and not told


_CHARGING = frozenset({"accuse", "warn", "inform", "remind", "notify"})
"""Verbs that tell somebody "of" what they assert: "accused the army of killing 12"."""


def _is_when(below: Token) -> bool:
    """A time on which the parser hung what is spoken of: "spoke at the end of May of 12 dead"."""
    return any(t.lower_ == "of" and _dates(t.head) for t in below.subtree if t.dep_ == "prep")


def _dates(noun: Token) -> bool:
    """ "Monday", "mid-May"."""
    return noun.lower_.split("-")[-1] in table("places")["times"]


def _takes_lives(verb: Token) -> bool:
    """ "The storm claimed 12 lives": nothing is said."""
    return lemma(verb) == "claim" and any(
        c.dep_ == "dobj" and lemma(c) in ("life", "victim") for c in verb.children
    )


def _takes_place(verb: Token) -> bool:
    """ "The city recorded 12 deaths": they happened there, and nobody says so."""
    own = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if own is not None and own.tag_ == "WDT":
        own = verb.head
    if own is None or own.pos_ != "NOUN" or lemma(verb) not in _words("recording"):
        return False
    return lemma(own) in table("places")["divisions"]


def _is_stated(verb: Token) -> bool:
    """Whether a statement shows something: "the poll showed them ahead, with 40 percent"."""
    return any(c.dep_ == "nsubj" and lemma(c) in _words("statements") for c in verb.children)


def _speech(verb: Token, number: Token) -> Iterator[Utterance]:
    speaker = _subject(verb)
    if speaker is None:
        return
    # In "Jane Roe, who said that 12 died" the statement hangs below whoever makes it.
    if not _within(number, speaker) or _within(verb, speaker):
        yield _utterance(speaker, verb)


_CITING = frozenset({"citing", "quoting"})


def _utterance(speaker: Token, verb: Token) -> Utterance:
    """What a cue verb's subject says, or whom it cites: "the paper reported, citing police"."""
    if lemma(verb) in _words("quoted") and verb.i != speaker.i:
        quoted = next((c for c in verb.children if c.dep_ == "dobj"), None)
        if quoted is not None and (asserter := speaker_of(quoted)) is not None:
            return Utterance(asserter, verb, speaker)
    for child in verb.children:
        if child.lower_ in _CITING and _relays(speaker):
            cited = next((c for c in child.children if c.dep_ in ("dobj", "pobj")), None)
            if cited is not None and (asserter := speaker_of(cited)) is not None:
                return Utterance(asserter, child, speaker, _stance(verb))
    return Utterance(speaker, verb, _relayer(verb), _stance(verb), _through(speaker, verb))


def _relays(speaker: Token) -> bool:
    """Whether somebody who cites another only passes it on, as media do; a minister who cites
    figures makes them his own."""
    named = " ".join(t.text for t in [*speaker.lefts, speaker] if t.dep_ != "det")
    return source_kind(named) is SourceKind.MEDIA


def _through(speaker: Token, verb: Token) -> Token | None:
    """The subject of a verb, where somebody else speaks through it."""
    own = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    return own if own is not None and own.i != speaker.i else None


def _within(token: Token, ancestor: Token) -> bool:
    return token.i == ancestor.i or ancestor.is_ancestor(token)


def _subject(verb: Token) -> Token | None:
    """Who speaks: the subject of a cue verb, also across a conjunction or a relative clause."""
    passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children)
    if (passive or _is_as_told(verb)) and lemma(verb) not in _words("quoted"):
        return next(
            (t for c in verb.children if c.dep_ == "agent" for t in c.children if t.dep_ == "pobj"),
            None,
        )
    own = _own_subject(verb)
    if own is None and verb.dep_ in ("conj", "xcomp", "pcomp"):
        host = verb.head if verb.dep_ != "pcomp" else verb.head.head
        own = (
            next((c for c in host.children if c.dep_ in SUBJECTS), None)
            if host.pos_ in ("VERB", "AUX")
            else None
        )
    if own is not None and own.lower_ == "it" and verb.dep_ in ("xcomp", "pcomp"):
        return None
    if own is None and verb.dep_ in ("acl", "advcl") and verb.tag_ == "VBG":
        own = (
            verb.head
            if verb.head.pos_ in ("NOUN", "PROPN")
            else next((c for c in verb.head.children if c.dep_ in SUBJECTS), None)
        )
    if own is not None and own.tag_ in ("WP", "WDT") and verb.dep_ == "relcl":
        own = verb.head
    return speaker_of(_name_behind(own)) if own is not None else None


def _is_as_told(verb: Token) -> bool:
    """ "as reported by the council", but not "as seen by the river"."""
    tells = lemma(verb) in _verbs() or lemma(verb) in _words("recording")
    return tells and verb.tag_ == "VBN" and any(c.lower_ == "as" for c in verb.children)


def _own_subject(verb: Token) -> Token | None:
    """The subject of a verb, and not what is said, which the parser may take for another: "“Not
    12,” said the mayor". A name before it is one too, where there is no other: "“Nobody fled Tarn,”
    the chief of police, Jane Roe, told reporters"."""
    own = [c for c in verb.children if c.dep_ in SUBJECTS]
    if own:
        return next((c for c in own if not _is_share(c)), own[0])
    before = verb.nbor(-1) if verb.i else None
    if before is not None and before.text == "," and before.i:
        before = before.nbor(-1)
    lost = verb.dep_ == "ROOT" and verb.tag_ in ("VBD", "VBZ") and lemma(verb) in _verbs()
    named = before is not None and before.dep_ == "appos" and before.pos_ == "PROPN"
    return before if lost and named else None


def _name_behind(noun: Token) -> Token:
    """ "Sea Lamp" of "the charity Sea Lamp said", which the parser takes for two subjects."""
    if noun.pos_ != "NOUN":
        return noun
    beside = (c for c in noun.head.children if c.pos_ == "PROPN" and not _dates(c))
    adjoining = (c for c in beside if noun.i + 1 == c.left_edge.i and c.i < noun.head.i)
    return next(adjoining, noun)


def speaker_of(noun: Token) -> Token | None:
    """The one who speaks through a noun: "X's figures", "estimates by X" speak for X."""
    name = lemma(noun)
    if noun.text.startswith("@"):
        return noun
    if _is_share(noun):
        return None
    if noun.pos_ not in ("NOUN", "PROPN", "PRON", "ADJ") or noun.lower_ in _words("boilerplate"):
        return None
    if noun.pos_ != "PROPN" and (name in _words("mute") or _is_abstract(noun)):
        return None
    if name in _words("statements") and noun.pos_ == "NOUN":
        return _author(noun) or noun
    return noun


_ABSTRACT = re.compile(r".{3,}(?:ion|ment|ness|ism|ance|ence)s?")


def _is_abstract(noun: Token) -> bool:
    """What happens, and says nothing: "the evacuation", "her performance"; not the commission."""
    if noun.pos_ != "NOUN" or not _ABSTRACT.fullmatch(noun.lower_):
        return False
    spoken = (*_words("statements"), *_words("bodies"), *_words("speaking"))
    unlike = (SourceKind.OTHER, SourceKind.UNNAMED)
    return lemma(noun) not in spoken and source_kind(noun.lower_) in unlike


def _is_share(noun: Token) -> bool:
    """Respondents, who are counted and assert nothing: "54 percent of voters said", "those
    polled"."""
    asked = any(c.dep_ == "acl" and lemma(c) in _ASKING for c in noun.children)
    return lemma(noun) in ("percent", "half", "third", "quarter") or noun.like_num or asked


_ASKING = frozenset({"survey", "poll", "question", "interview"})


def _author(statement: Token) -> Token | None:
    # The toll "from" something is what it brought about, the figures "from" somebody are theirs.
    own = ("by",) if lemma(statement) in ("toll", "count", "tally") else ("by", "from")
    for child in statement.children:
        if child.dep_ == "poss" and child.pos_ in ("NOUN", "PROPN"):
            return None if lemma(statement) == "toll" and not _is_counter(child) else child
        if child.lower_ in ("by", "from", "of") and child.dep_ in ("prep", "agent"):
            author = next((c for c in child.children if c.dep_ == "pobj"), None)
            named = author is not None and (author.pos_ == "PROPN" or child.lower_ in own)
            if author is not None and (named or _is_official(statement, author)):
                return author
        if child.dep_ == "relcl" and lemma(child) in _words("issuing"):
            return next((c for c in child.children if c.dep_ == "nsubj"), None)
        if child.dep_ == "acl" and child.tag_ == "VBN":
            agent = next((t for c in child.children if c.dep_ == "agent" for t in c.children), None)
            if agent is not None:
                return agent
    compound = next(
        (
            c
            for c in statement.children
            if c.dep_ in ("compound", "nmod") and c.pos_ == "PROPN" and not _dates(c)
        ),
        None,
    )
    return compound or _issuer(statement)


def _is_counter(owner: Token) -> bool:
    """Whether whose toll it is counts it, as a ministry does, and does not pay it: not
    "Peru's toll", "the flood's toll"."""
    name = owner.doc[owner.left_edge.i : owner.i + 1].text
    return source_kind(name) is not SourceKind.OTHER and country_of(name) is None


def _is_official(statement: Token, author: Token) -> bool:
    """ "figures of the police", but not "a survey of the police"."""
    body = source_kind(author.lower_) is SourceKind.GOVERNMENT
    return body and lemma(statement) in _words("official")


def _issuer(statement: Token) -> Token | None:
    """Who issues a statement: "the council issued a statement saying ..."."""
    if statement.dep_ != "dobj" or lemma(statement.head) not in _words("issuing"):
        return None
    return next(
        (c for c in statement.head.children if c.dep_ == "nsubj" and c.pos_ != "PRON"), None
    )


def _relayer(verb: Token) -> Token | None:
    """ "told the state newspaper", "was quoted by the paper as saying"."""
    if quoting := _quoting(verb):
        return _quoter(quoting)
    if lemma(verb) not in ("tell", "inform", "brief"):
        return None
    for child in verb.children:
        if (
            child.dep_ in ("dobj", "dative")
            and child.i > verb.i
            and lemma(child) not in _words("listeners")
        ):
            return child if child.pos_ in ("NOUN", "PROPN") else None
    return None


def _quoting(verb: Token) -> Token | None:
    """The "quoted" of "was quoted", and of the "saying" in "was quoted as saying"."""
    outer = verb.head.head if verb.dep_ == "pcomp" else verb
    passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in outer.children)
    return outer if passive and lemma(outer) in _words("quoted") else None


def _quoter(quoted: Token) -> Token | None:
    sayings = [s for c in quoted.children if c.lower_ == "as" for s in c.children]
    agents = [c for verb in (quoted, *sayings) for c in verb.children if c.lower_ == "by"]
    return next((t for by in agents for t in by.children if t.dep_ == "pobj"), None)


def _stance(verb: Token) -> Stance:
    denied = lemma(verb) in DENYING or (lemma(verb) in _NAMING_VERBS and _is_dismissed(verb))
    return Stance.DENIED if denied else Stance.ASSERTED


_NAMING_VERBS = frozenset({"call", "brand", "label"})


def _is_dismissed(verb: Token) -> bool:
    """ "called the figure of 12 nonsense"."""
    return any(t.lower_ in _words("dismissive") for t in verb.subtree if t.i > verb.i)


def _statement_noun(noun: Token, below: Token) -> Iterator[Utterance]:
    """ "X's estimate of 12,000 dead": the number hangs on the noun of the statement; an "enemy toll
    update" is not the enemy's."""
    if (
        noun.pos_ == "NOUN"
        and lemma(noun) in _words("statements")
        and below.dep_ in ("prep", "acl", "appos", "relcl")
    ):
        author = _author(noun)
        if author is None or author.i == below.i or below.is_ancestor(author):
            return
        if lemma(author) not in table("populations")["enemies"]["noun"]:
            yield Utterance(author, noun)


def _intent_noun(noun: Token, below: Token) -> Iterator[Utterance]:
    """ "Berlin's pledge to send 12 tanks": the number hangs on the noun of what somebody wants."""
    if noun.pos_ == "NOUN" and lemma(noun) in _words("intents") and below.dep_ in ("prep", "acl"):
        by = (t for c in noun.children if c.lower_ == "by" for t in c.children)
        owners = (c for c in noun.children if c.dep_ == "poss")
        yield from (Utterance(c, noun) for c in (*owners, *by) if c.pos_ in _NAMING)


_NAMING = frozenset({"NOUN", "PROPN"})


def _statement_subject(verb: Token, below: Token) -> Iterator[Utterance]:
    """ "The General Staff's tally stood at 12": the number is what a statement amounts to."""
    if verb.pos_ not in ("VERB", "AUX") or below.dep_ in SUBJECTS or below.dep_ == "advcl":
        return
    for child in verb.children:
        if child.dep_ == "nsubj" and lemma(child) in _words("statements"):
            author = _author(child)
            if author is not None:
                yield Utterance(author, child)


def _is_according(token: Token) -> bool:
    return token.lower_ in ("according", "per", "citing") and (
        token.lower_ != "per" or any(c.pos_ == "PROPN" for c in token.subtree)
    )


def _according(token: Token) -> Iterator[Utterance]:
    """ "according to the mayor"."""
    for child in token.subtree:
        if child.dep_ in ("pobj", "dobj") and child.head.i in (
            token.i,
            *(c.i for c in token.children),
        ):
            speaker = speaker_of(child)
            if speaker is not None:
                yield Utterance(speaker, token, _citer(token), through=child)
            return


def _by_count(by: Token) -> Iterator[Utterance]:
    """ "By her count 12 died", "by the mayor's own estimate"."""
    for child in by.children:
        if child.dep_ == "pobj" and lemma(child) in _words("counts"):
            owners = (c for c in child.children if c.dep_ == "poss")
            yield from (Utterance(owner, by, through=child) for owner in owners)


def _citer(cue: Token) -> Token | None:
    """Who cites: "the paper reported, citing police, that 12 died"."""
    if cue.lower_ not in _CITING:
        return None
    reporting = next((t for t in cue.ancestors if t.pos_ == "VERB" and _speaks(t)), None)
    return _subject(reporting) if reporting else None


_SURVEYS = frozenset({"poll", "survey", "census"})
_HOLDING = frozenset({"in", "on"})


def _in_survey(preposition: Token) -> Iterator[Utterance]:
    """ "in a survey of nurses, 40 percent ..."."""
    for child in preposition.children:
        if child.dep_ == "pobj" and lemma(child) in _SURVEYS:
            yield Utterance(_author(child) or child, preposition, through=child)


def _agent(by: Token, verb: Token) -> Iterator[Utterance]:
    """ "was put at 12 by the mayor"."""
    speaker = next((c for c in by.children if c.dep_ == "pobj"), None)
    if speaker is not None:
        yield Utterance(speaker, verb)


def _sized_by(by: Token) -> Iterator[Utterance]:
    """ "was put at 12 by the mayor", where the verb belongs to the words of the number."""
    for child in by.children:
        speaker = speaker_of(child) if child.dep_ == "pobj" else None
        if speaker is not None and source_kind(speaker.text) is not SourceKind.OTHER:
            yield Utterance(speaker, by)


_SPEAKING = re.compile(
    r"\b(?:say|said|told|wrote|(?:add|ask|explain|recall|admitt|warn|continu|argu|not)(?:s|ed))\b"
)


def may_speak(clause: str) -> bool:
    """Whether a clause may say who speaks where it names nobody: "“I remember it,” she said."."""
    return _SPEAKING.search(clause) is not None
