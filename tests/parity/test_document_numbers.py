"""The migration that folds stored document numbers does as the rule does."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from enterprises.models import Record
from enterprises.rules.document_numbers import fold_document_number
from tests.search.make import firm, penalise

NUMBERS = ["武市監罰字【２０２６】第12號", "（2026）鄂01民初123号", "Q/ABC 001—2026", "PJ-2026-7号之一", "2026年第3号"]
migration = import_module("enterprises.migrations.0002_record_folded_document_number")


@pytest.mark.django_db
def test_stored_numbers_are_folded(monkeypatch: pytest.MonkeyPatch) -> None:
    enterprise = firm(1, "武汉华谊有限公司")
    for number in [*NUMBERS, ""]:
        penalise(enterprise, document_number=number)
    Record.objects.update(folded_document_number="")
    monkeypatch.setattr(migration, "CHUNK", 2)
    migration.fill(apps, connection.schema_editor())
    stored = dict(Record.objects.values_list("document_number", "folded_document_number"))
    assert stored == {number: fold_document_number(number) for number in [*NUMBERS, ""]}
