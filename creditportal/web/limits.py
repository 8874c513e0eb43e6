"""Bounds of one web process, from the environment."""

from dataclasses import dataclass

from creditportal import variables

KIB, MIB = 1024, 1024**2


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLimits:
    """Bounds of one process.

    `requests` are under way at once, waiting for a thread included; `uploads` are bodies that have not come
    whole. A body has `grace_seconds`, and beyond them as long as it keeps up `lowest_rate` (bytes a second),
    but never more than `longest_seconds`.
    """

    threads: int = 8
    connections: int = 1024
    requests: int = 128
    uploads: int = 32
    uploads_of_address: int = 8
    largest_body: int = 25 * MIB
    lowest_rate: int = 16 * KIB
    grace_seconds: float = 10
    longest_seconds: float = 300

    def seconds_for(self, received: int) -> float:
        """Return how long a body may have taken when `received` bytes have come."""
        return min(self.grace_seconds + received / self.lowest_rate, self.longest_seconds)


def read_limits() -> RequestLimits:
    """Read the bounds.

    :raises ImproperlyConfigured: a value is out of its bounds.
    """
    threads = variables.number("WEB_THREADS", default=8, lowest=1, highest=256)
    uploads = variables.number("WEB_UPLOADS", default=32, lowest=1, highest=10_000)
    of_address = variables.number("WEB_UPLOADS_OF_ADDRESS", default=min(8, uploads), lowest=1, highest=uploads)
    return RequestLimits(
        threads=threads,
        connections=variables.number("WEB_CONNECTIONS", default=1024, lowest=16, highest=60_000),
        requests=variables.number("WEB_REQUESTS", default=128, lowest=threads, highest=10_000),
        uploads=uploads,
        uploads_of_address=of_address,
        largest_body=variables.number("WEB_LARGEST_BODY_MB", default=25, lowest=21, highest=1024) * MIB,
        lowest_rate=variables.number("WEB_LOWEST_RATE_KB", default=16, lowest=1, highest=1024) * KIB,
        grace_seconds=variables.number("WEB_BODY_GRACE_SECONDS", default=10, lowest=1, highest=300),
        longest_seconds=variables.number("WEB_BODY_SECONDS", default=300, lowest=1, highest=3600),
    )
