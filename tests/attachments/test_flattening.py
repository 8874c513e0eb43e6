"""Blacked-out texts: pages become pixels, and what can still be read holds no personal data."""

import base64
import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from enterprises.shared.attachments import flattening
from enterprises.shared.attachments.types import JPEG, PDF
from enterprises.shared.confined.errors import Unreadable
from tests.attachments.decisions import BLACK, MOBILE, decision, text_of


def flattened(content: bytes, folder: Path) -> tuple[object, bytes]:
    path = folder / "handed-in"
    path.write_bytes(content)
    media_type, *pieces = flattening.open_file(path)()
    return media_type, b"".join(base64.b64decode(str(piece)) for piece in pieces)


@pytest.mark.parametrize("annotation", [False, True], ids=["drawn", "annotation"])
@pytest.mark.parametrize("turned", [0, 90])
def test_of_a_blacked_out_pdf_pictures_are_kept_and_nothing_lies_beneath(
    tmp_path: Path, annotation: bool, turned: int
) -> None:
    content = decision(black=BLACK, annotation=annotation, turned=turned, pages=2)
    assert MOBILE in text_of(content)
    media_type, drawn = flattened(content, tmp_path)
    assert media_type == PDF
    assert MOBILE.encode() not in drawn
    assert text_of(drawn) == ""
    with pypdfium2.PdfDocument(drawn) as pdf:
        assert len(pdf) == 2
        wide, high = pdf[0].get_size()
        assert (wide > high) == (turned == 90)
        grey = pdf[0].render().to_pil().convert("L")
        assert grey.getextrema()[0] < 10  # the black is drawn


@pytest.mark.parametrize(
    "content",
    [
        decision(),
        decision(black=(300, 300, 100, 30)),
        decision(turned=180),
        decision(black=(70, 694, 130, 12)),  # the upper half shows
    ],
    ids=["no black", "black elsewhere", "turned", "half"],
)
def test_what_can_still_be_read_is_refused_without_the_number(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refused:
        flattened(content, tmp_path)
    assert "第1页仍可读出疑似个人信息" in refused.value.sentence
    assert MOBILE not in refused.value.sentence


def test_a_number_broken_by_the_end_of_a_line_is_found(tmp_path: Path) -> None:
    broken = decision(f"{MOBILE[:5]}) Tj 0 -24 Td ({MOBILE[5:]}")
    with pytest.raises(Unreadable, match="第1页"):
        flattened(broken, tmp_path)


def test_what_is_not_personal_stays(tmp_path: Path) -> None:
    media_type, _ = flattened(decision("Document 2026-15, fine 25000.00"), tmp_path)
    assert media_type == PDF


def test_a_picture_is_encoded_anew(tmp_path: Path) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (80, 80), "white").save(stream, "JPEG", comment=b"Zhang San")
    media_type, drawn = flattened(stream.getvalue(), tmp_path)
    assert media_type == JPEG
    assert b"Zhang San" not in drawn


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (decision("x", pages=flattening.PAGES_AT_MOST + 1), "最多40页"),
        (b"%PDF-1.7 nothing", "损坏"),
        (b"PK\x03\x04 an archive", "请上传"),
    ],
    ids=["too many pages", "broken", "archive"],
)
def test_others_are_refused(content: bytes, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=sentence):
        flattened(content, tmp_path)
