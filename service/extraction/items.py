"""What is counted? The noun that a number belongs to, with its modifiers.

"between 10,000 and 12,000 North Korean soldiers"   North Korean soldiers
"70 percent of Congolese"                           Congolese
"killing 20 people and injuring 50"                 people, for the 50 too
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from spacy.tokens import Token

from service.extraction.answers import named
from service.extraction.dates import MONTH
from service.extraction.lexicon import table
from service.extraction.parsing import SIZING, Parsed, lemma, path
from service.extraction.people import is_people
from service.extraction.predicates import words
from service.extraction.wording import phrase
from service.naming import country_of
from service.values import Kind, Metric, Span

NOUNS = frozenset({"NOUN", "PROPN"})
VICTIMS = frozenset(
    {
        Metric.KILLED,
        Metric.WOUNDED,
        Metric.CASUALTIES,
        Metric.MISSING,
        Metric.CAPTURED,
        Metric.DETAINED,
        Metric.ABDUCTED,
        Metric.RELEASED,
        Metric.DISPLACED,
        Metric.AFFECTED,
        Metric.ATTENDANCE,
        Metric.CASES,
    }
)
"""Metrics whose bare numbers count people."""

STATES = frozenset({"dead", "wounded", "injured", "killed", "missing", "more", "hurt", "shot"})
"""What may stand right after a number without being what it counts: "15 dead"."""

_COUNTING = frozenset({"nummod", "quantmod", "compound", "amod", "nmod", "det"})


@dataclass(frozen=True, slots=True)
class Item:
    """The words that name what is counted, and the token at their head."""

    text: str
    span: Span
    head: Token
    rule: str


@lru_cache(maxsize=64)
def counted(number: Token) -> Token:
    """The noun that a number token counts, or the number itself where it stands alone."""
    head = partitive(number) or number
    if _is_doing(number):
        return number
    while head.dep_ in _COUNTING and _may_count(head):
        head = head.head
        head = partitive(head) or head
    if _is_season(head):
        return _after_month(number) or number
    head = _own_in_row(number, head)
    return _before_name(head) if head.pos_ == "PROPN" else head


def _own_in_row(number: Token, head: Token) -> Token:
    """The noun right after a number that the parser gives to the noun before, which has its own,
    in a row without commas: "planes" of "12 men 30 planes 9 tanks"."""
    after = number.nbor(1) if number.i + 1 < len(number.doc) else number
    behind = head.i == number.i - 1 and any(t.tag_ == "CD" for t in head.lefts if t.i < head.i)
    return after if behind and after.tag_ == "NNS" and number.head == head else head


def _is_doing(number: Token) -> bool:
    """Whether what follows a number is what many do, though the tagger takes it for a noun:
    "several hundred crossing on foot"."""
    noun = number.head
    beside = number.dep_ == "nummod" and noun.i == number.i + 1 and noun.lower_ not in STATES
    alone = noun.tag_ == "NN" and noun.dep_ != "compound" and noun.text.endswith("ing")
    return beside and alone and number.lower_ not in ("one", "1")


def _before_name(name: Token) -> Token:
    """The plural noun right before its own name, which the parser takes for the head: "missiles"
    of "16 cruise missiles Kalibr"."""
    before = name.nbor(-1) if name.i else name
    return before if before.tag_ == "NNS" and before.dep_ == "compound" else name


def _after_month(number: Token) -> Token | None:
    """The noun that the parser left for the month before the number: "in March 2,000 soldiers"."""
    following = number.doc[number.i + 1 : number.i + 4]
    return next((t for t in following if t.pos_ == "NOUN" and t.left_edge.i > number.i), None)


def _is_season(noun: Token) -> bool:
    return noun.lower_ in _SEASONS or (
        noun.pos_ == "PROPN" and _MONTH.fullmatch(noun.text) is not None
    )


_MONTH = re.compile(MONTH)
_SEASONS = frozenset({"spring", "summer", "autumn", "winter"})


def _may_count(token: Token) -> bool:
    if token.tag_ == "NNS" and token.head.tag_ == "VBG":
        return False  # "three ships sailing home"
    return token.head.pos_ in NOUNS or token.head.tag_ in (
        "CD",
        "VBG",
        "JJ",
        "JJS",
        "JJR",
        "RBR",
        "VBN",
    )


def partitive(token: Token) -> Token | None:
    """X in "50 percent of X", "one of X", "half of X"."""
    if token.tag_ != "CD" and token.text not in ("percent", "half", "none", "$"):
        return None
    for child in token.children:
        if child.lower_ == "of":
            return next((c for c in child.children if _is_whole(c)), None)
    return None


def is_whole(number: Token) -> bool:
    """Whether a number is the whole of which another number is a part: the 31 of "7 of 31 wells",
    "7 of the town's 31 wells"; but "one of 31 found alive" is of all of them."""
    before = [*number.doc[max(0, number.i - 6) : number.i]]
    of = next((t for t in reversed(before) if t.lower_ == "of"), None)
    if of is None or not of.i or of.nbor(-1).tag_ != "CD" or of.nbor(-1).lower_ == "one":
        return False
    between = number.doc[of.i + 1 : number.i]
    return all(t.tag_ in _BEFORE_WHOLES for t in between)


_BEFORE_WHOLES = frozenset({"DT", "PRP$", "NN", "NNP", "POS", "RB", "IN"})


def _is_whole(noun: Token) -> bool:
    """What a part is of; participles, too, in "40 of the injured"."""
    return noun.dep_ == "pobj" or noun.lower_ in STATES


def item(parsed: Parsed, text: str, number: Token, kind: Kind) -> Item | None:
    """The item that the sentence gives for a number; None where the number stands alone, or is a
    distance: "within 500 metres of the school"."""
    if kind is Kind.MEASURE and number.head.lower_ == "within":
        return None
    rules = _RULES.get(kind, _COUNTS)
    head, rule = next(((h, r) for r in rules if (h := r(number)) is not None), (None, None))
    if head is None or rule is None or not _is_countable(parsed, text, head, number):
        return None
    span = phrase(parsed, text, head, number)
    words = span.of(text)
    return Item(words, span, head, named(rule)) if any(map(str.isalpha, words)) else None


def _is_countable(parsed: Parsed, text: str, head: Token, number: Token) -> bool:
    """No adjective, no noun past a dash ("15 dead - Roe") or a bracket that a number does not share
    ("6,490 dead (6,430). See the table"),
    no place before it ("the toll in Norway up to 12"), and a state only where it stands for a
    noun: "three of the dead", but not "three dead"."""
    between = text[parsed.spans[number.i].end : parsed.spans[head.i].start]
    named = head.i < number.i and head.tag_ == "NNP"
    state_before = named and (head.dep_ == "pobj" or country_of(head.text) is not None)
    bracketed = between.count("(") != between.count(")")
    if _DASH.search(between) or state_before or bracketed:
        return False
    if head.lower_ in STATES and (head.lower_, number.lower_) != ("shot", "one"):
        return head.i < number.i or " of " in between or _is_definite(number)
    return head.pos_ != "ADJ" or head.dep_ == "pobj"


def _is_definite(number: Token) -> bool:
    """ "the 30 wounded", who are no "30 wounded"."""
    return any(c.lower_ in ("the", "these", "those") for c in number.lefts) or (
        number.i > 0 and number.nbor(-1).lower_ in ("the", "these", "those")
    )


_DASH = re.compile(r"\s[-–—]\s")


def hyphenated(number: Token) -> Token | None:
    """What a number is joined to: members of "a 47-member council"."""
    following = number.nbor(1) if number.i + 1 < len(number.doc) else None
    joined = following is not None and following.text.startswith("-") and len(following) > 1
    return following if joined else None


def _own_noun(number: Token) -> Token | None:
    """The noun that a count counts by itself: "12 soldiers", but not "they number 12"."""
    head = counted(number)
    if head.lower_ == "number" and head.i < number.i:
        return _subject_of_number(head)
    countable = head.pos_ in NOUNS | {"ADJ"} or head.lower_ in STATES
    if countable and head.i != number.i and head.text not in ("percent", "$"):
        return head
    return None


def _subject_of_number(verb: Token) -> Token | None:
    """Who "number 12", where the parser takes the verb for a noun."""
    if verb.dep_ == "appos":
        return verb.head
    above = verb.head
    return next((c for c in above.children if c.dep_ in ("nsubj", "nsubjpass")), None)


def _populace(number: Token) -> Token | None:
    """ "a population of 5 million": what a number is the size of."""
    of = number.head if number.dep_ == "pobj" and number.head.lower_ == "of" else None
    return of.head if of is not None and lemma(of.head) in ("population", "membership") else None


def _said_to_be(number: Token) -> Token | None:
    """ "600 of them deaths", "six were children": the noun that a bare number is."""
    parent = number.head
    if number.dep_ != "nsubj":
        return None
    if parent.pos_ == "NOUN":
        return parent
    return next((c for c in parent.rights if c.dep_ == "attr" and c.pos_ in NOUNS), None)


def _multiple(number: Token) -> Token | None:
    """What is so many times as large: "three times its usual height", "ten times as many cases"."""
    times = counted(number)
    following = list(number.doc[times.i + 1 : times.i + 5])
    if times.lower_ != "times" or not following or following[0].lower_ not in _COMPARED:
        return None
    return next((t for t in following if t.pos_ == "NOUN"), None)


_COMPARED = frozenset({"as", "more", "its", "their", "his", "her", "the"})


def _part_that_is(number: Token) -> Token | None:
    """What a part of others is said to be: "Eleven of the dead were children"."""
    whole = partitive(number)
    return _said_to_be(number) if whole is not None and whole.pos_ != "PRON" else None


def _attacked(number: Token) -> Token | None:
    """Those whom somebody attacks, where the attack kills or wounds a number: "fired on
    protesters, killing 52"."""
    verb = number.head
    if number.dep_ != "dobj" or verb.tag_ != "VBG" or verb.dep_ != "advcl":
        return None
    if words("object").get(lemma(verb)) not in (Metric.KILLED, Metric.WOUNDED):
        return None
    at = (c for p in verb.head.children if p.lower_ in ("on", "at", "against") for c in p.children)
    objects = (c for c in verb.head.children if c.dep_ == "dobj")
    return next((t for t in (*objects, *at) if t.tag_ == "NNS" and is_people(t)), None)


