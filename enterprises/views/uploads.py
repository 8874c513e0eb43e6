"""Receive a file without ever writing it to disk."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload


class InMemoryUpload(FileUploadHandler):
    """Keeps one file of at most `limit` bytes in memory and stops reading a bigger one."""

    chunk_size = 64 * 1024

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit
        self.is_too_big = False
        self.buffer = BytesIO()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Start over: a form with several files keeps the last."""
        super().new_file(*args, **kwargs)
        self.buffer = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece, or stop the upload."""
        if start + len(raw_data) > self.limit:
            self.is_too_big = True
            self.buffer = BytesIO()
            raise StopUpload(connection_reset=False)
        self.buffer.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Hand over the file."""
        self.buffer.seek(0)
        return InMemoryUploadedFile(
            file=self.buffer,
            field_name=self.field_name,
            name=self.file_name or "",
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
        )
