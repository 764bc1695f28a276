"""Where in the feed of changes a client is: cursors that every page and every event gives."""

from datetime import datetime
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from service import moments
from service.changes import Change
from service.faults import message
from service.storage.page import BadCursor, Position, decode_cursor, encode_cursor

FEED = "changes"
START: Position = ("-infinity", "", "")
"""Before all changes."""
AFTER_ALL = "~"
"""Sorts after the noun of every change."""
MOMENT: TypeAdapter[datetime] = TypeAdapter(moments.Moment)


def after(moment: datetime) -> Position:
    """The position after all that was recorded at the moment."""
    return (moment.isoformat(), AFTER_ALL, "")


def position(change: Change) -> Position:
    """Where a change stands: by time, by what it is of, and by id."""
    return (change.at.isoformat(), change.noun, str(change.id))


def cursor(of: Position) -> str:
    """What a client may give to go on from there."""
    return encode_cursor(FEED, of)


def position_of(since: str | None) -> Position:
    """The position of a cursor, or after a moment, or before a day; START for none. ValueError
    where it is none of these."""
    if since is None:
        return START
    if day := moments.spelled_day(since):
        return (moments.first_moment(day).isoformat(), "", "")
    if since[0].isdigit():
        return after(_moment(since))
    return _checked(decode_cursor(FEED, len(START), since) or START)


def _moment(spelling: str) -> datetime:
    try:
        return MOMENT.validate_python(spelling)
    except ValidationError as error:
        raise ValueError(message(error.errors()[0])) from None


def _checked(found: Position) -> Position:
    """The position; BadCursor where the database could not read it."""
    moment, noun, key = found
    try:
        if found != START:
            MOMENT.validate_python(moment)
        if key:
            UUID(key)
    except ValueError as error:
        raise BadCursor(f"not a cursor of the feed: {', '.join(found)}") from error
    return (moment, noun, key)
