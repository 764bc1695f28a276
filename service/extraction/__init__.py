"""From an article to its numeric claims: a pure function on frozen values."""

from service.extraction.reading import READER, extract, load

__all__ = ["READER", "extract", "load"]
