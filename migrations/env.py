"""Runs migrations on the connection that it is handed, else on DATABASE_URL."""

import os

from alembic import context
from sqlalchemy import Connection

from service.storage.migrate import engine_for
from service.storage.tables import Row


def run(connection: Connection) -> None:
    """Run them all in one transaction, so that a failed upgrade leaves nothing half done."""
    context.configure(connection=connection, target_metadata=Row.metadata)
    with context.begin_transaction():
        context.run_migrations()


handed = context.config.attributes.get("connection")
if isinstance(handed, Connection):
    run(handed)
else:
    engine = handed or engine_for(os.environ["DATABASE_URL"])
    with engine.connect() as connection:
        run(connection)
