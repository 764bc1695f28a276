"""Brings a database to the newest tables."""

from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, func, select
from sqlalchemy.pool import NullPool

SCRIPTS = Path(__file__).parents[2] / "migrations"
LOCK = 0x77686F636F756E74
"""Of all who migrate the same database at once: "whocount" as a number."""


class Unreachable(Exception):
    """There is no connection to the database; the message says why."""


def upgrade(url: str) -> None:
    """Run what is missing of the migrations. Safe to call from several processes at once.

    Unreachable when the database is away.
    """
    config = configuration()
    engine = engine_for(url)
    with engine.connect() as lock, engine.begin() as connection:
        lock.execute(select(func.pg_advisory_lock(LOCK)))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def head() -> str | None:
    """The revision that this version of the service needs."""
    return ScriptDirectory.from_config(configuration()).get_current_head()


def configuration() -> Config:
    """Alembic's settings, without a file."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config


def engine_for(url: str) -> Engine:
    """An engine for any URL that libpq understands, without a pool."""
    return create_engine(
        "postgresql+psycopg://", creator=lambda: connected(url), poolclass=NullPool
    )


def connected(url: str) -> psycopg.Connection:
    """A connection; Unreachable where there is none to be had."""
    try:
        return psycopg.connect(url)
    except psycopg.OperationalError as error:
        raise Unreachable(f"the database does not answer: {error}") from error
    except psycopg.ProgrammingError as error:
        # libpq repeats the URL, and with it the password.
        raise Unreachable("the database's URL is none that libpq understands") from error
