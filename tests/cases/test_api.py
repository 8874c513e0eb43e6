"""Cases by program: handing in with a key, once for each Idempotency-Key, and reading with number and code."""

import json
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enterprises.cases.models import Case
from enterprises.cases.services.codes import FAILURES, case_by_code
from enterprises.logins.api_keys.models import ApiKey
from enterprises.logins.api_keys.scopes import CASES_HAND_IN
from enterprises.logins.api_keys.services import issue_api_key
from enterprises.records.models import Record
from enterprises.shared import clock
from tests import make
from tests.cases import make as cases
from tests.cases.make import noon
from tests.make import Office
from tests.shields.make import in_force

pytestmark = pytest.mark.django_db
ONCE = "7d0c1c2e-5b0f-4a8e-9a53-000000000001"


@pytest.fixture
def key() -> str:
    at = clock.now()
    by = User.objects.create_superuser("guanli")
    issued = issue_api_key(
        owner="武汉某信用服务公司", scopes=[CASES_HAND_IN], by=by, at=at, expires_at=at + timedelta(days=700)
    )
    return issued.text


def application(record: Record, **changes: Any) -> dict[str, Any]:
    given = {
        "kind": "objection",
        "about": f"record:{record.pk}",
        "ground": "content",
        "statement": "罚款金额应为两万元",
        "name": "王小明",
        "capacity": "AGENT",
        "telephone": "13800000000",
    } | changes
    return {name: value for name, value in given.items() if value is not None}


def posted(client: Client, key: str, body: Any, *, once: str = ONCE, is_multipart: bool = False) -> Any:
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": once}
    if is_multipart:
        return client.post(reverse("api:cases"), body, headers=headers)
    text = body if isinstance(body, str) else json.dumps(body)
    return client.post(reverse("api:cases"), text, content_type="application/json", headers=headers)


def read(client: Client, number: str, code: str) -> Any:
    return client.get(reverse("api:case", args=[number]), headers={"Case-Code": code})


def test_a_program_hands_in_and_reads_with_the_code(client: Client, record: Record, key: str) -> None:
    answer = posted(client, key, application(record))
    assert answer.status_code == HTTPStatus.CREATED
    assert "no-store" in answer["Cache-Control"]
    receipt, case = answer.json(), Case.objects.get()
    assert (case.channel, case.handed_in_by, case.party.name) == (Case.Channel.API, None, "王小明")
    assert case.api_key is not None
    assert case.events.get().reason == "武汉某信用服务公司"
    record.refresh_from_db()
    assert record.disputed_at is not None
    shown = read(client, receipt["number"], receipt["code"]).json()
    assert (shown["number"], shown["state"], shown["kind"]) == (case.number, "RECEIVED", "objection")
    assert shown["due_on"] == str(case.due_on)
    assert "王小明" not in json.dumps(shown, ensure_ascii=False)


def test_papers_come_with_it(client: Client, record: Record, key: str, day: Any, time_machine: Any) -> None:
    time_machine.move_to(noon(day))
    given = application(record, kind="repair", ground="performed")
    without = posted(client, key, given)
    assert without.status_code == HTTPStatus.BAD_REQUEST
    assert set(without.json()["fields"]) == {"paper-performance", "paper-promise"}
    files = {f"paper-{code}": SimpleUploadedFile("x.pdf", b"%PDF-1.7 made up") for code in cases.REPAIR_PAPERS}
    assert posted(client, key, {**given, **files}, is_multipart=True).status_code == HTTPStatus.CREATED
    assert [paper.code for paper in Case.objects.get().papers.all()] == list(cases.REPAIR_PAPERS)


@pytest.mark.usefixtures("real_papers")
def test_a_bad_paper_is_refused_and_nothing_is_kept(client: Client, record: Record, key: str) -> None:
    files = {"paper-other": SimpleUploadedFile("x.pdf", b"no paper at all")}
    answer = posted(client, key, {**application(record), **files}, is_multipart=True)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "第1个文件" in answer.json()["detail"]
    assert not Case.objects.exists()


def test_a_repeated_request_gets_the_same_receipt(client: Client, record: Record, key: str) -> None:
    first = posted(client, key, application(record))
    again = posted(client, key, application(record))
    assert (first.status_code, again.status_code) == (HTTPStatus.CREATED, HTTPStatus.OK)
    assert first.json() == again.json()
    assert Case.objects.count() == 1
    other = posted(client, key, application(record, statement="别的"))
    assert (other.status_code, other.json()["code"]) == (HTTPStatus.CONFLICT, "idempotency_reused")
    next_one = posted(client, key, application(record), once=ONCE[:-1] + "2")
    assert next_one.status_code == HTTPStatus.CREATED
    assert next_one.json()["code"] != first.json()["code"]


@pytest.mark.parametrize("once", ["", "short", "x" * 129, "长" * 20])
def test_the_idempotency_key_is_wanted(client: Client, record: Record, key: str, once: str) -> None:
    answer = client.post(
        reverse("api:cases"),
        application(record),
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}", "Idempotency-Key": once.encode().decode("latin-1")},
    )
    assert (answer.status_code, answer.json()["code"]) == (HTTPStatus.BAD_REQUEST, "idempotency_key")


