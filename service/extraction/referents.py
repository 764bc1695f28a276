"""Who is meant? Pronouns, surnames and descriptions resolved to the fullest name in the article.

"Matsegora"             Aleksandr Matsegora, where the article names him once in full
"a Russian diplomat"    the ambassador whom the next sentences name, if Russia's
"the ministry"          the one ministry that the article names, or nobody where it names two
"he"                    whoever spoke or was named last
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Token

from service.extraction.lexicon import table
from service.extraction.parsing import Parsed, lemma
from service.naming import country_of, source_key, source_kind
from service.values import Source, SourceKind, Span

_NAME = re.compile(
    r"(?<![\w.])[A-Z][\w’'-]+(?:\s(?:[A-Z]\.|(?:al|bin|de|van|von|el|ben|der|da|dos)\b|[A-Z][\w’'-]+)){1,4}"
)
_JOINING = frozenset({"Against", "For", "Of", "With", "And", "In", "The", "From"})
_OPENERS = frozenset(
    "A An The As At But By For From He Her His If In It Its No Of On Our She So That Their Then These "
    "They This Those To We What When While With After Before Since Also And Although According".split()
)
_BODIES = frozenset({"Staff", "Assembly", "Council", "Command", "Hospital", "Office", "Board"})
"""What makes a body, and no person, of the title before it: "General Staff"."""
_PARTICLES = frozenset({"al", "bin", "de", "van", "von", "el", "ben", "der", "da", "dos"})
_PRONOUNS = frozenset({"he", "she", "they", "we", "i", "him", "her"})
_SINGULAR = frozenset({"he", "she", "him", "her", "i"})
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


@dataclass(slots=True)
class Referents:
    """Everybody whom one article names, to resolve mentions against."""

    text: str
    people: list[Person] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)
    full_names: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, text: str, sentences: Iterable[Parsed]) -> "Referents":
        """Collect the names of an article."""
        referents = cls(text)
        for match in _NAME.finditer(text):
            name = _without_titles(match.group())
            if " " in name and name not in referents.full_names[_last(name)]:
                referents.full_names[_last(name)].append(name)
        for parsed in sentences:
            referents._collect(parsed)
        return referents

    def _collect(self, parsed: Parsed) -> None:
        for token in parsed.doc:
            if token.pos_ not in ("NOUN", "PROPN") or token.dep_ == "compound":
                continue
            if token.pos_ == "PROPN" and (roles := set(_roles(token))):
                mention = phrase(parsed, self.text, token)
                name = self.full(name_in(mention.text))
                whole = parsed.words(
                    list(token.head.subtree if token.dep_ == "appos" else token.subtree)
                )
                self.people.append(
                    Person(
                        name, mention.span.start, frozenset(roles), _country_in(whole.of(self.text))
                    )
                )
            elif token.dep_ != "appos" and token.tag_ in _COREFERENT_HEADS:
                mention = phrase(parsed, self.text, token)
                if " " in mention.text:
                    self.phrases.append(mention)

    def resolve(self, mention: Phrase, recent: str | None) -> str | None:
        """The fullest name of whoever a phrase mentions, or None where it stays open."""
        word = mention.head.lower_
        if word in _PRONOUNS:
            return recent
        named = _apposed(mention.head) or _named_before(mention)
        if named is not None:
            return self.full(_chain(named))
        name = self._person(mention) or name_in(mention.text)
        if mention.head.pos_ == "PROPN":
            return self._fullest(self.full(name))
        if described := self._described(mention):
            return described
        return self._only(mention) if _is_definite(mention) else name

    def full(self, name: str) -> str:
        """The longest form of a name in the article, where one person only bears it."""
        if name.isupper() and (spelled := self._spelled_out(name)):
            return spelled
        candidates = self.full_names.get(_last(name), [])
        longer = [
            c
            for c in candidates
            if set(name.split()) <= set(c.split()) and c != name and not _JOINING & set(c.split())
        ]
        if " " in name or not longer:
            return name
        return min(longer, key=len) if len({source_key(c) for c in longer}) == 1 else name

    def _person(self, mention: Phrase) -> str | None:
        """The full name at the head of a mention that says more: "Jane Roe of the council"."""
        name = _chain(mention.head)
        return name if name in self.full_names.get(_last(name), ()) else None

    def _spelled_out(self, acronym: str) -> str | None:
        """ "CNS" as "Christian News Service", where the article spells it out."""
        names = {n for group in self.full_names.values() for n in group}
        return next((n for n in names if "".join(w[0] for w in n.split()) == acronym), None)

    def _fullest(self, name: str) -> str:
        """ "the General Staff" as "the General Staff of the Armed Forces of Ukraine"."""
        words = _content(name)
        longer = {
            p.key: p.text
            for p in self.phrases
            if words < _content(p.text) and p.head.pos_ == "PROPN" and _last_common(p) in words
        }
        return max(longer.values(), key=len) if len(longer) == 1 and len(words) > 1 else name

    def _described(self, mention: Phrase) -> str | None:
        """The one named person who fits a description such as "a Russian diplomat"."""
        role, country = lemma(mention.head), _country_in(mention.text)
        if mention.head.tag_ != "NN":
            return None
        indefinite = any(c.lower_ in ("a", "an") for c in mention.head.children)
        fitting = {
            person.name
            for person in self.people
            if _fits(role, person.roles, generic=indefinite)
            and (not country or person.country == country)
            and (not indefinite or 0 < person.offset - mention.span.end < 700)
            and (country or not indefinite or role in person.roles)
        }
        return fitting.pop() if len(fitting) == 1 else None

    def _only(self, mention: Phrase) -> str | None:
        """The one body that "the ministry" can mean; None where there are several."""
        words = _content(mention.text)
        fuller = {
            p.key: p.text
            for p in self.phrases
            if lemma(p.head) == lemma(mention.head) and words < _content(p.text) and _is_named(p)
        }
        if len(fuller) == 1:
            return next(iter(fuller.values()))
        return None if fuller else mention.text


def phrase(parsed: Parsed, text: str, head: Token) -> Phrase:
    """The words that mention somebody: the noun with its modifiers, no article, no clause."""
    tokens = [head, *_before(head), *_after(head)]
    span = parsed.words(tokens)
    return Phrase(" ".join(span.of(text).split()).strip(' ,;:"“”'), span, head)


def _before(head: Token) -> Iterator[Token]:
    for child in head.lefts:
        if child.dep_ in _PHRASE_LEFT and child.tag_ not in ("DT", "PRP$") and not _dates(child):
            yield from (t for t in child.subtree if t.dep_ != "det")


def _dates(token: Token) -> bool:
    return any(t.lower_ in table("places")["times"] for t in token.subtree)


def _after(head: Token) -> Iterator[Token]:
    for child in head.rights:
        if child.dep_ == "prep" and child.lower_ in _PHRASE_PREPOSITIONS and child.i == head.i + 1:
            named = [c for c in child.children if c.dep_ == "pobj"]
            if named and (child.lower_ == "of" or named[0].pos_ == "PROPN"):
                yield child
                yield from (t for c in named for t in _shallow(c))
        elif child.dep_ == "conj" and child.pos_ == "PROPN" and head.pos_ == "PROPN":
            yield from (*child.lefts, child)


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
    words = re.sub(r"['’]s$", "", name).split()
    while words and (words[0] in _OPENERS or words[0].lower() in table("places")["times"]):
        words = words[1:]
    return name_in(" ".join(words))


def name_in(mention: str) -> str:
    """A name without the titles before it: "Interior Minister Paul Bien" gives "Paul Bien".

    What is left must be somebody's name: "General Staff" and "Defence Ministry" stay whole.
    """
    words = mention.split()
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


def _last_common(mention: Phrase) -> str:
    return mention.head.lower_


def _content(words: str) -> set[str]:
    return {w for w in re.findall(r"[^\W_]+", words.lower()) if w not in ("the", "a", "of", "s")}


def _chain(head: Token) -> str:
    """A proper noun with the proper nouns compounded to it."""
    own = [t for t in head.lefts if t.dep_ == "compound" and t.pos_ == "PROPN"]
    return name_in(" ".join(t.text for t in [*own, head]))


def _apposed(head: Token) -> Token | None:
    """The name in "Russia's ambassador to North Korea, Aleksandr Matsegora"."""
    if head.pos_ != "NOUN":
        return None
    return next(
        (c for c in head.children if c.dep_ == "appos" and c.pos_ == "PROPN" and c.i > head.i), None
    )


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
        if child.dep_ in ("compound", "nmod") and child.lower_ in _titles() | _role_nouns():
            yield child.lower_
    if name.dep_ == "appos" and name.head.pos_ in ("NOUN", "PROPN"):
        yield lemma(name.head)
    for child in name.rights:
        if child.dep_ == "appos" and child.pos_ in ("NOUN", "PROPN"):
            yield lemma(child)


@cache
def _role_nouns() -> frozenset[str]:
    return frozenset(r for roles in table("speech")["generic"].values() for r in roles)


def _fits(role: str, roles: frozenset[str], generic: bool) -> bool:
    if role in roles:
        return True
    return generic and bool(roles & set(table("speech")["generic"].get(role, ())))


def _country_in(words: str) -> str | None:
    parts = re.findall(r"[^\W\d_][\w.’'-]*", words)
    for i in range(len(parts)):
        for size in (3, 2, 1):
            if code := country_of(" ".join(parts[i : i + size])):
                return code
    return None


def _is_definite(mention: Phrase) -> bool:
    """ "the ministry", "the two officials": a definite noun that names nobody by itself."""
    definite = any(c.lower_ in ("the", "that", "this", "those") for c in mention.head.children)
    return definite and mention.head.tag_ in ("NN", "NNS") and not _is_named(mention)


def _is_named(mention: Phrase) -> bool:
    return any(w[:1].isupper() for w in mention.text.split())


def source_of(name: str, aliases: Iterable[str] = ()) -> Source:
    """The source of that name."""
    return Source(
        name, source_kind(name), _country_in(name), tuple(a for a in aliases if a != name)
    )
