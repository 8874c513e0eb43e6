"""The stock admin: accounts and agencies are kept there, what has procedure is only shown."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from enterprises.agencies.models import Agency, Officer
from enterprises.documents.models import IssuedDocument
from enterprises.documents.models import IssuedFile as File
from enterprises.documents.services import store_document
from enterprises.records.models import ImportBatch, PublicationExtension, Record, RecordEvent
from enterprises.register.models import Enterprise
from enterprises.shared.rules.names import fold_name
from tests import make
from tests.make import AT, Office

EDITABLE = {"agency", "officer", "user", "group", "institutionaccount"}


@pytest.fixture
def chief(db: None) -> Client:
    client = Client()
    user = User.objects.create_superuser("chief")
    client.force_login(user)
    return client


@pytest.fixture
def rows(office: Office, enterprise: Enterprise) -> list[Model]:
    """Make one row of everything that has procedure."""
    record = make.published(office, enterprise=enterprise, CF_FR_ZJHM="G12345678")
    PublicationExtension.objects.create(
        record=record, legal_basis="第七条", until=make.ON, requested_by=office.recorder, requested_at=AT
    )
    ImportBatch.objects.create(kind="penalty", agency=office.agency, imported_by=office.recorder, created_at=AT)
    store_document(
        number="20260506090000ABCDEFGH",
        kind=IssuedDocument.Kind.REPORT,
        snapshot={"issuer": "某中心"},
        refs={},
        files={"json": b"the bytes themselves"},
        at=AT,
        template_version="1",
        enterprise=enterprise,
    )
    return [
        model.objects.earliest("pk")
        for model in (Enterprise, Record, RecordEvent, PublicationExtension, ImportBatch, IssuedDocument, File)
    ]


def address(row: Model, page: str, *arguments: object) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=arguments)


def test_what_has_procedure_is_shown_and_nothing_else(chief: Client, rows: list[Model]) -> None:
    for row in rows:
        assert chief.get(address(row, "changelist")).status_code == 200, row
        assert chief.get(address(row, "changelist"), {"q": "某"}).status_code == 200, row
        assert chief.get(address(row, "change", row.pk)).status_code == 200, row
        assert chief.post(address(row, "change", row.pk), {"state": "DRAFT"}).status_code == 403, row
        assert chief.post(address(row, "delete", row.pk), {"post": "yes"}).status_code == 403, row
        assert chief.get(address(row, "add")).status_code == 403, row
        bulk = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
        chief.post(address(row, "changelist"), bulk)
        assert type(row).objects.filter(pk=row.pk).exists(), row  # type: ignore[attr-defined]


def test_no_model_offers_deletion_in_bulk(chief: Client) -> None:
    user = User.objects.get(username="chief")
    for model, site in admin.site._registry.items():
        if model._meta.model_name in {"group"} or model._meta.app_label == "axes":
            continue
        request = chief.get("/admin/").wsgi_request
        request.user = user
        assert "delete_selected" not in site.get_actions(request), model
        writes = site.has_change_permission(request)
        assert writes is (model._meta.model_name in EDITABLE), model


def test_what_is_kept_for_the_agency_alone_is_not_shown(chief: Client, rows: list[Model]) -> None:
    record = Record.objects.get()
    page = chief.get(address(record, "change", record.pk)).content.decode()
    assert "违法事实" in page
    assert "G12345678" not in page
    document, file = IssuedDocument.objects.get(), File.objects.get()
    assert file.sha256 in chief.get(address(file, "change", file.pk)).content.decode()
    for row in (document, file):
        assert "the bytes themselves" not in chief.get(address(row, "change", row.pk)).content.decode()


def test_agencies_and_officers_are_kept_here(chief: Client, office: Office) -> None:
    agency = office.agency
    former = {"name": "武汉市工商行政管理局", "code": "", "source": "机构改革方案", "used_until": "2019-01-01"}
    changed = {"name": "武汉市某局", "level": "CITY", "domain": "OTHER", "regulator": "SAMR", "code": "X", "region": ""}
    changed |= {"former_names-TOTAL_FORMS": "1", "former_names-INITIAL_FORMS": "0"}
    changed |= {f"former_names-0-{name}": value for name, value in former.items()}
    changed |= {"events-TOTAL_FORMS": "0", "events-INITIAL_FORMS": "0"}
    changed |= {"letter_head-TOTAL_FORMS": "0", "letter_head-INITIAL_FORMS": "0"}
    assert chief.post(address(agency, "change", agency.pk), changed).status_code == 302
    assert agency.former_names.get().folded_name == fold_name(former["name"])
    agency.refresh_from_db()
    assert agency.governing_regulator == "SAMR"
    assert (agency.name, agency.code) == ("武汉市某局", make.uscc(1, department="1"))
    officer = Officer.objects.get(user=office.recorder)
    roles = {"user": officer.user_id, "agency": agency.pk, "may_review": "on"}
    assert chief.post(address(officer, "change", officer.pk), roles).status_code == 302
    officer.refresh_from_db()
    assert (officer.may_record, officer.may_review) == (False, True)
    for row in (agency, officer, office.recorder):
        assert chief.post(address(row, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert Agency.objects.exists()


def test_wrong_roles_are_a_sentence_not_a_crash(chief: Client, office: Office) -> None:
    officer = Officer.objects.get(user=office.recorder)
    wrong = {"user": officer.user_id, "agency": office.agency.pk, "may_record": "on", "credit_office": "on"}
    assert chief.post(address(officer, "change", officer.pk), wrong).status_code == 200
    officer.refresh_from_db()
    assert not officer.credit_office


def test_officers_who_are_no_administrators_stay_outside(office: Office) -> None:
    client = Client()
    client.force_login(office.recorder)
    assert client.get("/admin/")["Location"].startswith("/admin/login/")
