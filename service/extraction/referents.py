"""Who is meant? Pronouns, surnames and descriptions resolved to the fullest name in the article.

"Matsegora"             Aleksandr Matsegora, where the article names him once in full
"a Russian diplomat"    the ambassador whom the next sentences name, if Russia's
"the ministry"          the one ministry that the article names, or nobody where it names two
"he"                    whoever spoke or was named last
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from service.extraction.lexicon import table
from service.extraction.parsing import Parsed, lemma
from service.naming import (
    country_of,
    holder,
    is_open,
    latin,
    of_state,
    source_country,
    source_key,
    source_kind,
)
from service.values import Source, SourceKind, Span

AHEAD = 700
"""Characters within which somebody first described is to be named."""

_NAME = re.compile(
    r"(?<![\w.])[A-Z][\w’'-]+(?:\s(?:[A-Z]\.|(?:al|bin|de|van|von|el|ben|der|da|dos)\b|[A-Z][\w’'-]+)){1,4}"
)
_STAMPED = re.compile(r"^(?:[\d.: ]{0,20}[-–—] |.*[|>©•] )")
"""What stands before a name and is no part of it: day and hour of a headline, a photographer."""
_SHORTENED = re.compile(
    r"(?!The\s)(?P<name>[A-Z][\w’'-]+(?:\s(?:of|for|the|and|[A-Z][\w’'-]+)){1,7})\s\((?P<short>[A-Z]{2,7})\)"
)
"""A name with what it is called for short: "Norwegian Rescue Council (NRC)"."""
_JOINING = frozenset({"Against", "For", "Of", "With", "And", "In", "The", "From"})
_OPENERS = frozenset(
    "A An The As At But By For From He Her His If In It Its No Of On Our She So That Their Then "
    "These They This Those To We What When While With After Before Since Also And Although "
    "According Later Earlier Meanwhile Yesterday Today However Still Now Once Only Even Just Last "
    "Next Some Most Many All Both Each Another One Two Three Four Five Six Seven Eight Nine "
    "Ten".split()
)
_BODIES = frozenset({"Staff", "Assembly", "Council", "Command", "Hospital", "Office", "Board"})
"""What makes a body, and no person, of the title before it: "General Staff"."""
_PARTICLES = frozenset({"al", "bin", "de", "van", "von", "el", "ben", "der", "da", "dos"})
PRONOUNS = frozenset({"he", "she", "they", "we", "i", "him", "her", "his"})
_COREFERENT_HEADS = frozenset({"NN", "NNS", "NNP"})
_PHRASE_LEFT = frozenset(
    {"amod", "compound", "nmod", "poss", "case", "punct", "conj", "cc", "nummod", "advmod"}
)
_PHRASE_PREPOSITIONS = frozenset({"of", "for", "in", "at", "from", "on", "with"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """How a sentence mentions somebody: the words, where, and the head noun."""

    text: str
    span: Span
    head: Token

    @property
    def key(self) -> str:
        """The normalised name."""
        return source_key(self.text)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the article names, with the roles it gives them."""

    name: str
    offset: int
    roles: frozenset[str]
    country: str | None


