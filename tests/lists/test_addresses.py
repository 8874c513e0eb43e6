"""Stable addresses of editions: digests, ranges, manifests, changes, catalogue."""

import csv
import gzip
import json
from datetime import timedelta
from io import StringIO
from xml.etree import ElementTree

import brotli
import jsonschema
import pytest
from django.test import Client

from enterprises.documents.models import IssuedFile
from lists.editions.drafts import draft_changes
from lists.editions.files.bundle import SCHEMA, own_file
from lists.editions.models import Edition, Manifest
from lists.editions.services.editions import draft_edition
from lists.editions.services.rebuilding import rebuild_stale_files
from lists.listings.models import Listing
from lists.listings.services.exits import refuse_removal
from tests.lists.make import BLACK, TODAY, annulled, decided, new_enterprise, noon, office, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "blank_print")]
UNPACKED = {"br": brotli.decompress, "gzip": gzip.decompress}
LATER = noon(TODAY) + timedelta(hours=2)


def by_digest(edition: Edition, suffix: str = "csv") -> str:
    file = IssuedFile.objects.get(document=edition.document_id, format=suffix)
    return f"/lists/{BLACK}/{edition.number}/{file.sha256}.{suffix}"


def test_a_file_under_its_digest_is_kept_by_the_reader_alone(client: Client) -> None:
    decided()
    answer = client.get(by_digest(published()))
    assert answer.status_code == 200
    kept = set(answer["Cache-Control"].split(", "))
    assert kept == {"private", "max-age=31536000", "immutable"}
    assert client.get(f"/lists/{BLACK}/1/{'0' * 64}.csv").status_code == 404


def test_a_digest_of_bytes_that_were_made_again_is_gone(client: Client) -> None:
    gone = decided()
    decided()
    edition = published()
    address = by_digest(edition)
    annulled(gone)
    answer = client.get(address)
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "60", "no-cache")
    rebuild_stale_files(at=LATER)
    answer = client.get(address)
    assert answer.status_code == 410
    assert gone.enterprise.name not in answer.content.decode()
    assert client.get(by_digest(edition)).status_code == 200


RANGES = [
    ("bytes=0-9", 206, slice(0, 10)),
    ("bytes=10-", 206, slice(10, None)),
    ("bytes=-5", 206, slice(-5, None)),
    ("bytes=0-99999999", 206, slice(0, None)),
    ("bytes=99999999-", 416, None),
    ("bytes=-0", 416, None),
    ("bytes=5-2", 200, slice(0, None)),
    ("bytes=0-1,3-4", 200, slice(0, None)),
    ("lines=0-1", 200, slice(0, None)),
    ("bytes=-", 200, slice(0, None)),
]


@pytest.mark.parametrize(("asked", "status", "expected"), RANGES)
def test_one_range_is_served(client: Client, asked: str, status: int, expected: slice | None) -> None:
    decided()
    published()
    address = f"/lists/{BLACK}/1.csv"
    whole = client.get(address)
    answer = client.get(address, headers={"Range": asked})
    assert answer.status_code == status
    assert answer.content == (b"" if expected is None else whole.content[expected])
    if status == 206:
        assert answer["Content-Range"].endswith(f"/{len(whole.content)}")
        assert answer["ETag"] == whole["ETag"]
    other = client.get(address, headers={"Range": asked, "If-Range": '"other"'})
    assert (other.status_code, other.content) == (200, whole.content)


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("*", "br")],
)
def test_tables_are_compressed_for_who_accepts_it(client: Client, accepted: str, coding: str) -> None:
    for _ in range(12):
        decided()
    address = by_digest(published())
    for where in (address, f"/lists/{BLACK}/1.csv", f"/lists/{BLACK}/1.json"):
        plain, answer = client.get(where), client.get(where, headers={"Accept-Encoding": accepted})
        assert "Content-Encoding" not in plain
        assert answer["Content-Encoding"] == coding
        assert UNPACKED[coding](answer.content) == plain.content
        assert len(answer.content) < len(plain.content) / 2
        assert all("Accept-Encoding" in one["Vary"].split(", ") for one in (plain, answer))
        assert answer["ETag"] == f'{plain["ETag"][:-1]}-{coding}"'
        held = {"Accept-Encoding": accepted, "If-None-Match": answer["ETag"]}
        again = client.get(where, headers=held)
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])
        part = client.get(where, headers={"Accept-Encoding": accepted, "Range": "bytes=0-9"})
        assert (part.status_code, part.content) == (206, plain.content[:10])
        broken = {"Accept-Encoding": accepted, "Range": "bytes=0-9", "If-Range": answer["ETag"]}
        assert client.get(where, headers=broken).content == plain.content


