"""Limits as the API refuses them, where a whole view is not what is counted."""

from rest_framework.exceptions import Throttled

from enterprises.shared.throttling.limits import Scope, seconds_to_wait


def count_or_refuse(scope: Scope, *, caller: str) -> None:
    """Count one use by a caller, who is an address or whatever else the scope counts by.

    :raises Throttled: the caller is beyond the limit; it names the seconds to wait.
    """
    wait = seconds_to_wait(scope, address=caller)
    if wait:
        raise Throttled(wait=wait, detail="操作过于频繁，请稍后再试。")