def test_without_a_key_nothing_is_received(client: Client, record: Record) -> None:
    answer = posted(client, "cpk_00000000_x", application(record))
    assert (answer.status_code, answer.json()["code"]) == (HTTPStatus.UNAUTHORIZED, "key_unknown")
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "complaint"}, "kind"),
        ({"about": "record:999999999"}, "about"),
        ({"about": None}, "about"),
        ({"ground": "none"}, "ground"),
        ({"capacity": "KING"}, "capacity"),
        ({"name": None}, "name"),
        ({"telephone": None}, "telephone"),
        ({"mail": "nobody"}, "mail"),
        ({"statement": "长" * 4001}, "statement"),
        ({"received_on": "2020-01-01"}, "received_on"),
        ({"name": "王\0"}, "name"),
    ],
)
def test_an_error_names_its_field(
    client: Client, record: Record, key: str, changes: dict[str, Any], field: str
) -> None:
    answer = posted(client, key, application(record, **changes))
    assert answer.status_code == (HTTPStatus.NOT_FOUND if field == "about" else HTTPStatus.BAD_REQUEST)
    assert field in answer.json()["fields"]
    assert not Case.objects.exists()


def test_too_early_a_repair_is_refused_with_the_day(client: Client, record: Record, key: str) -> None:
    files = {f"paper-{code}": SimpleUploadedFile("x.pdf", b"%PDF-1.7 made up") for code in cases.REPAIR_PAPERS}
    given = application(record, kind="repair", ground="performed")
    answer = posted(client, key, {**given, **files}, is_multipart=True)
    assert (answer.status_code, answer.json()["code"]) == (HTTPStatus.CONFLICT, "not_admitted")
    assert str(record.repairable_from) in answer.json()["detail"]


@pytest.mark.parametrize(
    "body", ["", "[", "[]", '"x"', "[" * 50_000, '{"kind": 1}', '{"name": "\\ud800"}', "x" * 70_000]
)
def test_odd_bodies_get_a_sentence(client: Client, key: str, body: str) -> None:
    answer = posted(client, key, body)
    assert answer.status_code in (HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.NOT_FOUND)
    assert answer.json()["detail"]


def test_wrong_codes_lock_every_number_alike(client: Client, record: Record) -> None:
    receipt = cases.objection(cases.ref(record), on=clock.today())
    wrong: dict[str, list[Any]] = {}
    for number in (receipt.number, "YY-2026-999999"):
        answers = [read(client, number, "2222-2222-2222-2222") for _ in range(FAILURES + 1)]
        answers.append(client.get(reverse("api:case", args=[number])))
        wrong[number] = [(each.status_code, each.json(), each.get("Retry-After")) for each in answers]
    assert wrong[receipt.number] == wrong["YY-2026-999999"]
    statuses = [each[0] for each in wrong[receipt.number]]
    assert statuses == [HTTPStatus.NOT_FOUND] * FAILURES + [HTTPStatus.TOO_MANY_REQUESTS] * 2
    locked = read(client, receipt.number, receipt.code)
    assert locked.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert int(locked["Retry-After"]) > 0
    assert locked.json() == {"detail": "查询码输错次数过多，请15分钟后再试。", "code": "throttled"}


def test_a_key_of_the_authority_enters_repairs_of_market_regulation(
    client: Client, key: str, enterprise: Any, time_machine: Any
) -> None:
    office = make.office(3)
    record = make.published(
        office, enterprise=enterprise, CF_CFLB="吊销许可证件", CF_NR_ZKDX="食品许可 第1号", CF_NR_FK=""
    )
    assert record.repairable_from is not None
    time_machine.move_to(noon(record.repairable_from))

    def answer(once: str) -> Any:
        files = {f"paper-{code}": SimpleUploadedFile("x.pdf", b"%PDF-1.7 made up") for code in cases.REPAIR_PAPERS}
        body = {**application(record, kind="repair", ground="performed"), **files}
        return posted(client, key, body, once=once, is_multipart=True)

    assert "国家企业信用信息公示系统" in answer(ONCE).json()["detail"]
    ApiKey.objects.update(agency=office.agency)
    assert answer(ONCE[:-1] + "3").status_code == HTTPStatus.CREATED


def test_a_key_of_the_authority_alone_enters_what_a_shield_hides(
    client: Client, key: str, record: Record, office: Office
) -> None:
    in_force(record.enterprise)
    ApiKey.objects.update(agency=make.agency(8, name="武汉市交通运输局"))
    assert posted(client, key, application(record)).status_code == HTTPStatus.NOT_FOUND
    ApiKey.objects.update(agency=office.agency)
    assert posted(client, key, application(record)).status_code == HTTPStatus.CREATED


_TEXT = st.text(max_size=40)
_BODY = st.dictionaries(
    st.sampled_from(["kind", "about", "field", "ground", "statement", "together", "name", "capacity", "mail", "x"])
    | _TEXT,
    st.recursive(
        st.none() | st.booleans() | st.floats() | _TEXT, lambda inner: st.lists(inner, max_size=3), max_leaves=5
    ),
    max_size=8,
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(body=_BODY, is_whole=st.booleans())
def test_made_up_applications_are_never_an_error_of_ours(
    client: Client, record: Record, key: str, body: dict[str, Any], is_whole: bool
) -> None:
    given_body = application(record) | body if is_whole else body
    answer = posted(client, key, json.dumps(given_body), once=f"{ONCE}-{Case.objects.count()}")
    assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
    assert answer.status_code == HTTPStatus.CREATED or answer.json()["detail"]


def test_the_code_of_a_request_opens_its_case_alone(client: Client, record: Record, key: str) -> None:
    receipt = posted(client, key, application(record)).json()
    other = cases.objection(cases.ref(record), on=clock.today())
    assert receipt["code"] != other.code
    assert case_by_code(number=receipt["number"], code=receipt["code"], at=clock.now()) == Case.objects.get(
        number=receipt["number"]
    )
