"""Errata: numbered corrections of editions, on page, API, files, bundle and `/verify/`."""

import json
from datetime import timedelta
from pathlib import Path

import jsonschema
import pytest
from django.db import IntegrityError
from django.test import Client

from enterprises.documents.models import IssuedDocument
from enterprises.shared.workflow.refusals import FourEyes
from lists.editions.errata import Erratum
from lists.editions.files.bundle import SCHEMA, own_file
from lists.editions.files.verify import LISTED, NOT_VERIFIED
from lists.editions.models import Edition, Manifest
from lists.editions.services.checking import check_edition
from lists.editions.services.errata import ErratumRefused, drop_erratum, issue_erratum, propose_erratum
from lists.editions.services.rebuilding import rebuild_stale_files
from tests.lists.files import run, stored, unpacked
from tests.lists.make import BLACK, TODAY, annulled, decided, decider, noon, office, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("blank_print")]
LATER = noon(TODAY) + timedelta(hours=2)
NUMBER = f"{BLACK}-1-e1"


def issued(edition: Edition, *, position: int | None = 1, text: str = "决定日期应为2026年10月21日") -> Erratum:
    proposal = propose_erratum(edition=edition, position=position, text=text, by=office(), at=LATER)
    return issue_erratum(erratum=proposal, by=decider(), at=LATER)


def test_an_erratum_reaches_page_api_files_and_bundle(client: Client, tmp_path: Path) -> None:
    listing, edition = decided(), published()
    erratum = issued(edition)
    assert erratum.document is not None
    assert (erratum.document.number, erratum.document.corrects) == (NUMBER, edition.document)
    page = client.get(f"/lists/{BLACK}/1/").content.decode()
    assert "决定日期应为2026年10月21日" in page
    assert NUMBER in page
    (plain,) = client.get(f"/api/v1/lists/{BLACK}/editions/1/").json()["errata"]
    assert (plain["document_number"], plain["position"], plain["withdrawn"]) == (NUMBER, 1, False)
    assert rebuild_stale_files(at=LATER) == 1
    assert rebuild_stale_files(at=LATER) == 0
    data = json.loads(stored(edition, "json"))
    assert data["errata"] == [plain]
    jsonschema.validate(data, json.loads(own_file(SCHEMA)), cls=jsonschema.Draft202012Validator)
    assert json.loads(bytes(Manifest.objects.get(edition=edition, revision=2).content))["errata"] == [NUMBER]
    assert "errata" not in json.loads(bytes(Manifest.objects.get(edition=edition, revision=1).content))
    bundle = unpacked(edition, tmp_path / "bundle")
    found = run(bundle, "check", listing.enterprise.uscc)
    assert found.returncode == LISTED
    assert f"Erratum {NUMBER} (2026-11-20): 决定日期应为2026年10月21日" in found.stdout
    assert check_edition(edition, at=LATER).problem == ""


def test_the_verifier_wants_the_errata_of_the_manifest(tmp_path: Path) -> None:
    decided()
    edition = published()
    issued(edition)
    rebuild_stale_files(at=LATER)
    bundle = unpacked(edition, tmp_path / "bundle")
    place = bundle / f"{BLACK}-1.json"
    data = json.loads(place.read_text("utf-8"))
    del data["errata"]
    place.write_text(json.dumps(data), "utf-8")
    assert run(bundle).returncode == NOT_VERIFIED


def test_an_erratum_ends_with_the_entry_that_it_is_about(client: Client) -> None:
    gone, edition = decided(), published()
    issued(edition, text=f"{gone.enterprise.name}的决定日期有误")
    rebuild_stale_files(at=LATER)
    annulled(gone, at=LATER)
    for address in (f"/lists/{BLACK}/1/", f"/api/v1/lists/{BLACK}/editions/1/", f"/verify/{NUMBER}/"):
        assert gone.enterprise.name not in client.get(address).content.decode(), address
    assert client.get(f"/api/v1/verify/{NUMBER}/").json()["verdict"] == "withdrawn"
    rebuild_stale_files(at=LATER)
    (plain,) = json.loads(stored(edition, "json"))["errata"]
    assert (plain["text"], plain["withdrawn"]) == ("", True)


