"""Search names external lists as external: filter, facet label, badge and hit; the database confirms."""

from datetime import date, timedelta

import pytest
from django.test import Client

from enterprises.register.models import Enterprise
from enterprises.register.services.credit_files import touch_credit_files
from enterprises.shared import clock
from lists.criteria.kinds import ListKind
from lists.criteria.models import CreditList
from lists.external.importing import Origin, take_over
from search import labels
from search.indexing.documents import document_of
from search.listings import list_days
from search.port import Days, Index
from tests.lists import make
from tests.lists.external import DEBTORS, row_of
from tests.search.asking import ask, fill, ids
from tests.search.make import settle

pytestmark = pytest.mark.django_db
FIRST = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def today(fresh: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.noon(make.TODAY))
    labels.forget()


def listed(enterprise: Enterprise, *, as_of: date = FIRST, leaves: bool = False) -> None:
    rows = () if leaves else (row_of(enterprise),)
    origin = Origin(source="省高院", label=f"截至{as_of}", as_of=as_of, sha256="0" * 64)
    people = {"by": make.office(), "confirmed_by": make.office("second")}
    take_over(make.the_list(DEBTORS), rows=rows, origin=origin, at=make.noon(make.TODAY), **people)


def test_the_document_holds_the_days_of_the_row_and_the_digest_follows() -> None:
    enterprise = make.new_enterprise()
    before = document_of(enterprise.pk)
    listed(enterprise)
    after = document_of(enterprise.pk)
    assert before is not None
    assert after is not None
    assert before.digest != after.digest
    assert list_days([enterprise.pk]) == {enterprise.pk: [(DEBTORS, Days(starts=FIRST, ends=None))]}
    listed(enterprise, as_of=date(2026, 11, 10), leaves=True)
    assert list_days([enterprise.pk])[enterprise.pk] == [(DEBTORS, Days(starts=FIRST, ends=date(2026, 11, 10)))]


def test_a_hit_says_that_the_list_is_external_and_whose(client: Client) -> None:
    on_it, other = make.new_enterprise(), make.new_enterprise()
    listed(on_it)
    result = hit_of(client, on_it)
    assert [badge["code"] for badge in result["badges"]] == ["external-black-list"]
    assert result["external_lists"] == [{"slug": DEBTORS, "name": "失信被执行人名单", "source": "人民法院"}]
    assert hit_of(client, other)["external_lists"] == []
    page = client.get("/search/", {"q": on_it.uscc}).content.decode()
    assert "外部名单：失信被执行人名单，由人民法院认定，本平台转载" in page
    listed(on_it, as_of=date(2026, 11, 10), leaves=True)
    assert hit_of(client, on_it)["badges"] == []


def hit_of(client: Client, enterprise: Enterprise) -> dict[str, list[dict[str, str]]]:
    touch_credit_files([enterprise.pk])
    settle()
    (result,) = client.get("/api/v1/search/", {"q": enterprise.uscc}).json()["results"]
    found: dict[str, list[dict[str, str]]] = result
    return found


def test_the_filter_is_confirmed_by_the_database(client: Client) -> None:
    on_it, other = make.new_enterprise(), make.new_enterprise()
    listed(on_it)
    settle()
    for enterprise, slug, found in (
        (on_it, DEBTORS, 1),
        (on_it, "tax-violations", 0),
        (on_it, "market-regulation", 0),
        (other, DEBTORS, 0),
    ):
        answer = client.get("/api/v1/search/", {"q": enterprise.uscc, "list": slug}).json()
        assert len(answer["results"]) == found, slug


def test_both_engines_filter_by_an_external_list(index: Index) -> None:
    on_it, other = make.new_enterprise("甲公司"), make.new_enterprise("乙公司")
    listed(on_it)
    fill(index, *(document for each in (on_it, other) if (document := document_of(each.pk))))
    assert ids(ask(index, on=make.TODAY, list=DEBTORS)) == [on_it.pk]
    assert ids(ask(index, on=FIRST - timedelta(days=1), list=DEBTORS)) == []


def test_the_label_of_the_facet_says_external() -> None:
    assert labels.names().lists[DEBTORS] == "失信被执行人名单（外部名单）"
    assert labels.names().lists["market-regulation"] == "市场监督管理严重违法失信名单"


def test_no_label_names_a_watch_list() -> None:
    CreditList.objects.filter(slug="market-regulation").update(kind=ListKind.WATCH, watch_reason="没有依据")
    labels.forget()
    assert "market-regulation" not in labels.names().lists


def test_the_api_of_lists_knows_external_ones(client: Client) -> None:
    enterprise = make.new_enterprise()
    listed(enterprise)
    external = {one["slug"]: one for one in client.get("/api/v1/lists/").json()["external"]}
    assert external[DEBTORS]["count"] == 1
    assert external[DEBTORS]["keeper"] == "人民法院"
    assert external[DEBTORS]["edition"] == {"source": "省高院", "label": "截至2026-11-01", "as_of": "2026-11-01"}
    assert external["tax-violations"]["edition"] is None
    answer = client.get(f"/api/v1/lists/{DEBTORS}/external/").json()
    assert (answer["count"], answer["results"][0]["uscc"]) == (1, enterprise.uscc)
    assert client.get(f"/api/v1/lists/{DEBTORS}/external/", {"on": "2020-01-01"}).status_code == 400
    assert client.get("/api/v1/lists/market-regulation/external/").status_code == 404
