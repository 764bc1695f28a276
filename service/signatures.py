"""How near two texts are to each other: MinHash over the runs of three words in each.

A signature is made once for each text and kept. Two texts are near-identical where they share a
band of it, which they always do where they are the same, 87 times in a hundred where half of all
their runs are in both, every fourth time where three tenths are, and 3 times in a thousand where
a tenth are. Reprints with another beginning, a cut end or edited sentences share from three tenths
to all; articles about one event by two reporters a tenth at most.

Signatures are the same in every process and on every machine. Other numbers below, or another
version of the algorithm, need all that are stored made anew.
"""

import re
from collections.abc import Iterable
from itertools import islice
from struct import pack, unpack

from rensa import RMinHash

WORDS = 3
"""Words of a run: unlike texts share many pairs of words by chance, and one edited word breaks too
many longer runs."""
BANDS, ROWS = 32, 4
"""Bands of a signature, and values in each: together they are one number of 32 bits."""
LENGTH = BANDS * ROWS
"""Bytes of a signature, one for each value."""
CHANCE = 1 / 256
"""How often two values are the same though the texts have nothing in common."""
SEED = 1

_WORD = re.compile(r"\w+")


def signature(text: str) -> bytes:
    """The signature of a text, for which spaces, capitals and punctuation count nothing."""
    sketch = RMinHash(num_perm=LENGTH, seed=SEED)
    sketch.update(_runs(_WORD.findall(text.casefold())))
    # Of each value the lowest byte, which is stored where all four would tell little more.
    return pack(f"<{LENGTH}I", *sketch.digest())[::4]


def _runs(words: list[str]) -> list[str]:
    """All runs of three words; of fewer words the one that there is."""
    if len(words) < WORDS:
        return [" ".join(words)]
    return list(map(" ".join, zip(*(islice(words, at, None) for at in range(WORDS)), strict=False)))


def bands(of: bytes) -> tuple[int, ...]:
    """The bands of a signature, which are shared only with the same band of another; none of one
    that is empty."""
    return unpack(f"<{len(of) // ROWS}I", of)


def any_near(signatures: Iterable[bytes]) -> bool:
    """False where no two of the texts are near-identical, as most are not, told at a glance. True
    wherever two are, and by chance where none are."""
    several = bands(b"".join(signatures))
    return len(set(several)) < len(several)


def similarity(a: bytes, b: bytes) -> float:
    """The estimated share of the runs of two texts that are in both, to two digits."""
    same = sum(x == y for x, y in zip(a, b, strict=True)) / LENGTH
    return round(max(0.0, (same - CHANCE) / (1 - CHANCE)), 2)
