"""What `make demo` lets one choose, from the environment."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from creditportal.development.servers.archive import PROJECT
from creditportal.development.setup.say import SetupFailed

ENGINES = ("sqlite", "elasticsearch")
HIGHEST_PORT = 65535


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOptions:
    """The demo's port, folder, size and engine; addresses of servers that already run."""

    port: int
    data_dir: Path
    enterprises: int
    engine: str
    database_url: str
    es_url: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "DemoOptions":
        """Read PORT, DATA_DIR, ENTERPRISES, ENGINE, DATABASE_URL and ES_URL.

        :raises SetupFailed: with one sentence that names the wrong one.
        """
        engine = environment.get("ENGINE") or "sqlite"
        if engine not in ENGINES:
            raise SetupFailed(f"ENGINE is {engine!r}: it must be sqlite or elasticsearch.")
        return cls(
            port=whole_number(environment, "PORT", default=8000, highest=HIGHEST_PORT),
            data_dir=Path(environment.get("DATA_DIR") or PROJECT / ".data").absolute(),
            enterprises=whole_number(environment, "ENTERPRISES", default=2000, highest=10_000_000),
            engine=engine,
            database_url=environment.get("DATABASE_URL", ""),
            es_url=environment.get("ES_URL", ""),
        )

    @property
    def needs_own_servers(self) -> bool:
        """Return whether the demo has to start PostgreSQL or Elasticsearch."""
        return self.engine == "elasticsearch" and not (self.database_url and self.es_url)

    @property
    def address(self) -> str:
        """Give the address of the demo."""
        return f"http://127.0.0.1:{self.port}"

    def require_free_port(self) -> None:
        """Refuse to begin if somebody listens there.

        :raises SetupFailed: naming the port.
        """
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", self.port))
            except OSError as refused:
                reason = f"Port {self.port} is in use or not allowed ({refused.strerror})"
                raise SetupFailed(f"{reason}: choose another, for instance make demo PORT=8001.") from None


def index_mark(data_dir: Path, search_url: str) -> Path:
    """Return the file that marks that the index of that kind of engine was built to its end."""
    return data_dir / f"indexed-{search_url.partition('://')[0]}"


def whole_number(environment: Mapping[str, str], name: str, *, default: int, highest: int) -> int:
    """Read a number from 1 to `highest`.

    :raises SetupFailed: naming the variable.
    """
    text = environment.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= highest):
        raise SetupFailed(f"{name} is {text!r}: it must be a whole number from 1 to {highest}.")
    return int(text)
