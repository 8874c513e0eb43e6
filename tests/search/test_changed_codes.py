"""Search treats the codes of one enterprise as one: one hit, under the code in use, with a hint."""

import pytest
from django.test import Client

from enterprises.register.models import Enterprise
from enterprises.register.services.links import link_codes, unlink_code
from search import results as finding
from search.port import SearchUnavailable
from tests.search.make import AGENCY, api, names, penalise, settle, stored_enterprise

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh", "both_ways")]
EARLIER, LATER = "91420100MA00000001", "91420100MA00000002"


@pytest.fixture
def linked() -> tuple[Enterprise, Enterprise]:
    """Index two codes of one enterprise; the earlier one is penalised."""
    earlier = stored_enterprise(1, "武汉天河化工厂")
    later = stored_enterprise(2, "武汉天河化工有限公司", region_id=None)
    stored_enterprise(3, "武汉长江物流有限公司")
    penalise(earlier)
    link_codes(earlier=earlier, later=later)
    settle()
    return earlier, later


def test_the_old_code_finds_the_enterprise_with_a_hint(client: Client, linked: object) -> None:
    answer = api(client, q=EARLIER)
    [result] = answer["results"]
    assert (result["uscc"], result["earlier_codes"]) == (LATER, [EARLIER])
    assert (result["match"]["stage"], result["match"]["is_the_firm"]) == ("earlier_code", True)
    assert result["explanation"] == "输入的是这家企业原来的代码，现已换码。"
    page = client.get("/search/", {"q": EARLIER}).content.decode()
    assert "现已换码" in page
    assert LATER in page


def test_the_code_in_use_finds_it_too(client: Client, linked: object) -> None:
    [result] = api(client, q=LATER)["results"]
    assert result["match"]["stage"] == "code"


@pytest.mark.parametrize("text", ["天河化工", "武汉天河化工厂", "武汉天河化工有限公司"])
def test_one_hit_not_two(client: Client, linked: object, text: str) -> None:
    assert names(api(client, q=text)) == ["武汉天河化工有限公司"]


def test_the_name_under_the_old_code_counts_as_a_former_name(client: Client, linked: object) -> None:
    [result] = api(client, q="武汉天河化工厂")["results"]
    assert result["former_name"] == "武汉天河化工厂"


@pytest.mark.parametrize("chosen", [{"has_penalty": "true"}, {"kind": "penalty"}, {"agency": AGENCY}])
def test_filters_see_records_of_both(client: Client, linked: object, chosen: dict[str, str]) -> None:
    assert names(api(client, q="天河", **chosen)) == ["武汉天河化工有限公司"]
    assert names(api(client, q="长江", **chosen)) == []


def test_a_badge_tells_of_records_of_both(client: Client, linked: object) -> None:
    [result] = api(client, q="天河")["results"]
    assert [badge["label"] for badge in result["badges"]] == ["有行政处罚"]


def test_a_later_record_of_the_old_code_counts(client: Client) -> None:
    earlier, later = stored_enterprise(1, "武汉天河化工厂"), stored_enterprise(2, "武汉天河化工有限公司")
    link_codes(earlier=earlier, later=later)
    settle()
    assert names(api(client, q="天河", has_penalty="true")) == []
    penalise(earlier)
    settle()
    assert names(api(client, q="天河", has_penalty="true")) == ["武汉天河化工有限公司"]


def test_parted_codes_are_two_again(client: Client, linked: tuple[Enterprise, Enterprise]) -> None:
    unlink_code(earlier=Enterprise.objects.select_related("now_under").get(pk=linked[0].pk))
    settle()
    assert sorted(names(api(client, q="天河化工"))) == ["武汉天河化工厂", "武汉天河化工有限公司"]
    assert names(api(client, q=EARLIER)) == ["武汉天河化工厂"]


def test_the_old_code_is_found_without_the_engine(
    client: Client, linked: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(*_: object, **__: object) -> None:
        raise SearchUnavailable("gone")

    monkeypatch.setattr(finding, "index", unavailable)
    assert [result["uscc"] for result in api(client, q=EARLIER)["results"]] == [LATER]


def test_a_register_number_finds_who_is_kept_under_it(client: Client) -> None:
    Enterprise.objects.filter(pk=stored_enterprise(1, "南通示例电子有限公司").pk).update(
        uscc="320600000028065", register_number="320600000028065"
    )
    settle()
    [result] = api(client, q="320600000028065")["results"]
    assert (result["uscc"], result["code_kind"]) == ("320600000028065", "REGISTER_NUMBER")
