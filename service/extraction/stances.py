"""Is it held to be so? Denials and hypotheticals, from the verbs above a number."""

import re

from spacy.tokens import Token

from service.extraction.answers import Answer, named
from service.extraction.items import counted
from service.extraction.parsing import lemma
from service.extraction.sources import DENYING
from service.values import Span, Stance

MODALS = frozenset("could would may might should will 'll must shall".split())
PROSPECTIVE = frozenset(
    "plan intend expect aim hope want need require request seek propose offer promise pledge "
    "threaten fear risk ask urge demand forecast predict anticipate envisage vow undertake "
    "brace".split()
)
"""Verbs whose complement has not happened, or is not known to have."""
RESOLVING = frozenset("agree decide vote resolve prepare commit consent arrange".split())
"""Verbs whose infinitive is still to be done: what is prepared is there, but not what one prepares
to do."""
PROSPECTIVE_NOUNS = frozenset(
    "plan goal target appeal offer request threat proposal need promise pledge intention".split()
)
REACHING = frozenset("reach meet achieve hit surpass exceed fulfil fulfill beat".split())
"""Verbs that make a goal a fact."""
UNTRUE = frozenset("false untrue wrong incorrect".split())
STATING = frozenset("say claim believe accept confirm think mean".split())
"""Verbs whose complement is denied where they are: "I do not say that 12 died"."""

_VERBAL = frozenset({"VERB", "AUX"})
_COMPLEMENTS = frozenset("nsubj nsubjpass ccomp xcomp dobj prep attr acomp oprd pobj pcomp".split())
_OPEN_COMPLEMENTS = frozenset("xcomp dobj ccomp prep nsubjpass".split())
_ASIDES = frozenset("relcl acl advcl parataxis".split())
"""Clauses that assert what they say, whatever the clause above them leaves open."""


def stance(number: Token) -> Answer[Stance]:
    """The stance of a number by its own clause and those above it."""
    for clause in (c for c in counted(number).children if c.dep_ == "relcl"):
        for rule in (_has_modal, _is_wanted):
            if rule(clause):
                return Answer(Stance.HYPOTHETICAL, named(rule))
    if _is_told(counted(number)):
        return Answer(Stance.ASSERTED, named(_is_told))
    if _is_left_open(counted(number)):
        return Answer(Stance.HYPOTHETICAL, named(_is_left_open))
    if _is_contrasted(number):
        return Answer(Stance.DENIED, named(_is_contrasted))
    for node, below in zip(number.ancestors, [number, *number.ancestors], strict=False):
        if _is_reason(below, node):
            break
        for judge, marked in _ACROSS if below.dep_ in _ASIDES else _RULES:
            if judge(node, below):
                return Answer(marked, named(judge))
        if below.dep_ in _ASIDES:
            break
    return Answer(Stance.ASSERTED, "stances.unmarked")


def retracted(text: str, sentence: Span) -> bool:
    """Whether the next sentence calls untrue what one tells: "Posts speak of ten dead. That is
    false."."""
    return _RETRACTING.match(text, sentence.end) is not None


_RETRACTING = re.compile(
    r"(?i)[\s\"”’']{1,4}(?:but )?(?:that|this|it|these|those|the|both)"
    r"(?: (?:claim|report|figure|number|rumou?r|story|stories)s?)? (?:is|was|are|were) (?:\w+ )?"
    r"(?:false|untrue|wrong|incorrect|not true|fake|a lie|nonsense)\b"
)


def _may_be(node: Token, below: Token) -> bool:
    """ "up to 40 could have died": a modal above the number; but a package "worth $40m" that will
    include shells is there."""
    holds = below.dep_ == "nsubj" and lemma(node) in _HOLDING
    if holds or lemma(node) in _POLITE or _was_all(node):
        return False
    return below.dep_ in _COMPLEMENTS and node.pos_ in _VERBAL and _has_modal(node)


_POLITE = frozenset({"seem", "appear", "say", "tell"})
"""Verbs with which a modal is only polite: "12 would seem right", "I can tell you that 12 died"."""


def _was_all(verb: Token) -> bool:
    """ "could only identify eight": that many they did."""
    before = [t.lower_ for t in verb.lefts]
    return "could" in before and "only" in before


