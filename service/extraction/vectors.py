"""What does each word look like to the model? What it knows of a word by itself, found once.

The model begins with each word by itself, a third of all its work, and goes on with the words
around it. A text has most of its words several times, and the next text has them again, so that the
first part is kept.
"""

from collections.abc import Collection, Sequence
from typing import Any, cast

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from service.extraction.surroundings import Floats, Surroundings

KEPT = 16_384
"""Words that are kept, in some 12 MB. Once they are more, all are forgotten."""

Word = tuple[int, int]
"""The key of a word's text, and whether a space follows it."""


class Vectors:
    """The vectors of words, by the layers of a model that all its parts share."""

    def __init__(self, nlp: Language) -> None:
        self._vocab = nlp.vocab
        self._alone, together = cast(Any, nlp.get_pipe("tok2vec")).model.layers
        self._surroundings = Surroundings(together)
        self._known: dict[Word, Floats] = {}

    def tell(self, sentences: Sequence[Doc]) -> None:
        """Set the vectors of the words of sentences, from which the rest of the model goes on."""
        words = [[*map(tuple, doc.to_array(["ORTH", "SPACY"]).tolist())] for doc in sentences]
        self._meet(dict.fromkeys(w for each in words for w in each if w not in self._known))
        alone = [np.array([self._known[word] for word in each]) for each in words]
        for doc, vectors in zip(sentences, self._surroundings.of(alone), strict=True):
            doc.tensor = cast(Any, vectors)
        if len(self._known) > KEPT:
            self._known.clear()

    def _meet(self, new: Collection[Word]) -> None:
        """Find the vectors of words that are not known."""
        words = [self._vocab.strings[key] for key, _ in new]
        if words:
            doc = Doc(self._vocab, words=words, spaces=[bool(space) for _, space in new])
            self._known.update(zip(new, self._alone.predict([doc])[0], strict=True))
