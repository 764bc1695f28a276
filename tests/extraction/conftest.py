import pytest

from service import extraction


@pytest.fixture(scope="session", autouse=True)
def _model() -> None:
    """Loaded once, so that no test and no deadline pays for it."""
    extraction.load()