def _is_reason(below: Token, node: Token) -> bool:
    """ "will be tried for torturing nine men": what somebody is called to account for was done."""
    if below.lower_ != "for":
        return False
    done = any(c.dep_ == "pcomp" and c.tag_ == "VBG" for c in below.children)
    near = (node, *node.children, *(t for c in node.children for t in c.children))
    return done and any(lemma(t) in _ACCOUNTING for t in near)


_ACCOUNTING = frozenset(
    "try trial punish charge arrest sue convict sentence fine praise thank blame prosecute jail "
    "accuse hang execute account court justice".split()
)


def _is_told(noun: Token) -> bool:
    """ "will meet the parents of the three boys who were shot": known from what befell them."""
    if noun.dep_ != "pobj" or not any(c.lower_ in ("the", "these", "those") for c in noun.lefts):
        return False
    told = (c for c in noun.rights if c.dep_ == "relcl")
    return any(
        verb.tag_ == "VBD" or any(c.tag_ == "VBD" and "aux" in c.dep_ for c in verb.lefts)
        for verb in told
    )


def _is_left_open(noun: Token) -> bool:
    """ "Forty feared dead", "300 people expected to march": a headline's passive of a verb that
    leaves it open."""
    heads = [noun.head] if noun.dep_ == "nsubj" else []
    verbs = (*heads, *(c for c in noun.rights if c.dep_ == "acl"))
    return any(
        v.tag_ in ("VBN", "VBD") and lemma(v) in _OPEN and not _has(v, "dobj") and _completed(v)
        for v in verbs
    )


def _completed(verb: Token) -> bool:
    """Whether a verb has what it says of those it is said of: "feared dead", "expected to come"."""
    return any(c.dep_ in ("acomp", "oprd", "xcomp") for c in verb.rights)


_OPEN = frozenset({"fear", "expect", "predict", "forecast"})


def _is_contrasted(number: Token) -> bool:
    """ "two men, not five": the number that is put right."""
    if number.i < 2 or number.nbor(-1).lower_ != "not":
        return False
    return number.nbor(-2).text in (",", "—", "–", "-", "(") and number.nbor(-2).i > 0


_HOLDING = frozenset({"include", "contain", "comprise"})


def _is_prospective(node: Token, below: Token) -> bool:
    """ "plans to send 300 tanks": a verb whose complement has not happened."""
    return (
        below.dep_ in _OPEN_COMPLEMENTS
        and node.pos_ in _VERBAL
        and lemma(node) in PROSPECTIVE
        and not _is_negated(node)
        and not (below.dep_ == "nsubjpass" and (_has(node, "dobj") or lemma(node) in _FELT))
        and not _outlives(node)
    )


def _outlives(verb: Token) -> bool:
    """ "the seven are expected to survive": they were hurt, whatever is to come."""
    return any(
        c.dep_ == "xcomp" and lemma(c) in ("survive", "recover", "live") for c in verb.rights
    )


_FELT = frozenset({"threaten", "offer"})
"""Verbs that tell of a fact if of whom they are done to: "12 homes are threatened"."""


def _is_resolved(node: Token, below: Token) -> bool:
    """ "decided to send 300 tanks": an infinitive that is still to be done."""
    return below.dep_ == "xcomp" and lemma(node) in RESOLVING and not _is_negated(node)


def _is_ahead(node: Token, below: Token) -> bool:
    """ "300,000 men are to be called up", "is about to reach 300,000", "EU to send 300 tanks"."""
    if below.dep_ == "xcomp" and _is_infinitive(below) and not _was_possible(node):
        return node.lower_ == "about" or lemma(node) in ("be", "is", "are", "was", "were")
    if below.dep_ in ("nsubj", "nsubjpass") and lemma(node) in ("is", "are", "was", "were"):
        ahead = any(c.dep_ == "xcomp" and _is_infinitive(c) for c in node.children)
    else:
        ahead = _leads(node) and _is_infinitive(node)
    return ahead and not _is_open(node)


def _leads(verb: Token) -> bool:
    """The verb of a sentence, or that of a headline which the parser hung on a name."""
    headline = verb.dep_ in ("relcl", "acl") and verb.head.dep_ == "ROOT"
    return verb.dep_ == "ROOT" or (headline and verb.head.pos_ == "PROPN")


def _is_open(verb: Token) -> bool:
    """ "40 bodies are yet to be identified": they are there."""
    return any(t.lower_ == "yet" for c in (verb, *verb.children) for t in c.children)


