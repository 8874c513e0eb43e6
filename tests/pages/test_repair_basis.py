"""The regime that grants the repair day is named on page and API, and a minor record shows "at once"."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from enterprises.records.services.publication import publish_record
from tests import make

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 6, 2, tzinfo=UTC)


@time_machine.travel(AT, tick=False)
def test_page_and_api_name_the_regime_and_whether_it_is_confirmed(client: Client) -> None:
    enterprise, office = make.new_enterprise(), make.office()
    record = make.published(office, enterprise=enterprise, at=AT, CF_SXYZCD="一般")
    page = client.get(reverse("enterprises:file", kwargs={"uscc": enterprise.uscc})).content.decode()
    assert f"依据{record.repair_basis}，待核实" in page
    answer = client.get(f"/api/v1/enterprises/{enterprise.uscc}/").json()
    (row,) = (row for chapter in answer["chapters"] for row in chapter["rows"])
    assert (row["repair_basis"], row["repair_confirmed"]) == (record.repair_basis, False)


@time_machine.travel(AT, tick=False)
def test_a_minor_record_shown_with_a_reason_is_repairable_at_once(client: Client) -> None:
    enterprise, office = make.new_enterprise(), make.office(2, name="武汉市交通运输局", domain="TRANSPORT")
    record = make.submitted(office, enterprise=enterprise, at=AT, CF_SXYZCD="轻微")
    publish_record(record=record, by=office.reviewer, at=AT, minor_reason="群众关注")
    page = client.get(reverse("enterprises:file", kwargs={"uscc": enterprise.uscc})).content.decode()
    assert "可立即申请信用修复" in page
    assert "最早可申请信用修复" not in page
