"""Columns that the page of a list can show beside name and unified code."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class ListColumn(StrEnum):
    """A column of a list, named as the entry's field."""

    REGION = "region"
    REASON = "reason"
    DOCUMENT_NUMBER = "document_number"
    AUTHORITY = "authority"
    DECIDED_ON = "decided_on"
    LAST_PUBLIC_ON = "last_public_on"


COLUMN_NAMES: Mapping[ListColumn, str] = MappingProxyType(
    {
        ListColumn.REGION: "行政区",
        ListColumn.REASON: "列入事由",
        ListColumn.DOCUMENT_NUMBER: "决定文书号",
        ListColumn.AUTHORITY: "认定单位",
        ListColumn.DECIDED_ON: "列入日期",
        ListColumn.LAST_PUBLIC_ON: "公示至",
    }
)
# 发改财金规〔2017〕1798号: a black list is published with reason, authority and days.
OBLIGATORY = frozenset({ListColumn.REASON, ListColumn.AUTHORITY, ListColumn.DECIDED_ON, ListColumn.LAST_PUBLIC_ON})
