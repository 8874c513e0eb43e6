"""Read the parameters of a search: strictly for the API, forgivingly for the page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from enterprises.catalogue.registry import KINDS
from enterprises.register.filters import AGENCY, INDUSTRY, REGION, YEAR, Shape
from enterprises.register.models import Enterprise
from enterprises.shared.rules.uscc import holds_resident_id
from search.cursors import read_cursor
from search.names.queries import QueryText, read_query
from search.port import Filters, Place

FILTERS = ("region", "industry", "status", "has_penalty", "kind", "agency", "list", "year")
PARAMETERS = frozenset({"q", *FILTERS, "page", "page_size", "cursor"})
PAGE_SIZE, LARGEST_PAGE = 20, 100
LONGEST_QUERY = 10_000

_LIST = Shape(pattern=re.compile(r"[-a-z0-9_]{1,60}", re.ASCII), sentence="名单标识由小写字母、数字和连字符组成。")
_SHAPES = {"region": REGION, "industry": INDUSTRY, "agency": AGENCY, "year": YEAR, "list": _LIST}
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
_TRUTH = {"true": True, "false": False}
_STATUSES, _KINDS = Enterprise.Status.values, list(KINDS)


class BadParameter(Exception):
    """A parameter that cannot be read; `sentence` says what would be right and never repeats the value."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(name)
        self.sentence = sentence


class ResidentNumber(Exception):
    """Somebody asks by a person's identity number: refused, and never written down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """The parameters of a search, with the text as it was typed and as it was parsed."""

    text: str
    query: QueryText
    filters: Filters = field(default_factory=Filters)
    is_literal: bool = False  # `agency` was given empty: an agency's name in the text is text
    place: Place | None = None  # goes before the page
    page: int = 1
    page_size: int = PAGE_SIZE

    @property
    def offset(self) -> int:
        """Return how many hits come before this page."""
        return (self.page - 1) * self.page_size

    def with_text(self, text: str, *, filters: Filters) -> Self:
        """Return the same request for another text under these filters."""
        return replace(self, text=text, query=read_query(text), filters=filters)


def read_request(parameters: Mapping[str, str], *, strict: bool) -> SearchRequest:
    """Read the parameters; not strict, what cannot be read counts as not given.

    :raises BadParameter: strict, and a value is not of its form.
    :raises ResidentNumber: the text is a resident ID number.
    """
    text = parameters.get("q", "")[:LONGEST_QUERY]
    refuse_resident_number(text)
    reader = _Reader(parameters, strict=strict)
    industry = reader.formed("industry")
    agency = reader.formed("agency")
    year = reader.formed("year")
    filters = Filters(
        region=reader.formed("region"),
        industry=industry.upper() if industry else None,
        status=reader.among("status", _STATUSES),
        has_penalty=reader.truth("has_penalty"),
        kind=reader.among("kind", _KINDS),
        agency=agency.upper() if agency else None,
        year=int(year) if year else None,
        list=reader.formed("list"),
    )
    return SearchRequest(
        text=text,
        query=read_query(text),
        filters=filters,
        is_literal=parameters.get("agency") == "",
        place=reader.place(text, filters),
        page=reader.number("page", default=1, most=10**9),
        page_size=reader.number("page_size", default=PAGE_SIZE, most=LARGEST_PAGE),
    )


def refuse_resident_number(text: str) -> None:
    """Refuse a text that is, or holds, a valid resident ID number.

    :raises ResidentNumber: it does.
    """
    if holds_resident_id(text):
        raise ResidentNumber


class _Reader:
    def __init__(self, parameters: Mapping[str, str], *, strict: bool) -> None:
        self._parameters = parameters
        self._strict = strict

    def _refuse(self, name: str, sentence: str) -> None:
        if self._strict:
            raise BadParameter(name, f"参数 {name} 无法识别：{sentence}")

    def _value(self, name: str) -> str:
        return self._parameters.get(name, "").strip()

    def formed(self, name: str) -> str | None:
        value, shape = self._value(name), _SHAPES[name]
        if not value or shape.pattern.fullmatch(value):
            return value or None
        self._refuse(name, shape.sentence)
        return None

    def among(self, name: str, values: list[str]) -> str | None:
        value = self._value(name)
        if not value or value in values:
            return value or None
        self._refuse(name, "可用的值是 " + "、".join(values) + "。")
        return None

    def place(self, text: str, filters: Filters) -> Place | None:
        cursor = self._parameters.get("cursor", "")
        place = read_cursor(cursor, text=text, filters=filters) if cursor else None
        if cursor and place is None:
            self._refuse("cursor", "请原样使用上一页 next 中的值，并保留其他参数。")
        elif cursor and self._value("page"):
            self._refuse("cursor", "不能与 page 同时使用。")
        return place

    def truth(self, name: str) -> bool | None:
        value = self._value(name)
        if value and value not in _TRUTH:
            self._refuse(name, "可用的值是 true 和 false。")
        return _TRUTH.get(value)

    def number(self, name: str, *, default: int, most: int) -> int:
        value = self._value(name)
        if not value:
            return default
        if _NUMBER.fullmatch(value) and 1 <= int(value) <= most:
            return int(value)
        self._refuse(name, f"应为 1 至 {most} 的整数。")
        return default
