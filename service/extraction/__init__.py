"""From an article to its numeric claims: a pure function on frozen values."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from service.extraction.reading import READER, extract, load

__all__ = ["READER", "extract", "load"]


def __getattr__(name: str) -> Any:
    # Whoever asks where sentences end need not load what parses them.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("service.extraction.reading"), name)
