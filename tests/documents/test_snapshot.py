"""A snapshot is one spelling of a file, and the file comes back from it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from enterprises.creditfile.report.content import content_sha256, file_of, report_snapshot, snapshot_of
from enterprises.creditfile.types import CreditFile
from enterprises.documents.snapshot import UnreadableSnapshot, canonical, from_plain, to_plain
from tests.documents.files import INSTANT, credit_file, credit_row

GOLDEN = Path(__file__).with_name("golden_snapshot.json")
NUMBER = "20261123102705A1B2C3D4"


@pytest.fixture(autouse=True)
def portal_facts(settings: Any) -> None:
    settings.PUBLIC_BASE_URL = "https://credit.example.cn"
    settings.ISSUING_AUTHORITY = "武汉市公共信用信息中心"
    settings.CONTACT_PHONE = "027-12345"
    settings.DEMO = True


def test_the_file_comes_back() -> None:
    file = credit_file()
    assert file_of(snapshot_of(file)) == file


def test_the_file_comes_back_through_canonical_bytes() -> None:
    file = credit_file()
    assert file_of(json.loads(canonical(snapshot_of(file)))) == file


def test_the_golden_snapshot() -> None:
    """Once issued, a snapshot's spelling is what digests were taken of: change it only with the format's version."""
    snapshot = report_snapshot(credit_file(), number=NUMBER, at=INSTANT)
    assert canonical(snapshot) + b"\n" == GOLDEN.read_bytes()


def test_canonical_sorts_keys_and_writes_utf8_without_spaces() -> None:
    assert canonical({"b": [1, None, True], "a": "武汉"}) == '{"a":"武汉","b":[1,null,true]}'.encode()


@pytest.mark.parametrize("value", [1.5, {"a": [1.0]}, {"a": {"b": (2.0,)}}])
def test_floats_are_refused(value: object) -> None:
    with pytest.raises(TypeError, match="float"):
        canonical(value)


def test_what_json_has_no_word_for_is_refused() -> None:
    with pytest.raises(TypeError, match="set"):
        to_plain({"a": {1, 2}})


def test_a_missing_value_is_named() -> None:
    snapshot = snapshot_of(credit_file())
    del snapshot["subject"]
    with pytest.raises(UnreadableSnapshot, match="subject"):
        file_of(snapshot)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("on", "2026-02-30"),
        ("audience", "NOBODY"),
        ("on", 7),
        ("badges", "x"),
        ("as_of", "2026-11-23"),
        ("subject", None),
    ],
)
def test_a_wrong_value_is_refused(key: str, value: object) -> None:
    with pytest.raises(UnreadableSnapshot):
        from_plain(CreditFile, snapshot_of(credit_file()) | {key: value})


def test_a_field_younger_than_the_snapshot_takes_its_default() -> None:
    snapshot = snapshot_of(credit_file())
    chapters = snapshot["chapters"]
    assert isinstance(chapters, list)
    for chapter in chapters:
        assert isinstance(chapter, dict)
        del chapter["advice"]
    assert all(chapter.advice == () for chapter in file_of(snapshot).chapters)


def test_number_and_time_do_not_change_the_content() -> None:
    first = report_snapshot(credit_file(), number=NUMBER, at=INSTANT)
    later = credit_file(as_of=INSTANT.replace(hour=9))
    second = report_snapshot(later, number="20261123170000ZZZZZZZZ", at=INSTANT.replace(hour=9))
    assert content_sha256(first) == content_sha256(second)


@pytest.mark.parametrize("other", [{"disputed": True}, {"record_id": 8}, {"last_public_on": date(2027, 3, 31)}])
def test_another_row_changes_the_content(other: dict[str, Any]) -> None:
    file = credit_file()
    chapters = tuple(
        type(chapter)(
            chapter=chapter.chapter,
            numeral=chapter.numeral,
            title=chapter.title,
            rows=(credit_row(**other),) if chapter.rows else (),
            advice=chapter.advice,
        )
        for chapter in file.chapters
    )
    changed = credit_file(chapters=chapters)
    one, two = (report_snapshot(each, number=NUMBER, at=INSTANT) for each in (file, changed))
    assert content_sha256(one) != content_sha256(two)


@pytest.mark.parametrize(
    "younger",
    [
        ("repair_basis", "repair_confirmed"),
        ("extension_basis", "unextended_last_public_on"),
        ("text_address",),
        ("related",),
    ],
)
def test_a_report_from_before_a_field_was_kept_is_still_read(younger: tuple[str, ...]) -> None:
    """Template version 1 had no `repair_` fields, version 2 none of an extension."""
    stored = json.loads(canonical(snapshot_of(credit_file())))
    for chapter in stored["chapters"]:
        for row in chapter["rows"]:
            for name in younger:
                del row[name]
    assert file_of(stored) == credit_file()
