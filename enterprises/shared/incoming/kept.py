"""Files that are chosen once: kept between two requests of one user, under a signed token."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.contrib.auth.models import User
from django.core import signing

from enterprises.shared.incoming.models import IncomingFile
from enterprises.shared.incoming.store import HeldFolder, resume

CONTENT = "content"  # name of the file in its folder
KEPT_FOR = timedelta(minutes=30)
_SALT = "enterprises.incoming.kept"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptName:
    """What a page holds of a kept file: its token, and what its user called it."""

    token: str
    name: str
    until: datetime


@dataclass(slots=True, kw_only=True)
class KeptFile:
    """A kept file while a request reads it; it is removed unless it is kept again."""

    entry: HeldFolder
    name: str
    is_held: bool = True

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.entry.folder / CONTENT

    def keep(self, *, at: datetime) -> KeptName:
        """Keep it once more."""
        self.is_held = False
        return keep_entry(self.entry, name=self.name, at=at)

    def renew(self, *, at: datetime) -> None:
        """Have it kept from that instant, while it is read on."""
        IncomingFile.objects.filter(name=self.entry.folder.name).update(keep_until=at + KEPT_FOR)

    def leave(self) -> None:
        """Leave it as it is kept, unless it was removed."""
        if self.is_held:
            self.is_held = False
            self.entry.leave()

    def close(self) -> None:
        """Remove it, unless it was kept again."""
        if self.is_held:
            self.is_held = False
            self.entry.release()


def keep_entry(entry: HeldFolder, *, name: str, at: datetime) -> KeptName:
    """Keep an entry for its user's next request; it then lies there without a lock."""
    until = at + KEPT_FOR
    entry.keep(until=until)
    token = signing.dumps({"folder": entry.folder.name, "name": name}, salt=_SALT, compress=True)
    return KeptName(token=token, name=name, until=until)


def kept_file(token: str, *, user: User, at: datetime) -> KeptFile | None:
    """Return the file that a token names and hold it; None where it is not to be had any more."""
    try:
        given = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        logger.warning("A token of a kept file has no valid signature")
        return None
    entry = resume(given["folder"], user=user, at=at)
    return None if entry is None else KeptFile(entry=entry, name=given["name"])


def is_kept(token: str, *, user: User, at: datetime) -> bool:
    """Return whether a token names a file that is kept for that user, even while somebody reads it."""
    try:
        name = signing.loads(token, salt=_SALT)["folder"]
    except signing.BadSignature:
        return False
    return IncomingFile.objects.filter(name=name, user=user, keep_until__gt=at).exists()
