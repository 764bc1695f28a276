"""A series as a data package to keep and to cite."""
