"""The desk's page of enterprise codes: requested by one officer, decided by another."""

import pytest
from django.test import Client

from enterprises.register.models import CodeStep, Enterprise
from tests.make import Office, new_enterprise, office, uscc

pytestmark = pytest.mark.django_db
PAGE = "/desk/enterprises/codes/"


@pytest.fixture
def ours() -> Office:
    return office()


def test_a_link_is_requested_and_agreed_to(client: Client, ours: Office) -> None:
    new_enterprise(1), new_enterprise(2)
    client.force_login(ours.recorder)
    answer = client.post(PAGE, {"kind": "LINK", "code": uscc(1), "later_code": uscc(2), "reason": "换照通知"})
    assert answer.status_code == 302
    page = client.get(PAGE).content.decode()
    assert "待复核" in page
    assert "不同意</button>" not in page  # not to whoever requested it
    client.force_login(ours.reviewer)
    assert "不同意</button>" in client.get(PAGE).content.decode()
    address = f"{PAGE}{CodeStep.objects.get().pk}/"
    client.post(address, {"answer": "agree"})
    assert Enterprise.objects.get(uscc=uscc(1)).now_under == Enterprise.objects.get(uscc=uscc(2))


def test_a_refused_request_says_why_and_keeps_what_was_typed(client: Client, ours: Office) -> None:
    client.force_login(ours.recorder)
    given = {"kind": "CONFIRM", "code": uscc(1), "name": "武汉示例有限公司", "reason": "登记系统查询"}
    answer = client.post(PAGE, given)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "只有18位、校验位不符合国家标准的代码可以确认" in page
    assert "登记系统查询" in page


@pytest.mark.parametrize(("given", "status", "outcome"), [({}, 404, "WAITING"), ({"answer": "refuse"}, 302, "REFUSED")])
def test_only_a_stated_answer_decides(
    client: Client, ours: Office, given: dict[str, str], status: int, outcome: str
) -> None:
    new_enterprise(1), new_enterprise(2)
    client.force_login(ours.recorder)
    client.post(PAGE, {"kind": "LINK", "code": uscc(1), "later_code": uscc(2), "reason": "换照通知"})
    client.force_login(ours.reviewer)
    assert client.post(f"{PAGE}{CodeStep.objects.get().pk}/", given).status_code == status
    assert CodeStep.objects.get().outcome == outcome
    assert not Enterprise.objects.filter(now_under__isnull=False).exists()


def test_the_form_of_a_new_enterprise_leads_to_the_confirmation(client: Client, ours: Office) -> None:
    client.force_login(ours.recorder)
    page = client.post("/desk/enterprises/new/", {"uscc": "91350203M0001FUE2P", "name": "厦门示例有限公司"})
    assert "请在“企业代码”申请确认" in page.content.decode()
