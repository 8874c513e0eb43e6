"""Tables of indexing, for Django's registry; code imports a table from its room."""

from search.indexing.models import IndexBuild, OutboxEntry, OutboxState

__all__ = [
    "IndexBuild",
    "OutboxEntry",
    "OutboxState",
]
