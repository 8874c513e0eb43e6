"""What the worker does for the lists on every round (setting WORKER_TICKS)."""

from datetime import datetime

from lists.services import files


def rebuild_stale_files(*, at: datetime) -> None:
    """Bring the files of editions up to what is public now."""
    files.rebuild_stale_files(at=at)
