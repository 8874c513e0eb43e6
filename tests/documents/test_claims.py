"""A report is what it claims to be: PDF/A-3a and PDF/UA-1, by veraPDF's rules."""

from datetime import date
from pathlib import Path

import pytest
from django.test import override_settings

from enterprises.catalogue.cells import LabelledValue
from enterprises.catalogue.types import Chapter
from enterprises.creditfile.report.content import report_pdf, report_snapshot
from enterprises.creditfile.types import Badge, BadgeTone, CreditFile, FormerNameView, Relative
from enterprises.documents.identity import signing_identity
from enterprises.documents.signing import sign
from tests.documents.files import INSTANT, USCC, credit_file, credit_row, credit_subject
from tests.support.verapdf import PROFILES, Claim, claims_of

pytestmark = [pytest.mark.verapdf]


def full_file() -> CreditFile:
    """Make a file with everything that a report can print."""
    long = LabelledValue(code="CF_SY", label="违法事实", value="当事人违法事实甚多😀。\n" * 200)
    rows = {
        Chapter.ADMINISTRATION: (
            credit_row(record_id=1, disputed=True),
            credit_row(record_id=2, cells=(*credit_row().cells, long)),
        ),
        Chapter.HONOUR: (credit_row(record_id=3, public_until=None, last_public_on=None, repairable_from=None),),
    }
    former = tuple(FormerNameView(name=f"曾用名{n}", used_from=date(2010, 1, n), used_until=None) for n in (1, 2))
    relative = Relative(uscc=USCC, name="武汉江城示例集团有限公司")
    subject = credit_subject(name="𬭩<江城>&\u200b公司", former_names=former, parent=relative, branches=(relative,) * 3)
    badges = tuple(Badge(code=tone.value, label=tone.value, tone=tone) for tone in BadgeTone)
    return credit_file(rows=rows, subject=subject, badges=badges)


def signed(file: CreditFile, *, number: str) -> bytes:
    pdf = report_pdf(report_snapshot(file, number=number, at=INSTANT))
    return sign(pdf, identity=signing_identity(), at=INSTANT, reason="试签")


@pytest.fixture(scope="module")
def found(verapdf: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Claim]]:
    """Validate all files in one run: to start the validator takes as long as to read three."""
    folder = tmp_path_factory.mktemp("claims")
    files = {"full": full_file(), "empty": credit_file(rows={}), "demo": full_file()}
    for name, file in files.items():
        with override_settings(DEMO=name == "demo"):
            (folder / f"{name}.pdf").write_bytes(signed(file, number=f"20261123102705ABCD{name[:4].upper()}"))
    empty = (folder / "empty.pdf").read_bytes()
    (folder / "broken.pdf").write_bytes(empty.replace(b"/MarkInfo", b"/MarkXnfo"))
    return claims_of(verapdf, sorted(folder.glob("*.pdf")))


def test_reports_keep_both_claims(found: dict[str, list[Claim]]) -> None:
    assert found.keys() == {"full.pdf", "empty.pdf", "demo.pdf", "broken.pdf"}
    for name in found.keys() - {"broken.pdf"}:
        assert {claim.profile for claim in found[name]} == PROFILES, name
        assert [claim for claim in found[name] if claim.broken] == [], name


def test_the_validator_finds_faults(found: dict[str, list[Claim]]) -> None:
    assert any(claim.broken for claim in found["broken.pdf"])
