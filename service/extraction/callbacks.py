"""Who is "she", "it" or "the agency"? Those who spoke, acted or were named before.

"Jane Roe said ... She"         the last person who spoke or acted, unless that one is a "he"
"The governor refused. He"      somebody without a name, too
"The Harbour Board ... it"      what the clause before is about
"The insurer Tarn Mutual ... The company"
                                the last body that may be called so
"""

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from spacy.tokens import Token

from service.extraction.lexicon import table
from service.extraction.parsing import Parsed, lemma
from service.extraction.people import classes, is_people
from service.extraction.quotations import quotation_at
from service.extraction.referents import Phrase, Referents, is_definite, is_role, phrase
from service.extraction.sources import SUBJECTS, speaker_of
from service.naming import country_of, source_kind
from service.values import SourceKind, Span

NEAR = 160
"""Characters after a clause within which "it" may mean what that is about."""
AGO = 400
"""Characters behind a clause within which "they" may mean who spoke there."""
NEXT = 40
"""Characters behind a clause within which the next begins and may say "he"."""
_GENDERS = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she"}


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Somebody or something that a clause is about or names: the fullest name, and the words."""

    name: str
    words: Phrase
    end: int
    """Where the clause ends, within which nobody else takes their place."""
    speaks: bool = False


class Callbacks:
    """Those of one article whom a word may call back."""

    def __init__(
        self,
        text: str,
        clauses: Sequence[Parsed],
        referents: Referents,
        quotations: Sequence[Span],
    ) -> None:
        """Those who act are known; who speaks is to be heard."""
        self._text, self._clauses, self._referents = text, clauses, referents
        self._quotations = quotations
        self._subjects = [(s, c.span.end) for c in clauses for s in _main_subjects(c, text)]
        self._speakers: list[Mentioned] = []
        self._people: list[Mentioned] | None = None
        self._bodies: list[Mentioned] | None = None

    def hear(self, name: str, mention: Phrase, clause: Parsed) -> None:
        """Take note that somebody spoke."""
        spoken = Mentioned(name, mention, clause.span.end, speaks=True)
        insort(self._speakers, spoken, key=_start)
        if self._people is not None and self._is_somebody(spoken):
            insort(self._people, spoken, key=_start)

    def person(self, pronoun: str, offset: int) -> str | None:
        """Whom "he" or "she" means at an offset: whoever spoke or acted last, and is no "she" where
        "he" is asked for; somebody without a name only if they spoke or the clause follows."""
        gender = _GENDERS.get(pronoun)
        named = self._referents.person_before(offset)
        people = self._somebodies()
        before = bisect_left(people, offset, key=_start)
        if named and (not before or named.offset >= people[before - 1].end):
            return named.name
        back = (people[index] for index in reversed(range(before)))
        return next((one.name for one in back if self._may_be(one, gender, offset)), None)

    def _may_be(self, one: Mentioned, gender: str | None, offset: int) -> bool:
        if not (one.speaks or self._referents.is_person(one.name) or offset - one.end <= NEXT):
            return False
        known = _gender(one.words.span.of(self._text))
        return gender is None or known in (None, gender)

    def speaker(self, offset: int) -> str | None:
        """Who spoke last, be it a person or a body."""
        index = bisect_left(self._speakers, offset, key=_start)
        return self._speakers[index - 1].name if index else None

    def group(self, offset: int) -> str | None:
        """Whom "they" means: who spoke last and is no single person, if that was not long ago."""
        index = bisect_left(self._speakers, offset, key=_start)
        back = (self._speakers[at] for at in reversed(range(index)))
        near = takewhile(lambda speaker: offset - speaker.end <= AGO, back)
        return next((one.name for one in near if not self._is_somebody(one)), None)

    def thing(self, offset: int) -> str | None:
        """Whom "it" means: what the clause before is about, if that stands near."""
        index = bisect_left(self._subjects, offset, key=lambda s: s[0].span.start) - 1
        if index < 0 or offset - self._subjects[index][0].span.end > NEAR:
            return None
        return self._referents.resolve(self._subjects[index][0])

    def body(self, mention: Phrase) -> str | None:
        """Which organisation "the agency" is: the last one named that may be called an agency; of
        two in one clause, the one that spoke, or none."""
        kinds = table("speech")["bodies"].get(lemma(mention.head))
        if kinds is None or not is_definite(mention) or not _is_general(mention.text):
            return None
        if self._bodies is None:
            self._bodies = sorted(self._named_bodies(), key=_start)
        before = bisect_left(self._bodies, mention.span.start, key=_start)
        back = (self._bodies[index] for index in reversed(range(before)))
        fitting = (body for body in back if source_kind(body.name) in kinds)
        last = next((list(same) for _, same in groupby(fitting, key=lambda body: body.end)), [])
        names = {body.name for body in [*filter(self._spoke, last)] or last}
        return names.pop() if len(names) == 1 else None

    def _spoke(self, one: Mentioned) -> bool:
        """Whether somebody spoke in the very words of a mention."""
        index = bisect_left(self._speakers, _start(one), key=_start)
        return index < len(self._speakers) and _start(self._speakers[index]) == _start(one)

    def _somebodies(self) -> list[Mentioned]:
        """Everybody who speaks or acts, in order; whoever is heard later finds their place."""
        if self._people is None:
            everybody = [*self._acting(), *self._speakers]
            self._people = sorted(filter(self._is_somebody, everybody), key=_start)
        return self._people

    def _acting(self) -> Iterator[Mentioned]:
        """What the article's own sentences are about."""
        for subject, end in self._subjects:
            quoted = quotation_at(subject.span.start, self._quotations)
            name = None if quoted else self._referents.resolve(subject)
            if name:
                yield Mentioned(name, subject, end)

    def _is_somebody(self, one: Mentioned) -> bool:
        head = one.words.head
        unnamed = head.tag_ == "NN" and (is_role(head) or _is_human(head))
        words = one.words.span.of(self._text)
        titled = head.pos_ == "PROPN" and " and " not in words and _gender(words)
        return unnamed or bool(titled) or self._referents.is_person(one.name)

    def _named_bodies(self) -> Iterator[Mentioned]:
        for clause in self._clauses:
            for token in clause.doc:
                if _heads_name(token):
                    mention = phrase(clause, self._text, token)
                    name = self._referents.full(mention.text)
                    if country_of(name) is None and (_is_body(name) or _is_thing(token)):
                        yield Mentioned(name, mention, clause.span.end)


