"""The texts of issued documents."""

import zipfile
from collections.abc import Iterator
from io import BytesIO

import orjson
from pypdf import PdfReader

from enterprises.documents.models import IssuedDocument


def texts_of(document: IssuedDocument) -> Iterator[str]:
    """Give the texts of a document's snapshot and of all its files."""
    yield orjson.dumps(document.snapshot).decode()
    for file in document.files.all():
        yield from texts_in(bytes(file.content))


def texts_in(content: bytes) -> Iterator[str]:
    """Give the texts of a file, also of those inside it."""
    if content.startswith(b"%PDF-"):
        reader = PdfReader(BytesIO(content))
        yield "".join(page.extract_text() for page in reader.pages).replace("\n", "")
        yield from (part.decode() for parts in reader.attachments.values() for part in parts)
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from texts_in(archive.read(name))
    else:
        yield content.decode(errors="replace")
