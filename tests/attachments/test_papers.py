"""What people hand in: every type by its content, refused with a sentence, kept whole or not at all."""

import base64
import io
import os
import stat
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pikepdf
import pytest
from django.http import Http404
from PIL import Image

from enterprises.shared.attachments import ofd_check, pictures, store
from enterprises.shared.attachments.downloads import attachment_answer
from enterprises.shared.attachments.models import Attachment
from enterprises.shared.attachments.reader import NO_STILL, WRONG_TYPE, open_file
from enterprises.shared.attachments.sentences import ACTIVE, BROKEN, LARGE_OFD, LOCKED, NOT_OFD, TOO_MANY_PIXELS
from enterprises.shared.attachments.store import (
    AttachmentRefused,
    attach,
    attach_papers,
    checked,
    content_of,
    delete_papers,
    folder,
    sweep_left_behind,
)
from enterprises.shared.attachments.types import JPEG, OFD, PDF, PNG
from enterprises.shared.confined.errors import OUT_OF_LIMITS, Unreadable
from tests.attachments.papers import HEIC, OFD_ENTRY, PHONE_HEIC, SECRET, TEN_BIT_HEIC, ofd, pdf, picture, put
from tests.fuzz.mutations import mutations

AT = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
SAMPLES = {"pdf": pdf(), "jpeg": picture(), "png": picture("PNG"), "heic": HEIC, "ofd": ofd()}
MUTATIONS = 60


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep papers apart, and give back the bound that the reader sets in its own process."""
    settings.DATA_DIR = tmp_path / "data"
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)


def refusal_of(content: bytes) -> str:
    """Return the sentence of the reader, called in this process."""
    with pytest.raises(Unreadable) as refused:
        answer_to(content)
    return refused.value.sentence


def answer_to(content: bytes) -> list[object]:
    """Return what the reader answers, called in this process."""
    return list(open_file(_Bytes(content))())  # type: ignore[arg-type]


class _Bytes:
    """A path that needs no disk."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def read_bytes(self) -> bytes:
        return self._content


# Types, in the confined child


@pytest.mark.parametrize(
    ("sample", "media_type"), [("pdf", PDF), ("jpeg", JPEG), ("png", PNG), ("heic", JPEG), ("ofd", OFD)]
)
def test_a_type_is_that_of_the_content(sample: str, media_type: str, tmp_path: Path) -> None:
    paper = checked(put(tmp_path, SAMPLES[sample], name="misleading.exe"))
    assert paper.media_type == media_type
    if media_type in {PDF, OFD}:
        assert paper.content == SAMPLES[sample]


@pytest.mark.parametrize("sample", ["jpeg", "png", "heic"])
def test_of_a_picture_only_the_picture_is_kept(sample: str, tmp_path: Path) -> None:
    behind = SAMPLES[sample] + b"PK\x03\x04" + SECRET
    assert SECRET in SAMPLES[sample]
    paper = checked(put(tmp_path, behind))
    assert SECRET not in paper.content
    with Image.open(io.BytesIO(paper.content)) as kept:
        assert not kept.getexif()
        assert kept.size == ((64, 48) if sample == "heic" else (40, 60))  # turned upright


def test_a_large_picture_is_reduced_and_a_heavy_png_becomes_a_jpeg(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "LONGEST_SIDE", 20)
    monkeypatch.setattr(pictures, "LARGEST_BYTES", 10)
    media_type, content = pictures.encoded_anew(picture("PNG", mode="RGBA"), name="PNG")
    assert media_type == JPEG
    with Image.open(io.BytesIO(content)) as kept:
        assert max(kept.size) == 20


def test_more_pixels_than_the_bound_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "PIXELS_AT_MOST", 1000)
    for sample in ("jpeg", "png", "heic"):
        monkeypatch.setattr(pictures, "HEIF_PIXELS_AT_MOST", 1000)
        assert refusal_of(SAMPLES[sample]) == TOO_MANY_PIXELS