def _start(one: Mentioned) -> int:
    return one.words.span.start


def _is_human(noun: Token) -> bool:
    """Somebody by calling or kin, and no "victim" or "death", which counts people as well."""
    return is_people(noun) and classes().get(lemma(noun)) != "people"


def _gender(words: str) -> str | None:
    """What titles and callings tell: "Mrs Roe", "the spokesman"."""
    for gender in ("she", "he"):
        telling = table("speech")["genders"][gender]
        if any(w.lower().rstrip(".") in telling or _ends_so(w, gender) for w in words.split()):
            return gender
    return None


def _ends_so(word: str, gender: str) -> bool:
    calling = word.islower() and word.endswith("man")
    return calling and word.endswith("woman") is (gender == "she")


def _heads_name(token: Token) -> bool:
    """Whether a name stands for itself, or before a noun that is no name: "a NATO official"."""
    if token.pos_ != "PROPN" or not token.text[:1].isupper():
        return False
    return token.dep_ not in ("compound", "nmod") or token.head.pos_ != "PROPN"


def _is_body(name: str) -> bool:
    return source_kind(name) not in (SourceKind.OTHER, SourceKind.UNNAMED)


def _is_general(words: str) -> bool:
    """What may be said of many: "the agency", "the news agency", but not "the health council"."""
    return " " not in words or source_kind(words) in (SourceKind.MEDIA, SourceKind.OTHER)


def _is_thing(name: Token) -> bool:
    """Whether the words beside a name call it a body: "the insurer Tarn Mutual", "Tarn Mutual, the
    insurer"."""
    first = min(t.i for t in name.subtree if t.pos_ == "PROPN")
    before = [t for t in name.doc[max(0, first - 2) : first] if t.text != ","]
    beside = (*before[-1:], *(c for c in name.rights if c.dep_ == "appos"))
    return any(lemma(t) in table("speech")["bodies"] for t in beside if t.pos_ == "NOUN")


def _main_subjects(parsed: Parsed, text: str) -> Iterator[Phrase]:
    """What a clause is about: the subject of its main verb, if that is named or singular."""
    for token in parsed.doc:
        if token.dep_ in SUBJECTS and _is_main(token.head) and _is_singular(token):
            yield phrase(parsed, text, speaker_of(token) or token)


def _is_main(verb: Token) -> bool:
    return verb.dep_ == "ROOT" or _stands_before_colon(verb)


def _is_singular(subject: Token) -> bool:
    named = subject.pos_ == "PROPN" and not _is_plural(subject.head)
    return subject.tag_ == "NN" or named


def _stands_before_colon(verb: Token) -> bool:
    """ "The board agrees: on Monday it put the toll at 12": the parser hangs the first part on the
    second, as if it were said there."""
    if verb.dep_ != "ccomp" or verb.head.i < verb.i:
        return False
    return any(t.text == ":" for t in verb.doc[verb.i : verb.head.i])


def _is_plural(verb: Token) -> bool:
    """ "The British do not say" """
    return any(t.tag_ == "VBP" for t in (verb, *verb.children) if t.dep_ in ("aux", verb.dep_))
