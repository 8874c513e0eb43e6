"""Where the library `limits` counts: one SQLite file that all processes of a machine share.

A database of its own, so that a search neither waits for an import nor writes into the portal's data. Limits hold while
the portal's database is gone.
"""

import sqlite3
import threading
import time
from pathlib import Path

from limits.storage import Storage

_CREATE = "CREATE TABLE IF NOT EXISTS hits (key TEXT PRIMARY KEY, count INTEGER NOT NULL, ends_at REAL NOT NULL)"
_COUNT = """
    INSERT INTO hits (key, count, ends_at) VALUES (:key, :amount, :now + :expiry)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN ends_at <= :now THEN :amount ELSE count + :amount END,
        ends_at = CASE WHEN ends_at <= :now THEN :now + :expiry ELSE ends_at END
    RETURNING count
"""
# Counts are worth no wait for the disk, and no longer one for another process.
_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA busy_timeout=500;"
_SWEEP_EVERY = 1_000


class SharedStorage(Storage):
    """Counters by key, each with the instant at which it ends."""

    STORAGE_SCHEME = ["creditportal"]

    def __init__(self, path: Path) -> None:
        super().__init__(wrap_exceptions=True)
        self._path = path
        self._held = threading.local()

    @property
    def base_exceptions(self) -> type[Exception]:
        """Return what a failing file raises."""
        return sqlite3.Error

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count `amount` and return the sum; a counter that has ended begins anew and lasts `expiry` seconds."""
        values = {"key": key, "amount": amount, "expiry": expiry, "now": time.time()}
        connection = self._connection()
        (count,) = connection.execute(_COUNT, values).fetchone()
        self._held.counted += 1
        if self._held.counted % _SWEEP_EVERY == 0:
            connection.execute("DELETE FROM hits WHERE ends_at <= :now", values)
        return int(count)

    def get(self, key: str) -> int:
        """Return the sum, 0 if the counter has ended."""
        return int(self._row(key)[0])

    def get_expiry(self, key: str) -> float:
        """Return the instant (seconds since 1970) at which the counter ends."""
        return float(self._row(key)[1])

    def check(self) -> bool:
        """Return whether the file can be used."""
        try:
            self._connection().execute("SELECT 1 FROM hits LIMIT 1")
        except sqlite3.Error:
            return False
        return True

    def reset(self) -> int:
        """Forget all counters; return how many there were."""
        return self._connection().execute("DELETE FROM hits").rowcount

    def clear(self, key: str) -> None:
        """Forget one counter."""
        self._connection().execute("DELETE FROM hits WHERE key = ?", (key,))

    def _row(self, key: str) -> tuple[int, float]:
        now = time.time()
        found = self._connection().execute("SELECT count, ends_at FROM hits WHERE key = ?", (key,)).fetchone()
        return found if found and found[1] > now else (0, now)

    def _connection(self) -> sqlite3.Connection:
        """Return this thread's connection."""
        found: sqlite3.Connection | None = getattr(self._held, "connection", None)
        if found is None:
            found = sqlite3.connect(self._path, isolation_level=None, timeout=0.5)
            found.executescript(_PRAGMAS + _CREATE)
            self._held.connection, self._held.counted = found, 0
        return found
