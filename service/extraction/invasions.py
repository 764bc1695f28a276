"""Which wars are known, that a text only calls "the war"? Who wages them, and on whose ground.

    ground("RU", date(2022, 7, 8))     Ukraine: what Russia's army had lost till then it lost there
    ground("RU", date(2021, 7, 8))     None
    enemy("UA", date(2022, 7, 8))      RU: who is "the enemy" in a paper of Ukraine's

The wars are those of `lexicon/wars.toml`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from service.extraction.lexicon import table
from service.naming import country_name
from service.values import Place


@dataclass(frozen=True, slots=True)
class Invasion:
    """A war that one state wages on the ground of another."""

    invader: str
    ground: str
    since: date
    until: date | None = None
    """Its last day; None while it goes on."""

    def goes_on(self, day: date) -> bool:
        """Whether it is waged on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


def ground(invader: str, day: date | None, start: date | None = None) -> Place | None:
    """The one state that another invades on a day, where what is counted from `start` on, at the
    latest, began with the war or later."""
    known = {war.ground: war for war in _on(day) if war.invader == invader}
    war = next(iter(known.values())) if len(known) == 1 else None
    if war is None or (start is not None and start < war.since):
        return None
    return Place(country_name(war.ground), None, war.ground)


def enemy(state: str | None, day: date | None) -> str | None:
    """The one state that invades a state on a day."""
    invaders = {war.invader for war in _on(day) if war.ground == state}
    return invaders.pop() if len(invaders) == 1 else None


def _on(day: date | None) -> Iterator[Invasion]:
    return (war for war in _wars() if day is not None and war.goes_on(day))


@cache
def _wars() -> tuple[Invasion, ...]:
    return tuple(Invasion(**war) for war in table("wars")["war"])
