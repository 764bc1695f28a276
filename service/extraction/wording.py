"""Which words name what is counted? Its noun with what is its own, no number, article or clause.

"the 12 North Korean soldiers who fled"     North Korean soldiers
"12 tonnes of ammonium nitrate"             ammonium nitrate
"took 40 nurses hostage"                    nurses
"""

from spacy.tokens import Token

from service.extraction.parsing import Parsed
from service.values import Span

_LEFT = frozenset(
    {"amod", "compound", "nmod", "poss", "advmod", "quantmod", "case", "punct", "neg"}
)
_DROPPED_LEFT = frozenset(
    {"more", "many", "some", "only", "already", "total", "mostly", "mainly", "largely"}
)
_EXTENDED = frozenset({"wide", "high", "long", "deep", "tall", "thick"})
"""In which direction a measure is taken: "a 12-metre high wave"."""


def phrase(parsed: Parsed, text: str, head: Token, number: Token) -> Span:
    """The words of an item: its head with what belongs to it, without the number."""
    tokens = [head, *_left(head, number), *_right(head, number), *_second_half(head)]
    low, high = min(t.i for t in tokens), max(t.i for t in tokens)
    if head.lower_ in _HELD and low < head.i and parsed.doc[head.i - 1].tag_ == "NNS":
        high = head.i - 1
    if number.tag_ != "CD" and low < head.i and parsed.doc[low].lower_ in _EXTENDED:
        low += 1
    while low < head.i and (
        parsed.doc[low].is_punct
        or parsed.doc[low].tag_ in ("CC", "DT", "PRP$", "POS")
        or parsed.doc[low].lower_ in _DROPPED_LEFT
    ):
        low += 1
    return _trimmed(text, parsed.words(list(parsed.doc[low : high + 1])))


_HELD = frozenset({"hostage", "prisoner", "captive"})
"""What others are taken, right after them: "took 40 nurses hostage"."""


def _second_half(head: Token) -> list[Token]:
    """The rest of a name that the parser breaks: "tonnes of ammonium nitrate"."""
    following = head.nbor(1) if head.i + 1 < len(head.doc) else None
    if following is None or head.dep_ != "pobj" or following.tag_ not in ("JJ", "RB"):
        return []
    after = following.nbor(1) if following.i + 1 < len(head.doc) else None
    ends = after is None or after.is_punct or after.tag_ in ("IN", "VBN", "CC")
    broken = following.dep_ in ("advcl", "nsubj", "dep") and following.text.isalpha()
    return [following] if ends and broken else []


def _trimmed(text: str, span: Span) -> Span:
    """Without a hyphen before it ("47-member") and what a bracket says of it ("12 (unarmed) men"),
    with the quotation mark that opens in it (“Wolf” tanks) and with the bracket that ends it:
    "soldiers of the [border war]"."""
    words = span.of(text)
    if words.count('"') == 1 and text[span.start - 1 : span.start] == '"':
        return Span(span.start - 1, span.end)
    if words.startswith("-") and len(words) > 1:
        return Span(span.start + 1, span.end)
    aside = words.find(")") + 1
    if aside and "(" not in words and words[aside:].strip():
        return Span(span.end - len(words[aside:].lstrip()), span.end)
    opened = words.count("[") > words.count("]") and text[span.end : span.end + 1] == "]"
    return Span(span.start, span.end + 1) if opened else span


def _left(head: Token, number: Token) -> list[Token]:
    own = {t.i for t in number.subtree} | {number.i}
    left: list[Token] = []
    for child in head.lefts:
        if (
            child.dep_ in _LEFT
            and child.i not in own
            and child.lower_ not in _DROPPED_LEFT
            and child.i > number.i
        ):
            left.extend(t for t in child.subtree if t.i > number.i)
    if head.i < number.i:
        named = [c for c in head.lefts if c.dep_ in _LEFT and not _has_number(c)]
        left = [t for c in named for t in c.subtree if t.i not in own]
    return left


def _has_number(token: Token) -> bool:
    return any(t.tag_ == "CD" for t in token.subtree)


def _right(head: Token, number: Token) -> list[Token]:
    right: list[Token] = []
    for child in head.rights:
        if child.lower_ == "of" and child.dep_ == "prep" and not child.is_ancestor(number):
            right.extend(_simple(child))
        elif child.dep_ == "cc" and _plain_conjunct(head):
            conjunct = _plain_conjunct(head)
            right.extend([child, *_left_of(conjunct), conjunct] if conjunct else [])
    return right


def _plain_conjunct(head: Token) -> Token | None:
    """A second noun under the same number: "students and other protesters"."""
    conjunct = next((c for c in head.rights if c.dep_ == "conj"), None)
    if conjunct is None or conjunct.pos_ != "NOUN" or conjunct.i - head.i > 4:
        return None
    if head.tag_ == "NNS" and conjunct.tag_ == "NN" and conjunct.lower_ not in _UNCOUNTED:
        return None
    return (
        None if any(c.dep_ in ("nummod", "det", "appos") for c in conjunct.children) else conjunct
    )


_UNCOUNTED = frozenset({"equipment", "ammunition", "weaponry", "personnel", "staff", "machinery"})
"""Nouns without a plural, which may stand beside one: "tanks and equipment"."""


def _left_of(token: Token) -> list[Token]:
    return [t for c in token.lefts for t in c.subtree]


def _simple(prep: Token) -> list[Token]:
    """A prepositional phrase without the clauses that hang on it."""
    tokens = [prep]
    for child in prep.children:
        if child.dep_ == "pobj" and child.tag_ not in ("WDT", "WP"):
            tokens.extend(_left_of(child))
            tokens.append(child)
    return tokens if len(tokens) > 1 else []
