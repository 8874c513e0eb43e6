"""The pages, files and API of enforcement, and the campaigns on the desk."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from enterprises.enforcement.models import Campaign, CampaignReport
from enterprises.enforcement.services.campaigns import publish_report
from tests import make
from tests.enforcement.make import SAMPLES, case, proposed, published, reported
from tests.make import AT, Office
from tests.support.clients import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make.office(1)


def test_the_cases_of_a_quarter_are_listed_and_taken_as_csv(office: Office) -> None:
    enterprise = make.new_enterprise(1)
    case(office, enterprise, 1, CF_JDRQ="2026-03-31")
    case(office, enterprise, 2, CF_JDRQ="2026-04-01")
    make.published(office, enterprise=enterprise, CF_WSH="武市监处〔2026〕8号")
    address = reverse("doors:list", kwargs={"door": "counterfeits"})
    assert Client().get(address).context["page"].paginator.count == 2
    page = Client().get(f"{address}?quarter=2026Q2")
    assert page.context["page"].paginator.count == 1
    assert "《商标法》第60条" in page.content.decode()
    assert "不合格" not in page.content.decode()
    answer = Client().get(reverse("doors:csv", kwargs={"door": "counterfeits"}) + "?quarter=2026Q2&class=trademark")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined] # it streams
    (row,) = csv.DictReader(StringIO(text))
    assert (row["决定书文号"], row["侵权假冒类别"]) == ("武市监处〔2026〕2号", "侵犯注册商标专用权")
    assert Client().get("/api/v1/counterfeits/?class=patent").json()["count"] == 0
    assert Client().get("/api/v1/counterfeits/?quarter=2026Q9").status_code == 400


def test_classes_are_english_on_pages_and_chinese_in_files(office: Office) -> None:
    record = case(
        office, make.new_enterprise(1), CF_JDRQ="2026-04-01", CF_YJ="《专利法》第68条", CF_WFXW="冒充他人专利"
    )
    reader = Client(headers={"Cookie": "django_language=en"})
    door = {"door": "counterfeits"}
    for address in (
        reverse("enforcement:index"),
        reverse("doors:list", kwargs=door),
        reverse("doors:entry", kwargs={**door, "pk": record.pk}),
    ):
        page = reader.get(address).content.decode()
        assert "Patent counterfeiting" in page
        assert "假冒专利" not in page
    for address in (reverse("doors:csv", kwargs=door), reverse("doors:json", kwargs=door)):
        text = b"".join(reader.get(address).streaming_content).decode()  # type: ignore[attr-defined] # it streams
        assert "假冒专利" in text
        assert "Patent counterfeiting" not in text
    assert reader.get("/api/v1/counterfeits/").json() == Client().get("/api/v1/counterfeits/").json()


def test_figures_and_campaigns_stand_on_one_page(office: Office) -> None:
    case(office, make.new_enterprise(1), CF_JDRQ="2026-04-01", CF_NR_FK="2")
    campaign = published(office)
    publish_report(report=reported(campaign, office, "campaign_results_unequal.xlsx"), by=office.reviewer, at=AT)
    page = Client().get(reverse("enforcement:index")).content.decode()
    assert "2026-04" in page
    assert campaign.name in page
    assert "数字不符" in page
    own = Client().get(reverse("enforcement:campaign", kwargs={"pk": campaign.pk})).content.decode()
    assert "案件各月相加为9件，通报的合计为10件，两者不符。" in own
    assert campaign.name not in Client().get(reverse("enforcement:index") + "?type=JOINT").content.decode()
    answer = Client().get("/api/v1/enforcement/campaigns/?type=RURAL").json()
    assert answer["results"][0]["results"]["total"]["cases"] == 9
    assert len(answer["results"][0]["results"]["marks"]) == 4
    (month,) = Client().get("/api/v1/enforcement/figures/?year=2026").json()["results"]
    assert (month["month"], month["cases"], month["by_class"]["trademark"]) == ("2026-04", 1, 1)
    text = Client().get(reverse("enforcement:figures-csv")).content.decode("utf-8-sig")
    (row,) = csv.DictReader(StringIO(text))
    assert (row["月份"], row["案件"], row["罚款（元）"]) == ("2026-04", "1", "20000.00")


def test_two_officers_publish_a_campaign_and_its_results_on_the_desk(office: Office) -> None:
    recorder, reviewer = client_of(office.recorder), client_of(office.reviewer)
    given = {"name": "红盾", "campaign_type": "RURAL", "goals": "农资", "starts_on": "2026-03-01", "ends_on": ""}
    wrong = recorder.post(reverse("enforcement-desk:new"), given | {"ends_on": "2026-02-01"})
    assert wrong.status_code == 422
    assert recorder.post(reverse("enforcement-desk:new"), given).status_code == 302
    pk = Campaign.objects.get().pk

    def step(client: Client, name: str) -> int:
        return client.post(reverse("enforcement-desk:step", kwargs={"pk": pk, "step": name})).status_code

    assert step(recorder, "publish") == 422
    assert step(reviewer, "publish") == 302
    address = reverse("enforcement-desk:report", kwargs={"pk": pk})
    bad = SimpleUploadedFile("a.csv", "月份,案件数\n2026-03,1\n".encode())
    refused = recorder.post(address, {"file": bad})
    assert refused.status_code == 422
    assert "缺少必需的列" in refused.content.decode()
    good = SimpleUploadedFile("a.csv", Path(SAMPLES / "campaign_results.csv").read_bytes())
    assert recorder.post(address, {"file": good}).status_code == 302
    assert Client().get(reverse("enforcement:campaign", kwargs={"pk": pk})).context["results"] is None
    assert step(recorder, "publish-report") == 422
    assert step(reviewer, "publish-report") == 302
    assert CampaignReport.objects.get().state == "PUBLISHED"
    page = reviewer.get(reverse("enforcement-desk:campaign", kwargs={"pk": pk})).content.decode()
    assert "1546" in page
    assert (
        client_of(make.office(2, name="武汉市商务局").reviewer)
        .get(reverse("enforcement-desk:campaign", kwargs={"pk": pk}))
        .status_code
        == 404
    )


def test_the_feed_has_published_campaigns_alone(office: Office) -> None:
    campaign = published(office)
    proposed(office, name="还没有公布的行动")
    text = Client().get(reverse("enforcement:feed")).content.decode()
    assert f"/enforcement/campaigns/{campaign.pk}/" in text
    assert "还没有公布的行动" not in text


def test_quarters_are_called_in_the_language_of_the_reader(office: Office) -> None:
    case(office, make.new_enterprise(1), CF_JDRQ="2026-04-01")
    client = Client()
    assert "2026年第二季度" in client.get(reverse("enforcement:index")).content.decode()
    client.cookies["django_language"] = "en"
    assert "2026 Q2" in client.get(reverse("enforcement:index")).content.decode()
    assert "2026 Q2" in client.get(reverse("doors:list", kwargs={"door": "counterfeits"})).content.decode()
