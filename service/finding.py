"""From the words that people ask with to those that the titles of series have.

The table is `service/data/title_words.csv`: words in lower case, the words of titles that say the
same, and where that is from. Words with nothing beside them tell no series from another. From

- `lexicon`: the reader takes the word for the same (`service/extraction/lexicon`);
- `institutions`: names of places are brought to this form (`service/data/institutions.csv`);
- `military`, `humanitarian`, `health`, `crowds`: what those fields say for it, such as KIA, MIA and
  POW, IDP and "in need", mortality, turnout;
- `project`: written for the project from general English.
"""

import csv
from functools import cache
from importlib.resources import files

from service.naming import (
    as_state,
    country_name,
    country_of,
    demonym,
    in_runs,
    place_key,
    place_name,
)

Spellings = tuple[str, ...]
"""What may stand in a title for a word, the word itself first."""


def title_words(asked: str) -> list[Spellings]:
    """For each word that is asked for, or name of several words, all that may stand for it: for
    "Russian losses" `russian` or `russia`, and `losses`, `casualties` or `destroyed`."""
    words = [_bare(word) for word in asked.casefold().replace("-", " ").split()]
    found = in_runs(list(filter(None, words)), _is_known)
    return [_spellings(run) for run in found if not _is_silent(run)] or [(run,) for run in found]


def _bare(word: str) -> str:
    """The word without what sentences add to it."""
    return word.replace("’", "'").strip("?!,;:\"“”'()").removesuffix("'s")


def _is_known(run: str) -> bool:
    """Whether it is in the table, or a state's name and not "in the", which India has in it."""
    first, last = run.split()[0], run.split()[-1]
    return run in _table() or not (_is_silent(first) or _is_silent(last) or as_state(run) is None)


def _is_silent(run: str) -> bool:
    """Whether it tells no series from another."""
    return _table().get(run) == ()


def _spellings(run: str) -> Spellings:
    return tuple(dict.fromkeys([run, *_table().get(run, ()), *_of_state(run)]))


def _of_state(run: str) -> Spellings:
    """What titles call the state, or the part of one, of that name."""
    state = as_state(run)
    code = state and country_of(state)
    if state is None or code is None:
        return ()
    key = place_key(state)
    if key != code:
        return (place_name(key).partition(",")[0].casefold(),)
    return demonym(code).casefold(), country_name(code).casefold()


@cache
def _table() -> dict[str, Spellings]:
    text = files("service").joinpath("data", "title_words.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["words"]: tuple(filter(None, row["in_titles"].split(";"))) for row in rows}
