"""The child's side of attachments: which type a file is by its content, read through to its end.

The first answer is the media type (enterprises.shared.confined.child). Those that follow are the content to keep in
place of the file, in base64; none means the file itself. Pictures are encoded anew, so nothing but the picture is kept.
"""

import base64
from collections.abc import Callable, Iterator
from pathlib import Path

from enterprises.shared.attachments.ofd_check import check_ofd
from enterprises.shared.attachments.pdf_check import check_pdf
from enterprises.shared.attachments.pictures import encoded_anew
from enterprises.shared.attachments.types import OFD, PDF
from enterprises.shared.confined.errors import Unreadable

WRONG_TYPE = "请上传PDF、JPG、PNG、HEIC或OFD文件。"
# Of the family of HEIC (ISO/IEC 14496-12), but no picture that can be read here: a film, a sequence, AVIF.
NO_STILL = "视频、动态照片和AVIF图片不能上传，请另存为JPG后上传。"
_PIECE_BYTES = 768 * 1024
_JPEG, _PNG, _ZIP = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04"
# Brands of HEVC pictures (ISO/IEC 23008-12); AVIF is another coding.
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})


def open_file(path: Path) -> Callable[[], Iterator[object]]:
    """Return the answer to the one question, which has no arguments."""
    return lambda: _answer(path.read_bytes())


def _answer(content: bytes) -> Iterator[object]:
    if content.startswith(b"%PDF-"):
        check_pdf(content)
        yield PDF
    elif content.startswith(_ZIP):
        check_ofd(content)
        yield OFD
    else:
        media_type, anew = encoded_anew(content, name=picture_format(content))
        yield media_type
        yield from pieces_of(anew)


def pieces_of(content: bytes) -> Iterator[str]:
    """Yield bytes in base64, in pieces that fit an answer of the child."""
    for start in range(0, len(content), _PIECE_BYTES):
        yield base64.b64encode(content[start : start + _PIECE_BYTES]).decode()


def picture_format(content: bytes) -> str:
    """Return the format by the first bytes.

    :raises Unreadable: it is none of ours.
    """
    if content.startswith(_JPEG):
        return "JPEG"
    if content.startswith(_PNG):
        return "PNG"
    if content[4:8] == b"ftyp":
        if content[8:12] in _HEIC_BRANDS:
            return "HEIF"
        raise Unreadable(NO_STILL)
    raise Unreadable(WRONG_TYPE)
