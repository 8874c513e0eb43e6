"""`make test-fast`: the tests of the pure rules, without Django, servers and the other tests' fixtures.

Hypothesis makes few examples here, the same each time; `make test` makes many. Arguments go to pytest and replace
`tests/rules`. Ends with the processor time used; a run that has imported Django fails.
"""

import gc
import os
import sys
import time
from pathlib import Path

import pytest
from hypothesis import settings

from creditportal.development.setup.say import say, warn

ROOT = Path(__file__).parents[1]
EXAMPLES = 10


def main(arguments: list[str]) -> int:
    """Run the tests of the rules; return pytest's status, or 1 where Django was imported."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    settings.register_profile("fast", deadline=None, max_examples=EXAMPLES, database=None, derandomize=True)
    settings.load_profile("fast")
    gc.disable()  # a run of seconds, which keeps nearly all that it makes
    options = [
        "-c",
        str(ROOT / "tests" / "fast.ini"),
        "--rootdir",
        str(ROOT),
        "--confcutdir",
        str(ROOT / "tests" / "rules"),
    ]
    status = int(pytest.main([*options, *(arguments or [str(ROOT / "tests" / "rules")])]))
    say(f"{time.process_time():.1f} s of processor time.")
    if "django" in sys.modules:
        warn("Django was imported: a rule or its test is not pure.")
        return status or 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
