"""The migrations, by pytest-alembic and with rows in every table."""

from collections.abc import Iterator

import pytest
from pytest_alembic.tests import (
    test_model_definitions_match_ddl,
    test_single_head_revision,
    test_up_down_consistency,
    test_upgrade,
)
from sqlalchemy import Engine

from service.storage import migrate

__all__ = [
    "test_model_definitions_match_ddl",
    "test_single_head_revision",
    "test_up_down_consistency",
    "test_upgrade",
]


@pytest.fixture
def alembic_engine(empty_database_url: str) -> Iterator[Engine]:
    """A database without tables, for pytest-alembic."""
    engine = migrate.engine_for(empty_database_url)
    yield engine
    engine.dispose()
