"""The public, read-only API of the lists."""
