"""Papers of every type, made in the test; nothing here is a real document."""

import base64
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
from PIL import Image

SECRET = b"GPS-30.5928N-114.3055E"
OFD_ENTRY = b'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.1"/>'

# A red picture of 64 x 48 pixels with `SECRET` in its metadata, made for this test; decoders do not encode.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAb5tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    "ADRpbG9jAAAAAERAAAIAAQAAAAAB4gABAAAAAAAAABoAAgAAAAAB/AABAAAAAAAAADwAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAA"
    "AAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAA"
    "kAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq"
    "5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xh"
    "cAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAA"
    "ABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAAXm1kYXQAAAAWKAGvGYDvSaW//9/jH/X2r/imtaY+bgAAAAZFeGlmAABNTQAqAAAA"
    "CAABAQ4AAgAAABcAAAAaAAAAAEdQUy0zMC41OTI4Ti0xMTQuMzA1NUUAAA=="
)


def pdf(
    change: Callable[[pikepdf.Pdf], None] = lambda _: None, *, encryption: pikepdf.Encryption | bool = False
) -> bytes:
    """Make a PDF of one page."""
    made, stream = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    change(made)
    made.save(stream, encryption=encryption)
    return stream.getvalue()


def picture(kind: str = "JPEG", *, size: tuple[int, int] = (60, 40), mode: str = "RGB") -> bytes:
    """Make a picture with a comment and metadata in it."""
    stream = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()  # description
    exif[0x0112] = 6  # to be turned by a quarter
    Image.new(mode, size, 128).save(stream, kind, exif=exif)
    return stream.getvalue()


def ofd(entry: bytes = OFD_ENTRY, *, name: str = "OFD.xml", more: dict[str, bytes] | None = None) -> bytes:
    """Make an OFD file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, entry)
        for path, content in (more or {"Doc_0/Document.xml": b"<Document/>"}).items():
            archive.writestr(path, content)
    return stream.getvalue()


def put(folder: Path, content: bytes, name: str = "paper") -> Path:
    """Write a file as an upload lies there."""
    path = folder / name
    path.write_bytes(content)
    return path
