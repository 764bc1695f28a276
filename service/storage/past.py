"""Looking back: what makes a read answer from the rows that were stored at a time.

Statements name no schema, so that one setting of the transaction turns all their tables into the
views of that time.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, Select, column, func, select, text


class FutureMoment(ValueError):
    """Nobody knows yet what will be stored at that time."""

    def __init__(self, asked: datetime, now: datetime) -> None:
        super().__init__(
            f"{asked.isoformat()} has not come yet: by the clock of recording it is"
            f" {now.isoformat()}"
        )


CLOCK = select(column("at", DateTime(timezone=True))).select_from(text("history.clock"))
"""Selects a time that everything recorded from now on will be after."""


def settle(moment: datetime) -> Select[datetime]:
    """Selects the present; unless the moment is after it, all that was recorded by then is
    committed, and nothing will be recorded at it any more."""
    return select(func.history.settle(moment))


def look_back(moment: datetime) -> Select[Any]:
    """Has the rest of the transaction read what was stored at a settled moment, and write
    nothing."""
    settings = {
        "search_path": "past, public",
        "whocounts.as_of": moment.isoformat(),
        "transaction_read_only": "on",
    }
    return select(*(func.set_config(name, value, True) for name, value in settings.items()))
