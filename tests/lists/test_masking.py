"""What officers type about a listing is shown with personal numbers masked, in the file and in editions."""

import pytest

from lists.editions.files.content import entry_content, entry_of
from lists.sections import row_of
from tests.lists.make import decided

PHONE = "13912345678"


@pytest.mark.django_db
def test_no_typed_text_shows_a_phone() -> None:
    listing = decided(
        changes={"document_number": f"武信列7号 电话{PHONE}"},
        reason=f"联系电话{PHONE}",
    )
    listing.term_basis = f"《办法》第十条，联系{PHONE}"  # from before bases were chosen
    assert PHONE not in str(row_of(listing))
    assert PHONE not in str(entry_content(entry_of(listing, position=1), disputed=False))
    assert "《办法》第十条" in row_of(listing).legal_basis