def _who_are(number: Token) -> Token | None:
    """What a part is, right after it: "half of them women"."""
    of = next((c for c in number.children if c.lower_ == "of"), None)
    if of is None or not any(c.pos_ == "PRON" for c in of.children):
        return None
    last = of.right_edge.i
    following = (t for t in number.doc[last + 1 : last + 3] if t.tag_ != "JJ")
    noun = next(following, None)
    return noun if noun is not None and noun.tag_ == "NNS" else None


def _of_those(number: Token) -> Token | None:
    """Those of whom a sentence says at its beginning that it speaks: "Of the wounded, two are in
    hospital"."""
    spoken_of = fronted(number, "of") if number.dep_ in ("nsubj", "nsubjpass") else None
    return spoken_of if spoken_of is not None and _is_named(spoken_of) else None


def fronted(number: Token, preposition: str) -> Token | None:
    """The noun under a preposition that opens the sentence; "the wounded" the parser may tear
    apart."""
    first = number.doc[0]
    if first.lower_ != preposition:
        return None
    states = (t for t in number.doc[1 : min(number.i, 4)] if t.lower_ in STATES)
    named = (c for c in first.children if c.i < number.i and c.tag_ != "DT")
    return next(named, None) or next(states, None)


def _shared_object(number: Token) -> Token | None:
    """The noun that a second verb has for both: "killed 4 and wounded 7 civilians"."""
    if number.dep_ != "dobj":
        return None
    for verb in number.head.rights:
        if verb.dep_ == "conj" and not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
            return next((c for c in verb.children if _is_numbered_object(c, number.head)), None)
    return None


