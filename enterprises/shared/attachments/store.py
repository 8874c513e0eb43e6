"""Keeping attached papers: checked first, then stored with mode 0600 under a random name."""

import base64
import hashlib
import os
import secrets
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from enterprises.shared.attachments.models import Attachment
from enterprises.shared.attachments.types import LARGEST_BYTES, MEDIA_TYPES, PAPERS_AT_MOST, TOGETHER_BYTES, TOO_LARGE
from enterprises.shared.confined.errors import Unreadable
from enterprises.shared.confined.limits import MEBIBYTE, Limits
from enterprises.shared.confined.parent import Slots, confined
from enterprises.shared.refusals import Refused

READER = "enterprises.shared.attachments.reader:open_file"
FLATTENER = "enterprises.shared.attachments.flattening:open_file"
# An image of the largest size decodes to a quarter of a gigabyte, and is copied to be turned upright.
LIMITS = Limits(memory_bytes=1024 * MEBIBYTE, processor_seconds=20, silence_seconds=60, output_bytes=32 * MEBIBYTE)
SLOTS = Slots(2, wait_seconds=5)
# A file without a row is what a rolled-back transaction left; younger ones may be of one that is not finished.
LEFT_BEHIND_AFTER = timedelta(days=1)
LOOKS_EVERY = timedelta(hours=1)
LAST_LOOK = ".last-look"
_FILE_MODE, _FOLDER_MODE = 0o600, 0o700


class AttachmentRefused(Refused):
    """The file is empty, too large, broken, or of no type that may be attached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPaper:
    """A file that may be kept: its type and the bytes to keep."""

    media_type: str
    content: bytes


def attach(path: Path, *, by: User | None, at: datetime) -> Attachment:
    """Check a file and keep a copy of it; call inside the transaction of the step that it belongs to.

    `by` is None for somebody without an account.

    :raises AttachmentRefused: it may not be attached; the sentence names what to do.
    """
    return _kept(checked(path), by=by, at=at)


def attach_blacked_out(path: Path, *, by: User, at: datetime) -> Attachment:
    """Keep a text with personal data blacked out, as pictures of its pages: nothing lies beneath the black.

    :raises AttachmentRefused: it is neither PDF nor picture, or personal data can still be read in it.
    """
    return _kept(checked(path, reader=FLATTENER), by=by, at=at)


def attach_papers(
    paths: Sequence[Path], *, by: User | None, at: datetime, earlier: Collection[Attachment] = ()
) -> tuple[Attachment, ...]:
    """Check the files of one hand-in and keep all of them or none; `earlier` are papers of the same case or record.

    :raises AttachmentRefused: too many, too large together, or one may not be attached; the sentence names which.
    """
    if len(paths) + len(earlier) > PAPERS_AT_MOST:
        raise AttachmentRefused("材料最多{most}个文件，已有{count}个。", most=PAPERS_AT_MOST, count=len(earlier))
    together = sum(path.stat().st_size for path in paths) + sum(one.size for one in earlier)
    if together > TOGETHER_BYTES:
        raise AttachmentRefused(TOO_LARGE)
    papers = [_checked_as(number, path) for number, path in enumerate(paths, start=1)]
    kept: list[Attachment] = []
    try:
        with transaction.atomic():
            for paper in papers:
                kept.append(_kept(paper, by=by, at=at))
    except BaseException:
        for one in kept:
            _place(one.name).unlink(missing_ok=True)
        raise
    return tuple(kept)


def checked(path: Path, *, reader: str = READER) -> CheckedPaper:
    """Have `reader` read a file in a child, and return what of it may be kept.

    :raises AttachmentRefused: nothing; the sentence names what to do.
    """
    size = path.stat().st_size
    if not 0 < size <= LARGEST_BYTES:
        raise AttachmentRefused("请上传不超过{most}MB的非空文件。", most=LARGEST_BYTES // MEBIBYTE)
    try:
        with confined(reader, path, limits=LIMITS, slots=SLOTS) as child:
            media_type, *pieces = child.ask(read=_text)
    except Unreadable as problem:
        raise AttachmentRefused(problem.sentence) from problem
    if media_type not in MEDIA_TYPES:
        raise AttachmentRefused("文件类型无法识别。")
    content = b"".join(map(base64.b64decode, pieces)) if pieces else path.read_bytes()
    return CheckedPaper(media_type=media_type, content=content)


def content_of(attachment: Attachment) -> bytes:
    """Return the bytes of a paper.

    :raises AttachmentRefused: the file is gone or is not the one that was attached.
    """
    content = b""
    with suppress(FileNotFoundError):
        content = _place(attachment.name).read_bytes()
    if hashlib.sha256(content).hexdigest() != attachment.sha256:
        raise AttachmentRefused("附件文件缺失或已被改动，请联系管理员。")
    return content


def delete_papers(papers: Collection[Attachment]) -> None:
    """Delete papers whose time is over, the files when the transaction commits.

    :raises django.db.models.ProtectedError: a row still names one.
    """
    names = [one.name for one in papers]
    Attachment.objects.filter(pk__in=[one.pk for one in papers]).delete()

    def unlink() -> None:
        for name in names:
            _place(name).unlink(missing_ok=True)

    transaction.on_commit(unlink)


def sweep_left_behind(*, at: datetime) -> int:
    """Remove files that no row names, left by transactions that were rolled back; return how many.

    It looks once an hour; the time of the last look is that of a file.
    """
    if not _is_due(at=at):
        return 0
    before = (at - LEFT_BEHIND_AFTER).timestamp()
    papers = (one for one in folder().iterdir() if one.name != LAST_LOOK)
    old = {one.name: one for one in papers if one.stat().st_mtime < before}
    named = set(Attachment.objects.filter(name__in=old).values_list("name", flat=True)) if old else set()
    left = [path for name, path in old.items() if name not in named]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def _is_due(*, at: datetime) -> bool:
    mark = _place(LAST_LOOK)
    if mark.exists() and mark.stat().st_mtime > (at - LOOKS_EVERY).timestamp():
        return False
    mark.touch(mode=_FILE_MODE)
    os.utime(mark, (at.timestamp(), at.timestamp()))
    return True


def folder() -> Path:
    """Return the folder of all papers, which its owner alone can read."""
    root = Path(settings.DATA_DIR) / "attachments"
    root.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    return root


def _checked_as(number: int, path: Path) -> CheckedPaper:
    try:
        return checked(path)
    except AttachmentRefused as refusal:
        raise AttachmentRefused("第{number}个文件：{sentence}", number=number, sentence=refusal.sentence) from refusal


def _kept(paper: CheckedPaper, *, by: User | None, at: datetime) -> Attachment:
    name = secrets.token_hex(16)
    _write(_place(name), paper.content)
    try:
        return Attachment.objects.create(
            name=name,
            media_type=paper.media_type,
            size=len(paper.content),
            sha256=hashlib.sha256(paper.content).hexdigest(),
            added_by=by,
            added_at=at,
        )
    except BaseException:
        _place(name).unlink(missing_ok=True)
        raise


def _place(name: str) -> Path:
    return folder() / name


def _text(value: object) -> str:
    if type(value) is not str:
        raise TypeError
    return value


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _FILE_MODE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
