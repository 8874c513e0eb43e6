"""Uploads lie in DATA_DIR/incoming while they are read, whatever their size."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import UnreadablePostError
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from enterprises.documents import pages as verify
from enterprises.documents import verification
from enterprises.shared.incoming.models import IncomingFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "incoming"


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[Path, int, str]]]:
    """Give what verification was called with: path, size on disk, purpose."""
    found: list[tuple[Path, int, str]] = []
    as_before = verification.verify_file

    def verify_file(path: Path, **given: Any) -> Any:
        found.append((path, path.stat().st_size, IncomingFile.objects.get(name=path.parent.name).purpose))
        return as_before(path, **given)

    monkeypatch.setattr(verify, "verify_file", verify_file)
    yield found


def sent(client: Client, content: bytes) -> Any:
    return client.post("/verify/", {"file": SimpleUploadedFile("x.pdf", content)})


@pytest.mark.parametrize("size", [1, 3_000_000])
def test_a_file_lies_there_for_the_length_of_the_answer(
    client: Client, root: Path, seen: list[tuple[Path, int, str]], size: int
) -> None:
    assert sent(client, b"x" * size).status_code == 200
    ((path, stored, purpose),) = seen
    assert (path.parents[1], stored, purpose) == (root, size, "enterprises:verify")
    assert list(root.glob("[!.]*")) == []
    assert not IncomingFile.objects.exists()


def test_of_a_file_that_is_too_big_the_size_alone_is_kept(
    client: Client, root: Path, settings: Any, seen: list[tuple[Path, int, str]]
) -> None:
    settings.UPLOAD_MAX_BYTES = settings.VERIFY_MAX_BYTES = 100_000
    answer = sent(client, b"x" * 150_000)
    assert answer.status_code == 413
    assert seen == []
    assert list(root.glob("[!.]*")) == []


def test_an_address_that_takes_no_file_stores_none(client: Client, root: Path) -> None:
    client.post("/desk/login/", {"file": SimpleUploadedFile("x.pdf", b"x")})
    assert not root.exists()


class Broken(BytesIO):
    """A body whose sender goes away."""

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        if not found:
            raise UnreadablePostError("gone")
        return found


def test_nothing_stays_of_an_upload_that_breaks_off(client: Client, root: Path) -> None:
    files = {"a": SimpleUploadedFile("a", b"x"), "file": SimpleUploadedFile("b", b"x" * 9_999)}
    body = encode_multipart(BOUNDARY, files)
    client.raise_request_exception = False
    sending: dict[str, Any] = {
        "wsgi.input": Broken(body[:-3000]),
        "CONTENT_TYPE": MULTIPART_CONTENT,
        "CONTENT_LENGTH": str(len(body)),
    }
    assert client.generic("POST", "/verify/", **sending).status_code >= 400
    assert root.exists()
    assert list(root.glob("[!.]*")) == []
    assert not IncomingFile.objects.exists()


def test_too_many_files_at_once_are_told_when_to_come_again(
    client: Client, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from enterprises.documents import naming
    from enterprises.shared.confined.parent import Slots

    monkeypatch.setattr(naming, "SLOTS", Slots(0, wait_seconds=0))
    answer = sent(client, b"x")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "正在读取的文件太多" in answer.content.decode()