class Referents:
    """Everybody whom one article names, to resolve mentions against."""

    def __init__(self, text: str, sentences: Iterable[Parsed]) -> None:
        """Collect the names of an article."""
        self._text = text
        self._full_names = _full_names(text)
        self._initials = {_initials(n): n for names in self._full_names.values() for n in names}
        self._initials |= {m["short"]: m["name"] for m in _SHORTENED.finditer(text)}
        self._partly_short = _partly_short(n for names in self._full_names.values() for n in names)
        self._people: list[Person] = []
        self._roles: dict[str, list[Person]] = defaultdict(list)
        self._nouns: dict[str, list[tuple[Parsed, Token]]] = defaultdict(list)
        self._by_word: dict[str, dict[str, list[Phrase]]] = {}
        self._answers: dict[tuple[str, frozenset[str], bool], list[Phrase]] = {}
        self._bearers: dict[tuple[str, str | None], set[str]] = {}
        self._longest: dict[str, str] = {}
        for parsed in sentences:
            for token in parsed.doc:
                if token.pos_ in ("NOUN", "PROPN") and token.dep_ != "compound":
                    self._collect(parsed, token)

    def _collect(self, parsed: Parsed, token: Token) -> None:
        roles = frozenset(_roles(token)) if token.pos_ == "PROPN" else frozenset()
        named = token.dep_ in ("nsubj", "nsubjpass") and self.is_person(_chain(token))
        if (
            not roles
            and not named
            and (token.dep_ == "appos" or token.tag_ not in _COREFERENT_HEADS)
        ):
            return
        if roles or named:
            country = source_country(_surroundings(parsed, token).of(self._text))
            self._meet(phrase(parsed, self._text, token), roles, country)
        else:
            self._nouns[lemma(token)].append((parsed, token))

    def _meet(self, mention: Phrase, roles: frozenset[str], country: str | None) -> None:
        name = self.full(name_in(mention.text))
        person = Person(name, mention.span.start, roles, country)
        self._people.append(person)
        for role in roles:
            self._roles[role].append(person)

    def person_before(self, offset: int) -> Person | None:
        """Who was last named with a role before an offset."""
        index = bisect_left(self._people, offset, key=lambda p: p.offset)
        return self._people[index - 1] if index else None

    def is_person(self, name: str) -> bool:
        """Whether the article gives a name in full, as it does with people."""
        known = name in self._full_names.get(_last(name), ())
        return known and source_kind(name) is SourceKind.OTHER

    def resolve(self, mention: Phrase) -> str | None:
        """The fullest name of whoever a phrase mentions, or None where it stays open, as pronouns
        do here."""
        word = mention.head.lower_
        if word in PRONOUNS:
            return None
        named = _apposed(mention.head) or _named_before(mention)
        if named is not None:
            return self.full(_chain(named))
        name = self._person(mention) or name_in(mention.text)
        if _is_name(mention.head):
            full = self.full(name)
            return full if self.is_person(full) else self._fullest(mention, full)
        if described := self._described(mention):
            return described
        return self._only(mention) if is_definite(mention) else name

    def full(self, name: str) -> str:
        """The longest form of a name in the article, where one person only bears it."""
        if name.isupper() and name in self._initials:
            return self._initials[name]
        if " " in name:
            return self._written_out(name)
        if name not in self._longest:
            self._longest[name] = self._one_longer(name) or name
        return self._longest[name]

    def _written_out(self, name: str) -> str:
        """ "Coast Guard North" for "CG North", where the article has one such name only."""
        fuller = self._partly_short.get(latin(name), ())
        return next(iter(fuller)) if len(fuller) == 1 else name

    def owned(self, name: str, home: str | None) -> str:
        """The name of a body with its state, where each state has one and the name leaves that
        open: the only one whose such body the article names, else the home of the publisher."""
        if not is_open(name):
            return name
        states = self._owners(source_key(name)) or {home}
        owner = states.pop() if len(states) == 1 else None
        return of_state(name, owner) if owner else name

    def _owners(self, key: str) -> set[str | None]:
        """The states whose body of that key the article names."""
        named = self._phrases(key.split()[-1]).get("", [])
        alike = (p for p in named if p.key.endswith(f" {key}"))
        return {source_country(p.text) for p in alike} - {None}

    def _one_longer(self, name: str) -> str | None:
        candidates = self._full_names.get(_last(name), ())
        longer = [c for c in candidates if name in c.split() and not _JOINING & set(c.split())]
        return min(longer, key=len) if len({source_key(c) for c in longer}) == 1 else None

    def _person(self, mention: Phrase) -> str | None:
        """The full name at the head of a mention that says more: "Jane Roe of the council"."""
        name = _chain(mention.head)
        return name if self.is_person(name) else None

    def _fullest(self, mention: Phrase, name: str) -> str:
        """ "the General Staff" as "the General Staff of the Armed Forces of Ukraine"."""
        longer = self._longer(mention, _content(name))
        return longer[0].text if len(longer) == 1 and " " in name else name

    def _only(self, mention: Phrase) -> str | None:
        """The one body that "the ministry" can mean; None where there are several."""
        longer = self._longer(mention, _content(mention.text), named=True)
        if len(longer) == 1:
            return longer[0].text
        return None if longer else mention.text

    def _longer(self, mention: Phrase, words: set[str], *, named: bool = False) -> list[Phrase]:
        """Phrases with the same head that say all that some words say, and more; `named` are
        only those with a name in them."""
        noun = lemma(mention.head)
        asked = (noun, frozenset(words), named)
        if asked not in self._answers:
            fuller = (p for p in self._with_rarest(noun, words) if words < _content(p.text))
            self._answers[asked] = [p for p in fuller if not named or _is_named(p)]
        return self._answers[asked]

    def _with_rarest(self, noun: str, words: set[str]) -> list[Phrase]:
        """The phrases of a noun that have the rarest of some words, all where there is none."""
        index = self._phrases(noun)
        return min((index.get(w, []) for w in ("", *words)), key=len)

    def _phrases(self, noun: str) -> dict[str, list[Phrase]]:
        if noun not in self._by_word:
            self._by_word[noun] = self._indexed(noun)
        return self._by_word[noun]

    def _indexed(self, noun: str) -> dict[str, list[Phrase]]:
        """Every phrase of more than a noun, the first of each name, by each of its words."""
        distinct: dict[str, Phrase] = {}
        for parsed, token in self._nouns[noun]:
            mention = phrase(parsed, self._text, token)
            if " " in mention.text:
                distinct.setdefault(mention.key, mention)
        index: dict[str, list[Phrase]] = defaultdict(list)
        for mention in distinct.values():
            for word in ("", *_content(mention.text)):
                index[word].append(mention)
        return index

    def _described(self, mention: Phrase) -> str | None:
        """The one named person who fits a description such as "a Russian diplomat"."""
        if mention.head.tag_ not in ("NN", "NNP"):
            return None
        role, country = lemma(mention.head), source_country(mention.text)
        if any(c.lower_ in ("a", "an") for c in mention.head.children):
            fitting = self._introduced(role, country, mention.span.end)
        else:
            fitting = self._in_role(role, country)
        return next(iter(fitting)) if len(fitting) == 1 else None

    def _introduced(self, role: str, country: str | None, offset: int) -> set[str]:
        """Who is named in a role, or in one that a country's "diplomat" may have, right after."""
        generic = table("speech")["generic"].get(role, ()) if country else ()
        return {
            person.name
            for fit in {role, *generic}
            for person in _between(self._roles.get(fit, []), offset, offset + AHEAD)
            if not country or person.country == country
        }

    def _in_role(self, role: str, country: str | None) -> set[str]:
        if (role, country) not in self._bearers:
            self._bearers[role, country] = {
                p.name for p in self._roles.get(role, ()) if not country or p.country == country
            }
        return self._bearers[role, country]


