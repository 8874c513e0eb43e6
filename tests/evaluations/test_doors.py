"""The doors to evaluations and to counterfeit cases: filters, files, feed, and what stands beside."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from enterprises.evaluations.models import EvaluationSubmission, Institution, InstitutionAccount
from enterprises.evaluations.rules import EvaluationType
from enterprises.logins.api_keys.scopes import CASES_HAND_IN, EVALUATIONS_SUBMIT
from enterprises.logins.api_keys.services import issue_api_key
from enterprises.register.models import Enterprise
from enterprises.register.services.links import link_codes
from enterprises.shared import clock
from tests import make
from tests.evaluations import make as making
from tests.lists.make import decided
from tests.make import Office

pytestmark = pytest.mark.django_db
CSV = reverse("doors:csv", kwargs={"door": "evaluations"})


def rows_of(query: str = "") -> list[dict[str, str]]:
    """Return the rows of the CSV file of evaluations."""
    answer = Client().get(f"{CSV}{query}")
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined] # it streams
    return list(csv.DictReader(StringIO(text)))


def test_a_row_has_institution_and_scale(evaluator: User, enterprise: Enterprise, office: Office) -> None:
    making.handed_in(evaluator, enterprise, content="未审核")
    making.released(evaluator, enterprise, office)
    (row,) = rows_of()
    assert (row["等级"], row["评价机构"], row["等级含义"]) == ("AAA", making.NAME, "信用优秀")
    assert row["等级标准"].startswith("由高到低：AAA 信用优秀")


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("?institution={code}", 2),
        ("?type=社会责任评价", 1),
        ("?grade=A", 0),
        ("?grade=AAA", 1),
        ("?year=2026", 3),
        ("?year=2025", 0),
        ("?state=registered", 2),
        ("?state=withdrawn", 0),
        ("?state=unregistered", 1),
        ("?q=信用等级", 3),
    ],
)
def test_filters(evaluator: User, enterprise: Enterprise, office: Office, query: str, number: int) -> None:
    making.released(evaluator, enterprise, office)
    kind = EvaluationType.SOCIAL
    making.released(evaluator, enterprise, office, evaluation_type=kind, grade="五星", content="社会责任信用等级")
    make.published(office, enterprise=enterprise, kind="evaluation", X_PJ_RQ="2026-04-01", X_PJ_DJ="B")
    assert len(rows_of(query.format(code=making.stated().code))) == number


def test_a_withdrawn_institution_is_a_state_and_a_mark(
    evaluator: User, enterprise: Enterprise, office: Office, institution: Institution
) -> None:
    making.released(evaluator, enterprise, office)
    making.withdrawn(institution, office)
    assert rows_of("?state=registered") == []
    (row,) = rows_of("?state=withdrawn")
    assert "退出登记，原因：资质被撤销" in row["说明"]


def test_unknown_choices_are_refused(evaluator: User, enterprise: Enterprise) -> None:
    assert Client().get(f"{CSV}?state=x").status_code == 400
    assert Client().get("/api/v1/evaluations/?state=x").status_code == 400


def test_the_page_shows_scale_report_and_contrast(
    evaluator: User, enterprise: Enterprise, office: Office, report: Path
) -> None:
    record = making.released(evaluator, enterprise, office, report=report).record
    decided(enterprise=enterprise)
    page = Client().get(reverse("doors:entry", kwargs={"door": "evaluations", "pk": record.pk})).content.decode()
    assert reverse("evaluations:report", kwargs={"pk": record.pk}) in page
    assert f"{making.NAME}评定AAA" in page
    assert "目前又被列入严重失信主体名单" in page
    listed = Client().get(reverse("doors:list", kwargs={"door": "evaluations"})).content.decode()
    assert "由高到低：AAA 信用优秀" in listed
    answer = Client().get("/api/v1/evaluations/").json()
    assert {cell["code"] for cell in answer["results"][0]["cells"]} >= {"grade_scale", "institution", "report_sha256"}
    feed = Client().get(reverse("doors:feed", kwargs={"door": "evaluations"})).content.decode()
    assert "由高到低：AAA 信用优秀" in feed


def test_a_black_list_that_names_the_new_code_stands_beside_a_grade_of_the_old_one(
    evaluator: User, enterprise: Enterprise, office: Office
) -> None:
    making.released(evaluator, enterprise, office)
    later = make.new_enterprise(2, name=enterprise.name)
    decided(enterprise=later)
    link_codes(earlier=enterprise, later=later)
    assert "目前又被列入严重失信主体名单" in rows_of()[0]["说明"]


def test_the_register_is_public(evaluator: User, office: Office, institution: Institution) -> None:
    making.proposed(office, 502, name="还没有登记的机构")
    page = Client().get(reverse("evaluations:institutions")).content.decode()
    assert making.NAME in page
    assert "还没有登记的机构" not in page
    own = Client().get(reverse("evaluations:institution", kwargs={"pk": institution.pk})).content.decode()
    assert "信用优秀" in own
    assert "0 件，属实 0 件" in own
    (row,) = Client().get("/api/v1/evaluations/institutions/").json()["results"]
    assert [scale["evaluation_type"] for scale in row["scales"]] == ["信用评价", "社会责任评价"]
    assert row["scales"][0]["grades"][0] == {"grade": "AAA", "meaning": "信用优秀"}


@pytest.fixture
def key(evaluator: User) -> str:
    """Give a key that acts for the institution's account."""
    at = clock.now()
    administrator = User.objects.create_superuser("guanli")
    issued = issue_api_key(
        owner=making.NAME, scopes=[EVALUATIONS_SUBMIT], expires_at=at.replace(year=at.year + 1), by=administrator, at=at
    )
    InstitutionAccount.objects.filter(user=evaluator).update(api_key=issued.key)
    return issued.text