def corners(content: bytes) -> list[str]:
    """Name the colours in the corners of a picture: upper left, upper right, lower left, lower right."""
    with Image.open(io.BytesIO(content)) as picture:
        across, down = ((side // 6, side * 5 // 6) for side in picture.size)
        pixels = [cast("tuple[int, ...]", picture.getpixel((x, y))) for y in down for x in across]
    return ["white" if min(one) > 200 else ("red", "green", "blue")[one.index(max(one))] for one in pixels]


@pytest.mark.parametrize(
    ("photo", "size", "colours"),
    [
        (PHONE_HEIC, (100, 120), ["blue", "red", "white", "green"]),
        (TEN_BIT_HEIC, (64, 64), ["red", "green", "blue", "white"]),
    ],
    ids=["tiles, turned, with depth", "ten bits"],
)
def test_photos_as_phones_write_them_stand_upright(photo: bytes, size: tuple[int, int], colours: list[str]) -> None:
    media_type, *pieces = answer_to(photo)
    content = b"".join(base64.b64decode(str(piece)) for piece in pieces)
    assert media_type == JPEG
    with Image.open(io.BytesIO(content)) as kept:
        assert kept.size == size
    assert corners(content) == colours


@pytest.mark.parametrize("brand", [b"hevc", b"avif", b"qt  ", b"isom"], ids=["sequence", "AVIF", "film", "MP4"])
def test_what_is_of_their_family_but_no_still_gets_a_sentence_of_its_own(brand: bytes) -> None:
    assert refusal_of(HEIC.replace(b"heic", brand, 1)) == NO_STILL


# PDFs


def polyglot() -> bytes:
    """Make a PDF that is an archive too: the end of the PDF stands in the archive's comment."""
    content, stream = pdf(), io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("x", b"x")
        archive.comment = content[content.rindex(b"startxref") :]
    return content + stream.getvalue()


def script() -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("1"))


def opening(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = script()


def on_a_page(made: pikepdf.Pdf) -> None:
    made.pages[0].obj.AA = pikepdf.Dictionary(O=script())


def in_an_annotation(made: pikepdf.Pdf) -> None:
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=script())
    made.pages[0].obj.Annots = pikepdf.Array([link])


def launching(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("x"))


def with_a_file(made: pikepdf.Pdf) -> None:
    made.attachments["x.txt"] = b"x"


def with_a_form(made: pikepdf.Pdf) -> None:
    made.Root.AcroForm = pikepdf.Dictionary(Fields=[], XFA=pikepdf.String("x"))


@pytest.mark.parametrize("change", [opening, on_a_page, in_an_annotation, launching, with_a_file, with_a_form])
def test_a_pdf_that_does_something_is_refused(change: Any) -> None:
    assert refusal_of(pdf(change)) == ACTIVE


def test_a_pdf_that_opens_at_a_place_is_kept() -> None:
    def at_a_place(made: pikepdf.Pdf) -> None:
        made.Root.OpenAction = pikepdf.Array([made.pages[0].obj, pikepdf.Name.Fit])

    assert answer_to(pdf(at_a_place)) == [PDF]


@pytest.mark.parametrize("password", ["secret", ""])
def test_an_encrypted_pdf_is_refused(password: str) -> None:
    assert refusal_of(pdf(encryption=pikepdf.Encryption(user=password, owner="owner"))) == LOCKED


@pytest.mark.parametrize("content", [b"%PDF-1.7\n%%EOF", pdf()[:-200], polyglot(), b"%PDF-"])
def test_a_pdf_that_is_broken_or_has_another_file_behind_it_is_refused(content: bytes) -> None:
    assert refusal_of(content) == BROKEN


def test_a_pdf_without_a_page_is_refused() -> None:
    def without(made: pikepdf.Pdf) -> None:
        del made.pages[0]

    assert refusal_of(pdf(without)) == BROKEN


# OFD and what is none of ours


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (ofd(name="OFD.txt"), NOT_OFD),
        (ofd(b"<OFD/>"), NOT_OFD),
        (ofd(b"<x"), BROKEN),
        (ofd(b"<!DOCTYPE x>" + OFD_ENTRY[OFD_ENTRY.index(b"?>") + 2 :]), NOT_OFD),
        (ofd(more={"../x": b"x"}), NOT_OFD),
        (ofd()[:-30], BROKEN),
        (ofd().replace(b"Doc_0", b"Doc_1", 1), BROKEN),
    ],
)
def test_a_zip_is_an_ofd_or_refused(content: bytes, sentence: str) -> None:
    assert refusal_of(content) == sentence


def test_an_ofd_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ofd_check, "UNPACKED_BYTES", 100)
    assert refusal_of(ofd(more={"a": b"0" * 101})) == LARGE_OFD
    monkeypatch.setattr(ofd_check, "UNPACKED_BYTES", 10_000)
    monkeypatch.setattr(ofd_check, "MEMBERS_AT_MOST", 2)
    assert refusal_of(ofd(more={"a": b"", "b": b""})) == LARGE_OFD


@pytest.mark.parametrize("content", [b"GIF89a", b"MZ\x90", b"<html>", b"x"])
def test_other_types_are_refused(content: bytes) -> None:
    assert refusal_of(content) == WRONG_TYPE


# Mutations: each a sentence or a paper, never anything else


@pytest.mark.parametrize("sample", SAMPLES)
def test_damaged_papers_are_kept_or_refused_with_a_sentence(sample: str) -> None:
    outcomes = set()
    for content in mutations(SAMPLES[sample], count=MUTATIONS, seed=26):
        try:
            media_type, *pieces = answer_to(content)
        except Unreadable as refusal:
            outcomes.add(refusal.sentence)
        else:
            outcomes.add(str(media_type))
            assert bool(pieces) == (media_type in {JPEG, PNG})
    assert outcomes & {BROKEN, WRONG_TYPE, NOT_OFD, LOCKED, OUT_OF_LIMITS}


