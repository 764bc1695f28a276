"""What callers write for a population or a state, in the spelling in which it is kept."""

from service.naming import as_state, country_of


def hyphened(population: str) -> str:
    """The spelling of a population: `artillery-shell` for "Artillery shell"."""
    return "-".join(population.casefold().split())


def state(name: str) -> str:
    """The code of the country of that name, else the name."""
    return country(name) or name


def country(name: str) -> str | None:
    """The code of the country of that name in whatever case."""
    spelled = as_state(name)
    return spelled and country_of(spelled)