def _is_numbered_object(noun: Token, verb: Token) -> bool:
    """But "killed 4 and took 7 hostages" killed none of these, nor did "killed 4 and burned 7
    tanks"."""
    if words("object").get(lemma(verb)) in VICTIMS and not is_people(noun):
        return False
    of_a_fate = words("default").get(lemma(noun)) in VICTIMS
    counts = noun.dep_ == "dobj" and noun.lower_ != "others"
    return counts and not of_a_fate and any(c.dep_ == "nummod" for c in noun.lefts)


def _substance(number: Token) -> Token | None:
    """What a measure or a sum is of: "120 tonnes of coltan", "$4m in losses"."""
    for child in _worth(number).children:
        if child.lower_ in ("of", "in", "for", "worth") and child.dep_ == "prep":
            return next((c for c in child.children if _is_substance(c, child)), None)
    following = number.nbor(1) if number.i + 1 < len(number.doc) else None
    if following is not None and following.lower_ in ("in", "worth"):
        return next((c for c in following.children if _is_substance(c, following)), None)
    return None


def _worth(number: Token) -> Token:
    """The noun of "$4m worth of grain", or the number itself."""
    return number.head if number.dep_ == "nummod" and number.head.lower_ == "worth" else number


def _is_substance(noun: Token, prep: Token) -> bool:
    each = any(c.lower_ in ("each", "every") for c in noun.lefts)
    if noun.dep_ != "pobj" or noun.lower_ in _DIMENSIONS or each:
        return False
    uncounted = noun.pos_ == "ADJ" or noun.text.islower()  # "a kilogram of marijuana"
    return noun.pos_ == "NOUN" or (prep.lower_ == "of" and uncounted)


