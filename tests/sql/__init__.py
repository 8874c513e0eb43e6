"""The SQL of every page, API answer and desk list, as reviewed files: `python -m tests.sql --write` rewrites them."""
