"""Which part of speech is each word? The model's own rules for it, each case put to them once.

spaCy's attribute ruler matches some 180 patterns against every word, which takes longer than the
parse. What they look at for a part of speech is little: the tag and the relation of a word, whether
an expletive stands before it ("there are"), and of a few words also the word.
"""

from collections.abc import Iterator
from typing import Any, cast

from spacy.language import Language
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

EXPLETIVE = "expl"


class PartsOfSpeech:
    """The parts of speech by the rules of a model, a table that grows with the cases met."""

    def __init__(self, nlp: Language) -> None:
        self._vocab = nlp.vocab
        self._ruler = cast(AttributeRuler, nlp.get_pipe("attribute_ruler"))
        self._singled_out = {nlp.vocab.strings.add(word) for word in _singled_out(self._ruler)}
        self._expletive = nlp.vocab.strings.add(EXPLETIVE)
        self._known: dict[tuple[int, int, int, bool], int] = {}

    def tell(self, doc: Doc) -> None:
        """Set the part of speech of every word of a parsed sentence."""
        parts = cast(Any, doc.to_array(["POS"]))
        parts[:] = list(self._of(doc))
        doc.from_array(["POS"], parts)

    def _of(self, doc: Doc) -> Iterator[int]:
        expletive = False
        for word, tag, dep in doc.to_array(["LOWER", "TAG", "DEP"]).tolist():
            case = (word if word in self._singled_out else 0, tag, dep, expletive)
            if case not in self._known:
                self._known[case] = self._asked(*case)
            yield self._known[case]
            expletive = dep == self._expletive

    def _asked(self, word: int, tag: int, dep: int, expletive: bool) -> int:
        strings = self._vocab.strings
        doc = Doc(
            self._vocab,
            words=["there", strings[word] or "word"],
            tags=["EX", strings[tag]],
            deps=[EXPLETIVE if expletive else "advmod", strings[dep]],
            heads=[1, 1],
        )
        return self._ruler(doc)[1].pos


def _singled_out(ruler: AttributeRuler) -> Iterator[str]:
    """The words that the rules for parts of speech single out."""
    rules = cast(list[dict[str, Any]], ruler.patterns)
    told = (rule for rule in rules if "POS" in rule["attrs"])
    for token in (token for rule in told for pattern in rule["patterns"] for token in pattern):
        word = token.get("LOWER", {"IN": ()})
        yield from (word,) if isinstance(word, str) else word["IN"]
