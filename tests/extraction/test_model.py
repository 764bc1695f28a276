"""The model: run in part, and no sentence of an article lost for another."""

import pytest
from spacy.tokens import Doc

from service.extraction import extract, model
from service.extraction.tagging import PartsOfSpeech
from service.extraction.vectors import Vectors
from service.values import Article

SENTENCES = (
    "There are 12 people whom nobody has missed since Monday .",
    "It is raining , although they said that there were to be no clouds .",
    "Two more would n't be released .",
    "The mayor does so , but did they ?",
)
BAD = "Zwolle"


@pytest.mark.parametrize("sentence", SENTENCES)
def test_parts_of_speech_are_those_of_the_models_own_rules(sentence: str) -> None:
    doc = model.parsed([Doc(model.language().vocab, words=sentence.split())])[0]
    told = [token.pos_ for token in doc]
    ruled = model.language().get_pipe("attribute_ruler")(doc)
    assert told == [token.pos_ for token in ruled]


def test_words_look_to_the_model_as_by_its_own_layers() -> None:
    """Also those that it has met before, and beside other sentences."""
    vocab = model.language().vocab
    ours, theirs = ([Doc(vocab, words=each.split()) for each in SENTENCES] for _ in range(2))
    Vectors(model.language()).tell([*ours, ours[0]])
    for one, other in zip(ours, theirs, strict=True):
        model.language().get_pipe("tok2vec")(other)
        assert one.tensor == pytest.approx(other.tensor, abs=1e-4)


def test_a_lone_surrogate_is_read_around() -> None:
    claims = extract(Article("Roe \ud83d said that 12 people were killed in Kyiv.")).claims
    assert [claim.quote for claim in claims] == ["12"]


@pytest.fixture
def _choking(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that raises on one word."""
    told = PartsOfSpeech.tell

    def tell(self: PartsOfSpeech, doc: Doc) -> None:
        if BAD in doc.text:
            raise ValueError
        told(self, doc)

    monkeypatch.setattr(PartsOfSpeech, "tell", tell)


@pytest.mark.usefixtures("_choking")
def test_a_sentence_that_cannot_be_parsed_leaves_the_others_as_they_were() -> None:
    good = "The mayor said that 12 soldiers were killed."
    bad = f"In {BAD} 30 people were wounded."
    claims = extract(Article(f"{good} {bad} {good}")).claims
    assert [claim.quote for claim in claims] == ["12", "30", "12"]
    assert [claim.metric.value for claim in claims if claim.quote == "12"] == ["killed", "killed"]
    assert [claim.source and claim.source.source for claim in claims if claim.quote == "12"] == [
        "mayor",
        "mayor",
    ]
