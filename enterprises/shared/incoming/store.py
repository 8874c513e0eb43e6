"""Entries of `DATA_DIR/incoming`: each is a folder that its living owner has locked, and a row.

The kernel drops the lock when the owner ends, however it ends. Whoever makes or sweeps entries holds
the lock of the whole folder meanwhile, so an entry without a lock has no owner.
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


def create_file(path: Path) -> int:
    """Create a file that its owner alone can read; return its descriptor."""
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, _OWNER_ONLY)


def sweep() -> int:
    """Remove every entry without a living owner and every row without an entry; return how many entries went."""
    named = set(IncomingFile.objects.values_list("name", flat=True))  # before looking: a row is younger than its folder
    root = _root()
    living: set[str] = set()
    removed = 0
    with _guarded(root):
        for found in sorted(root.iterdir()):
            if found.name == _GUARD:
                continue
            if _is_owned(found):
                living.add(found.name)
            else:
                _remove(found)
                removed += 1
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