_DIMENSIONS = frozenset(
    "diameter height length width depth size area weight total cash days recent place".split()
)
"""Nouns that say in which respect something is measured, or how it is paid."""


def _after_conversion(number: Token) -> Token | None:
    """What stands past the conversion of a measure: winds of "115 mph (185 km/h) winds"."""
    following = number.doc[number.i + 1 : number.i + 8]
    end = next((t.i for t in following if t.text == ")"), None)
    if end is None or following[0].text != "(":
        return None
    past = (t for t in number.doc[end + 1 : end + 4] if t.tag_ not in ("JJ", "NNP"))
    noun = next(past, None)
    return noun if noun is not None and noun.pos_ == "NOUN" and noun.dep_ in _NAMED else None


_NAMED = frozenset({"pobj", "dobj", "appos", "attr"})


def _beside_measure(number: Token) -> Token | None:
    """What a measure or a sum modifies: "a 40-tonne tank", "losses of $4m", "a yacht worth $4m",
    "assets totaling $4m"."""
    if number.head.lower_ == "worth" and number.head.dep_ == "amod":
        return number.head.head
    if number.dep_ == "dobj" and number.head.dep_ == "acl" and number.head.lower_ in _TOTALLING:
        return number.head.head
    if number.dep_ == "npadvmod" and number.head.dep_ == "amod":
        return number.head.head  # "a 50-mile wide eye"
    if number.dep_ in _MODIFYING and number.head.pos_ in NOUNS:
        between = number.doc[number.i + 1 : number.head.i]
        return None if any(t.tag_ == "CC" for t in between) else number.head
    above = number.head.head
    if number.dep_ == "pobj" and above.dep_ == "acl" and lemma(above) in ("value", "price"):
        return above.head  # "a ring valued at $4m"
    if number.dep_ == "pobj" and above.pos_ in NOUNS and lemma(above) not in _totals():
        return above
    return None


