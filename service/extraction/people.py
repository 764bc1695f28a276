"""Who is a person? Nouns that count people, by class, calling, kin or nationality.

"three soldiers", "three lawyers", "three daughters", "three Danes"     people
"three tanks"                                                           things
"""

from functools import cache

from spacy.tokens import Token

from service.extraction.lexicon import table
from service.extraction.parsing import lemma
from service.naming import country_of


@cache
def classes() -> dict[str, str]:
    """Each noun of the table of populations, with its class."""
    return {noun: name for name, nouns in table("populations")["classes"].items() for noun in nouns}


def is_people(noun: Token) -> bool:
    """Whether a noun counts people: by its class, as a calling, as kin or as a nationality."""
    people, name = table("populations")["people"], lemma(noun)
    return (
        name.endswith(("man", "woman", "people", "person"))
        or classes().get(name) in people["classes"]
        or name in people["nouns"]
        or name in people["kin"]
        or (noun.tag_ in ("NNS", "NNPS") and country_of(noun.text) is not None)
    )
