"""Red lists and black lists."""

from enum import StrEnum


class Color(StrEnum):
    """红名单 and 黑名单, as people call them."""

    RED = "RED"
    BLACK = "BLACK"
