"""Who says how many: numeric claims lifted from news articles, kept, and compared."""
