"""Text of names and queries: pure, deterministic, the same for every engine."""

from search.names.parsing import NameParts, parse_name
from search.names.scripts import normalise, squash
from search.names.tokens import Analysis, analyse

__all__ = ["Analysis", "NameParts", "analyse", "normalise", "parse_name", "squash"]
