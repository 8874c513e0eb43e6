"""The texts of issued documents."""

import zipfile
from collections.abc import Iterator
from io import BytesIO

import orjson
from asn1crypto import cms
from pyarrow import parquet
from pypdf import PdfReader

from enterprises.documents.models import IssuedDocument

_DER = b"0\x82"  # a sequence of 256 bytes or more: the signature of a manifest


def texts_of(document: IssuedDocument) -> Iterator[str]:
    """Give the texts of a document's snapshot and of all its files."""
    yield orjson.dumps(document.snapshot).decode()
    for file in document.files.all():
        yield from texts_in(bytes(file.content))


def texts_in(content: bytes) -> Iterator[str]:
    """Give the texts of a file, also of those inside it; of bytes that are no text, such as a signature's, none."""
    if content.startswith(b"%PDF-"):
        reader = PdfReader(BytesIO(content))
        yield "".join(page.extract_text() for page in reader.pages).replace("\n", "")
        yield from (part.decode() for parts in reader.attachments.values() for part in parts)
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from texts_in(archive.read(name))
    elif content.startswith(b"PAR1"):
        table = parquet.read_table(BytesIO(content))
        yield f"{table.schema.metadata} {table.to_pylist()}"
    elif content.startswith(_DER):
        signed = cms.ContentInfo.load(content)["content"]
        yield " ".join(certificate.chosen.subject.human_friendly for certificate in signed["certificates"])
    else:
        yield content.decode()
