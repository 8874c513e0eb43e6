"""Two windows on one draft: the later save is refused, both versions are shown, nothing typed is lost."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from tests import make
from tests.desk.pages import content, new_address
from tests.make import Office
from tests.support.clients import client_of


@pytest.fixture
def record(recorder: Client, enterprise: Enterprise) -> Record:
    recorder.post(new_address(enterprise), content())
    return Record.objects.get()


@pytest.fixture
def colleague(office: Office) -> Client:
    return client_of(make.officer("colleague", agency=office.agency, may_record=True))


def address(record: Record) -> str:
    return reverse("desk:edit-record", kwargs={"pk": record.pk})


def seen_on(page: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', page)
    assert found
    return found[1]


def opened(client: Client, record: Record) -> str:
    return seen_on(client.get(address(record)).content.decode())


def save(client: Client, record: Record, seen: str, **changes: str) -> Any:
    return client.post(address(record), {**content(**changes), "seen": seen})


def typed_facts(record: Record) -> object:
    record.refresh_from_db()
    return record.details["CF_SY"]


def test_the_later_save_is_refused_with_both_versions(recorder: Client, colleague: Client, record: Record) -> None:
    mine, theirs = opened(recorder, record), opened(colleague, record)
    assert save(colleague, record, theirs, CF_SY="同事写的事实").status_code == 302
    answer = save(recorder, record, mine, CF_SY="我写的事实")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert typed_facts(record) == "同事写的事实"
    assert "colleague于2026-" in page
    assert "您填写的内容还没有保存" in page
    table = page[page.index('id="conflict"') : page.index("</table>")]
    assert ("我写的事实" in table, "同事写的事实" in table) == (True, True)
    assert table.count('scope="row"') == 1
    assert ">我写的事实</textarea>" in page.replace("\n", "")


def test_who_has_seen_both_takes_over_his_own(recorder: Client, colleague: Client, record: Record) -> None:
    mine, theirs = opened(recorder, record), opened(colleague, record)
    save(colleague, record, theirs, CF_SY="同事写的事实")
    page = save(recorder, record, mine, CF_SY="我写的事实").content.decode()
    assert "以我填写的内容保存" in page
    assert save(recorder, record, seen_on(page), CF_SY="我写的事实").status_code == 302
    assert typed_facts(record) == "我写的事实"


def test_a_third_save_in_between_is_refused_again(recorder: Client, colleague: Client, record: Record) -> None:
    mine, theirs = opened(recorder, record), opened(colleague, record)
    save(colleague, record, theirs, CF_SY="同事写的事实")
    page = save(recorder, record, mine, CF_SY="我写的事实").content.decode()
    save(colleague, record, opened(colleague, record), CF_SY="同事又写的事实")
    assert save(recorder, record, seen_on(page), CF_SY="我写的事实").status_code == 422
    assert typed_facts(record) == "同事又写的事实"


def test_a_form_with_a_mistake_keeps_the_version_it_was_opened_with(
    recorder: Client, colleague: Client, record: Record
) -> None:
    mine, theirs = opened(recorder, record), opened(colleague, record)
    page = save(recorder, record, mine, CF_JDRQ="昨天").content.decode()
    assert seen_on(page) == mine
    save(colleague, record, theirs, CF_SY="同事写的事实")
    assert save(recorder, record, seen_on(page)).status_code == 422


def test_a_step_that_writes_no_content_is_no_other_version(recorder: Client, reviewer: Client, record: Record) -> None:
    mine = opened(recorder, record)
    reviewer.post(
        reverse("desk:step", kwargs={"pk": record.pk, "step": "gravity"}), {"gravity": "GENERAL", "reason": "核定"}
    )
    assert save(recorder, record, mine, CF_SY="我写的事实").status_code == 302


def test_an_empty_form_leaves_no_draft(recorder: Client, enterprise: Enterprise) -> None:
    """What the portal fills in itself is nothing that an officer typed."""
    page = recorder.get(new_address(enterprise))
    untouched = {field.name: field.value() for field in page.context["form"]}
    assert any(untouched.values())
    for sent in ({}, {name: value for name, value in untouched.items() if value}):
        answer = recorder.post(new_address(enterprise), sent)
        assert answer.status_code == 422
        assert "没有填写任何内容，未保存草稿。" in answer.content.decode()
    assert not Record.objects.exists()


def test_a_draft_is_not_emptied(recorder: Client, record: Record) -> None:
    answer = recorder.post(address(record), {"seen": opened(recorder, record)})
    assert (answer.status_code, "内容不能全部清空" in answer.content.decode()) == (422, True)
    assert typed_facts(record)


@pytest.mark.parametrize("seen", [{}, {"seen": ""}, {"seen": "no number"}])
def test_a_form_that_names_no_version_overwrites_nothing(
    recorder: Client, colleague: Client, record: Record, seen: dict[str, str]
) -> None:
    assert save(colleague, record, opened(colleague, record), CF_SY="别人写的事实").status_code == 302
    answer = recorder.post(address(record), {**content(CF_SY="我写的事实"), **seen})
    assert answer.status_code == 422
    assert typed_facts(record) == "别人写的事实"
