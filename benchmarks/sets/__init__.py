"""How right is the reading, on annotated sets that others published? A module a set."""
