"""The sweep before a server starts."""

import logging

from django.db import DatabaseError, connections

from enterprises.shared import clock
from enterprises.shared.incoming.store import sweep

logger = logging.getLogger(__name__)


def sweep_before_start() -> None:
    """Sweep; without a database the server starts nevertheless, and the worker sweeps later.

    The connection is closed again: processes that are copies of this one must not share it.
    """
    try:
        sweep(at=clock.now())
    except DatabaseError as problem:
        logger.warning("Incoming files are not swept at the start: %s", type(problem).__name__)
    finally:
        connections.close_all()
