"""Recalls behind the door of products: found like checks, filtered apart, marked when they have ended."""

import json

import pytest
from django.test import Client

from search.entry_port import EntryKind
from search.indexing.entries import entries_of
from tests import make
from tests.doors.make import AT, spot_check, table

pytestmark = pytest.mark.django_db
RECALL = {
    "X_ZH_BH": "鄂召2026-012",
    "X_ZH_LX": "主动召回",
    "X_ZH_CP": "电热水壶",
    "X_ZH_SB": "江城月",
    "X_ZH_PC": "2026-03-01",
    "X_ZH_SL": "1200",
    "X_ZH_QX": "底座接线松动，可能造成触电",
    "X_ZH_CS": "免费更换底座",
    "X_ZH_RQ": "2026-09-10",
}


def test_a_recall_stands_beside_checks_and_is_filtered(client: Client) -> None:
    office, enterprise = make.office(), make.new_enterprise(name="武汉江城月电器有限公司")
    check = spot_check(office, enterprise)
    running = make.published(office, enterprise=enterprise, kind="recall", at=AT, **RECALL)
    over = make.published(
        office,
        enterprise=enterprise,
        kind="recall",
        at=AT,
        **RECALL | {"X_ZH_BH": "鄂召2026-013", "X_ZH_JSRQ": "2026-10-01"},
    )
    assert {one["id"] for one in client.get("/api/v1/products/?q=电热水壶").json()["results"]} == {
        check.pk,
        running.pk,
        over.pk,
    }
    rows = table(client.get("/products/all.csv?kind=recall"))
    assert [row["编号"] for row in rows] == [str(over.pk), str(running.pk)]
    assert rows[1]["召回措施"] == "免费更换底座" and rows[1]["召回数量"] == "1200"
    assert "召回已于 2026-10-01 结束" in rows[0]["说明"] and "正在进行" in rows[1]["说明"]
    assert len(json.loads(client.get("/products/all.json?kind=inspection").getvalue())["results"]) == 1
    page = client.get(f"/products/{running.pk}/").content.decode()
    assert "买了召回的产品怎么办" in page and "不合格" not in page and "产品召回" in page
    batch = client.get(f"/products/batches/{enterprise.uscc}/20260301/").content.decode()
    assert "接地措施" in batch and "底座接线松动" in batch
    assert str(running.pk) in client.get("/products/feed.atom?kind=recall").content.decode()
    kinds = {entry.id: entry.kind for entry in entries_of([enterprise.pk])}
    assert kinds[running.pk] is EntryKind.PRODUCT
