"""Is it held to be so? Denials and hypotheticals, from the verbs above a number."""

from spacy.tokens import Token

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


def stance(number: Token) -> Stance:
    """The stance of a number by its own clause and those above it."""
    if any(_has_modal(c) for c in counted(number).children if c.dep_ == "relcl"):
        return Stance.HYPOTHETICAL
    for node, below in zip(number.ancestors, [number, *number.ancestors], strict=False):
        if below.dep_ in _ASIDES:
            break
        if node.pos_ in ("VERB", "AUX"):
            if below.dep_ in _COMPLEMENTS and _is_open(node, below):
                return Stance.HYPOTHETICAL
            if below.dep_ in ("ccomp", "xcomp") and lemma(node) in DENYING:
                return Stance.DENIED
        elif lemma(node) in PROSPECTIVE_NOUNS and below.dep_ in ("prep", "acl"):
            return Stance.HYPOTHETICAL
    return Stance.ASSERTED


def _is_open(verb: Token, below: Token) -> bool:
    if _has_modal(verb):
        return True
    if lemma(verb) not in PROSPECTIVE or any(c.dep_ == "neg" for c in verb.children):
        return False
    return below.dep_ in _OPEN_COMPLEMENTS


def _has_modal(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ in MODALS for c in verb.children)