def _between(people: list[Person], start: int, end: int) -> list[Person]:
    """Those of some people, in the order of the text, who are named after and before offsets."""
    first = bisect_right(people, start, key=lambda p: p.offset)
    return people[first : bisect_left(people, end, key=lambda p: p.offset)]


def _full_names(text: str) -> dict[str, dict[str, None]]:
    """Names of two words and more by their last word, each once and in order."""
    names: dict[str, dict[str, None]] = defaultdict(dict)
    found = [(_without_titles(m.group()), m.start()) for m in _NAME.finditer(text)]
    times = Counter(name for name, _ in found)
    alone = Counter(_WORD.findall(text))
    for name, start in found:
        of = len(name.split()) > 2 and text.endswith((" of ", " for "), 0, start)
        plain = _behind_place(name, alone[_last(name)] > times[name]) if of else name
        if " " in plain:
            names[_last(plain)][plain] = None
    return names


_WORD = re.compile(r"[\w-]+")


def _behind_place(name: str, alone: bool) -> str:
    """ "Jane Roe" of "Tarn Jane Roe" in "mayor of Tarn Jane Roe", where the last word is named
    alone elsewhere or the first ones are a state."""
    *place, first, last = name.split()
    return f"{first} {last}" if alone or country_of(" ".join(place)) else name


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split())


