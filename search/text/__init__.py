"""Text of names and queries: pure, deterministic, the same for every engine."""

from search.text.cutting import Analysis, analyse
from search.text.names import NameParts, parse_name
from search.text.scripts import normalise, squash

__all__ = ["Analysis", "NameParts", "analyse", "normalise", "parse_name", "squash"]
