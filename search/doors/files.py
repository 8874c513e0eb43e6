"""Files of a door: CSV and JSON of all its entries, an Atom feed of the newest; Chinese for every reader."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from enterprises.catalogue.types import RecordColumn, Role
from enterprises.records.models import Record
from enterprises.shared.csv_tables import csv_lines
from enterprises.shared.feeds import add_entry, feed_about
from enterprises.shared.wording import in_chinese
from search.doors.entries import DoorEntry
from search.doors.serializers import DoorEntrySerializer
from search.doors.types import Door

CODES = (RecordColumn.DOCUMENT_NUMBER, Role.BATCH)  # columns that may be digits alone
BETWEEN = "；"
_CODE = "统一社会信用代码"
_FORMATS = {"csv": ("CSV", "text/csv"), "json": ("JSON", "application/json"), "feed": ("Atom", "application/atom+xml")}


@in_chinese()
def door_lines(door: Door, entries: Iterable[DoorEntry]) -> Iterator[str]:
    """Give the lines of the CSV file."""
    codes = [_CODE, *(str(column.label) for column in door.columns if column.of in CODES)]
    rows = (_cells(door, entry) for entry in entries)
    return csv_lines(_headers(door), rows, codes=codes, as_text="（文本）")


def json_pieces(door: Door, entries: Iterable[DoorEntry], *, on: date) -> Iterator[str]:
    """Give the pieces of the JSON file: the day, then the entries as the endpoint writes them."""
    yield f'{{"door":{json.dumps(door.slug)},"as_of":"{on.isoformat()}","results":['
    between, serializer = "", DoorEntrySerializer(context={"door": door})
    for entry in entries:
        yield between + json.dumps(serializer.to_representation(entry), ensure_ascii=False)
        between = ","
    yield "]}"


@in_chinese()
def feed_of(door: Door, records: Iterable[Record], entries: Iterable[DoorEntry], *, address: str) -> Atom1Feed:
    """Return the feed of the newest entries as Atom; `records` are those of `entries`, in the same order."""
    page = reverse("doors:list", kwargs={"door": door})
    feed = feed_about(title=str(door.title), page=page, address=address, subtitle=str(door.lead))
    for record, entry in zip(records, entries, strict=True):
        facts = [f"{value.label}：{value.value}" for value in entry.values if value.value]
        add_entry(
            feed,
            title=f"{entry.title} - {entry.name}",
            page=reverse("doors:entry", kwargs={"door": door, "pk": entry.id}),
            description=BETWEEN.join([*facts, *entry.marks]),
            published_at=record.published_at,
        )
    return feed


@in_chinese()
def dataset_of(door: Door) -> dict[str, Any]:
    """Return what data.json states of a door."""
    files = [(reverse(f"doors:{name}", kwargs={"door": door}), name) for name in ("csv", "json", "feed")]
    page = reverse("doors:list", kwargs={"door": door})
    return _dataset(door.slug, title=str(door.title), description=str(door.lead), page=page, files=files)


def campaigns_dataset() -> dict[str, Any]:
    """Return what data.json states of campaigns and of the figures of cases by month."""
    files = [(reverse("enforcement:figures-csv"), "csv"), (reverse("enforcement:feed"), "feed")]
    description = "侵权假冒行政处罚案件按月的数字（CSV，一年一份）；专项行动、农村市场整治和联合执法（Atom）。"
    title, page = "打击侵权假冒", reverse("enforcement:index")
    return _dataset("enforcement", title=title, description=description, page=page, files=files)


def _dataset(
    identifier: str, *, title: str, description: str, page: str, files: Iterable[tuple[str, str]]
) -> dict[str, Any]:
    return {
        "identifier": identifier,
        "title": title,
        "description": description,
        "publisher": {"name": settings.ISSUING_AUTHORITY},
        "accessLevel": "public",
        "accrualPeriodicity": "R/P1D",
        "landingPage": settings.PUBLIC_BASE_URL + page,
        "distribution": [
            {
                "title": f"{title} {_FORMATS[kind][0]}",
                "downloadURL": settings.PUBLIC_BASE_URL + address,
                "mediaType": _FORMATS[kind][1],
                "format": _FORMATS[kind][0],
            }
            for address, kind in files
        ],
    }


def address_of(door: Door, entry: DoorEntry) -> str:
    """Return the whole address of an entry's page."""
    return settings.PUBLIC_BASE_URL + reverse("doors:entry", kwargs={"door": door, "pk": entry.id})


def _headers(door: Door) -> list[str]:
    return [
        "编号",
        "名称",
        "企业名称",
        _CODE,
        "行政区",
        "日期",
        *(str(column.label) for column in door.columns),
        "数据来源",
        "公示至",
        "说明",
        "网址",
    ]


def _cells(door: Door, entry: DoorEntry) -> list[str]:
    until = entry.row.last_public_on
    return [
        str(entry.id),
        entry.title,
        entry.name,
        entry.uscc,
        entry.region,
        entry.decided_on.isoformat() if entry.decided_on else "",
        *(value.value for value in entry.values),
        entry.row.source,
        until.isoformat() if until else "",
        BETWEEN.join(entry.marks),
        address_of(door, entry),
    ]
