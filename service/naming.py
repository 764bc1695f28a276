"""Names of states, places and sources, brought to one key each.

A key is for finding the same thing again: lower-case, readable, and the same for every common
way of writing the name. What the rules cannot prove to be one stays two.

The tables are in `service/data`, written for the project:

- `countries.csv`: codes and formal names are ISO 3166-1's, checked against pycountry; Kosovo has
  the user-assigned XK. Names whose state is open ("Korea", "Congo", "Dominican") are left out. A
  row without an alpha-3 code is a part of the state whose code it carries, such as Gaza.
- `organisations.csv`: bodies with a name of their own, written as news writes them. `country` is
  the state they belong to where the name gives no other.
- `institutions.csv`: head nouns with the `kind` of source they tell and the `form` they take in a
  key. Role `title` may stand before a person's name, `voice` speaks for the body it is of, `weak`
  yields to any other word about the kind, `national` is a body of which each state has one,
  `field` is what a ministry may be for.
- `given_names.csv`: given names that one person has in several Slavic languages and romanisations,
  with `y` for each of i, y, j and what they are written with.
"""

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby

from service.values import SourceKind

_ARTICLES = {"the", "a", "an"}
_OF = {"of", "for", "in", "from", "at"}
_AND = {"and", ","}
_POSSESSIVE = "'s"
_TIES = {*_OF, *_AND, _POSSESSIVE}
_PARTICLES = {"al", "bin", "da", "de", "del", "den", "der", "di", "du", "el", "la", "van", "von"}
_NEED_CAPITAL = {"chad", "china", "guinea", "jersey", "kiwi", "pole", "polish", "swede", "turkey"}
"""Names of states and peoples that are common words in lower case."""
_NAMESAKES = {
    "british columbia", "inner mongolia", "new england", "new jersey", "new mexico",
    "new south wales",
}  # fmt: skip
"""Regions with the name of a state in theirs that lie in another."""
_WITHIN = {",", "of", "in"}
_LONGEST = 10
"""Words of the longest name in the tables."""
_SPOKEN = 3
"""Words from which on a name is the same without its capitals: "UN refugee agency"."""

_APOSTROPHES = str.maketrans("’‘`´", "''''")
_LOOKALIKES = str.maketrans("АВЕІКМНОРСТХаеіорсух", "ABEIKMHOPCTXaeiopcyx")
"""Cyrillic letters that stand in for Latin ones: "OС South" with a Cyrillic С."""
_LATIN = re.compile("[A-Za-z]")
_INITIALS = re.compile(r"\b([A-Z])\.(?=[A-Z]\b)")
_TOKEN = re.compile(r"'s?(?=\s|,|$)|(?:[^\s,']|'(?!s?(?:\s|,|$)))+|,")
_AROUND = '"“”.;:()[]'
_WHOSE = re.compile(r"(?<=\w)\s\((?P<state>[^()]*)\)$")
"""The state in brackets behind a body that each state has: "General Staff (Ukraine)"."""
_ASIDE = re.compile(
    r"(?<=\w)(?:\s*\([^()]*\)\s*|\s*,\s+(?:an?|who|whose|which)\s.*|\s*,\s*)$", re.DOTALL
)
"""What follows a name to explain it: "(WHO)", ", a military analyst"."""
_SKY = re.compile(r"sk(?:yy|iy|yi|ii|ij|y|i)\b")
"""The ways to write one Slavic ending: Zelenskyy, Zelenskiy, Zelensky."""
_SLAVIC = re.compile(
    r"(?:sky|[a-z]{3}[oe]va?|enko|ch[ue]k|[yi]uk|[a-z]{2}ak|[a-z]n[yi]k|[a-z]{3}[yi]ch|"
    r"[a-z]{3}n[yi]+|[a-z]{3}da[yi])$"
)
"""A surname as Slavs have: Podoliak, Kirilenko, Arestovych, Haidai, Zaluzhnyi."""
_SOFT = re.compile(r"[iy][iyj]*")
"""What one letter is written as in one romanisation or another: Serhii, Serhiy, Serhij."""


CIVIL = frozenset(
    "people civilian child woman man refugee journalist medical-worker aid-worker".split()
)
"""Classes of people who are no soldiers of a state."""


