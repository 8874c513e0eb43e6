"""Documents as plain rows with their files."""

from typing import Any

from enterprises.documents.models import IssuedDocument
from enterprises.documents.services import store_document
from tests.documents.files import INSTANT


def store(number: str = "D-000001", **changes: Any) -> IssuedDocument:
    """Store a document with one file."""
    given: dict[str, Any] = {
        "kind": IssuedDocument.Kind.EDITION,
        "snapshot": {"a": 1},
        "refs": {},
        "files": {"csv": b"a,b\n"},
        "at": INSTANT,
        "template_version": "1",
    }
    return store_document(number=number, **(given | changes))