def sent(key: str, enterprise: Enterprise, **changes: object) -> tuple[int, dict[str, object]]:
    """Hand in an evaluation by program; return status and answer."""
    given = {
        "subject_code": enterprise.uscc,
        "subject_name": enterprise.name,
        "evaluation_type": "信用评价",
        "content": "2026年度企业信用等级",
        "grade": "AAA",
        "decided_on": "2026-04-01",
        **changes,
    }
    headers = {"Authorization": f"Bearer {key}"}
    if "report" in given:
        answer = Client().post("/api/v1/evaluations/submissions/", given, headers=headers)
    else:
        text = json.dumps(given)
        answer = Client().post("/api/v1/evaluations/submissions/", text, "application/json", headers=headers)
    return answer.status_code, answer.json()


def test_an_institution_hands_in_by_program(key: str, enterprise: Enterprise, evaluator: User) -> None:
    status, answer = sent(key, enterprise)
    assert (status, answer["state"], answer["report_sha256"]) == (201, "SUBMITTED", "")
    submission = EvaluationSubmission.objects.get()
    assert (submission.channel, submission.submitted_by) == ("API", evaluator)
    report = SimpleUploadedFile("r.pdf", b"%PDF-1.7 api", content_type="application/pdf")
    status, answer = sent(key, enterprise, content="另一项", report=report)
    assert status == 201
    second = EvaluationSubmission.objects.exclude(pk=submission.pk).get()
    assert second.report is not None
    assert answer["report_sha256"] == second.report.sha256


def test_what_a_program_sends_is_checked_alike(key: str, enterprise: Enterprise, evaluator: User) -> None:
    status, answer = sent(key, enterprise, grade="X")
    assert (status, answer["code"]) == (400, "evaluation_refused")
    assert "不在本机构登记的等级标准内" in str(answer["detail"])
    status, answer = sent(key, enterprise, decided_on="soon")
    assert status == 400
    assert str(answer["detail"]).startswith("decided_on：日期格式")
    assert sent(key, enterprise, content="")[1]["detail"] == "content：该字段不能为空。"
    lost = sent(key, enterprise, valid_untill="2027-01-01")
    assert lost == (400, {"detail": "valid_untill：没有这个字段。", "code": "unknown_field"})
    assert sent("cpk_x_y", enterprise)[0] == 401
    InstitutionAccount.objects.update(api_key=None)
    assert sent(key, enterprise)[0] == 403
    assert not EvaluationSubmission.objects.exists()


def test_a_key_for_something_else_hands_in_nothing(enterprise: Enterprise) -> None:
    at = clock.now()
    administrator = User.objects.create_superuser("guanli")
    other = issue_api_key(
        owner="x", scopes=[CASES_HAND_IN], expires_at=at.replace(year=at.year + 1), by=administrator, at=at
    )
    with time_machine.travel(at, tick=False):
        assert sent(other.text, enterprise)[0] == 403
