"""Codes confirmed, linked and parted by two persons, and the file that linked codes share."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client

from enterprises.agencies.permissions import NotPermitted
from enterprises.register.models import CodeStep, Enterprise
from enterprises.register.services.code_steps import (
    CodeStepRefused,
    decide_code_step,
    request_confirmation,
    request_link,
    request_unlink,
)
from enterprises.register.services.links import link_codes, unlink_code
from enterprises.shared.workflow.refusals import FourEyes
from tests.make import AT, Office, new_enterprise, office, published, uscc

pytestmark = pytest.mark.django_db
ODD = "91350203M0001FUE2P"


@pytest.fixture
def ours() -> Office:
    return office()


def link(ours: Office, earlier: Enterprise, later: Enterprise) -> CodeStep:
    step = request_link(earlier=earlier.uscc, later=later.uscc, reason="换照通知", by=ours.recorder, at=AT)
    return decide_code_step(pk=step.pk, agreed=True, by=ours.reviewer, at=AT)


def roots() -> dict[str, str]:
    linked = Enterprise.objects.filter(now_under__isnull=False)
    return dict(linked.values_list("uscc", "now_under__uscc"))


def test_two_people_confirm_a_code(ours: Office) -> None:
    step = request_confirmation(code=ODD, name="厦门示例有限公司", reason="登记系统", by=ours.recorder, at=AT)
    assert not Enterprise.objects.exists()
    decide_code_step(pk=step.pk, agreed=True, by=ours.reviewer, at=AT)
    found = Enterprise.objects.get()
    assert (found.uscc, found.code_kind.value, found.public_from) == (ODD, "AS_REGISTERED", None)
    assert (found.status, found.origin) == ("NOT_STATED", "RECORD")


def test_a_refused_step_changes_nothing(ours: Office) -> None:
    step = request_confirmation(code=ODD, name="厦门示例有限公司", reason="登记系统", by=ours.recorder, at=AT)
    decide_code_step(pk=step.pk, agreed=False, by=ours.reviewer, at=AT)
    assert not Enterprise.objects.exists()
    assert CodeStep.objects.get().outcome == "REFUSED"
    with pytest.raises(CodeStepRefused, match="已经办理"):
        decide_code_step(pk=step.pk, agreed=True, by=ours.reviewer, at=AT)


@pytest.mark.parametrize("code", [uscc(1), "420106199001011237", "320600000028065", "91350203M0001FUE"])
def test_only_codes_that_fail_their_check_are_confirmed(ours: Office, code: str) -> None:
    with pytest.raises(CodeStepRefused, match="可以确认"):
        request_confirmation(code=code, name="厦门示例有限公司", reason="登记系统", by=ours.recorder, at=AT)


def test_nobody_decides_his_own_request(ours: Office) -> None:
    ours.recorder.officer.may_review = True
    ours.recorder.officer.save()
    step = request_confirmation(code=ODD, name="厦门示例有限公司", reason="登记系统", by=ours.recorder, at=AT)
    with pytest.raises(FourEyes, match="另一人"):
        decide_code_step(pk=step.pk, agreed=True, by=ours.recorder, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        CodeStep.objects.update(outcome="DONE", decided_by=ours.recorder)


def test_another_agency_decides_nothing(ours: Office) -> None:
    other = office(2, name="武汉市应急管理局")
    step = request_confirmation(code=ODD, name="厦门示例有限公司", reason="登记系统", by=ours.recorder, at=AT)
    with pytest.raises(NotPermitted, match="本机关的审核员"):
        decide_code_step(pk=step.pk, agreed=True, by=other.reviewer, at=AT)


@pytest.mark.parametrize("who", ["reviewer"])
def test_only_recorders_request(ours: Office, who: str) -> None:
    by: User = getattr(ours, who)
    with pytest.raises(NotPermitted, match="录入员"):
        request_confirmation(code=ODD, name="厦门示例有限公司", reason="登记系统", by=by, at=AT)


def test_two_people_link_and_part_two_codes(ours: Office) -> None:
    earlier, later = new_enterprise(1), new_enterprise(2)
    link(ours, earlier, later)
    assert roots() == {uscc(1): uscc(2)}
    step = request_unlink(earlier=earlier.uscc, reason="登记有误", by=ours.recorder, at=AT)
    assert roots() == {uscc(1): uscc(2)}
    decide_code_step(pk=step.pk, agreed=True, by=ours.reviewer, at=AT)
    assert roots() == {}
    assert list(CodeStep.objects.order_by("pk").values_list("kind", "outcome")) == [
        ("LINK", "DONE"),
        ("UNLINK", "DONE"),
    ]


def test_a_request_waits_once(ours: Office) -> None:
    new_enterprise(1), new_enterprise(2)
    request_link(earlier=uscc(1), later=uscc(2), reason="换照通知", by=ours.recorder, at=AT)
    with pytest.raises(CodeStepRefused, match="正在等待复核"):
        request_link(earlier=uscc(1), later=uscc(2), reason="换照通知", by=ours.recorder, at=AT)


def test_codes_changed_twice_share_one_file_and_part_as_they_were_linked(ours: Office) -> None:
    first, second, third = new_enterprise(1), new_enterprise(2), new_enterprise(3)
    link(ours, first, second)
    link(ours, second, third)
    assert roots() == {uscc(1): uscc(3), uscc(2): uscc(3)}
    unlink_code(earlier=Enterprise.objects.select_related("now_under").get(uscc=uscc(2)))
    assert roots() == {uscc(1): uscc(2)}


def test_no_circle_of_codes(ours: Office) -> None:
    first, second = new_enterprise(1), new_enterprise(2)
    link(ours, first, second)
    step = request_link(earlier=uscc(2), later=uscc(1), reason="换照通知", by=ours.recorder, at=AT)
    with pytest.raises(CodeStepRefused, match="反向"):
        decide_code_step(pk=step.pk, agreed=True, by=ours.reviewer, at=AT)
    assert CodeStep.objects.get(pk=step.pk).outcome == "WAITING"


def test_linking_raises_the_revision_of_both() -> None:
    earlier, later = new_enterprise(1), new_enterprise(2)
    link_codes(earlier=earlier, later=later)
    assert set(Enterprise.objects.values_list("revision", flat=True)) == {2}


def test_each_page_leads_to_the_other_and_shows_what_both_have(client: Client) -> None:
    earlier, later = new_enterprise(1), new_enterprise(2)
    record = published(office(), enterprise=earlier)
    link_codes(earlier=earlier, later=later)
    pages = [client.get(f"/enterprises/{code}/").content.decode() for code in (uscc(1), uscc(2))]
    assert f'href="/enterprises/{uscc(2)}/"' in pages[0]
    assert "现用代码" in pages[0]
    assert f'href="/enterprises/{uscc(1)}/"' in pages[1]
    assert "原代码" in pages[1]
    assert all(record.document_number in page for page in pages)
    assert uscc(1) in pages[1][pages[1].index("chapter-2") :]  # the row names the code it was decided under
    answer = client.get(f"/api/v1/enterprises/{uscc(1)}/").json()
    assert [(one["uscc"], one["is_current"]) for one in answer["linked_codes"]] == [(uscc(2), True)]


def test_the_migration_takes_back_only_what_nobody_can_have_stated() -> None:
    new_enterprise(1, origin="RECORD", status="ACTIVE")
    new_enterprise(2, origin="RECORD", status="REVOKED")
    new_enterprise(3, origin="REGISTER", status="ACTIVE")
    import_module("enterprises.migrations.0016_register_facts_not_stated").forget_invented_statuses(apps, None)
    stored = dict(Enterprise.objects.values_list("uscc", "status"))
    assert stored == {uscc(1): "NOT_STATED", uscc(2): "REVOKED", uscc(3): "ACTIVE"}
    assert Enterprise.objects.get(uscc=uscc(1)).revision == 2
