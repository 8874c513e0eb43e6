"""A private PostgreSQL of the portal's own, from Debian's package."""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from creditportal.development.servers import process
from creditportal.development.servers.ports import free_port
from creditportal.development.servers.process import Child, ServerFailed
from creditportal.development.servers.unprivileged import hand_over, make_room, service_user

MINIMUM_VERSION = 15
INSTALLED = Path("/usr/lib/postgresql")  # where Debian puts each version
ROLE = DATABASE = "portal"
START_S = 180.0  # a machine may be busy
ATTEMPTS = 3  # a free port may be taken between the look and the start
# For tests: data that need not survive a power failure.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def programs() -> Path:
    """Return the folder of the newest server's programs.

    :raises ServerFailed: if there is none, or only one older than 15.
    """
    folders = [path.parent for path in INSTALLED.glob("*/bin/initdb")]
    found = max(folders, key=lambda folder: float(folder.parent.name), default=None)
    if found is None and (elsewhere := shutil.which("initdb")):
        return Path(elsewhere).resolve().parent
    if found is None or float(found.parent.name) < MINIMUM_VERSION:
        raise ServerFailed(f"PostgreSQL {MINIMUM_VERSION} or newer is missing: apt-get install postgresql")
    return found


class PostgreSQL:
    """A cluster on a port of loopback, in a folder that is kept or in a temporary one.

    `with PostgreSQL() as server: server.url` or `start()` and `stop()`.
    """

    def __init__(self, *, folder: Path | None = None, is_durable: bool = True) -> None:
        self._is_temporary = folder is None
        self.folder = Path(tempfile.mkdtemp(prefix="creditportal-postgresql-")) if folder is None else folder
        self._is_durable = is_durable
        self._user = service_user("postgres")
        self._child: Child | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """Give the address for `DATABASE_URL`."""
        return f"postgres://{ROLE}:{self._password()}@127.0.0.1:{self.port}/{DATABASE}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Make the cluster if it is new, start it and wait until it answers.

        :raises ServerFailed: with the end of its log.
        """
        try:
            self._prepare()
            self._launch()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End it; a temporary folder goes with it."""
        if self._child is not None:
            self._child.stop()
            self._child = None
        if self._is_temporary:
            shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    @property
    def _log(self) -> Path:
        return self.folder / "postgresql.log"

    def _password(self) -> str:
        return (self.folder / "password").read_text().strip()

    def _prepare(self) -> None:
        make_room(self.folder, self._user)
        if (self._data / "PG_VERSION").exists():
            return
        shutil.rmtree(self._data, ignore_errors=True)
        password = self.folder / "password"
        password.touch(mode=0o600)
        password.write_text(secrets.token_hex(16))
        hand_over(password, self._user)
        self._run(
            [
                *(programs() / "initdb", "--pgdata", self._data, "--username", ROLE, "--pwfile", password),
                *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
            ]
        )

    def _run(self, command: Sequence[str | Path]) -> None:
        child = process.start(command, name=Path(command[0]).name, log=self._log, folder=self.folder, user=self._user)
        if child.process.wait(START_S) != 0:
            raise child.failure()

    def _launch(self) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            self.port = free_port()
            self._child = self._serve()
            try:
                self._wait()
            except ServerFailed:
                if attempt == ATTEMPTS:
                    raise
                self._child.stop()
            else:
                break
        self._create_database()

    def _serve(self) -> Child:
        options = ["listen_addresses=127.0.0.1", f"port={self.port}", "unix_socket_directories="]
        options += () if self._is_durable else CARELESS
        return process.start(
            [programs() / "postgres", "-D", self._data, *(part for option in options for part in ("-c", option))],
            name="PostgreSQL",
            log=self._log,
            folder=self.folder,
            user=self._user,
            end_signal=signal.SIGINT,  # its fast shutdown: sessions are ended, data are safe
        )

    def _client(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [programs() / program, "--host=127.0.0.1", f"--port={self.port}", f"--username={ROLE}", *arguments],
            env={**os.environ, "PGPASSWORD": self._password()},
            capture_output=True,
            text=True,
            check=False,
        )

    def _wait(self) -> None:
        deadline = time.monotonic() + START_S
        while self._child is not None and self._child.is_running:
            if self._client("pg_isready", "--dbname=postgres").returncode == 0:
                return
            if time.monotonic() > deadline:
                raise ServerFailed(f"PostgreSQL did not answer within {START_S:.0f} s; see {self._log}")
            time.sleep(0.05)
        raise self._child.failure() if self._child else ServerFailed("PostgreSQL was stopped while starting.")

    def _create_database(self) -> None:
        done = self._client("createdb", "--maintenance-db=postgres", DATABASE)
        if done.returncode != 0 and "already exists" not in done.stderr:
            raise ServerFailed(f"The database could not be made: {done.stderr.strip()}")