def _was_possible(verb: Token) -> bool:
    """ "It was possible to evacuate 300": that was done."""
    told = any(c.dep_ == "acomp" and c.lower_ in ("able", "possible") for c in verb.children)
    return told and verb.tag_ == "VBD"


def _is_conditional(node: Token, below: Token) -> bool:
    """ "If 4,000 had come": what a condition supposes, unless "the 4,000" are known of."""
    known = any(c.dep_ in ("det", "poss") and c.lower_ not in ("a", "any") for c in below.children)
    return not known and any(
        c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in node.children
    )


def _is_denied(node: Token, below: Token) -> bool:
    """ "denied that 40 had died", "I do not say that 40 died"."""
    if below.dep_ not in ("ccomp", "xcomp") or node.pos_ not in _VERBAL:
        return False
    asked = any(c.tag_.startswith("W") for c in below.children)  # "did not say how many"
    return lemma(node) in DENYING or (lemma(node) in STATING and _is_negated(node) and not asked)


def _is_untrue(node: Token, below: Token) -> bool:
    """ "It was not true that 40 had died", "it is false that 40 died": above the number or, as the
    parser has it, beside it."""
    verbs = [node, *(c for c in node.children if c.dep_ == "ccomp" and c.i < node.i)]
    return below.dep_ in (*_COMPLEMENTS, "mark") and any(map(_calls_untrue, verbs))


def _is_imaginary(node: Token, below: Token) -> bool:
    """ "The 40 exist only on paper"."""
    only = any(t.lower_ == "only" for t in node.subtree if t.i - node.i == 1)
    return below.dep_ == "nsubj" and lemma(node) == "exist" and only


def _calls_untrue(verb: Token) -> bool:
    if not any(c.lower_ in ("it", "that", "this") for c in verb.children if c.dep_ == "nsubj"):
        return False
    said = {c.lower_ for c in verb.children if c.dep_ in ("acomp", "attr", "oprd")}
    return bool(said & UNTRUE) or ("true" in said and _is_negated(verb))


def _is_proposed(node: Token, below: Token) -> bool:
    """ "a plan for 300 tanks", unless "its goal of 300 tanks" was reached."""
    return (
        below.dep_ in ("prep", "acl")
        and below.lower_ not in _BETWEEN
        and node.pos_ not in _VERBAL
        and lemma(node) in PROSPECTIVE_NOUNS
        and not (node.dep_ == "dobj" and lemma(node.head) in REACHING)
    )


_BETWEEN = frozenset({"between", "by", "among", "from", "against"})
"""Prepositions of who threatens or offers: "threats between the two"."""

_ACROSS = ((_is_proposed, Stance.HYPOTHETICAL),)
"""What still holds of a clause that hangs on the word: "an offer to take in 300 people"."""
_RULES = (
    *_ACROSS,
    (_may_be, Stance.HYPOTHETICAL),
    (_is_prospective, Stance.HYPOTHETICAL),
    (_is_resolved, Stance.HYPOTHETICAL),
    (_is_ahead, Stance.HYPOTHETICAL),
    (_is_conditional, Stance.HYPOTHETICAL),
    (_is_denied, Stance.DENIED),
    (_is_untrue, Stance.DENIED),
    (_is_imaginary, Stance.DENIED),
)


def _has_modal(verb: Token) -> bool:
    """A modal of a verb: "would", "could"."""
    return any(c.dep_ == "aux" and c.lower_ in MODALS for c in verb.children)


def _is_wanted(clause: Token) -> bool:
    """ "the $210m that agencies asked for", but not "the 300 people who want to leave"."""
    return lemma(clause) in PROSPECTIVE and not any(map(_wants_else, clause.children))


def _wants_else(argument: Token) -> bool:
    """What makes a clause want another thing than the noun it hangs on: an object of its own, or
    that noun as the one who wants."""
    relative = argument.tag_ in ("WDT", "WP", "IN")
    return (argument.dep_ == "dobj" and not relative) or (argument.dep_ == "nsubj" and relative)


def _is_infinitive(verb: Token) -> bool:
    return any(c.tag_ == "TO" for c in verb.children)


def _is_negated(verb: Token) -> bool:
    return _has(verb, "neg")


def _has(verb: Token, role: str) -> bool:
    return any(c.dep_ == role for c in verb.children)
