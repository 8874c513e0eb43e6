"""Finding the enterprise a record is about, or naming it."""

from datetime import date

from django.test import Client

from enterprises.register.models import Enterprise, FormerName
from enterprises.shared.rules.names import fold_name
from tests import make
from tests.desk.pages import new_address
from tests.make import Office

CHOOSE = "/desk/records/new/"


def found(client: Client, query: str) -> list[Enterprise]:
    return list(client.get(CHOOSE, {"kind": "honour", "q": query}).context["found"])


def test_by_beginning_former_name_and_register_number(recorder: Client) -> None:
    first = make.new_enterprise(1, name="武汉东湖科技有限公司", register_number="420100000012345")
    second = make.new_enterprise(2, name="武汉东湖科技（集团）有限公司")
    FormerName.objects.create(
        enterprise=second, name="汉口机械厂", folded_name=fold_name("汉口机械厂"), used_until=date(2020, 1, 1)
    )
    make.new_enterprise(3, name="宜昌东湖科技有限公司")
    assert found(recorder, "武汉东湖科技") == sorted([first, second], key=lambda each: each.uscc)
    assert found(recorder, "武汉东湖科技(集团)有限公司") == [second]
    assert found(recorder, "汉口机械") == [second]
    assert found(recorder, "420100000012345") == [first]


def test_a_code_leads_straight_to_the_form(recorder: Client, enterprise: Enterprise) -> None:
    answer = recorder.get(CHOOSE, {"kind": "honour", "q": f" {enterprise.uscc.lower()} "})
    assert answer["Location"] == new_address(enterprise, "honour")


def test_enterprises_that_are_not_public_are_found_and_marked(recorder: Client) -> None:
    make.new_enterprise(name="武汉未公示有限公司", public=False)
    page = recorder.get(CHOOSE, {"q": "武汉未公示"}).content.decode()
    assert "尚未公示" in page


def test_a_wrong_code_is_explained(recorder: Client) -> None:
    page = recorder.get(CHOOSE, {"q": "911234567890123456"}).content.decode()
    assert "校验位不正确" in page
    assert "/desk/enterprises/new/?kind=penalty&amp;uscc=911234567890123456" in page


def test_the_kind_recorded_last_is_offered_again(recorder: Client, office: Office, enterprise: Enterprise) -> None:
    assert recorder.get(CHOOSE).context["kind"].code == "penalty"
    make.draft(office, enterprise=enterprise, kind="inspection")
    assert recorder.get(CHOOSE).context["kind"].code == "inspection"


def test_a_missing_enterprise_is_named_and_recorded(recorder: Client) -> None:
    address = "/desk/enterprises/new/?kind=honour&name=武汉新设贸易有限公司"
    form = recorder.get(address).context["form"]
    assert form["name"].value() == "武汉新设贸易有限公司"
    answer = recorder.post(address, {"uscc": make.uscc(7), "name": "武汉新设贸易有限公司"})
    enterprise = Enterprise.objects.get()
    assert (answer["Location"], enterprise.public_from) == (new_address(enterprise, "honour"), None)


def test_a_wrong_name_or_code_keeps_what_was_typed(recorder: Client, enterprise: Enterprise) -> None:
    answer = recorder.post("/desk/enterprises/new/", {"uscc": enterprise.uscc, "name": "某公司"})
    assert answer.status_code == 422
    assert "已有企业" in answer.content.decode()
    assert answer.context["form"]["name"].value() == "某公司"


def test_the_field_suggests_where_search_does(recorder: Client) -> None:
    assert 'data-suggest="/api/v1/suggest/"' in recorder.get(CHOOSE).content.decode()