@pytest.mark.parametrize("accepted", ["", "identity", "br;q=0", "zstd", "br;q=0.000, *;q=0"])
def test_who_accepts_no_coding_gets_none(client: Client, accepted: str) -> None:
    for _ in range(12):
        decided()
    published()
    assert "Content-Encoding" not in client.get(f"/lists/{BLACK}/1.csv", headers={"Accept-Encoding": accepted})


@pytest.mark.parametrize("suffix", ["pdf", "xlsx", "parquet", "zip"])
def test_what_is_packed_already_is_sent_as_it_is(client: Client, suffix: str) -> None:
    decided()
    published()
    answer = client.get(f"/lists/{BLACK}/1.{suffix}", headers={"Accept-Encoding": "br, gzip"})
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer
    assert "Accept-Encoding" not in answer.get("Vary", "")


def test_manifests_stay_for_ever(client: Client) -> None:
    gone = decided()
    decided()
    published()
    annulled(gone)
    rebuild_stale_files(at=LATER)
    for revision in (1, 2):
        row = Manifest.objects.get(revision=revision)
        answer = client.get(f"/lists/{BLACK}/1/manifest-{revision}.json")
        assert answer.content == bytes(row.content)
        assert "public" in answer["Cache-Control"]
        assert gone.enterprise.name not in answer.content.decode()
        assert client.get(f"/lists/{BLACK}/1/manifest-{revision}.p7s").content == bytes(row.signature)
    for absent in ("manifest-3.json", "manifest-1.txt"):
        assert client.get(f"/lists/{BLACK}/1/{absent}").status_code == 404


def changed_lists() -> tuple[Listing, Listing, Listing]:
    """Publish two editions: one leaves, one stays with another ground, one enters."""
    gone, staying = (
        decided(enterprise=new_enterprise("武汉将走有限公司")),
        decided(enterprise=new_enterprise("武汉留下有限公司")),
    )
    published(as_of=TODAY - timedelta(days=2))
    annulled(gone)
    Listing.objects.filter(pk=staying.pk).update(reason="更正后的事由")
    new = decided(enterprise=new_enterprise("武汉新来有限公司"))
    published()
    rebuild_stale_files(at=LATER)
    return gone, staying, new


