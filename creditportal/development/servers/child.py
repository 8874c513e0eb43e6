"""Become another program that ends when its parent does, as an unprivileged user if required.

Run by path, not imported: `child.py PARENT_PID END_SIGNAL USER PROGRAM [ARGUMENT...]`; an empty
USER keeps the present one.
"""

import ctypes
import os
import pwd
import shutil
import sys

PR_SET_PDEATHSIG = 1


def drop_to(user: str) -> None:
    """Give up root's rights for good."""
    entry = pwd.getpwnam(user)
    os.setgroups([])
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)
    os.environ.update(HOME="/", USER=user, LOGNAME=user)


def end_with_parent(parent: int, end_signal: int) -> None:
    """Arrange with the kernel for a signal when the parent ends, however it ends (Linux)."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(PR_SET_PDEATHSIG, end_signal, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("The parent has already ended.")


def main(arguments: list[str]) -> None:
    """Drop rights first: changing the user would clear the wish for the signal."""
    parent, end_signal, user, *command = arguments
    program = shutil.which(command[0]) or command[0]  # before Python's own files may be out of reach
    if user:
        drop_to(user)
    end_with_parent(int(parent), int(end_signal))
    os.execv(program, command)  # noqa: S606 - replacing this process is the purpose


if __name__ == "__main__":
    main(sys.argv[1:])
