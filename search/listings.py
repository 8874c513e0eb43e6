"""What search knows of lists: on which days an enterprise is on which, as ranges and as of a day."""

from collections.abc import Collection

from search.port import ListDays


def list_days(enterprise_ids: Collection[int]) -> dict[int, list[ListDays]]:
    """Return the days of every listing of the enterprises, past and coming ones too."""
    return {}
