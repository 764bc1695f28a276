"""Is it held to be so? Denials and hypotheticals, from the verbs above a number."""

from spacy.tokens import Token

from service.extraction.answers import Answer, named
from service.extraction.items import counted
from service.extraction.parsing import lemma
from service.extraction.sources import DENYING
from service.values import Stance

MODALS = frozenset("could would may might should will 'll must shall".split())
PROSPECTIVE = frozenset(
    "plan intend expect aim hope want need require request seek propose offer promise pledge "
    "threaten fear target risk ask prepare urge demand".split()
)
"""Verbs whose complement has not happened, or is not known to have."""
PROSPECTIVE_NOUNS = frozenset("plan goal target appeal offer request threat proposal need".split())

_COMPLEMENTS = frozenset("nsubj nsubjpass ccomp xcomp dobj prep attr acomp oprd pobj pcomp".split())
_OPEN_COMPLEMENTS = frozenset("xcomp dobj ccomp prep nsubjpass".split())
_ASIDES = frozenset("relcl acl advcl parataxis".split())
"""Clauses that assert what they say, whatever the clause above them leaves open."""


def stance(number: Token) -> Answer[Stance]:
    """The stance of a number by its own clause and those above it."""
    if any(_has_modal(c) for c in counted(number).children if c.dep_ == "relcl"):
        return Answer(Stance.HYPOTHETICAL, named(_has_modal))
    for node, below in zip(number.ancestors, [number, *number.ancestors], strict=False):
        if below.dep_ in _ASIDES:
            break
        for rule, marked in _RULES:
            if rule(node, below):
                return Answer(marked, named(rule))
    return Answer(Stance.ASSERTED, "stances.unmarked")


def _may_be(node: Token, below: Token) -> bool:
    """ "up to 40 could have died": a modal above the number."""
    return below.dep_ in _COMPLEMENTS and node.pos_ in ("VERB", "AUX") and _has_modal(node)


def _is_prospective(node: Token, below: Token) -> bool:
    """ "plans to send 300 tanks": a verb whose complement has not happened."""
    return (
        below.dep_ in _OPEN_COMPLEMENTS
        and node.pos_ in ("VERB", "AUX")
        and lemma(node) in PROSPECTIVE
        and not any(c.dep_ == "neg" for c in node.children)
    )


def _is_denied(node: Token, below: Token) -> bool:
    """ "denied that 40 had died"."""
    return (
        below.dep_ in ("ccomp", "xcomp") and node.pos_ in ("VERB", "AUX") and lemma(node) in DENYING
    )


def _is_proposed(node: Token, below: Token) -> bool:
    """ "a plan for 300 tanks"."""
    return (
        below.dep_ in ("prep", "acl")
        and node.pos_ not in ("VERB", "AUX")
        and lemma(node) in PROSPECTIVE_NOUNS
    )


_RULES = (
    (_may_be, Stance.HYPOTHETICAL),
    (_is_prospective, Stance.HYPOTHETICAL),
    (_is_denied, Stance.DENIED),
    (_is_proposed, Stance.HYPOTHETICAL),
)


def _has_modal(verb: Token) -> bool:
    """A modal of a verb: "would", "could"."""
    return any(c.dep_ == "aux" and c.lower_ in MODALS for c in verb.children)
