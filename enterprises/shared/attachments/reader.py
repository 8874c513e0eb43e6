"""The child's side of attachments: which of the three types a file is, read through to its end.

The one answer is the media type (enterprises.shared.confined.child).
"""

import io
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from enterprises.shared.attachments.types import JPEG, PDF, PNG
from enterprises.shared.confined.errors import Unreadable

WRONG_TYPE = "请上传PDF、JPG或PNG文件。"
BROKEN = "文件已损坏，请重新扫描或另存后上传。"
LOCKED = "PDF文件有密码，请去除密码后上传。"
ACTIVE = "PDF文件含有脚本、附件或自动动作，请打印为普通PDF后上传。"
PIXELS_AT_MOST = 60_000_000
_IMAGES = ((b"\xff\xd8\xff", "JPEG", JPEG), (b"\x89PNG\r\n\x1a\n", "PNG", PNG))


def open_file(path: Path) -> Callable[[], Iterator[object]]:
    """Return the answer to the one question, which has no arguments."""
    return lambda: iter([_media_type(path.read_bytes())])


def _media_type(content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        _check_pdf(content)
        return PDF
    for start, name, media_type in _IMAGES:
        if content.startswith(start):
            _check_image(content, name)
            return media_type
    raise Unreadable(WRONG_TYPE)


def _check_pdf(content: bytes) -> None:
    import pikepdf  # noqa: PLC0415 (after the limits)

    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as pdf:
            is_active = _is_active(pdf.Root)
            pages = len(pdf.pages)
    except pikepdf.PasswordError as problem:
        raise Unreadable(LOCKED) from problem
    except pikepdf.PdfError as problem:
        raise Unreadable(BROKEN) from problem
    if not pages:
        raise Unreadable(BROKEN)
    if is_active:
        raise Unreadable(ACTIVE)


def _is_active(root: Any) -> bool:
    """Return whether the file does something of its own: scripts, files inside, actions at opening."""
    if "/OpenAction" in root or "/AA" in root:
        return True
    return "/Names" in root and any(key in root.Names for key in ("/JavaScript", "/EmbeddedFiles"))


def _check_image(content: bytes, name: str) -> None:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415

    Image.MAX_IMAGE_PIXELS = PIXELS_AT_MOST
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[name]) as image:
                image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombWarning) as problem:
        raise Unreadable(BROKEN) from problem
