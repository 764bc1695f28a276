"""Who is "the enemy"? The one state that an article calls the invader.

"Since the Russian invasion began, the enemy has lost 300 tanks"    RU
"the aggression of Norway", "the war of Norway in Chad"             NO
"the invasion of Norway"                                            open
"Norwegian and Danish invaders"                                     open
"""

import re
from collections.abc import Iterator
from itertools import takewhile

from spacy.tokens import Token

from service.extraction.items import NOUNS
from service.extraction.lexicon import table
from service.extraction.parsing import lemma
from service.naming import country_of, demonym

_NAME = r"\b(?P<name>[A-Za-z][\w.]*[\w])"
_OF = rf"\sof\s(?:the\s)?{_NAME}(?P<own>)\s(?:[A-Z]\w+\s)?"
_INVADING = (
    re.compile(
        rf"{_NAME}(?P<own>['’]s)?\s(?:(?:full-scale|large-scale|armed|military|ongoing)\s){{0,2}}"
        r"(?:invasion|invad|occup(?:ier|ant|ation|ying)|aggress)"
    ),
    re.compile(
        rf"{_NAME}(?P<own>)\s(?:has\s|had\s)?(?:invade[sd]|(?:launch|initiat|start|began|beg[ui]n|"
        r"unleash)\w*\s[^.;,]{0,40}\b(?:invasion|aggression))\b"
    ),
    re.compile(rf"\b(?:aggression\s(?:of|by)|invasion\sby)\s(?:the\s)?{_NAME}(?P<own>)(?!['’]s)"),
    re.compile(rf"\b(?:invasion|war){_OF}(?:into|against)\s"),
    re.compile(rf"\bwar{_OF}in\s[A-Z]"),
)


def invader(text: str) -> str | None:
    """The one state that a text says invades, occupies or attacks another; None where it names
    several."""
    states = {code for pattern in _INVADING for code in _named(pattern, text)}
    return states.pop() if len(states) == 1 else None


def _named(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    """The states that do so by a pattern; but the "Ukraine invasion" is not Ukraine's."""
    for match in pattern.finditer(text):
        code = country_of(match["name"].capitalize())
        own = match["own"] is not None or match["name"].casefold() == demonym(code or "").casefold()
        if code and own:
            yield code


def are_enemies(noun: Token) -> bool:
    """Whether a noun phrase is about the enemy: "invaders", "enemy tanks", "losses of the
    occupiers", but not "victims of the occupiers"."""
    named = table("populations")["enemies"]["noun"]
    return lemma(noun) != "victim" and any(lemma(word) in named for word in noun_phrase(noun))


def noun_phrase(noun: Token) -> list[Token]:
    """A noun with the words around it that belong to the phrase, however they are parsed: "combat
    losses of the Armed Forces of Norway"."""
    before = takewhile(_is_within, reversed(noun.doc[: noun.i]))
    after = takewhile(_is_within, noun.doc[noun.i + 1 :])
    return [noun, *before, *after]


def _is_within(word: Token) -> bool:
    return word.pos_ in NOUNS | {"ADJ", "DET", "PART"} or word.lower_ in ("of", "and")