def _partly_short(names: Iterable[str]) -> dict[str, set[str]]:
    """Names by each form in which two words or more at their beginning are initials."""
    forms: dict[str, set[str]] = defaultdict(set)
    for name in names:
        words = name.split()
        for end in range(2, len(words)):
            forms[" ".join([_initials(" ".join(words[:end])), *words[end:]])].add(name)
    return forms


def _surroundings(parsed: Parsed, name: Token) -> Span:
    """A name with its apposition, which tells whose it is."""
    return parsed.words(list((_role_beside(name) if name.dep_ == "appos" else name).subtree))


_MAY_NAME = re.compile(r"[A-Z][^\W\d_]+\W")


def may_name(clause: str) -> bool:
    """Whether a clause may name somebody or say who speaks: it has a capitalised word."""
    return _MAY_NAME.search(clause) is not None


def phrase(parsed: Parsed, text: str, head: Token) -> Phrase:
    """The words that mention somebody: the noun with its modifiers, no article, no clause."""
    tokens = [head, *_before(head), *_after(head)]
    span = parsed.words(tokens)
    words = _STAMPED.sub("", " ".join(span.of(text).split()))
    return Phrase(words.strip(' ,;:"“”'), span, head)


def _before(head: Token) -> Iterator[Token]:
    for child in head.lefts:
        if child.dep_ in _PHRASE_LEFT and child.tag_ not in ("DT", "PRP$") and not _dates(child):
            yield from (t for t in child.subtree if t.dep_ != "det")


def _dates(token: Token) -> bool:
    return any(t.lower_ in table("places")["times"] for t in token.subtree)


def _after(head: Token) -> Iterator[Token]:
    for child in head.rights:
        if child.dep_ == "prep" and _ties_name(child) and child.i == head.i + 1:
            named = [c for c in child.children if c.dep_ == "pobj"]
            if named and (child.lower_ == "of" or named[0].pos_ == "PROPN"):
                yield child
                yield from (t for c in named for t in _shallow(c))
        elif child.dep_ == "conj" and head.pos_ == "PROPN" and _named_conjunct(child):
            yield from (t for c in child.lefts for t in c.subtree)
            yield child
            yield from _after(child)


def _ties_name(preposition: Token) -> bool:
    """ "ministry of health", "Nurses Without Frontiers"."""
    return preposition.lower_ in _PHRASE_PREPOSITIONS or preposition.text[:1].isupper()


def _named_conjunct(token: Token) -> bool:
    """A second speaker: "Mediazona and the BBC's Russian service"."""
    return token.pos_ == "PROPN" or (
        token.pos_ == "NOUN" and any(t.pos_ == "PROPN" for t in token.subtree)
    )


def _shallow(noun: Token) -> Iterator[Token]:
    yield from (t for c in noun.lefts for t in c.subtree)
    yield noun
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in ("of", "for"):
            yield child
            yield from (t for c in child.children if c.dep_ == "pobj" for t in _shallow(c))


@cache
def _titles() -> frozenset[str]:
    return frozenset(table("speech")["titles"])


def _without_titles(name: str) -> str:
    words = re.sub(r"['’]s$|^.*['’]s (?=\S+ \S)", "", name).split()
    while words and (words[0] in _OPENERS or words[0].lower() in table("places")["times"]):
        words = words[1:]
    return name_in(" ".join(words))


