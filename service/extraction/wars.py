"""On whose ground is a war? The states that are named after one.

"Norway's invasion of Chad"              Chad
"the war against Chad", "in Chad"        Chad
"the invasion of the town", "of Sumy"    none: no state
"war crimes in Chad"                     none: what the crimes are in
"""

from spacy.tokens import Token

from service.extraction.parsing import lemma
from service.extraction.toponyms import compounded, is_country
from service.naming import country_of
from service.values import Metric

_WARS = frozenset({"war", "invasion", "aggression"})
_ON = frozenset("of in into to against on upon towards toward".split())
_FAR = 8
"""Words from a war to the state on whose ground it is, with whose war it is in between."""
_BEFORE_STATES = frozenset({"the", "neighbouring", "neighboring", "sovereign", "independent"})
_DATING = frozenset({"since", "after", "before", "until", "following"})

BEFELL = frozenset(
    {
        Metric.KILLED,
        Metric.WOUNDED,
        Metric.CASUALTIES,
        Metric.MISSING,
        Metric.CAPTURED,
        Metric.ABDUCTED,
        Metric.DISPLACED,
        Metric.DESTROYED,
        Metric.WEAPONS,
        Metric.ATTACKS,
        Metric.CASES,
        Metric.AFFECTED,
    }
)
"""What a whole war does where it is; money, opinions and arrests are moved by it anywhere."""


def is_ground(noun: Token) -> bool:
    """Whether a noun is the state on whose ground a whole war is, by the words before it."""
    return is_country(noun) and _war(noun) is not None


def is_waging(noun: Token) -> bool:
    """Whether a state wages a war on another that is named after it: "the invasion of |Norway|
    into Chad"."""
    after = noun.doc[noun.i + 1 : noun.i + 2]
    wages = any(t.lower_ in _INTO for t in after)
    return (
        wages and is_ground(noun) and any(is_country(t) for t in noun.doc[noun.i + 2 : noun.i + 6])
    )


_INTO = frozenset("into against on upon".split())


def _war(noun: Token) -> Token | None:
    """The war before "of Chad", past those who wage it: "the war of Norway against Chad"."""
    before = noun.doc[max(0, noun.i - _FAR) : noun.i]
    words = [t for t in reversed(before) if t.lower_ not in _BEFORE_STATES and t.head != noun]
    on = next(iter(words), None)
    if on is None or on.lower_ not in _ON:
        return None
    nouns = (t for t in words[1:] if t.pos_ not in ("PROPN", "ADJ", "DET", "PART", "ADP"))
    found = next(nouns, None)
    return found if found is not None and lemma(found) in _WARS else None


def is_before(ground: Token) -> bool:
    """Whether something was so before a war, which has brought none of it: "before the invasion of
    Chad"."""
    war = _war(ground)
    return war is not None and any(
        t.lower_ in _BEFORE for t in ground.doc[max(0, war.i - _BEFORE_WAR) : war.i]
    )


_BEFORE = frozenset({"before", "until"})
_BEFORE_WAR = 5


def is_date(ground: Token) -> bool:
    """Whether a war only dates what it is said of: "since the invasion of Chad"."""
    war = _war(ground)
    return war is not None and any(
        t.lower_ in _DATING for t in ground.doc[max(0, war.i - 9) : war.i]
    )


def is_of(ground: Token, state: str | None) -> bool:
    """Whether the war is that state's own, which wages it: "the invasion of Norway"."""
    return state is not None and country_of(compounded(ground)) == state
