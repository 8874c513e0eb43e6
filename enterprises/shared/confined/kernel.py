"""Limits that a process sets for itself in the kernel. Imports nothing but the standard library."""

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Callable

OUT_OF_MEMORY = 80  # exit status of a child whose memory did not suffice
_PR_SET_PDEATHSIG = 1


def end_with_parent(parent: int, end_signal: int = signal.SIGKILL) -> None:
    """Request a signal when the thread that started this process ends, however it ends (Linux)."""
    prctl: Callable[..., int] | None = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(_PR_SET_PDEATHSIG, end_signal, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("The parent has already ended.")


def take_limits(*, memory_bytes: int, processor_seconds: int) -> None:
    """Limit this process for good; it writes no file and leaves no core image."""
    for limit, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CPU, processor_seconds),
        (resource.RLIMIT_AS, memory_bytes),
    ):
        _, hard = resource.getrlimit(limit)
        lowest = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (lowest, lowest))
