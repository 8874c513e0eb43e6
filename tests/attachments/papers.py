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

# As phones write them: four tiles, cropped to 120 x 100 and turned by a quarter, with a depth map and a thumbnail.
# Upright, blue, red, white and green stand in its corners. The metadata repeat the turn, which must not count twice.
PHONE_HEIC = base64.b64decode(
    "AAAAGGZ0eXBoZWljAAAAAG1pZjFoZWljAAADUW1ldGEAAAAAAAAAIWhkbHIAAAAAAAAAAHBpY3QAAAAAAAAAAAAAAAAAAAAADnBpdG0A"
    "AAAAAAEAAACQaWxvYwEAAABEAAAIAAEAAAAAAAEAAANxAAAACAACAAAAAAABAAADeQAAAJoAAwAAAAAAAQAABBMAAAB8AAQAAAAAAAEA"
    "AASPAAAAkwAFAAAAAAABAAAFIgAAAE0ABgAAAAAAAQAABW8AAAATAAcAAAAAAAEAAAWCAAAAyAAIAAAAAAABAAAGSgAAADAAAAC2aWlu"
    "ZgAAAAAACAAAABVpbmZlAgAAAAABAABncmlkAAAAABVpbmZlAgAAAQACAABodmMxAAAAABVpbmZlAgAAAQADAABodmMxAAAAABVpbmZl"
    "AgAAAQAEAABodmMxAAAAABVpbmZlAgAAAQAFAABodmMxAAAAABVpbmZlAgAAAQAGAABodmMxAAAAABVpbmZlAgAAAAAHAABodmMxAAAA"
    "ABVpbmZlAgAAAQAIAABFeGlmAAAAAYZpcHJwAAABSmlwY28AAAAUaXNwZQAAAAAAAAB4AAAAZAAAAAlpcm90AwAAAHhodmNDAQNwAAAA"
    "kAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbqSSmu"
    "bgIaDAgAAAMAyAAAAwAIQGIAAQAHRAHBcrAiQAAAABRpc3BlAAAAAAAAAEAAAABAAAAAcmh2Y0MBBAgAAACf+AAAAAAe8AD8/Pj4AAAP"
    "A2AAAQAXQAEMAf//BAgAAAMAn/gAAAMAAB66AkBhAAEAJkIBAQQIAAADAJ/4AAADAAAewIIEFlupJKa5sCAAAAMDIAAAAwAhYgABAAdE"
    "AcFysCJAAAAAJ2F1eEMAAAAAdXJuOm1wZWc6aGV2YzoyMDE1OmF1eGlkOjIAAAAANGlwbWEAAAAAAAAABwABAgGCAAICgwQAAwKDBAAE"
    "AoMEAAUCgwQABgOFBIYABwKDBAAAAEppcmVmAAAAAAAAABRkaW1nAAEABAACAAMABAAFAAAADmF1eGwABgABAAEAAAAOdGhtYgAHAAEA"
    "AQAAAA5jZHNjAAgAAQABAAADEW1kYXQAAAEBAHgAZAAAAJYoAa8J4ONyiUTOXVf//0yf//8i3ch/GFjR6dwsMy+x4hEtDnriW66fKx0V"
    "vy5csXXRS4BGHX9phvbddYTbH1krYf//2TiR+av6ZAuTtAK6VCDFxwUdn10UMQz/0rdF0nC83O0XMcw7OBZpFAMwYJQFAVsPxioUrSOC"
    "15/8eudn2p4/1A1UX/FF9nWrxaUUd+ppU3fQh3kAAAB4KAGvCeDIgTaiP/+Fp//827v//b9Xbx2Blav/xn6+46BvzWsuaGY/CnEQiMi/"
    "SJ6rSHTtx/uM2ytXUSFXmQuorN3yExnFnCaxdZV5O5eQF/x8R1ePJGxwD004sdC7wlncohSZ6J0p6tuJp2TEQXWijCTI5vjzBOhAAAAA"
    "jygBrwng4vb6czl1X//+VKfvf7sd//54eo9O7RJyBZu37Z9O5/FxQDQcTnQ0bzNWQZPTjbUkjB/ojPHajYqP077zb+J/71fZTrdz+v+x"
    "wRAFfqHwiXIcvrlKXV43/uDYERK6fGjsEk6NAQGs4Poc5CAXOOISqNG3eZFNJgSM9RrD+z1L15yvQZYq+OX6BRgfAAAASSgBrwngx4+F"
    "NKXeP8S8RBZbL9xI//gy9Ci0roYZQqV/E37shBzBQ/S/+DH+LYKki02iBoEaEakJGX8Bv4Zlb8Y8/B/CH9CTSlgAAAAPKAGuE8A7iOv/"
    "/8NyxSKuAAAAxCgBrwngiym86YrzXkUP/+CQf/3fnZfXXg7BpXYJvhWlSzBHxIF6VYyGE3sI5B4IvOUGEXicCecCx64tPGJuhzHK47/X"
    "owf2fyo6t5z4FO5+Cj032kC/FrZHmf0VmHge1UbMBArLX+Z0YGKZ18xZg+QTd2a5Hv6OPQyx4AExPyDeCkQH9ZFQEkDuoceqsIwPtfKB"
    "EibLBfk9VoBaGGEuI9ljh9lYk+si7shaSSaU8uASkZN7omebk2/2PrM/rLJsB+VFvuAAAAAATU0AKgAAAAgAAgEPAAIAAAAGAAAAJgES"
    "AAMAAAABAAYAAAAAAABQaG9uZQA="
)
# Red, green, blue and white with ten bits a colour, 64 x 64 pixels.
TEN_BIT_HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWl4AAAAAG1pZjFoZWl4bWlhZgAAAVNtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJp"
    "bG9jAAAAAERAAAEAAQAAAAABdwABAAAAAAAAAGwAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAAB"
    "AAAA02lwcnAAAAC0aXBjbwAAAHVodmNDAQQIAAAAnbgAAAAAHvAA/P36+gAADwNgAAEAF0ABDAH//wQIAAADAJ24AAADAAAeugJAYQAB"
    "AClCAQEECAAAAwCduAAAAwAAHqAggQTZbqSSmubgIaDAgAAADIAAAAMAhGIAAQAHRAHBcrAiQAAAABNjb2xybmNseAABAA0ABoAAAAAU"
    "aXNwZQAAAAAAAABAAAAAQAAAABBwaXhpAAAAAAMKCgoAAAAXaXBtYQAAAAAAAAABAAEEgQIDBAAAAHRtZGF0AAAAaCgBrwng8JKozoZy"
    "95//+37f//6jD5D+fHcKbj++PY//kbX//3c9Xf//thRAf20H9/9NBFgyGXvR0bANq4eNXC8eQQFdKApZ+J/lRhsAFEheaLB/2dSfzUMj"
    "EPufmj6ynyWmmGvHx1+A"
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
