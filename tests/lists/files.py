"""Contents of editions made by hand, their stored files, and the bundle with its script."""

import shutil
import subprocess
import sys
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from enterprises.documents.identity import signing_identity
from enterprises.documents.models import IssuedFile
from lists.editions.entry_content import EntryContent
from lists.editions.files.content import EditionContent, taken_off
from lists.editions.models import Edition
from tests.lists.make import TODAY, noon

# Apart by the order of their characters: 武昌 before 江岸, which has the lower code.
_REGIONS = (("江岸区", "420102"), ("武昌区", "420106"), ("", ""))


def content(*entries: EntryContent) -> EditionContent:
    """Make the content of the third edition of the black list."""
    return EditionContent(
        document_number="market-regulation-3",
        slug="market-regulation",
        list_name="严重失信主体名单",
        official_type="严重失信主体名单",
        popular_name="黑名单",
        color="BLACK",
        authority="武汉市公共信用信息中心",
        legal_basis="国办发〔2020〕49号",
        criteria="标准",
        entry_conditions="程序",
        exit_conditions="移出",
        remedies="救济",
        contact_phone="027-12345",
        base_url="https://credit.example",
        is_demo=True,
        number=3,
        as_of=TODAY,
        published_at=noon(TODAY),
        entries=entries,
    )


def entry(position: int = 1, **values: object) -> EntryContent:
    """Make an entry of it; a test names only what it is about."""
    valid: dict[str, object] = {
        "name": "武汉江城贸易有限公司",
        "uscc": "91420102MA4L00019X",
        "reason": "两次严重失信处罚",
        "document_number": "武信列〔2026〕7号",
        "authority": "武汉市市场监督管理局",
        "decided_on": date(2026, 10, 20),
        "public_from": date(2026, 10, 20),
        "last_public_on": date(2027, 10, 19),
        "term_basis": "办法",
    }
    return EntryContent(listing=position, position=position, **{**valid, **values})  # type: ignore[arg-type]


def many(count: int) -> EditionContent:
    """Make a content of so many entries in several regions, and one that was taken off."""
    entries = [
        entry(number, name=f"武汉第{number:03}号公司", region=region, region_code=code)
        for number in range(1, count + 1)
        for region, code in [_REGIONS[number % len(_REGIONS)]]
    ]
    return content(*entries, taken_off(listing=count + 1, position=count + 1))


def stored(edition: Edition, suffix: str) -> bytes:
    """Return a stored file of an edition."""
    return bytes(IssuedFile.objects.get(document=edition.document_id, format=suffix).content)


def unpacked(edition: Edition, folder: Path, bundle: bytes | None = None) -> Path:
    """Unpack the bundle that was downloaded, or the stored one, and put the root that the reader trusts beside it."""
    shutil.rmtree(folder, ignore_errors=True)
    with ZipFile(BytesIO(bundle or stored(edition, "zip"))) as archive:
        archive.extractall(folder)
    (folder / "root.pem").write_bytes(signing_identity().root_pem)
    return folder / str(edition.document.number if edition.document else "")


def run(bundle: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the bundled script as a stranger would: alone, without the project on its path."""
    command = [sys.executable, "-I", str(bundle / "verify.py"), "--root", str(bundle.parent / "root.pem"), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=bundle.parent, env={})
