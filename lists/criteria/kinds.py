"""Whose list it is (docs/rules/lists.md)."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class ListKind(StrEnum):
    """Who decides on a list: an authority of this city, another one, or nobody, for the eyes of officers alone."""

    OURS = "OURS"
    EXTERNAL = "EXTERNAL"
    WATCH = "WATCH"


KIND_LABELS: Mapping[ListKind, str] = MappingProxyType(
    {ListKind.OURS: "本市认定", ListKind.EXTERNAL: "外部名单", ListKind.WATCH: "内部关注，不公示"}
)
# What the public may see at all; a watch list has no address.
PUBLIC_KINDS = frozenset({ListKind.OURS, ListKind.EXTERNAL})
