"""Send mutations and watch the web processes."""

import http.client
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice

from tests.fuzz.mutations import mutations
from tests.fuzz.processes import web_processes
from tests.fuzz.targets import Client, Target
from tests.support.portal import Portal

CLIENTS = 2
SERVER_ERROR = 500
BUSY = 503
# A process keeps caches and what its allocator does not give back; a leak of 20 KB a file passes this after 3,000.
GROWTH_BYTES = 64 * 1024**2
BIG_UPLOADS, BIG_BYTES = 20, 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of the mutations of one target; memory is that of all web processes, in bytes."""

    name: str
    sent: int
    statuses: Counter[int]
    deaths: int
    memory_before: int
    memory_after: int

    @property
    def problems(self) -> list[str]:
        """What must not be, in words."""
        found = []
        if self.deaths:
            found.append(f"{self.deaths} web processes died")
        if errors := sum(count for status, count in self.statuses.items() if _is_error(status)):
            found.append(f"{errors} server errors")
        if self.memory_after - self.memory_before > GROWTH_BYTES:
            found.append(f"memory grew by {(self.memory_after - self.memory_before) >> 20} MB")
        return found

    def __str__(self) -> str:
        statuses = ", ".join(f"{status}: {count}" for status, count in sorted(self.statuses.items()))
        memory = f"web memory {self.memory_before >> 20} -> {self.memory_after >> 20} MB"
        return f"{self.name}: {self.sent} sent ({statuses}), {self.deaths} deaths, {memory}"


def fuzz(
    portal: Portal, target: Target, *, count: int, seed: int, on_progress: Callable[[int], object] = lambda _: None
) -> Outcome:
    """Send the sample a few times to warm up, then its mutations, from two clients at once."""
    with ExitStack() as stack:
        clients = [stack.enter_context(signed_in(portal)) for _ in range(CLIENTS)]
        for client in clients:
            for _ in range(5):
                client.send(target, target.sample)
        before = web_processes(portal.data_dir)
        statuses = _send(clients, target, count=count, seed=seed, on_progress=on_progress)
    return _outcome(portal, target.name, statuses, before)


def _send(
    clients: list[Client], target: Target, *, count: int, seed: int, on_progress: Callable[[int], object]
) -> Counter[int]:
    """Share the mutations out among the clients; return how often each status came."""

    def share(number: int) -> Counter[int]:
        statuses: Counter[int] = Counter()
        for content in islice(mutations(target.sample, count=count, seed=seed), number, None, CLIENTS):
            statuses[_status(clients[number], target, content)] += 1
            on_progress(1)
        return statuses

    with ThreadPoolExecutor(CLIENTS) as pool:
        return sum(pool.map(share, range(CLIENTS)), Counter[int]())


def upload_big(portal: Portal, target: Target) -> Outcome:
    """Send twenty files of 20 MB to verification; the first ones warm up."""
    content = b"x" * BIG_BYTES
    with signed_in(portal) as client:
        for _ in range(2):
            client.send(target, content)
        before = web_processes(portal.data_dir)
        statuses = Counter(_status(client, target, content) for _ in range(BIG_UPLOADS))
    return _outcome(portal, f"{BIG_BYTES / 1e6:.0f} MB at verification", statuses, before)


@contextmanager
def signed_in(portal: Portal) -> Iterator[Client]:
    """Give a client of a recorder."""
    client = Client(portal.address)
    try:
        client.sign_in()
        yield client
    finally:
        client.close()


def _status(client: Client, target: Target, content: bytes) -> int:
    try:
        return client.send(target, content)
    except (OSError, http.client.HTTPException):
        return 0


def _outcome(portal: Portal, name: str, statuses: Counter[int], before: dict[int, int]) -> Outcome:
    after = web_processes(portal.data_dir)
    return Outcome(
        name=name,
        sent=sum(statuses.values()),
        statuses=statuses,
        deaths=len(before.keys() - after.keys()),
        memory_before=sum(before.values()),
        memory_after=sum(after.values()),
    )


def _is_error(status: int) -> bool:
    """Name what no file may cause; a portal that is busy may answer 503."""
    return status == 0 or (status >= SERVER_ERROR and status != BUSY)
