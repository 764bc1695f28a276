"""What do the words around it make of a word? The last of the layers that a model's parts share.

thinc takes its steps one by one and keeps of each what training needs. Of the few sentences of an
article that costs as much as the sums, which stand here alone.
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_TINY = 1e-8
"""Keeps the spread of a row from being nothing."""


class Surroundings:
    """The same as a `MaxoutWindowEncoder` of spaCy, each word seen with its two neighbours."""

    def __init__(self, encoder: Any) -> None:
        self._apart: int = encoder.attrs["pad"]
        self._steps = [_Step(layer) for layer in encoder.layers[0].layers]

    def of(self, sentences: Sequence[Floats]) -> list[Floats]:
        """The vectors of the words of sentences, by those that they have alone."""
        starts = [*accumulate((len(s) + self._apart for s in sentences), initial=self._apart)]
        vectors = np.zeros((starts[-1], sentences[0].shape[1]), np.float32)
        for start, sentence in zip(starts, sentences, strict=False):
            vectors[start : start + len(sentence)] = sentence
        for step in self._steps:
            vectors[1:-1] += step.of(vectors)
        return [vectors[a : a + len(s)] for a, s in zip(starts, sentences, strict=False)]


class _Step:
    """One look at the neighbours: of several sums the greatest, brought to one spread."""

    def __init__(self, layer: Any) -> None:
        parts = {part.name: part for part in layer.walk()}
        weights, bias = (parts["maxout"].get_param(name) for name in "Wb")
        self._shape = weights.shape[1], weights.shape[0]
        self._weights = np.ascontiguousarray(weights.swapaxes(0, 1).reshape(bias.size, -1).T)
        self._bias = bias.T.reshape(-1)
        self._scale, self._shift = (parts["layernorm"].get_param(name) for name in "Gb")

    def of(self, vectors: Floats) -> Floats:
        around = np.concatenate([vectors[:-2], vectors[1:-1], vectors[2:]], axis=1)
        sums = around @ self._weights
        sums += self._bias
        best: Floats = sums.reshape(-1, *self._shape).max(axis=1)
        best -= best.mean(axis=1, keepdims=True)
        spread = np.square(best).mean(axis=1, keepdims=True) + _TINY
        best *= self._scale / np.sqrt(spread)
        best += self._shift
        return best
