"""The web processes of a running portal, as the kernel lists them."""

from pathlib import Path

_WEB = b"creditportal.web"
_SPAWNED = b"multiprocessing"


def web_processes(data_dir: Path) -> dict[int, int]:
    """Return the resident memory in bytes of each process of the web server that writes to `data_dir`, by its id."""
    found: dict[int, int] = {}
    setting = f"DATA_DIR={data_dir}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            if _is_web(process, command) and setting in (process / "environ").read_bytes().split(b"\0"):
                found[int(process.name)] = _resident(process)
        except OSError:  # gone meanwhile, or somebody else's
            continue
    return found


def _is_web(process: Path, command: bytes) -> bool:
    """Separate the server and its workers from their passing children, whose environment is empty."""
    if _WEB in command:
        return True
    parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
    return _SPAWNED in command and _WEB in (process.parent / parent / "cmdline").read_bytes()


def _resident(process: Path) -> int:
    for line in (process / "status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0
