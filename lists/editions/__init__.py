"""Editions: the frozen content of a list, its files, draft and publication."""
