"""A real Elasticsearch of the portal's own: fetched, started, awaited, stopped."""

import json
import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.request import urlopen

from creditportal.development.servers import process
from creditportal.development.servers.archive import cache_folder, fetch, unpack
from creditportal.development.servers.java import java_home
from creditportal.development.servers.process import Child, ServerFailed
from creditportal.development.servers.unprivileged import closed_folder, hand_over, make_room, service_user

HEAP_MB = 512
START_S = 600.0  # a machine may be busy
ANSWER_S = 180.0
# A single node on loopback. The disk threshold would turn indices read-only on a full laptop.
SETTINGS = {
    "cluster.name": "creditportal",
    "node.name": "one",
    "network.host": "127.0.0.1",
    "transport.port": "0",
    "discovery.type": "single-node",
    "xpack.security.enabled": "false",
    "cluster.routing.allocation.disk.threshold_enabled": "false",
    "node.portsfile": "true",  # it writes down the free ports it took
}


class Elasticsearch:
    """A node on loopback, in a folder that is kept or in a temporary one.

    `with Elasticsearch() as server: server.url`, or `start()` and `stop()`; `launch()` and `wait()`
    are the two halves of `start()` for those who have other things to do meanwhile. Without `port`
    it takes a free one, known once it answers. `files` are added to its configuration.
    """

    scheme = "http"

    def __init__(
        self,
        *,
        folder: Path | None = None,
        cache: Path | None = None,
        port: int = 0,
        heap_mb: int = HEAP_MB,
        java_options: str = "",
        settings: Mapping[str, str] | None = None,
        files: Mapping[str, str] | None = None,
    ) -> None:
        self._is_temporary = folder is None
        self.folder = Path(tempfile.mkdtemp(prefix="creditportal-elasticsearch-")) if folder is None else folder
        self._cache = cache or cache_folder()
        self._java_options = f"-Xms{heap_mb}m -Xmx{heap_mb}m {java_options}".rstrip()
        self._settings = {**SETTINGS, "http.port": str(port), **(settings or {})}
        self._files = files or {}
        self._user = service_user()
        self._child: Child | None = None
        self.port = port

    @property
    def url(self) -> str:
        """Give the address for `SEARCH_URL` and `ES_URL`."""
        return f"{self.scheme}://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """Give the file that takes the server's output."""
        return self.folder / "elasticsearch.log"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start it and wait until it answers.

        :raises ServerFailed: with the end of its log.
        """
        self.launch()
        self.wait()

    def launch(self) -> None:
        """Fetch it if the cache has none, and start it."""
        try:
            self._launch()
        except BaseException:
            self.stop()
            raise

    def wait(self) -> None:
        """Wait until the launched server answers."""
        try:
            self._wait()
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

    def kill(self) -> None:
        """End it at once, as a power failure would; its folder stays, and it can be started again."""
        if self._child is not None:
            process.kill_group(self._child.process.pid)
            self._child.stop()
            self._child = None

    def answer(self, path: str) -> Any:
        """Return what it answers to a GET.

        :raises OSError: it does not answer.
        """
        with urlopen(f"{self.url}{path}", timeout=ANSWER_S) as answer:  # noqa: S310
            return json.load(answer)

    def _launch(self) -> None:
        java = java_home()
        archive = fetch(self._cache)
        make_room(self.folder, self._user)
        home = self._home(archive)
        self._write_configuration(home)
        self._child = process.start(
            [home / "bin/elasticsearch"],
            name="Elasticsearch",
            log=self.log,
            folder=self.folder,
            user=self._user,
            environment=self._environment(java),
        )

    def _home(self, archive: Path) -> Path:
        shared = self._cache / "unpacked"
        if closed_folder(shared / "any", self._user) is None:
            return unpack(archive, shared)
        return unpack(archive, self.folder)

    def _write_configuration(self, home: Path) -> None:
        configuration = self.folder / "config"
        shutil.rmtree(configuration, ignore_errors=True)
        shutil.copytree(home / "config", configuration)
        settings = {"path.data": str(self.folder / "data"), "path.logs": str(self.folder / "logs"), **self._settings}
        lines = [f"{name}: {json.dumps(value)}\n" for name, value in settings.items()]
        (configuration / "elasticsearch.yml").write_text("".join(lines))
        for name, text in self._files.items():
            (configuration / name).write_text(text)
        shutil.rmtree(self.folder / "logs", ignore_errors=True)  # with the ports of the last start
        for name in ("data", "logs", "tmp"):
            (self.folder / name).mkdir(exist_ok=True)
            hand_over(self.folder / name, self._user)
        for path in (configuration, *configuration.rglob("*")):
            hand_over(path, self._user)

    def _environment(self, java: Path) -> dict[str, str]:
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            "ES_JAVA_HOME": str(java),
            "ES_JAVA_OPTS": self._java_options,
            "ES_PATH_CONF": str(self.folder / "config"),
            "ES_TMPDIR": str(self.folder / "tmp"),
        }

    def _wait(self) -> None:
        if self._child is None:
            raise ServerFailed("Elasticsearch has not been launched.")
        deadline = time.monotonic() + START_S
        while self._child.is_running:
            if self._is_ready():
                return
            if time.monotonic() > deadline:
                raise ServerFailed(f"Elasticsearch did not answer within {START_S:.0f} s; see {self.log}")
            time.sleep(0.1)
        raise self._child.failure()

    def _is_ready(self) -> bool:
        ports = self.folder / "logs/http.ports"
        if not ports.exists():
            return False
        with suppress(OSError, ValueError):
            self.port = int(ports.read_text().split()[0].rpartition(":")[2])
            return not self.answer("/_cluster/health?wait_for_status=yellow&timeout=1s")["timed_out"]
        return False