def test_changes_name_who_entered_and_changed_and_nobody_who_left(client: Client) -> None:
    gone, staying, new = changed_lists()
    page = client.get(f"/lists/{BLACK}/changes/1-2/").content.decode()
    for words in (new.enterprise.name, staying.enterprise.name, "更正后的事由", "第 1 条：认定依据被变更、撤销"):
        assert words in page, words
    assert gone.enterprise.name not in page
    data = json.loads(client.get(f"/lists/{BLACK}/changes/1-2.json").content)
    assert data["left"] == [{"position_before": 1, "reason_class": "ANNULLED"}]
    assert [one["name"] for one in data["entered"]] == [new.enterprise.name]
    assert [(one["name"], one["columns"]) for one in data["changed"]] == [(staying.enterprise.name, ["reason"])]
    rows = list(csv.reader(StringIO(client.get(f"/lists/{BLACK}/changes/1-2.csv").content.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["列入", "移出", "变更"]


def restored_lists() -> Listing:
    """Publish three editions: one is in the first, removed before the second, back before the third."""
    back = decided(enterprise=new_enterprise("武汉恢复有限公司"))
    published(as_of=TODAY - timedelta(days=2))
    annulled(back)
    decided(enterprise=new_enterprise("武汉新来有限公司"))
    published()
    refuse_removal(listing=back, reason="移出依据有误", by=office("second"), at=LATER)
    published(at=LATER)
    return back


class TestRestored:
    def test_who_is_back_has_a_class_with_day_and_basis(self, client: Client) -> None:
        back = restored_lists()
        expected = {"restored_on": TODAY.isoformat(), "basis": "移出未获第二人同意"}
        data = json.loads(client.get(f"/lists/{BLACK}/changes/2-3.json").content)
        assert (data["entered"], data["left"], data["changed"]) == ([], [], [])
        assert data["restored"] == [
            {"position": 1, "name": back.enterprise.name, "uscc": back.enterprise.uscc} | expected
        ]
        page = client.get(f"/lists/{BLACK}/changes/2-3/").content.decode()
        assert "恢复列入" in page
        assert "移出未获第二人同意" in page
        assert "移出依据有误" not in page
        text = client.get(f"/lists/{BLACK}/changes/2-3.csv").content.decode("utf-8-sig")
        rows = list(csv.DictReader(StringIO(text)))
        assert [(row["变化"], row["恢复日"], row["恢复依据"]) for row in rows] == [("恢复列入", *expected.values())]
        stored = json.loads(bytes(IssuedFile.objects.get(document__number=f"{BLACK}-3", format="json").content))
        assert stored["changes"]["restored"] == [{"position": 1} | expected]
        jsonschema.validate(stored, json.loads(own_file(SCHEMA)))
        assert "列入0条，恢复列入1条，移出0条" in client.get(f"/lists/{BLACK}/changes.atom").content.decode()

    def test_who_is_in_both_editions_or_in_none_before_is_not_restored(self, client: Client) -> None:
        restored_lists()
        data = json.loads(client.get(f"/lists/{BLACK}/changes/1-3.json").content)
        assert [one["name"] for one in data["entered"]] == ["武汉新来有限公司"]
        text = client.get(f"/lists/{BLACK}/changes/1-3.csv").content.decode("utf-8-sig")
        assert "restored" not in data
        assert "恢复日" not in text
        page = client.get(f"/lists/{BLACK}/changes/2-3/").content.decode()
        assert f'href="/lists/{BLACK}/changes/1-3/"' in page
        assert f'href="/lists/{BLACK}/changes/3-3/"' not in page

    def test_who_is_back_and_gone_again_is_not_named(self, client: Client) -> None:
        back = restored_lists()
        annulled(back)
        for address in ("2-3/", "2-3.json", "2-3.csv"):
            text = client.get(f"/lists/{BLACK}/changes/{address}").content.decode()
            assert back.enterprise.name not in text
            assert back.enterprise.uscc not in text

    def test_the_draft_names_who_is_back_and_why(self) -> None:
        back = decided(enterprise=new_enterprise("武汉恢复有限公司"))
        annulled(back)
        published()
        refuse_removal(listing=back, reason="移出依据有误", by=office("second"), at=LATER)
        draft = draft_edition(credit_list=back.credit_list, as_of=TODAY, by=office(), at=LATER).edition
        changes = draft_changes(draft, on=TODAY)
        assert [(one.name, one.why) for one in changes.restored] == [
            ("武汉恢复有限公司", f"{TODAY}恢复列入，移出未获第二人同意")
        ]
        assert not changes.entered
        assert not changes.is_same


def test_who_entered_and_is_no_longer_public_is_not_named(client: Client) -> None:
    _, _, new = changed_lists()
    annulled(new)
    for address in ("1-2/", "1-2.json", "1-2.csv"):
        text = client.get(f"/lists/{BLACK}/changes/{address}").content.decode()
        assert new.enterprise.name not in text
        assert new.enterprise.uscc not in text


@pytest.mark.parametrize("address", ["2-1/", "1-1/", "1-9/", "1-2.pdf", "2-1.csv"])
def test_only_an_earlier_edition_is_compared_with_a_later_one(client: Client, address: str) -> None:
    changed_lists()
    assert client.get(f"/lists/{BLACK}/changes/{address}").status_code == 404


def test_the_feed_names_editions_and_nobody(client: Client) -> None:
    changed_lists()
    answer = client.get(f"/lists/{BLACK}/changes.atom")
    feed = ElementTree.fromstring(answer.content)
    links = [one.attrib["href"] for one in feed.iterfind(".//{*}entry/{*}link")]
    assert [link.partition("/lists/")[2] for link in links] == [f"{BLACK}/changes/1-2/", f"{BLACK}/1/"]
    assert "武汉" not in "".join(one.text or "" for one in feed.iterfind(".//{*}entry/{*}summary"))


def test_catalogue_and_sitemap_name_the_files_under_their_digests(client: Client) -> None:
    decided()
    address = by_digest(published())
    dataset = next(
        one for one in json.loads(client.get("/lists/data.json").content)["dataset"] if one["identifier"] == BLACK
    )
    assert any(one["downloadURL"].endswith(address) for one in dataset["distribution"])
    sitemap = ElementTree.fromstring(client.get("/lists/sitemap.xml").content)
    places = [one.text or "" for one in sitemap.iterfind(".//{*}loc")]
    assert any(place.endswith(address) for place in places)
    for place in places:
        path = "/" + place.split("/", 3)[3]
        assert client.get(path).status_code == 200, path


def test_the_schema_is_published(client: Client) -> None:
    answer = client.get("/lists/edition.schema.json")
    assert answer["Content-Type"] == "application/schema+json"
    assert json.loads(answer.content)["title"]
