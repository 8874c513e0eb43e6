"""Made-up forms get a sentence: never an error of ours, nothing stored half. `FORMS=10000` tries as many."""

import os
from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enterprises.cases.models import Case, CaseParty
from enterprises.cases.pages.tokens import new_form_token
from enterprises.records.models import Record
from tests.make import Office

pytestmark = pytest.mark.django_db
FORMS = int(os.environ.get("FORMS", "60"))
ANY = settings(max_examples=FORMS, deadline=None, suppress_health_check=list(HealthCheck))
_TEXT = st.text(max_size=60)
_VALUES = {
    "ground": st.sampled_from(["content", "wrong", "performed", "identity"]) | _TEXT,
    "statement": _TEXT,
    "field": st.sampled_from(["CF_NR_FK", ""]) | _TEXT,
    "together": st.lists(st.sampled_from(["record:1", "listing:1", "record:x"]) | _TEXT, max_size=3),
    "name": st.sampled_from(["王小明"]) | _TEXT,
    "capacity": st.sampled_from(["AGENT", "OTHER"]) | _TEXT,
    "telephone": st.sampled_from(["13800000000"]) | _TEXT,
    "mail": st.sampled_from(["a@example.com"]) | _TEXT,
    "received_on": st.dates().map(str) | _TEXT,
    "token": st.none() | _TEXT,
}
_FORM = st.fixed_dictionaries({}, optional=_VALUES)
_KIND = st.sampled_from(["objection", "repair", "error-report"]) | _TEXT
_FILE = st.none() | st.binary(max_size=200)


def post(client: Client, name: str, about: str, *, kind: str, form: dict[str, Any], paper: bytes | None) -> Any:
    given = {key: value for key, value in form.items() if value is not None}
    given.setdefault("token", new_form_token())
    if paper is not None:
        given["paper-other"] = SimpleUploadedFile("paper", paper)
    return client.post(f"{reverse(name)}", given, query_params={"about": about, "kind": kind})


@pytest.mark.parametrize("name", ["cases:new", "cases-desk:enter"])
def test_any_application(client: Client, record: Record, office: Office, name: str) -> None:
    client.force_login(office.recorder)
    about = st.sampled_from([f"record:{record.pk}", f"file:{record.enterprise.uscc}", "listing:1"]) | _TEXT

    @ANY
    @given(about=about, kind=_KIND, form=_FORM, paper=_FILE)
    def ask(about: str, kind: str, form: dict[str, Any], paper: bytes | None) -> None:
        before = Case.objects.count()
        answer = post(client, name, about, kind=kind, form=form, paper=paper)
        assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
        assert Case.objects.count() == CaseParty.objects.count()
        if answer.status_code != HTTPStatus.OK:
            assert Case.objects.count() == before

    ask()


@ANY
@given(number=st.sampled_from(["YY-2026-000001"]) | _TEXT, code=_TEXT)
def test_any_number_and_code(client: Client, record: Record, number: str, code: str) -> None:
    answer = client.post(reverse("cases:open"), {"number": number, "code": code})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    given = {"number": number, "code": code}
    assert client.post(reverse("cases:receipt"), given).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
