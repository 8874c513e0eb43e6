"""Entries of `DATA_DIR/incoming`: each is a folder that its living owner has locked, and a row.

The kernel drops the lock when the owner ends, however it ends. Whoever makes, resumes or sweeps entries holds
the lock of the whole folder meanwhile, so an entry without a lock has no owner. Such an entry stays only while its row
keeps it for its user's next request.
"""

import logging
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.db import DatabaseError

from enterprises.shared.incoming.models import IncomingFile

_OWNER_ONLY, _OWNER_ONLY_FOLDER, _OTHERS = 0o600, 0o700, 0o077
_GUARD = ".lock"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldFolder:
    """A folder that this process holds; whatever lies in it goes with `release`."""

    folder: Path
    lock: int

    def release(self) -> None:
        """Remove folder and row; what fails here is left to the sweep."""
        try:
            shutil.rmtree(self.folder, ignore_errors=True)
            IncomingFile.objects.filter(name=self.folder.name).delete()
        except DatabaseError:
            logger.warning("The row of incoming file %s stays until the next sweep", self.folder.name)
        finally:
            os.close(self.lock)

    def leave(self) -> None:
        """Drop the lock; folder and row stay as they are."""
        os.close(self.lock)

    def keep(self, *, until: datetime) -> None:
        """Leave folder and row to the user's next request; what the same address kept for that user before goes.

        The row is written before the lock is dropped, so no sweep takes the folder for abandoned.
        """
        row = IncomingFile.objects.get(name=self.folder.name)
        earlier = IncomingFile.objects.filter(user=row.user_id, purpose=row.purpose, keep_until__isnull=False)
        earlier.update(keep_until=None)
        IncomingFile.objects.filter(pk=row.pk).update(keep_until=until)
        os.close(self.lock)


def hold(*, purpose: str, user: User | None, at: datetime) -> HeldFolder:
    """Make an entry; the caller releases it."""
    root = _root()
    with _guarded(root):
        folder = root / secrets.token_hex(16)
        folder.mkdir(mode=_OWNER_ONLY_FOLDER)
        entry = HeldFolder(folder=folder, lock=_locked(folder))
    try:
        IncomingFile.objects.create(name=folder.name, purpose=purpose, user=user, at=at)
    except BaseException:
        entry.release()
        raise
    return entry


@contextmanager
def holding(*, purpose: str, user: User | None, at: datetime) -> Iterator[HeldFolder]:
    """Hold an entry for the length of a block."""
    entry = hold(purpose=purpose, user=user, at=at)
    try:
        yield entry
    finally:
        entry.release()


def resume(name: str, *, user: User, at: datetime) -> HeldFolder | None:
    """Hold an entry that was kept for a user, whom its row still names.

    None: its time is over, it is gone, it is another user's, or another request has it.
    """
    root = _root()
    if not IncomingFile.objects.filter(name=name, user=user, keep_until__gt=at).exists():
        return None
    with _guarded(root):
        try:
            return HeldFolder(folder=root / name, lock=_locked(root / name))
        except OSError:
            return None


def create_file(path: Path) -> int:
    """Create a file that its owner alone can read; return its descriptor."""
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, _OWNER_ONLY)


def sweep(*, at: datetime) -> int:
    """Remove every entry without a living owner and every row without an entry; return how many entries went.

    An entry that is kept for its user's next request stays until that time is over.
    """
    named = set(IncomingFile.objects.values_list("name", flat=True))  # before looking: a row is younger than its folder
    root = _root()
    with _guarded(root):
        present = [found for found in sorted(root.iterdir()) if found.name != _GUARD]
        unowned = [found for found in present if not _is_owned(found)]
        # Read after the locks: an entry is kept before its lock is dropped.
        kept = set(IncomingFile.objects.filter(keep_until__gt=at).values_list("name", flat=True)) if unowned else set()
        abandoned = [found for found in unowned if found.name not in kept]
        for found in abandoned:
            _remove(found)
    living, removed = {found.name for found in present} - {found.name for found in abandoned}, len(abandoned)
    dead = sorted(named - living)
    if dead:
        IncomingFile.objects.filter(name__in=dead).delete()
    if removed:
        logger.warning("Removed %d incoming files whose process has ended", removed)
    return removed


def _root() -> Path:
    root = Path(settings.DATA_DIR) / "incoming"
    root.mkdir(mode=_OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
    if root.stat().st_mode & _OTHERS:
        root.chmod(_OWNER_ONLY_FOLDER)
    return root


@contextmanager
def _guarded(root: Path) -> Iterator[None]:
    guard = os.open(root / _GUARD, os.O_CREAT | os.O_RDWR, _OWNER_ONLY)
    try:
        flock(guard, LOCK_EX)
        yield
    finally:
        os.close(guard)


def _locked(path: Path) -> int:
    """Return the descriptor that holds the lock.

    :raises BlockingIOError: another process holds it.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        flock(descriptor, LOCK_EX | LOCK_NB)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _is_owned(path: Path) -> bool:
    try:
        os.close(_locked(path))
    except BlockingIOError:
        return True
    except OSError:  # gone meanwhile, or a link that somebody else has put there
        return False
    return False


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
