"""Uploads go into `DATA_DIR/incoming`, whatever their size: neither into memory nor into /tmp."""

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from enterprises.shared import clock
from enterprises.shared.incoming.kept import CONTENT, KeptName, keep_entry
from enterprises.shared.incoming.store import create_file, hold

# The addresses that take a file; what is sent elsewhere is skipped.
TAKE_FILES = frozenset(
    {
        "api:case-papers",
        "api:cases",
        "cases-desk:add-papers",
        "cases-desk:enter",
        "cases:new",
        "cases:papers",
        "desk:letter-service",
        "desk:new-batch",
        "desk:record-papers",
        "enforcement-desk:report",
        "enterprises:verify",
        "evaluations-api:submit",
        "evaluations-desk:correct",
        "evaluations-desk:new",
        "lists-desk:external-edition",
        "lists-desk:listing-papers",
        "lists-desk:proof",
        "lists-desk:serve-letter",
        "lists-desk:sheet",
    }
)


if TYPE_CHECKING:
    _UploadedBytes = UploadedFile[bytes]
else:
    _UploadedBytes = UploadedFile


class IncomingUpload(_UploadedBytes):
    """An uploaded file at `path`, removed when the request is closed, unless it is kept.

    Of a file larger than `settings.UPLOAD_MAX_BYTES` the size alone is kept.
    """

    def __init__(self, *, purpose: str, user: User | None, at: datetime, name: str, **given: Any) -> None:
        self._entry = hold(purpose=purpose, user=user, at=at)
        self._is_held = True
        self.path: Path = self._entry.folder / CONTENT
        try:
            super().__init__(os.fdopen(create_file(self.path), "w+b"), name, size=0, **given)
        except BaseException:
            self._release()
            raise

    def take(self, piece: bytes) -> None:
        """Append a piece."""
        stream, size = self._stream(), (self.size or 0) + len(piece)
        self.size = size
        if size <= settings.UPLOAD_MAX_BYTES:
            stream.write(piece)
        elif stream.tell():
            stream.seek(0)
            stream.truncate()

    def rewind(self) -> None:
        """Make the file ready for its readers."""
        stream = self._stream()
        stream.flush()
        stream.seek(0)

    def keep(self, *, at: datetime) -> KeptName:
        """Keep the complete file for the user's next request, instead of removing it with this one."""
        self.rewind()
        self._is_held = False
        return keep_entry(self._entry, name=self.name or "", at=at)

    def close(self) -> None:
        """Close the file, and remove it unless it is kept; a second call does nothing."""
        super().close()
        self._release()

    def _release(self) -> None:
        if self._is_held:
            self._is_held = False
            self._entry.release()

    def _stream(self) -> Any:
        return self.file


class IncomingUploadHandler(FileUploadHandler):
    """Stores uploads as they come (setting FILE_UPLOAD_HANDLERS)."""

    _upload: IncomingUpload

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file; one sent to an address that takes none is skipped."""
        super().new_file(*args, **kwargs)
        purpose = _address_of(self.request)
        if purpose not in TAKE_FILES:
            raise SkipFile
        self._upload = IncomingUpload(
            purpose=purpose,
            user=_user_of(self.request),
            at=clock.now(),
            name=self.file_name or "",
            content_type=self.content_type,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
        _close_with(self.request, self._upload)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Store a piece."""
        self._upload.take(raw_data)

    def file_complete(self, file_size: int) -> IncomingUpload:
        """Hand the file over."""
        self._upload.rewind()
        return self._upload


def _close_with(request: HttpRequest | None, upload: IncomingUpload) -> None:
    """Close an upload with its request: Django closes complete files only, not one that broke off."""
    if request is None:
        return
    close = request.close

    def close_both() -> None:
        try:
            close()
        finally:
            upload.close()

    request.close = close_both  # type: ignore[method-assign]


def _address_of(request: HttpRequest | None) -> str:
    match = getattr(request, "resolver_match", None)
    return match.view_name if match else ""


def _user_of(request: HttpRequest | None) -> User | None:
    user = getattr(request, "user", None)
    return cast("User", user) if user is not None and user.is_authenticated else None
