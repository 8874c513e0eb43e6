"""Cards of lists over HTTP: the desk of two people, the page of everybody (docs/rules/lists.md)."""

import re

import pytest
from django.test import Client

from lists.criteria.models import CreditList, ListVersion
from lists.periodic_jobs import run_list_tasks
from tests.lists.grounds import revoked
from tests.lists.make import BLACK, RED, TODAY, decided, decider, new_enterprise, noon, office, the_list
from tests.support.clients import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def typed(**changes: object) -> dict[str, object]:
    """Return the form of the black list as it comes."""
    one = the_list()
    return {
        "popular_name": one.popular_name,
        "authority": "",
        "entry_conditions": one.entry_conditions,
        "repair": one.repair,
        "remedies": one.remedies,
        "measures": one.measures,
        "period": one.period,
        "columns": one.columns,
        "notice_days": one.notice_days,
        "use_M-01": "on",
        "values_M-01": one.chosen_criteria[0]["values"],
        "reason": "细化标准",
        **changes,
    }


def test_one_proposes_another_confirms_and_the_page_shows_it() -> None:
    revoked(new_enterprise())
    one, other = client_of(office()), client_of(decider())
    form = one.get(f"/desk/lists/{BLACK}/card/new/").content.decode()
    assert "名称、类型、依据、期限和移出条件由设列依据规定" in form
    given = typed(**{"values_M-01": ["限制从业"], "measures": "限制参加政府采购"})
    assert one.post(f"/desk/lists/{BLACK}/card/new/", given).status_code == 302
    version = ListVersion.objects.get(state="PROPOSED")
    page = one.get(f"/desk/lists/{BLACK}/card/").content.decode()
    assert "修改是您提出的" in page
    assert "【限于：限制从业】" in page
    assert "限制参加政府采购" not in Client().get(f"/lists/{BLACK}/").content.decode()
    trial = f"/desk/lists/{BLACK}/dry-run/"
    for address in (f"{trial}?version=waiting", trial):
        assert other.post(address).status_code == 302
        assert "正在试运行" in other.get(address).content.decode()
    run_list_tasks(at=noon(TODAY))
    assert "待确认的" in other.get(f"{trial}?version=waiting").content.decode()
    assert "建议列入 0 家" in other.get(f"{trial}?version=waiting").content.decode()
    found = other.get(trial).content.decode()
    assert "建议列入 1 家" in found
    assert "标准已有变化" not in found
    other.post(f"/desk/lists/{BLACK}/card/{version.pk}/confirm/")
    outdated = other.get(trial).content.decode()
    assert "标准已有变化" in outdated
    assert "建议列入" not in outdated
    public = Client().get(f"/lists/{BLACK}/").content.decode()
    assert "限制参加政府采购" in public
    assert '第 2 版，<time datetime="2026-11-20">2026-11-20</time>起' in public
    assert "2026-11-20" in one.get(f"/desk/lists/{BLACK}/card/").content.decode()


def test_a_refused_card_keeps_what_was_typed() -> None:
    answer = client_of(office()).post(f"/desk/lists/{BLACK}/card/new/", typed(columns=[], reason="少写栏目"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "黑名单须公示" in page
    assert "少写栏目" in page
    assert not ListVersion.objects.filter(state="PROPOSED").exists()


def test_the_proposer_cannot_confirm_but_take_back() -> None:
    one = client_of(office())
    one.post(f"/desk/lists/{BLACK}/card/new/", typed(notice_days=20))
    version = ListVersion.objects.get(state="PROPOSED")
    answer = one.post(f"/desk/lists/{BLACK}/card/{version.pk}/confirm/", follow=True)
    assert "须由提出人以外的另一人确认" in answer.content.decode()
    answer = one.post(f"/desk/lists/{BLACK}/card/{version.pk}/decline/", {"reason": ""}, follow=True)
    assert "请写明不采用的理由" in answer.content.decode()
    one.post(f"/desk/lists/{BLACK}/card/{version.pk}/decline/", {"reason": "撤回"})
    assert ListVersion.objects.get(pk=version.pk).state == "DECLINED"
    assert the_list().notice_days == 10


@pytest.mark.parametrize("slug", [BLACK, RED, "tax-violations"])
def test_the_page_of_a_list_shows_its_card(slug: str) -> None:
    one, page = the_list(slug), Client().get(f"/lists/{slug}/").content.decode()
    for text in (one.official_type, one.legal_basis, one.exit_conditions, one.remedies, one.repair, one.measures):
        assert text in page
    if one.is_ours:
        assert one.popular_name in page
        assert one.period_label in page
        assert "、".join(one.column_names) in re.sub(r"</?span\s*>", "", page)


def test_the_columns_of_the_page_are_those_of_the_card() -> None:
    decided(slug=RED, changes={"by": office("second")})
    assert 'data-label="认定单位"' in Client().get(f"/lists/{RED}/").content.decode()
    CreditList.objects.filter(slug=RED).update(columns=["reason"])
    page = Client().get(f"/lists/{RED}/").content.decode()
    assert 'data-label="认定单位"' not in page
    assert 'data-label="列入事由"' in page


def test_the_card_of_an_external_list_has_texts_alone() -> None:
    one = client_of(office())
    form = one.get("/desk/lists/tax-violations/card/new/").content.decode()
    assert "notice_days" not in form
    external = the_list("tax-violations")
    texts = ("popular_name", "entry_conditions", "repair", "remedies", "measures")
    given = {name: getattr(external, name) for name in texts} | {
        "measures": "依法实施",
        "reason": "改写",
        "authority": "",
    }
    assert one.post("/desk/lists/tax-violations/card/new/", given).status_code == 302
    client_of(decider()).post(f"/desk/lists/tax-violations/card/{ListVersion.objects.latest('pk').pk}/confirm/")
    external.refresh_from_db()
    assert (external.measures, external.criteria) == ("依法实施", "由税务机关依照上述规定决定。")


def test_a_list_without_versions_says_so() -> None:
    ListVersion.objects.all().delete()
    page = client_of(office()).get(f"/desk/lists/{BLACK}/card/").content.decode()
    assert "还没有修改过。" in page
    assert "<thead>" not in page
