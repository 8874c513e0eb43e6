"""Keeping attached papers: checked first, then stored with mode 0600 under a random name."""

import hashlib
import os
import secrets
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User

from enterprises.shared.attachments.models import Attachment
from enterprises.shared.attachments.types import LARGEST_BYTES, MEDIA_TYPES
from enterprises.shared.confined.errors import Unreadable
from enterprises.shared.confined.limits import MEBIBYTE, Limits
from enterprises.shared.confined.parent import Slots, confined
from enterprises.shared.refusals import Refused

READER = "enterprises.shared.attachments.reader:open_file"
# An image of the largest size decodes to a quarter of a gigabyte.
LIMITS = Limits(
    memory_bytes=1024 * MEBIBYTE, processor_seconds=15, silence_seconds=40, output_bytes=MEBIBYTE, value_bytes=1024
)
SLOTS = Slots(2, wait_seconds=5)
_FILE_MODE, _FOLDER_MODE = 0o600, 0o700


class AttachmentRefused(Refused):
    """The file is empty, too large, broken, or of no type that may be attached."""


def attach(path: Path, *, by: User | None, at: datetime) -> Attachment:
    """Check a file and keep a copy of it; call inside the transaction of the step that it belongs to.

    `by` None: somebody without an account.

    :raises AttachmentRefused: it may not be attached; the sentence names what to do.
    """
    size = path.stat().st_size
    if not 0 < size <= LARGEST_BYTES:
        raise AttachmentRefused(f"请上传不超过{LARGEST_BYTES // MEBIBYTE}MB的非空文件。")
    media_type = _media_type(path)
    content = path.read_bytes()
    name = secrets.token_hex(16)
    _write(folder() / name, content)
    try:
        return Attachment.objects.create(
            name=name,
            media_type=media_type,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            added_by=by,
            added_at=at,
        )
    except BaseException:
        (folder() / name).unlink(missing_ok=True)
        raise


def content_of(attachment: Attachment) -> bytes:
    """Return the bytes of a paper.

    :raises AttachmentRefused: the file is gone or is not the one that was attached.
    """
    content = b""
    with suppress(FileNotFoundError):
        content = (folder() / attachment.name).read_bytes()
    if hashlib.sha256(content).hexdigest() != attachment.sha256:
        raise AttachmentRefused("附件文件缺失或已被改动，请联系管理员。")
    return content


def discard(attachment: Attachment) -> None:
    """Delete a paper, its bytes first: a row without a file is noticed, a file without a row is not."""
    (folder() / attachment.name).unlink(missing_ok=True)
    attachment.delete()


def folder() -> Path:
    """Return the folder of all papers, which its owner alone can read."""
    root = Path(settings.DATA_DIR) / "attachments"
    root.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    return root


def _media_type(path: Path) -> str:
    try:
        with confined(READER, path, limits=LIMITS, slots=SLOTS) as reader:
            (media_type,) = reader.ask(read=_known_type)
    except Unreadable as problem:
        raise AttachmentRefused(problem.sentence) from problem
    return media_type


def _known_type(value: object) -> str:
    if type(value) is not str or value not in MEDIA_TYPES:
        raise TypeError
    return value


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _FILE_MODE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
