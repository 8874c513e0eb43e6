"""What a search needs of this process before it can be answered: dictionaries, and the client of the engine."""

from search.engines import index
from search.matching.plan import plan_of
from search.names.queries import read_query

# Loads every dictionary: of regions, trades and legal forms, of edits in these, and of what sounds alike.
# 爇 is read before it is folded.
_NAME = "北京明月爇化工有线公司"


def load_search() -> None:
    """Load all of it, once in a process; else the first search does, and takes half a second longer."""
    index()
    plan_of(read_query(_NAME))
