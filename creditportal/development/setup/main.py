"""What to set up for which purpose."""

import os

from creditportal.development.servers.archive import archive_path, cache_folder
from creditportal.development.setup import environment, packages
from creditportal.development.setup.folders import require_writable
from creditportal.development.setup.options import DemoOptions
from creditportal.development.setup.packages import Need
from creditportal.development.setup.say import SetupFailed, warn

USAGE = "Usage: python3 -m creditportal.development.setup portal | demo | tests [ARGUMENT...]"


def main(arguments: list[str]) -> int:
    """Set up and go on in the virtual environment; return the status for the shell."""
    what, *rest = arguments or [""]
    try:
        return _go(what, rest)
    except SetupFailed as failed:
        warn(str(failed))
        return 1
    except KeyboardInterrupt:
        return 130


def _go(what: str, rest: list[str]) -> int:
    match what:
        case "portal":
            set_up_portal()
        case "demo":
            set_up_demo(DemoOptions.from_environment(os.environ))
            environment.become(["-m", "creditportal.development.setup.demo"])
        case "tests":
            set_up_tests()
            environment.become(rest)
        case _:
            raise SetupFailed(USAGE)
    return 0


def set_up_portal() -> None:
    """Set up what the portal itself runs on; go on without fonts and the like, with a warning."""
    if lacking := packages.install(packages.PORTAL):
        warn(packages.explain(lacking))
    environment.prepare(environment.RUNTIME)


def set_up_demo(options: DemoOptions) -> None:
    """Set up the demo; its servers must be there if it is to run on them."""
    options.require_free_port()
    require_writable("DATA_DIR", options.data_dir)
    if options.needs_own_servers:
        packages.require(server_needs())
    set_up_portal()


def set_up_tests() -> None:
    """Set up tests and checks; in continuous integration nothing may be missing."""
    needs = (*packages.PORTAL, *packages.TESTS, *server_needs())
    lacking = packages.install(needs)
    if lacking and os.environ.get("CI") == "true":
        raise SetupFailed(packages.explain(lacking))
    if lacking:
        warn(packages.explain(lacking))
    environment.prepare(environment.TESTS)


def server_needs() -> tuple[Need, ...]:
    """Return what the servers need; Maven only until the archive is in the cache."""
    is_cached = archive_path(cache_folder()).exists()
    return packages.SERVERS if is_cached else (*packages.SERVERS, packages.MAVEN)
