"""`python -m tests.bench.lane_server LANE...`: the portal's web server without some modules of `search.fast`."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from types import SimpleNamespace

import django

from creditportal.web.server import main


def serve(without: Sequence[str]) -> int:
    """Serve until stopped; each lane reads its switch in its own module, so it is turned off there."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creditportal.settings")
    django.setup()
    for name in without:
        vars(import_module(f"search.fast.{name}"))["settings"] = SimpleNamespace(FAST_LANES=False)
    return main([])


if __name__ == "__main__":
    sys.exit(serve(sys.argv[1:]))
