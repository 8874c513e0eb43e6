"""Pictures, decoded and encoded anew in the child: no metadata, no second content, no more pixels than needed."""

import io
import warnings
from typing import Any

from enterprises.shared.attachments.sentences import BROKEN, TOO_MANY_PIXELS
from enterprises.shared.attachments.types import JPEG, LARGEST_BYTES, PNG
from enterprises.shared.confined.errors import Unreadable

PIXELS_AT_MOST = 60_000_000
# More of a HEIC do not fit the memory of the child: its decoder holds the pixels several times.
HEIF_PIXELS_AT_MOST = 40_000_000
# An A4 page at 350 dots per inch.
LONGEST_SIDE = 4096
QUALITY = 85


def encoded_anew(content: bytes, *, name: str) -> tuple[str, bytes]:
    """Return media type and bytes of a picture of the format `name` (JPEG, PNG, HEIF).

    It is turned upright as its metadata want, and reduced to `LONGEST_SIDE`. A PNG that gets too large becomes a JPEG.
    Of several pictures in one file the main one is kept.

    :raises Unreadable: it is broken or has too many pixels.
    """
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 (after the limits)

    if name == "HEIF":
        _admit_heif()
    Image.MAX_IMAGE_PIXELS = HEIF_PIXELS_AT_MOST if name == "HEIF" else PIXELS_AT_MOST
    bombs = (Image.DecompressionBombWarning, Image.DecompressionBombError)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # broken metadata are dropped anyway
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[name]) as picture:
                plain = _plain(picture)
    except bombs as problem:
        raise Unreadable(TOO_MANY_PIXELS) from problem
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, RuntimeError) as problem:
        raise Unreadable(BROKEN) from problem
    if name == "PNG" and len(anew := _saved(plain, "PNG", optimize=False)) <= LARGEST_BYTES:
        return PNG, anew
    return JPEG, _saved(_on_white(plain), "JPEG", quality=QUALITY)


def _admit_heif() -> None:
    from pi_heif import register_heif_opener  # noqa: PLC0415 (after the limits)

    register_heif_opener(thumbnails=False)


def _plain(picture: Any) -> Any:
    """Return the pixels alone, upright: as a new picture, which has no metadata."""
    from PIL import Image, ImageOps  # noqa: PLC0415

    picture.load()
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    has_holes = "transparency" in upright.info or upright.mode in {"LA", "PA", "RGBA"}
    kept = upright.convert("RGBA" if has_holes else "L" if upright.mode in {"1", "L"} else "RGB")
    anew = Image.new(kept.mode, kept.size)
    anew.paste(kept)
    return anew


def _on_white(picture: Any) -> Any:
    from PIL import Image  # noqa: PLC0415

    if picture.mode != "RGBA":
        return picture
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A"))
    return white


def _saved(picture: Any, name: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, name, **options)
    return stream.getvalue()
