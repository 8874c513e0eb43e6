"""Run the demonstration: servers if wanted, web server and worker, until Ctrl-C.

Runs in the environment VENV, started by `make demo`. Everything it writes lies in DATA_DIR. The children are
tied to this process: whatever ends it ends them.
"""

import ctypes
import os
import secrets
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import NoReturn
from urllib.error import URLError
from urllib.request import urlopen

from creditportal.development.servers import process
from creditportal.development.servers.archive import PROJECT
from creditportal.development.servers.child import PR_SET_PDEATHSIG
from creditportal.development.servers.elasticsearch import Elasticsearch
from creditportal.development.servers.ports import free_port
from creditportal.development.servers.postgresql import PostgreSQL
from creditportal.development.servers.process import Child, ServerFailed
from creditportal.development.setup.folders import require_writable
from creditportal.development.setup.options import DemoOptions, index_mark
from creditportal.development.setup.say import SetupFailed, say, warn

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
START_S = 180.0  # a machine may be busy
MANAGE = (sys.executable, str(PROJECT / "manage.py"))
WEB = (sys.executable, "-m", "creditportal.web")


class Leave(BaseException):
    """The end was requested."""


def main() -> int:
    """Run until the end is requested; return the status for the shell."""
    for number in SIGNALS:
        signal.signal(number, _leave)
    _follow_make()
    children = ExitStack()
    try:
        _serve(DemoOptions.from_environment(os.environ), children)
    except Leave:
        say("\nStopping ...")
        return 0
    except (SetupFailed, ServerFailed) as failed:
        warn(str(failed))
        return 1
    finally:
        children.close()


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    """Begin to end; a second Ctrl-C must not leave half of the children behind."""
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise Leave


def _follow_make() -> None:
    """End when `make` is killed; it passes on no signal then."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None and "MAKELEVEL" in os.environ:
        prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)


def _serve(options: DemoOptions, children: ExitStack) -> NoReturn:
    options.require_free_port()
    logs = _logs(options.data_dir)
    elasticsearch = _launch_elasticsearch(options, children)
    environment = {**_variables(options), **_addresses(options, elasticsearch, children)}
    if elasticsearch and not index_mark(options.data_dir, environment["SEARCH_URL"]).exists():
        elasticsearch.wait()
    _prepare(options, environment, children)
    web = _child("The web server", WEB, logs / "web.log", environment, children)
    worker = _child("The worker", (*MANAGE, "worker"), logs / "worker.log", environment, children)
    if elasticsearch:
        elasticsearch.wait()
    _wait_for_web(options, web)
    say(f"\nThe portal runs at {options.address}/ - data in {options.data_dir}, Ctrl-C ends it.")
    _watch(web, worker)


def _variables(options: DemoOptions) -> dict[str, str]:
    """Return the environment of the portal's processes: as in production, but for this machine."""
    inherited = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SEARCH_URL"}}
    return {
        **inherited,
        "DATA_DIR": str(options.data_dir),
        "DEBUG": "false",
        "DEMO": "true",
        "SECRET_KEY": _secret_key(options.data_dir / "secret-key"),
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "HTTPS": "false",
        "PUBLIC_BASE_URL": options.address,
        "BIND": f"127.0.0.1:{options.port}",
        "PYTHONUNBUFFERED": "1",
    }


def _secret_key(path: Path) -> str:
    """Return the key of this demonstration, made at its first start."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


def _launch_elasticsearch(options: DemoOptions, children: ExitStack) -> Elasticsearch | None:
    """Let it start while other things are done, unless somebody named one."""
    if options.engine == "sqlite" or options.es_url:
        return None
    say("Starting Elasticsearch ...")
    server = Elasticsearch(folder=options.data_dir / "elasticsearch", port=free_port())
    children.callback(server.stop)
    server.launch()
    return server


def _addresses(options: DemoOptions, elasticsearch: Elasticsearch | None, children: ExitStack) -> dict[str, str]:
    """Return where database and engine are, if not in the data folder."""
    if options.engine == "sqlite":
        return {}
    search_url = elasticsearch.url if elasticsearch else options.es_url
    return {"DATABASE_URL": options.database_url or _postgresql(options, children), "SEARCH_URL": search_url}


def _postgresql(options: DemoOptions, children: ExitStack) -> str:
    say("Starting PostgreSQL ...")
    return children.enter_context(PostgreSQL(folder=options.data_dir / "postgresql")).url


def _logs(data_dir: Path) -> Path:
    require_writable("DATA_DIR", data_dir)
    return require_writable("DATA_DIR", data_dir / "logs")


def _prepare(options: DemoOptions, environment: dict[str, str], children: ExitStack) -> None:
    """Run the preparation to its end; its progress is seen here."""
    command = [*MANAGE, "prepare_demo", "--enterprises", str(options.enterprises)]
    child = process.start(command, name="The preparation", log=None, environment=environment, folder=PROJECT)
    children.callback(child.stop)
    if child.process.wait() != 0:
        raise SetupFailed("The demonstration could not be prepared; what is above says why.")


def _child(name: str, command: Sequence[str], log: Path, environment: dict[str, str], children: ExitStack) -> Child:
    child = process.start(command, name=name, log=log, environment=environment, folder=PROJECT)
    children.callback(child.stop)
    return child


def _wait_for_web(options: DemoOptions, web: Child) -> None:
    deadline = time.monotonic() + START_S
    while web.is_running and time.monotonic() < deadline:
        try:
            with urlopen(f"{options.address}/healthz", timeout=5):  # noqa: S310
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    if web.is_running:
        raise SetupFailed(f"The web server did not answer within {START_S:.0f} s; see {web.log}")
    raise web.failure()


def _watch(*children: Child) -> NoReturn:
    """Wait until a child ends, which none should."""
    while all(child.is_running for child in children):
        time.sleep(0.2)
    raise next(child for child in children if not child.is_running).failure()


if __name__ == "__main__":
    sys.exit(main())