_TOTALLING = frozenset({"totaling", "totalling", "costing", "weighing", "exceeding"})
_MODIFYING = frozenset({"nummod", "compound", "nmod", "amod", "npadvmod"})


def _measured_subject(number: Token) -> Token | None:
    """What is as much as a measure says: "the eye, which was 40 km wide", "exports fell by $4m"."""
    if number.dep_ == "appos":
        return _measured_subject(number.head)
    verb = next((a for a in number.ancestors if a.pos_ in ("VERB", "AUX")), None)
    if verb is None:
        return None
    verb = verb.head if verb.dep_ == "acomp" else verb
    order = ("dobj", "nsubj", "nsubjpass") if number.dep_ == "pobj" else ("nsubj", "nsubjpass")
    roles = {c.dep_: _antecedent(c, verb) for c in verb.children if not _holds(c, number)}
    if number.dep_ == "dobj" and "nsubj" in roles and is_people(roles["nsubj"]):
        return None  # "officers found 4 kg"
    return next((roles[r] for r in order if r in roles and roles[r].pos_ in NOUNS), None)


def _costly_subject(number: Token) -> Token | None:
    """What costs or comes to as much: "the budget is $4m"; but whoever pays or takes a sum is not
    what the sum is of: "Norway sent $4m"."""
    subject = _measured_subject(number)
    if subject is None or subject.pos_ == "PROPN" or subject.lower_ == "percent":
        return None
    taken = number.dep_ == "dobj" and lemma(number.head) not in REACHING | _COSTING
    return None if taken else subject


_COSTING = frozenset("cost gain lose shed add fall drop grow climb jump average include".split())


def _holds(token: Token, number: Token) -> bool:
    return token.i == number.i or token.is_ancestor(number)


def _antecedent(argument: Token, verb: Token) -> Token:
    """The noun that a relative pronoun stands for."""
    relative = argument.tag_ in ("WDT", "WP") and verb.dep_ == "relcl"
    return verb.head if relative else argument


def _changed(number: Token) -> Token | None:
    """What grew or fell by a number: "output fell by 5 percent", "cut the budget by half", "the
    shares lost 5 percent"; or what is so far done: "the fire is 5 percent contained"."""
    if number.text == "percent" and number.dep_ in ("dobj", "npadvmod"):
        done = number.dep_ == "npadvmod" and number.head.tag_ == "VBN"
        return _measured_subject(number) if done or lemma(number.head) in _CHANGING else None
    if number.dep_ != "pobj" or number.head.lower_ != "by" or number.head.dep_ != "prep":
        return None
    return _measured_subject(number)


def is_change(number: Token) -> bool:
    """Whether a share says how much something grew or fell: "rose by 5 percent", "lost 5
    percent"."""
    if partitive(number) is not None:
        return False
    verb = number.head.head if number.dep_ == "pobj" and number.head.lower_ == "by" else number.head
    return number.dep_ in ("pobj", "dobj", "npadvmod") and lemma(verb) in _CHANGING


def is_rate(number: Token) -> bool:
    """Whether a share is a rate, and no part of those whom it is of: "a fatality rate of 2
    percent", "the fatality rate was 2 percent"."""
    above = number.head.head if number.dep_ == "pobj" else number.head
    told = [above, *(c for c in above.children if c.dep_ == "nsubj" and c.i < number.i)]
    return any(lemma(noun) in ("rate", "ratio", "margin") for noun in told)


_CHANGING = frozenset(
    "rise fall lose gain drop grow climb jump slip plunge increase decrease decline shrink tumble "
    "soar slump expand contract advance".split()
)


def is_offspring(number: Token) -> bool:
    """Whether a number only tells of somebody's children: "a father of four"."""
    of = number.head if number.dep_ == "pobj" and number.head.lower_ == "of" else None
    return of is not None and lemma(of.head) in table("populations")["people"]["kin"]