def name_in(mention: str) -> str:
    """A name without the titles before it: "Interior Minister Paul Bien" gives "Paul Bien".

    What is left must be somebody's name: "General Staff" and "Defence Ministry" stay whole.
    """
    words = mention.split()
    if " " in mention and (held := holder(mention)):
        return held
    last_title = max((i for i, w in enumerate(words[:-1]) if _is_title(w)), default=-1)
    rest = words[last_title + 1 :]
    named = all(w[:1].isupper() or w in _PARTICLES for w in rest)
    plain = " ".join(rest)
    if last_title < 0 or not named or plain in _BODIES or source_kind(plain) != SourceKind.OTHER:
        return mention
    return plain


def _is_title(word: str) -> bool:
    return word.lower().rstrip(".,").split("-")[0] in _titles()


def _last(name: str) -> str:
    return re.sub(r"['’]s$", "", name.split()[-1]) if name.split() else name


def _content(words: str) -> set[str]:
    return {w for w in re.findall(r"[^\W_]+", words.lower()) if w not in ("the", "a", "of", "s")}


def _chain(head: Token) -> str:
    """A proper noun with the proper nouns compounded to it."""
    own = [t for t in head.lefts if t.dep_ == "compound" and t.text[:1].isupper()]
    return name_in(" ".join(t.text for t in [*own, head]))


def _apposed(head: Token) -> Token | None:
    """The name in "Russia's ambassador to North Korea, Aleksandr Matsegora"."""
    if head.pos_ != "NOUN" and not is_role(head):
        return None
    hosts = [head, *(n for p in head.rights if p.dep_ == "prep" for n in p.children)]
    return next((c for host in hosts for c in host.rights if _is_name_beside(c)), None)


def _is_name_beside(token: Token) -> bool:
    return token.dep_ == "appos" and token.pos_ == "PROPN"


def is_role(token: Token) -> bool:
    """Whether a noun is what somebody is in office: "governor"."""
    return token.lower_ in _role_nouns() or token.lower_ in ("general", "president", "minister")


def _named_before(mention: Phrase) -> Token | None:
    """The name in "Jane Roe, Commissioner for Rights, said", where the parse lost it."""
    head = mention.head
    if head.lower_ not in _titles() | _role_nouns():
        return None
    start = min(t.i for t in (head, *_before(head)))
    if start < 3 or head.doc[start - 1].text != ",":
        return None
    first, second = head.doc[start - 3], head.doc[start - 2]
    return second if first.pos_ == second.pos_ == "PROPN" else None


def _roles(name: Token) -> Iterator[str]:
    """The role nouns beside a name: compounds before it, appositions on either side."""
    for child in name.lefts:
        if child.dep_ in ("compound", "nmod") and is_role(child):
            yield child.lower_
    if name.dep_ == "appos" and name.head.pos_ in ("NOUN", "PROPN"):
        yield lemma(_role_beside(name))
    for child in name.rights:
        if child.dep_ == "appos" and child.pos_ in ("NOUN", "PROPN"):
            yield lemma(child)


def _role_beside(name: Token) -> Token:
    """The noun that a name stands in apposition to; in "Kenya's ambassador to Oman, Jane Roe" the
    parser may hang the name on "Oman"."""
    outer = name.head.head.head
    return outer if name.head.dep_ == "pobj" and is_role(outer) else name.head


@cache
def _role_nouns() -> frozenset[str]:
    return frozenset(r for roles in table("speech")["generic"].values() for r in roles)


def is_definite(mention: Phrase) -> bool:
    """ "the ministry", "the two officials": a definite noun that names nobody by itself."""
    definite = any(c.lower_ in ("the", "that", "this", "those") for c in mention.head.children)
    return definite and not _is_name(mention.head) and not _is_named(mention)


def _is_name(head: Token) -> bool:
    """A proper noun, and no "president" that the tagger takes for one."""
    return head.pos_ == "PROPN" and not head.text.islower()


def _is_named(mention: Phrase) -> bool:
    return any(w[:1].isupper() for w in mention.text.split())


def source_of(name: str, aliases: Iterable[str] = ()) -> Source:
    """The source of that name."""
    return Source(
        name, source_kind(name), source_country(name), tuple(a for a in aliases if a != name)
    )
