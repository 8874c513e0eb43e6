"""Steps that several people take at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from enterprises.shared.refusals import Refused


def together(*steps: Callable[[], object]) -> list[type[Refused] | None]:
    """Take steps in threads of their own at the same moment; return the refusal of each, None for one taken."""
    start = Barrier(len(steps), timeout=120)

    def one(step: Callable[[], object]) -> type[Refused] | None:
        try:
            start.wait()
            step()
        except Refused as refusal:
            return type(refusal)
        else:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(one, steps))
