"""The printed edition: laid out in parts and joined, it reads as if it were one."""

import io
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache

import pikepdf
import pypdf
import pytest

from lists.editions.files import pdf
from lists.editions.files.make import json_of
from lists.editions.files.pdf import EntryGroup, groups_of, parts_of, unsigned_pdf
from tests.lists.files import content, entry, many
from tests.lists.make import TODAY, noon


@cache
def printed(count: int, part: int) -> bytes:
    edition = many(count)
    return unsigned_pdf(edition, data=json_of(edition), at=noon(TODAY), part=part)


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text().replace("\n", "") for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def test_every_entry_is_printed_once_whether_in_parts_or_not() -> None:
    whole, joined = "".join(pages_of(printed(40, 400))), "".join(pages_of(printed(40, 15)))
    for number in range(1, 41):
        name = f"武汉第{number:03}号公司"
        assert whole.count(name) == joined.count(name) == 1, name
    assert "第41条 已撤下" in joined


def test_a_full_page_holds_eighteen_to_twenty_five_entries_under_one_row_of_heads() -> None:
    """A district is a row within the table: a table of its own would take the place of three entries."""
    first, *full, last = pages_of(printed(80, 400))
    assert len(full) >= 2
    for page in full:
        assert page.count("名称及统一社会信用代码") == 1
        assert 18 <= len(re.findall(r"武汉第\d+号公司", page)) <= 25
    assert all(page.count("名称及统一社会信用代码") == 1 for page in (first, last))


def test_a_full_page_holds_eighteen_entries_where_each_district_has_three_or_fewer() -> None:
    """The demo's sparsest list has nine districts on a page."""
    sizes = (1, 2, 2, 3, 3, 2, 3, 1, 1)
    places = [district for district, size in enumerate(sizes * 4, start=1) for _ in range(size)]
    edition = content(
        *(entry(at, uscc=f"9142{at:014}", region=f"第{district:03}区") for at, district in enumerate(places, start=1))
    )
    _, *full, _ = pages_of(unsigned_pdf(edition, data=json_of(edition), at=noon(TODAY)))
    assert len(full) >= 2
    for page in full:
        assert 18 <= len(re.findall(r"9142\d{14}", page)) <= 25


def test_no_district_is_named_at_the_foot_of_a_page_before_its_entries() -> None:
    heights = ("两次严重失信处罚" * (1 + number % 7 * 4) for number in range(1, 101))
    edition = content(*(entry(at, region=f"第{at:03}区", reason=text) for at, text in enumerate(heights, start=1)))
    for page in pages_of(unsigned_pdf(edition, data=json_of(edition), at=noon(TODAY))):
        named = Counter(re.findall(r"第\d{3}区", page))
        assert set(named.values()) == {2}, "above its entry, and in the column"


def test_pages_are_numbered_through_all_parts() -> None:
    pages = pages_of(printed(40, 15))
    assert len(pages) >= 3
    for number, text in enumerate(pages, start=1):
        assert re.findall(r"第 ?(\d+) ?页 ?/ ?共 ?(\d+) ?页", text) == [(str(number), str(len(pages)))]


def test_each_district_has_one_bookmark_that_leads_to_its_page() -> None:
    pdf = printed(40, 15)
    reader = pypdf.PdfReader(io.BytesIO(pdf))

    def titles(items: list[object]) -> list[tuple[str, int | None]]:
        found: list[tuple[str, int | None]] = []
        for item in items:
            if isinstance(item, list):
                found += titles(item)
            else:
                found.append((item.title, reader.get_destination_page_number(item)))  # type: ignore[attr-defined, arg-type]
        return found

    bookmarks = titles(reader.outline)  # type: ignore[arg-type]
    districts = ["江岸区", "武昌区", "未标明行政区划"]
    assert [title for title, _ in bookmarks if title in districts] == districts, "in the order of their codes"
    assert not [title for title, _ in bookmarks if "续" in title]
    pages = pages_of(pdf)
    for title, page in bookmarks:
        assert page is not None
        assert title in pages[page]


def test_joined_parts_keep_one_tree_of_tags_and_the_data() -> None:
    with pikepdf.open(io.BytesIO(printed(40, 15))) as pdf:
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        keys = [int(key) for key in numbers[::2]]
        assert len(keys) == len(set(keys))
        assert {int(page.obj.StructParents) for page in pdf.pages} <= set(keys)
        assert list(pdf.attachments) == ["market-regulation-3.json"]


def test_the_same_parts_give_the_same_file_wherever_they_are_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    by_processes, edition = printed(40, 15), many(40)
    monkeypatch.setattr(pdf, "worker_pool", ThreadPoolExecutor)
    assert unsigned_pdf(edition, data=json_of(edition), at=noon(TODAY), part=15) == by_processes


@pytest.mark.parametrize(("sizes", "part", "expected"), [((3,), 5, [[3]]), ((3, 4), 5, [[3, 2], [2]]), ((), 5, [[]])])
def test_groups_are_cut_at_parts(sizes: tuple[int, ...], part: int, expected: list[list[int]]) -> None:
    groups = [EntryGroup(region=str(n), entries=tuple(map(entry, range(n)))) for n in sizes]
    parts = parts_of(groups, part=part)
    assert [[len(group.entries) for group in one] for one in parts] == expected
    assert sum(group.is_continued for one in parts for group in one) == len(expected) - 1


def test_a_row_is_never_empty_and_who_has_no_district_stands_last() -> None:
    groups = groups_of(many(6))
    assert [group.region for group in groups] == ["江岸区", "武昌区", "未标明行政区划"]
    assert groups_of(replace(many(6), entries=())) == []