def named_total(number: Token) -> Token | None:
    """The noun whose size a bare number states: "casualties at more than 700,000". What a number
    does itself ("18 were killed") or what is done to it is not its size."""
    does = number.dep_ in ("nsubj", "nsubjpass", "dobj")
    if is_offspring(number) or (does and lemma(number.head) not in REACHING | SIZING):
        return None
    verbs = [a for a in path(number) if a.pos_ in ("VERB", "AUX")]
    named = next((noun for verb in verbs for noun in _sized(with_subject(verb), number)), None)
    return named or next((n for v in verbs if (n := _right_after(v, number))), None)


def with_subject(verb: Token) -> Token:
    """A verb, or the one that it shares a subject with: "the number rose and has passed 12"; in
    "the number of men killed has passed 12" the parser takes the participle for such a verb."""
    while not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
        inner = next((c for c in verb.children if c.dep_ == "csubj"), None)
        if inner is not None:
            return inner
        if verb.dep_ not in ("xcomp", "acomp", "conj"):
            return verb
        verb = verb.head
    return verb


@cache
def _totals() -> frozenset[str]:
    """Nouns that only total up something."""
    return frozenset(table("metrics")["totals"]["noun"])


def _right_after(verb: Token, number: Token) -> Token | None:
    """The noun phrase right after "estimate ... at", where the parser made it a subject."""
    if lemma(verb) not in SIZING or number.head.lower_ != "at" or verb.i > number.i:
        return None
    phrases = (t for t in number.doc[verb.i + 1 : number.i] if t.dep_ in ("nsubj", "dobj"))
    return next((t for t in phrases if _is_phrase_after(verb, t)), None)


def _is_phrase_after(verb: Token, noun: Token) -> bool:
    totals = _totals()
    return noun.pos_ == "NOUN" and noun.left_edge.i == verb.i + 1 and lemma(noun) not in totals


def _sized(verb: Token, number: Token) -> Iterator[Token]:
    totals, name = _totals(), lemma(verb)
    for child in verb.children:
        named = child.pos_ == "NOUN" or child.lower_ in STATES
        if not named or child.i >= number.i or child.is_ancestor(number):
            continue
        if child.dep_ in ("dobj", "nsubj", "nsubjpass") and lemma(child) in totals:
            yield from _total_of(child)
        elif _states_size(child.dep_, name, number):
            yield child


def _states_size(role: str, verb: str, number: Token) -> bool:
    if role == "dobj":
        return verb in SIZING and number.head.lower_ == "at"
    return role in ("nsubj", "nsubjpass") and verb in REACHING


REACHING = frozenset(
    "be is are was were total number reach exceed rise stand peak top surpass amount near "
    "approach pass hit change remain".split()
)


def _total_of(total: Token) -> Iterator[Token]:
    for child in total.children:
        if child.lower_ in ("of", "for"):
            named = (c for c in child.children if c.dep_ == "pobj" and _is_named(c))
            yield from (c for c in named if child.lower_ == "of" or is_people(c))


def _is_named(word: Token) -> bool:
    return word.pos_ in NOUNS or word.lower_ in STATES


_COUNTS = (
    hyphenated,
    _multiple,
    _part_that_is,
    _own_noun,
    _populace,
    _said_to_be,
    _who_are,
    _of_those,
    _shared_object,
    _attacked,
    named_total,
    _changed,
)
"""Where a count finds its noun, the nearest first."""
_RULES = {
    Kind.MEASURE: (_after_conversion, _substance, _beside_measure, _measured_subject),
    Kind.MONEY: (_substance, _beside_measure, _costly_subject),
}
"""Where a measure or a sum finds what it measures, the nearest first."""


def stands_for(metric: Metric, kind: Kind) -> str | None:
    """What a bare number counts where no noun is near: people, for victims and crowds."""
    return "people" if metric in VICTIMS and kind is Kind.COUNT else None
