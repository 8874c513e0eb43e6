"""The migrations that fold stored document numbers do as the rule does."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from enterprises.records.models import Record
from enterprises.shared.rules.document_numbers import fold_document_number
from lists.listings.models import Listing
from tests.lists.make import decided, proposed
from tests.search.make import penalise, stored_enterprise

NUMBERS = ["武市監罰字【２０２６】第12號", "（2026）鄂01民初123号", "Q/ABC 001—2026", "PJ-2026-7号之一", "2026年第3号"]
of_records = import_module("enterprises.migrations.0002_record_folded_document_number")
of_listings = import_module("lists.migrations.0002_listing_folded_document_number")


@pytest.mark.django_db
def test_stored_numbers_are_folded(monkeypatch: pytest.MonkeyPatch) -> None:
    enterprise = stored_enterprise(1, "武汉华谊有限公司")
    for number in [*NUMBERS, ""]:
        penalise(enterprise, document_number=number)
    Record.objects.update(folded_document_number="")
    monkeypatch.setattr(of_records, "CHUNK", 2)
    of_records.fill(apps, connection.schema_editor())
    stored = dict(Record.objects.values_list("document_number", "folded_document_number"))
    assert stored == {number: fold_document_number(number) for number in [*NUMBERS, ""]}


@pytest.mark.django_db
def test_stored_numbers_of_listings_are_folded(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in NUMBERS:
        decided(changes={"document_number": number})
    proposed()
    rows = Listing.objects.values_list("document_number", "folded_document_number")
    wanted = {number: fold_document_number(number) for number in [*NUMBERS, ""]}
    assert dict(rows) == wanted  # by the decision itself
    Listing.objects.update(folded_document_number="")
    monkeypatch.setattr(of_listings, "CHUNK", 2)
    of_listings.fill(apps, connection.schema_editor())
    assert dict(rows.all()) == wanted
