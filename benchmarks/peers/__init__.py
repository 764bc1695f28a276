"""How do other extractors do beside this one? Each runs in a Python environment of its own, which
the project neither installs nor needs."""
