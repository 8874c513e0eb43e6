"""The credit office enters a ruling, another person confirms; officers read beside a record why it is not shown."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from enterprises.shields.models import Shield
from tests import make
from tests.lists.make import decider
from tests.lists.make import office as keeper
from tests.make import AT
from tests.shields.make import NUMBER, in_force
from tests.support.clients import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(db: None) -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


def at_desk(name: str) -> Client:
    return client_of(keeper(name))


def typed(**changes: str) -> dict[str, str]:
    given = {
        "uscc": make.uscc(1),
        "kind": "RESTRUCTURING",
        "court": "湖北省武汉市中级人民法院",
        "ruling_number": NUMBER,
        "ruled_on": "2026-05-05",
        "until": "2026-12-01",
        "legal_basis": "",
    }
    return given | changes


def test_a_ruling_is_entered_and_confirmed_by_two() -> None:
    enterprise = make.new_enterprise()
    first, second = at_desk("first"), at_desk("second")
    answer = first.post(reverse("shields-desk:new"), typed())
    shield = Shield.objects.get()
    assert answer.status_code == 302
    assert (shield.enterprise_id, shield.legal_basis[:8]) == (enterprise.pk, "《企业破产法》第")
    page = reverse("shields-desk:shield", args=[shield.pk])
    confirm = reverse("shields-desk:step", args=[shield.pk, "confirm"])
    assert "确认，从今天起屏蔽" not in first.get(page).content.decode()
    refused = first.post(confirm)
    assert (refused.status_code, "另一人确认" in refused.content.decode()) == (422, True)
    assert second.post(confirm).status_code == 302
    assert "已生效" in second.get(page).content.decode()
    assert "，至 2026-11-30" in first.get(page).content.decode()
    assert NUMBER in second.get(reverse("shields-desk:shields"), {"q": make.uscc(1)}).content.decode()
    renewal = reverse("shields-desk:step", args=[shield.pk, "ask-renewal"])
    late = second.post(renewal, {"reason": "计划执行期未满", "until": "2028-01-01"})
    assert (late.status_code, "一次最多屏蔽一年" in late.content.decode()) == (422, True)
    assert second.post(renewal, {"reason": "计划执行期未满", "until": "2027-06-01"}).status_code == 302
    assert first.post(reverse("shields-desk:step", args=[shield.pk, "confirm-renewal"])).status_code == 302
    assert "2027-05-31" in first.get(page).content.decode()


def test_a_keeper_of_an_authority_neither_opens_shields_nor_sees_their_tab() -> None:
    of_authority, of_office = client_of(decider()), at_desk("first")
    shields = reverse("shields-desk:shields")
    assert (of_authority.get(shields).status_code, of_office.get(shields).status_code) == (403, 200)
    for name in ("desk:letters", "desk:password", "lists-desk:home"):
        page = reverse(name)
        assert f'href="{shields}"' in of_office.get(page).content.decode(), name
        assert f'href="{shields}"' not in of_authority.get(page).content.decode(), name


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"uscc": "91420100MA00000000"}, "没有这个代码的企业"),
        ({"until": "2026-05-06"}, "恢复公示日须晚于"),
        ({"ruling_number": ""}, "必填"),
    ],
)
def test_what_is_wrong_is_named_at_its_field(changes: dict[str, str], sentence: str) -> None:
    make.new_enterprise()
    answer = at_desk("first").post(reverse("shields-desk:new"), typed(**changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Shield.objects.exists()


def test_officers_read_beside_a_record_why_it_is_not_shown() -> None:
    office = make.office()
    record = make.published(office, enterprise=make.new_enterprise())
    client = client_of(office.reviewer)
    address = reverse("desk:record", args=[record.pk])
    assert "临时屏蔽" not in client.get(address).content.decode()
    in_force(record.enterprise)
    page = client.get(address).content.decode()
    assert NUMBER in page
    assert "临时屏蔽至" in page
    assert "公示期已届满" not in page
