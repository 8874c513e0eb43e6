"""`python3 -m creditportal.development.setup WHAT [ARGUMENT...]`: set up what is missing, then go on in VENV (`.venv`).

WHAT is `demo` (then runs it), `tests` (then runs the arguments as a Python command line) or
`portal` (only sets up). Written for old Pythons too, so that they show what is wrong.
"""

import sys

MINIMUM = (3, 11)

if sys.version_info < MINIMUM:
    sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] + ": make PYTHON=/path/to/python3.11")

from creditportal.development.setup.main import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
