"""A workbook with a password is refused by name."""

import struct
from pathlib import Path

import olefile
import pytest

from enterprises.shared.sheets.source import UnreadableFile
from enterprises.shared.sheets.workbook_marks import marks_of_xls
from tests.importing.field_rows import BY
from tests.importing.make import penalty, run_refused
from tests.importing.sheets import as_xls

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["EncryptedPackage", "EncryptionInfo"])
def test_a_protected_workbook_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Excel keeps an encrypted .xlsx as a compound file with these streams ([MS-OFFCRYPTO] 2.3.4)."""
    path = tmp_path / "protected.xls"
    as_xls(path, [list(penalty(1)), list(penalty(1).values())])
    parts = olefile.OleFileIO.exists
    monkeypatch.setattr(olefile.OleFileIO, "exists", lambda file, part: part == name or parts(file, part))
    with pytest.raises(UnreadableFile, match="设有打开密码，受到保护"):
        marks_of_xls(path)


def test_an_old_protected_workbook_says_so(tmp_path: Path) -> None:
    """The record FILEPASS stands behind the first BOF ([MS-XLS] 2.4.117)."""
    path = tmp_path / "protected.xls"
    as_xls(path, [list(penalty(1)), list(penalty(1).values())])
    content = path.read_bytes()
    start = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    kind, length = struct.unpack_from("<HH", content, start)
    assert kind != 0x2F
    assert length >= 0
    path.write_bytes(content[:start] + struct.pack("<H", 0x2F) + content[start + 2 :])
    text = run_refused("import_records", "penalty", str(path), *BY, status=2)
    assert "工作簿设有打开密码，受到保护，无法读取" in text
