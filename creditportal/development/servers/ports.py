"""Ports of loopback."""

import socket


def free_port() -> int:
    """Return a port that nobody listens on; somebody else may still be quicker to take it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