@lru_cache(maxsize=65536)
def country_of(name: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of the state, or part of one, that the whole name names.

    Takes names, demonyms and codes, with or without article and possessive: "the Russian
    Federation", "Russians", "Ukraine's", "U.S.". Capitals are not states, and "us" is a pronoun.
    """
    state = _whole_state(name) or _state_codes().get("".join(_words(name)))
    return state.split()[0] if state else None


def as_state(name: str) -> str | None:
    """The name in the capitals in which it is one of a state, or None where it never is."""
    return next(filter(country_of, (name, name.title(), name.upper())), None)


def country_name(code: str) -> str:
    """The everyday English name of an ISO 3166-1 alpha-2 code; KeyError when there is none."""
    return _state_names()[code]


def demonym(code: str) -> str:
    """The adjective of a state ("Russian"), or the word given where no state has that code."""
    return _demonyms().get(code, code)


@lru_cache(maxsize=65536)
def source_key(name: str) -> str:
    """One readable key for every way of writing a source's name: "ua general staff".

    State first, then the body as a noun phrase: "Ministry of X" becomes "x ministry". Persons are
    keyed by their name without titles.
    """
    if state := _whole_state(name):
        return state.lower()
    words = _undescribed(_words(_ASIDE.sub("", _without_brackets(name))))
    if person := _person(words):
        return _personal_key(person)
    if not _is_body(words):
        return _personal_key(words)
    return " ".join(
        _states_first(_plain(_reformed(_noun_phrase(_recognised(words)))), _home(words))
    )


def _plain(units: list[str]) -> list[str]:
    """The units without "official" before a body, which is one all the same; "official data" is
    what it says."""
    bodies = [u for u in units if _institution(u) and not _has_role(u, "weak")]
    return [u for u in units if u != "official"] if bodies and units[-1] == bodies[-1] else units


def latin(name: str) -> str:
    """A name with Latin letters for the Cyrillic ones that look like them, if it has any Latin
    ones: "ОС South" is "OC South"."""
    return name.translate(_LOOKALIKES) if _LATIN.search(name) else name


def of_state(name: str, code: str) -> str:
    """The name of an open body with its state: "General Staff (Ukraine)"."""
    return f"{name} ({country_name(code)})"


def _without_brackets(name: str) -> str:
    """ "General Staff of Ukraine" for "General Staff (Ukraine)"."""
    behind = _WHOSE.search(name)
    if behind is None or not _whole_state(behind["state"]):
        return name
    return f"{name[: behind.start()]} of {behind['state']}"


@lru_cache(maxsize=65536)
def source_country(name: str) -> str | None:
    """The state that a source belongs to, where its name tells: "UA" of "Ukraine's General
    Staff" and of "SBU". None where it names several ("US and Ukrainian officials")."""
    words = _words(name)
    if not _is_body(words):
        return country_of(name) or _owner(words)
    units = ["", *_noun_phrase(_recognised(words)), ""]
    around = list(zip(units, units[1:], units[2:], strict=False))
    if any(unit in _AND and _is_state(one) and _is_state(other) for one, unit, other in around):
        return None
    return next((u for before, u, _ in around if _is_state(u) and before != "to"), _home(words))


def _owner(words: Sequence[str]) -> str | None:
    """The state in "Norwegian fishermen", "China's Li Wei" and "people of Chad"; "Jordan Smith" has
    none."""
    runs = ["", *in_runs(words, _state), ""]
    for before, run, after in zip(runs, runs[1:], runs[2:], strict=False):
        owns = after.islower() or (not after and before in _OF)
        if owns and (state := _state(run)):
            return state.split(" ")[0]
    return None


@lru_cache(maxsize=65536)
@lru_cache(maxsize=65536)
def speaks_for(name: str) -> bool:
    """Whether a name is of those who speak for a body, or of a body that is only said to be
    official: "press service of the General Staff", "official prosecutors"."""
    units = _grouped(_recognised(_words(name)))
    return units[:1] == ["official"] or any(_has_role(unit, "voice") for unit in units)


def is_open(name: str) -> bool:
    """Whether a name is of a body of which each state has one, and leaves open whose it is: "the
    General Staff", "Ministry of Health"; not "Bavarian Ministry of Health" or "the ministry"."""
    words = _words(name)
    units = _grouped(_reformed(_noun_phrase(_recognised(words)))) if words else []
    known = all(_institution(unit) or unit in _AND for unit in units)
    proper = any(word[0].isupper() for word in words) if len(words) > 1 else name.isupper()
    return known and proper and not _home(words) and _has_role(units[-1], "national")


@lru_cache(maxsize=65536)
def holder(name: str) -> str | None:
    """The person at the end of a mention that tells an office first: "Jane Roe" of "head of the
    Kursk Administration Jane Roe"; None where there is none."""
    person, words = _person(_words(name)), name.split()
    if person is None or len(person) >= len(words):
        return None
    last = " ".join(words[-len(person) :])
    return last if _words(last) == person else None


@lru_cache(maxsize=65536)
def source_kind(name: str) -> SourceKind:
    """What sort of asserter a name tells of, by the organisation it contains, else by its head
    noun; `other` where it tells nothing, as a person's bare name does."""
    if _whole_state(name):
        return SourceKind.GOVERNMENT
    words = _words(name)
    units = _grouped(_recognised(words))
    kind = next(_kinds(words, units), SourceKind.OTHER)
    official = units and units[-1] in {"official", "officials"}
    if kind is SourceKind.UNNAMED and official and any(map(_is_state, units)):
        return SourceKind.GOVERNMENT
    return kind


@lru_cache(maxsize=65536)
def place_key(name: str) -> str:
    """One readable key for every way of writing a place: "kursk region" of "Kursk oblast", "RU
    kursk region" of "Russia's Kursk Region", "UA" of "Ukraine", "PS gaza" of "the Gaza Strip"."""
    if state := _whole_state(name) or country_of(name):
        return state
    state, words = _owned(_division_last(_words(name)))
    place = _proper_key(_formed([word.casefold() for word in words]))
    return f"{state} {place}" if state else place


def place_country(name: str) -> str | None:
    """The state that a place is, or is said to lie in: "UA" of "Kyiv, Ukraine"; None where its
    name does not tell."""
    state = place_key(name).partition(" ")[0]
    return state if _is_state(state) else None


def place_name(key: str) -> str:
    """The words for readers of a place's key: "Kursk Region, Russia" of "RU kursk region"."""
    state, _, place = key.partition(" ")
    if not _is_state(state):
        return key.title()
    return ", ".join([*filter(None, [place.title()]), country_name(state)])


@dataclass(frozen=True, slots=True)
class _Organisation:
    key: str
    kind: SourceKind
    country: str | None


@dataclass(frozen=True, slots=True)
class _Institution:
    form: str | None
    kind: SourceKind | None
    roles: frozenset[str]


# Words


def _words(name: str) -> list[str]:
    """The words of a name, cased, without articles and accents; `'s` is a word of its own."""
    plain = _INITIALS.sub(r"\1", _unaccented(latin(name).translate(_APOSTROPHES)))
    tokens = (token.strip(_AROUND) for token in _TOKEN.findall(plain))
    words = (_POSSESSIVE if token == "'" else token for token in tokens)
    written = [word for word in words if word]
    return [word for at, word in enumerate(written) if not _is_article(word, at)] or written


def _is_article(word: str, at: int) -> bool:
    """Not the "A" of "Julie A. Diaz"."""
    return word.casefold() in _ARTICLES and (at == 0 or word != "A")


def _unaccented(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _singular(phrase: str) -> str:
    if phrase.endswith("ies"):
        return phrase[:-3] + "y"
    if phrase.endswith("sses"):
        return phrase[:-2]
    return phrase.removesuffix("s")


def in_runs(words: Sequence[str], known: Callable[[str], object]) -> list[str]:
    """The words with every run that is known put together, the longest first."""
    runs: list[str] = []
    at = 0
    while at < len(words):
        size = _known_size(words[at : at + _LONGEST], known)
        runs.append(" ".join(words[at : at + size]))
        at += size
    return runs


def _known_size(words: Sequence[str], known: Callable[[str], object]) -> int:
    sizes = range(len(words), 1, -1)
    return next((size for size in sizes if known(" ".join(words[:size]))), 1)


# States


def _whole_state(name: str) -> str | None:
    """The state, or part of one, that the whole name names: "UA", "PS gaza"."""
    words = _words(name)
    return _state(" ".join(words[:-1] if words and words[-1] == _POSSESSIVE else words))


def _state(phrase: str) -> str | None:
    """The state that a name, abbreviation or demonym in the singular or plural stands for."""
    if _singular(phrase) in _NEED_CAPITAL or phrase in _NEED_CAPITAL:
        return None
    return _states().get(phrase) or _states().get(phrase.casefold())


def _is_state(unit: str) -> bool:
    """Whether a recognised unit is the code of a state; all other units are lower-case."""
    return unit in _state_names()


# Sources


def _is_body(words: Sequence[str]) -> bool:
    """Whether any word tells of an organisation or institution."""
    return bool(_organisations_in(words)) or any(map(_institution, _grouped(_recognised(words))))


def _organisations_in(words: Sequence[str]) -> list[_Organisation]:
    table = _organisations()
    return [table[run] for run in in_runs(words, table.get) if run in table]


def _undescribed(words: list[str]) -> list[str]:
    """The words without what an organisation is before its own name: "the news agency TASS"."""
    if not words:
        return words
    *before, last = in_runs(words, lambda run: _organisations().get(run) or _state(run))
    plain = all((word.islower() and word not in _TIES) or _state(word) for word in before)
    described = plain and any(map(_institution, _grouped(before)))
    return [last] if described and last in _organisations() else words


def _home(words: Sequence[str]) -> str | None:
    """The state of the first organisation that has one."""
    return next((org.country for org in _organisations_in(words) if org.country), None)


def _recognised(words: Sequence[str]) -> list[str]:
    """The words with organisations replaced by their keys and states by their codes, all else in
    lower case."""
    table = _organisations()
    runs = in_runs(words, lambda run: table.get(run) or _state(run) or run.casefold() in _NAMESAKES)
    return [unit for run in runs for unit in _units(run)]


def _units(run: str) -> list[str]:
    if run in _organisations():
        return [_organisations()[run].key]
    state = _state(run)
    return state.split(" ", 1) if state else [run.casefold()]


def _noun_phrase(units: list[str]) -> list[str]:
    """The units with "X of Y" turned to "Y X" and "Y's X" to "Y X"."""
    front: list[str] = []
    back: list[str] = []
    while (at := _tie(units, front)) is not None:
        head, rest = units[:at], units[at + 1 :]
        if units[at] == _POSSESSIVE:
            front = front + head
        else:
            back = head + back
        units = rest
    return front + units + back


def _tie(units: list[str], front: Sequence[str]) -> int | None:
    """Where the first word stands that ties what is before it to what is after it."""
    for at, unit in enumerate(units):
        head, rest = units[:at], units[at + 1 :]
        if unit == _POSSESSIVE:
            return at
        if unit in _OF and head and rest:
            return None if _own_states([*front, *head], rest) else at
    return None


def _own_states(head: Sequence[str], rest: Sequence[str]) -> bool:
    """Whether both sides have a state and not the same: "Ukrainian embassy in Poland"."""
    ours, theirs = ({unit for unit in units if _is_state(unit)} for units in (head, rest))
    return bool(ours and theirs and ours != theirs)


def _reformed(units: list[str]) -> list[str]:
    """The units with institutions in their one form, and without those who only speak for them."""
    while (formed := _formed(units)) != units:
        units = formed
    kept = [unit for unit in _grouped(units) if not _has_role(unit, "voice")]
    return kept or units


def _formed(units: Sequence[str]) -> list[str]:
    runs = in_runs(units, _form)
    return " ".join(_form(run) or run for run in runs).split()


def _form(term: str) -> str | None:
    institution = _institutions().get(term)
    return institution.form if institution else None


def _states_first(units: list[str], home: str | None) -> list[str]:
    """The units in lower case, led by the first state among them or else by the home state; of
    joined owners ("Western and Ukrainian") the order is by the alphabet."""
    units = _joined_owners(units)
    state = next(filter(_is_state, units), home)
    rest = [unit.lower() for unit in units if unit != state]
    return [unit for unit, _ in groupby([state.lower(), *rest] if state else rest)]


def _joined_owners(units: list[str]) -> list[str]:
    joints = [at for at, unit in enumerate(units[:-1]) if at and unit in _AND]
    if not joints or not any(map(_is_state, units)):
        return units
    start, stop = joints[0] - 1, joints[-1] + 2
    owners = sorted((unit for unit in units[start:stop] if unit not in _AND), key=str.lower)
    return units[:start] + " and ".join(owners).split() + units[stop:]


def _grouped(units: Sequence[str]) -> list[str]:
    """The units with the words of each institution's term put together."""
    return in_runs(units, _institution)


def _kinds(words: Sequence[str], units: Sequence[str]) -> Iterator[SourceKind]:
    """Kinds that the words and units tell, the surest first."""
    organisations = _organisations_in(words)
    yield from (org.kind for org in organisations if org.kind is not SourceKind.OTHER)
    heads = [found for unit in reversed(units) if (found := _institution(unit))]
    for head in sorted(heads, key=lambda head: "weak" in head.roles):
        if head.kind:
            yield head.kind


# Persons and places


def _person(words: list[str]) -> list[str] | None:
    """The person's name in "Defence Minister Sergei Shoigu" or "Sergei Shoigu, the minister"."""
    titles = [at for at, word in enumerate(words) if _is_title(word)]
    if not titles:
        return None
    after = words[titles[-1] + 1 :]
    named = after[: after.index("of")] if "of" in after[2:] else after
    before = words[: words.index(",")] if "," in words[: titles[0]] else []
    several = (before, named, _after_office(words, titles))
    return next((name for name in several if _is_personal(name)), None)


def _after_office(words: list[str], titles: Sequence[int]) -> list[str]:
    """The name after the words of an office in "head of the Kursk Administration Jane Roe", which
    end with a body, a state or what a minister is for; empty where two hold offices."""
    title = next((at for at in reversed(titles) if _OF.issuperset(words[at + 1 : at + 2])), None)
    if title is None or _is_second(words[: title + 1]):
        return []
    runs = in_runs(words[title + 2 :], _state)
    ends = [at for at, run in enumerate(runs) if _ends_office(run, words[title])]
    name = runs[ends[-1] + 1 :] if ends else []
    return name if len(name) in _NAME_LENGTHS else []


_NAME_LENGTHS = range(2, 5)
_IN_CHARGE = {"commissioner", "minister", "secretary"}
"""Who holds an office for a field."""


def _ends_office(run: str, title: str) -> bool:
    word = run.casefold()
    if _state(run) or (title.casefold() in _IN_CHARGE and _has_role(word, "field")):
        return True
    return word in _institution_words() and not _has_role(word, "field")


def _is_second(title: list[str]) -> bool:
    """Whether somebody else is named before an office: "President Jane Roe and the head"."""
    joints = [at for at, word in enumerate(title) if word == "and"]
    return bool(joints) and _person(title[: joints[-1]]) is not None


def _is_title(word: str) -> bool:
    institution = _institutions().get(word.casefold())
    return institution is not None and "title" in institution.roles


def _is_personal(words: Sequence[str]) -> bool:
    return bool(words) and not _state(" ".join(words)) and all(map(_is_proper, words))


def _is_proper(word: str) -> bool:
    plain = word.casefold()
    known = plain in _institution_words() or _singular(plain) in _institution_words()
    return plain in _PARTICLES or (word[0].isupper() and not known)


def _personal_key(words: Sequence[str]) -> str:
    """One key for all romanisations of a Slav's name: "oleksiy petrenko" of "Oleksii Petrenko" and
    of "Aleksey Petrenko"; other names are as they are written."""
    key = _proper_key(words)
    if not _SLAVIC.search(key):
        return key
    *given, surname = _SOFT.sub("y", key).split()
    return " ".join([*(_given_names().get(name, name) for name in given), surname])


def _proper_key(words: Sequence[str]) -> str:
    named = [word for word in words if word != _POSSESSIVE] or words
    return _SKY.sub("sky", " ".join(word.casefold() for word in named))


def _owned(words: list[str]) -> tuple[str | None, list[str]]:
    """The state that a place is said to lie in, and the words for the place in it: "Russia's Kursk
    region", "Kursk region, Russia"."""
    for at, word in enumerate(words):
        before, after = words[:at], words[at + 1 :]
        if word == _POSSESSIVE and (state := _state(" ".join(before))):
            return state, after
        if word in _WITHIN and words[0][0].isupper() and (state := _state(" ".join(after))):
            return state, before
    return None, words


def _division_last(words: list[str]) -> list[str]:
    """The words with "region of Kursk" turned to "Kursk region", and "city of" left out."""
    match [word.casefold() for word in words[:2]]:
        case ["city" | "town" | "village", "of"]:
            return words[2:]
        case ["district" | "governorate" | "oblast" | "province" | "region" | "state", "of"]:
            return [*words[2:], words[0]]
    return words


# Tables


@cache
def _rows(name: str) -> list[dict[str, str]]:
    text = files("service").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _names(cell: str) -> Iterator[str]:
    """The names of a cell, written as `_words` gives the words of a text."""
    return (" ".join(_words(name)) for name in cell.split(";") if name)


@cache
def _states() -> dict[str, str]:
    """State by name or demonym in lower case, or by abbreviation as it is written."""
    table: dict[str, str] = {}
    for row in _rows("countries"):
        state = row["code"] if row["alpha3"] else f"{row['code']} {row['name'].lower()}"
        demonyms = [form for name in _names(row["demonyms"]) for form in (name, name + "s")]
        for name in [*_names(row["name"]), *_names(row["aliases"]), *demonyms]:
            table[name if name.isupper() else name.casefold()] = state
    return table


@cache
def _state_codes() -> dict[str, str]:
    """State by its ISO 3166-1 codes."""
    states = [row for row in _rows("countries") if row["alpha3"]]
    return {row[column]: row["code"] for row in states for column in ("code", "alpha3")}


@cache
def _state_names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in _rows("countries") if row["alpha3"]}


@cache
def _demonyms() -> dict[str, str]:
    states = (row for row in _rows("countries") if row["alpha3"])
    return {row["code"]: row["demonyms"].split(";")[0] or row["name"] for row in states}


@cache
def _organisations() -> dict[str, _Organisation]:
    """Organisation by each of its names, as it is written."""
    return {
        name: _Organisation(row["key"], SourceKind(row["kind"]), row["country"] or None)
        for row in _rows("organisations")
        for name in _names(row["names"])
        for name in _written(name)
    }


def _written(name: str) -> Iterator[str]:
    """The ways to write an organisation's name: "United Nations refugee agency", "UN's Refugee
    Agency" of "UN Refugee Agency"; a short one is no name without its capitals."""
    first, *others = name.split()
    firsts = ("UN", "UN 's", "United Nations", "United Nations 's") if first == "UN" else (first,)
    spoken = [word if word.isupper() else word.lower() for word in others]
    for after in (others, spoken) if len(others) + 1 >= _SPOKEN else (others,):
        yield from (" ".join([start, *after]) for start in firsts if after or start == first)


@cache
def _given_names() -> dict[str, str]:
    """The one form of a given name that Slavs have in several, by each of them."""
    rows = _rows("given_names")
    return {name: row["form"] for row in rows for name in (row["form"], *row["names"].split(";"))}


@cache
def _institutions() -> dict[str, _Institution]:
    return {
        row["term"]: _Institution(
            row["form"] or None,
            SourceKind(row["kind"]) if row["kind"] else None,
            frozenset(row["role"].split()),
        )
        for row in _rows("institutions")
    }


@cache
def _institution_words() -> frozenset[str]:
    return frozenset(word for term in _institutions() for word in term.split())


def _institution(phrase: str) -> _Institution | None:
    """The institution that a term in the singular or plural names."""
    return _institutions().get(phrase) or _institutions().get(_singular(phrase))


def _has_role(phrase: str, role: str) -> bool:
    institution = _institution(phrase)
    return institution is not None and role in institution.roles
