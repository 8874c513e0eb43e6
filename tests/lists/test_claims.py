"""An edition is what it claims to be: PDF/A-3a and PDF/UA-1, by veraPDF's rules."""

from dataclasses import replace
from pathlib import Path

import pytest

from enterprises.documents.identity import signing_identity
from enterprises.documents.signing import sign
from lists.editions.files.content import taken_off
from lists.editions.files.make import json_of
from lists.editions.files.pdf import pdf_of, unsigned_pdf
from tests.lists.files import content, entry
from tests.lists.make import TODAY, noon
from tests.support.verapdf import claims_of

pytestmark = [pytest.mark.verapdf]


def test_editions_keep_both_claims(verapdf: Path, tmp_path: Path) -> None:
    many = [entry(number, disputed=number % 7 == 0) for number in range(1, 60)]
    full = content(*many, taken_off(listing=60, position=60), entry(61, name="𬭩<江城>&\u200b公司😀"))
    editions = {"full": full, "empty": replace(content(), is_demo=False)}
    for name, edition in editions.items():
        pdf = pdf_of(edition, data=json_of(edition), at=noon(TODAY))
        (tmp_path / f"{name}.pdf").write_bytes(pdf)
    joined = unsigned_pdf(full, data=json_of(full), at=noon(TODAY), part=20)
    (tmp_path / "joined.pdf").write_bytes(sign(joined, identity=signing_identity(), at=noon(TODAY), reason="试签"))
    found = claims_of(verapdf, sorted(tmp_path.glob("*.pdf")))
    assert found.keys() == {"full.pdf", "empty.pdf", "joined.pdf"}
    for name, claims in found.items():
        assert len(claims) == 2, name
        assert [claim for claim in claims if claim.broken] == [], name
