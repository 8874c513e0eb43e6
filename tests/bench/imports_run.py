"""One command of the imports in a process of its own, of the build in its folder: its cost as a last line.

`prepare` makes the database with its divisions and industries.
"""

import json
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

PREPARE = "prepare"


def peak() -> float:
    """Return the most memory of this process and of those that it started, in MiB.

    `ru_maxrss` of this process begins with what its parent held, so that of the kernel's status counts.
    """
    status = Path("/proc/self/status").read_text().splitlines()
    own = next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


def main(arguments: Sequence[str]) -> None:
    """Run the command."""
    import django
    from django.core.management import call_command

    django.setup()
    began, used = time.perf_counter(), time.process_time()
    if arguments == [PREPARE]:
        call_command("migrate", verbosity=0)
        call_command("load_reference", verbosity=0)
    else:
        call_command(*arguments)
    wall, processor = time.perf_counter() - began, time.process_time() - used
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor += children.ru_utime + children.ru_stime
    sys.stdout.write(json.dumps({"wall": wall, "processor": processor, "memory": peak()}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
