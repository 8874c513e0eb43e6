"""An officer reads under which names the agency is known, and who has its duties today."""

import re
from datetime import date

from django.test import Client

from enterprises.agencies.models import AgencyAlias
from enterprises.shared.rules.names import fold_name
from tests import make
from tests.make import Office


def alias(office: Office, name: str, **values: object) -> AgencyAlias:
    return AgencyAlias.objects.create(
        agency=office.agency, name=name, folded_name=fold_name(name), source="机构改革方案", **values
    )


def test_former_names_with_their_days(recorder: Client, office: Office) -> None:
    alias(office, "武汉市工商行政管理局", used_until=date(2019, 1, 14))
    page = recorder.get("/desk/agency/").content.decode()
    for text in (office.agency.name, office.agency.code, "武汉市工商行政管理局", "2019-01-14", "机构改革方案", "不详"):
        assert text in page
    assert "承继" not in page


def test_a_body_that_was_merged_names_its_successor(recorder: Client, office: Office) -> None:
    successor = make.office(2, name="武汉市知识产权局")
    alias(successor, office.agency.name, code=office.agency.code, used_until=date(2026, 3, 1))
    page = recorder.get("/desk/agency/").content.decode()
    assert re.search(r"自 .*2026-03-01.* 起由武汉市知识产权局", page)
    assert successor.agency.code in page


def test_another_bodys_name_is_no_succession(recorder: Client, office: Office) -> None:
    successor = make.office(2, name="武汉市知识产权局")
    alias(successor, office.agency.name, code=make.uscc(9, department="1"))
    assert "承继" not in recorder.get("/desk/agency/").content.decode()


def test_without_former_names(recorder: Client) -> None:
    assert "没有曾用名" in recorder.get("/desk/agency/").content.decode()