# Keeping


@pytest.mark.django_db
def test_a_paper_lies_under_a_random_name_for_its_owner_alone(tmp_path: Path) -> None:
    kept = attach(put(tmp_path, SAMPLES["pdf"], name="营业执照.pdf"), by=None, at=AT)
    path = folder() / kept.name
    assert len(kept.name) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder().stat().st_mode) == 0o700
    assert content_of(kept) == SAMPLES["pdf"]
    assert (kept.size, kept.added_by) == (len(SAMPLES["pdf"]), None)


@pytest.mark.django_db
def test_one_refused_paper_keeps_all_out(tmp_path: Path) -> None:
    good = [put(tmp_path, SAMPLES[name], name=name) for name in ("pdf", "jpeg")]
    with pytest.raises(AttachmentRefused) as refusal:
        attach_papers([*good, put(tmp_path, b"x", name="bad")], by=None, at=AT)
    assert refusal.value.sentence == f"第3个文件：{WRONG_TYPE}"
    assert not Attachment.objects.exists()
    assert not list(folder().iterdir())
    assert [one.media_type for one in attach_papers(good, by=None, at=AT)] == [PDF, JPEG]


@pytest.mark.django_db
def test_a_failure_half_way_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = store._write
    written: list[Path] = []

    def write_once(path: Path, content: bytes) -> None:
        if written:
            raise OSError("disk full")
        written.append(path)
        write(path, content)

    monkeypatch.setattr(store, "_write", write_once)
    with pytest.raises(OSError, match="disk full"):
        attach_papers([put(tmp_path, SAMPLES["pdf"], name=name) for name in "ab"], by=None, at=AT)
    assert written
    assert not list(folder().iterdir())
    assert not Attachment.objects.exists()


@pytest.mark.django_db
def test_number_and_size_of_all_papers_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path, SAMPLES["pdf"])
    earlier = attach_papers([path], by=None, at=AT)
    with pytest.raises(AttachmentRefused, match="最多10个文件，已有1个"):
        attach_papers([path] * 10, by=None, at=AT, earlier=earlier)
    monkeypatch.setattr(store, "TOGETHER_BYTES", 2 * len(SAMPLES["pdf"]))
    with pytest.raises(AttachmentRefused, match="合计不能超过"):
        attach_papers([path] * 2, by=None, at=AT, earlier=earlier)
    assert len(attach_papers([path], by=None, at=AT, earlier=earlier)) == 1


@pytest.mark.parametrize("content", [b"", b"0" * (8 * 1024**2 + 1)])
def test_an_empty_or_too_large_file_is_refused_unread(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(AttachmentRefused, match="不超过8MB的非空文件"):
        checked(put(tmp_path, content))


@pytest.mark.django_db
def test_a_paper_is_handed_out_as_a_download_that_nobody_guesses_at(tmp_path: Path) -> None:
    kept = attach(put(tmp_path, SAMPLES["png"]), by=None, at=AT)
    answer = attachment_answer(kept, name="paper-1")
    assert answer["Content-Type"] == PNG
    assert answer["Content-Disposition"] == 'attachment; filename="paper-1.png"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert "Cache-Control" not in attachment_answer(kept, name="paper-1", is_public=True)
    (folder() / kept.name).write_bytes(b"changed")
    with pytest.raises(Http404):
        attachment_answer(kept, name="paper-1")
    with pytest.raises(Http404):
        attachment_answer(None, name="paper-1")


@pytest.mark.django_db
def test_papers_whose_time_is_over_go_with_their_files(tmp_path: Path, django_capture_on_commit_callbacks: Any) -> None:
    papers = attach_papers([put(tmp_path, SAMPLES["pdf"])] * 2, by=None, at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        delete_papers(papers)
    assert not Attachment.objects.exists()
    assert not list(folder().iterdir())


@pytest.mark.django_db
def test_files_that_no_row_names_are_swept_after_a_day_once_an_hour(tmp_path: Path) -> None:
    kept = attach(put(tmp_path, SAMPLES["pdf"]), by=None, at=AT)
    old, young = put(folder(), b"x", name="0" * 32), put(folder(), b"x", name="1" * 32)
    two_days_ago = (AT - timedelta(days=2)).timestamp()
    for path in (old, folder() / kept.name):
        os.utime(path, (two_days_ago, two_days_ago))
    os.utime(young, (AT.timestamp(), AT.timestamp()))
    assert sweep_left_behind(at=AT) == 1
    assert (old.exists(), young.exists(), (folder() / kept.name).exists()) == (False, True, True)
    os.utime(young, (two_days_ago, two_days_ago))
    assert sweep_left_behind(at=AT + timedelta(minutes=59)) == 0
    assert sweep_left_behind(at=AT + timedelta(hours=1)) == 1