def test_verify_leads_to_the_latest_edition_and_to_errata(client: Client) -> None:
    decided()
    first = published(as_of=TODAY - timedelta(days=2))
    assert client.get(f"/api/v1/verify/{BLACK}-1/").json()["notes"] == []
    published()
    issued(first, position=None, text="认定标准第二项应为吊销许可证件")
    answer = client.get(f"/api/v1/verify/{BLACK}-1/").json()
    assert answer["verdict"] == "genuine"
    assert [(note["text"], note["address"]) for note in answer["notes"]] == [
        ("已被第2期取代", f"/lists/{BLACK}/2/"),
        ("本期有1条勘误", f"/lists/{BLACK}/1/#errata"),
    ]
    assert f'href="/lists/{BLACK}/2/">已被第2期取代' in client.get(f"/verify/{BLACK}-1/").content.decode()
    assert client.get(f"/api/v1/verify/{BLACK}-2/").json()["notes"] == []
    assert client.get(f"/api/v1/verify/{NUMBER}/").json()["notes"][0]["address"] == f"/lists/{BLACK}/1/"
    assert client.get(f"/api/v1/lists/{BLACK}/editions/1/").json()["superseded_by"] == 2
    assert client.get(f"/api/v1/lists/{BLACK}/editions/2/").json()["superseded_by"] is None


def test_verify_tells_an_erratum_from_an_edition_and_names_no_removal_where_none_was(client: Client) -> None:
    gone, _, edition = decided(), decided(), published()
    issued(edition, position=2)
    rebuild_stale_files(at=LATER)
    page = client.get(f"/verify/{BLACK}-1/").content.decode()
    assert "名单期次勘误" in client.get(f"/verify/{NUMBER}/").content.decode()
    assert "名单期次勘误" not in page
    assert "重新生成）" in page
    assert "移除已停止公示的条目" not in page
    annulled(gone)
    rebuild_stale_files(at=LATER)
    assert "移除已停止公示的条目后重新生成" in client.get(f"/verify/{BLACK}-1/").content.decode()


def test_what_is_refused() -> None:
    listing, other = decided(), decided()
    edition = published()
    for position, text in [
        (None, f"{listing.enterprise.name}的日期有误"),
        (1, f"应为{other.enterprise.uscc.lower()}"),
        (9, "没有这一条"),
        (None, " "),
        (None, "联系人身份证号42010219800101123X"),
    ]:
        with pytest.raises(ErratumRefused):
            propose_erratum(edition=edition, position=position, text=text, by=office(), at=LATER)
    proposal = propose_erratum(edition=edition, position=None, text="标准有误", by=office(), at=LATER)
    with pytest.raises(FourEyes):
        issue_erratum(erratum=proposal, by=office(), at=LATER)
    issue_erratum(erratum=proposal, by=decider(), at=LATER)
    with pytest.raises(ErratumRefused):
        drop_erratum(erratum=proposal, by=office())
    assert IssuedDocument.objects.get(number=f"{BLACK}-1").state == "REPLACED"
    with pytest.raises(IntegrityError):
        Erratum.objects.update(issued_by=office())


def test_two_people_at_the_desk(client: Client) -> None:
    decided()
    published()
    client.force_login(office())
    address = f"/desk/lists/{BLACK}/errata/"
    assert client.post(address, {"number": 7, "text": "有误"}).status_code == 422
    assert client.post(address, {"number": 1, "text": "标准有误"}).status_code == 302
    proposal = Erratum.objects.get()
    assert "核对无误，发布" not in client.get(address).content.decode()
    client.post(f"{address}{proposal.pk}/issue/")
    proposal.refresh_from_db()
    assert proposal.number is None
    client.force_login(decider())
    assert "核对无误，发布" in client.get(address).content.decode()
    client.post(f"{address}{proposal.pk}/issue/")
    proposal.refresh_from_db()
    assert proposal.number == 1
    assert NUMBER in client.get(address).content.decode()
