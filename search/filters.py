"""The filters of search, one line each: page, API, schema, facets, index and every engine read this table.

A new filter is a line here. If its field is new, `search.indexing.documents` fills and confirms that field, and
`search.port.SCHEMA` rises.
"""

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import ClassVar, Self, TypeAlias

from django.utils.translation import get_language, gettext

from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.registry import KINDS
from enterprises.register.shapes import AGENCY, DESCRIPTIONS, INDUSTRY, REGION, YEAR, Shape
from enterprises.register.status import RegisterStatus
from search.industries import SECTIONS, industry_path, section_of

LIST = Shape(pattern=re.compile(r"[-a-z0-9_]{1,60}", re.ASCII), sentence="名单标识由小写字母、数字和连字符组成。")

FilterValue: TypeAlias = str | int | bool


def is_english() -> bool:
    """Return whether the reader has chosen English."""
    return (get_language() or "").startswith("en")


class FilterKind(StrEnum):
    """How a filter keeps documents."""

    TERM = "term"  # one of the indexed texts of the field is the value
    PREFIX = "prefix"  # the field begins with the value
    MARK = "mark"  # the field has a mark of that value on the day of the search
    FLAG = "flag"  # the field has one given mark on that day, or has not


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One filter. A field of the document may serve several filters.

    Values are known in advance (`choices`, with Chinese labels), or have a `shape`. Their labels are then `labels`, or
    an attribute of `search.labels.Names`. English labels of choices are `choices_en`; where choices are declared
    elsewhere (a register status, a kind) they come from gettext.
    """

    name: str  # of the parameter
    label: str
    label_en: str
    description: str  # of the parameter in the API's schema
    kind: FilterKind
    field: str  # of the document
    shape: Shape | None = None
    choices: Mapping[str, str] = dataclasses.field(default_factory=dict)
    choices_en: Mapping[str, str] = dataclasses.field(default_factory=dict)
    labels: Mapping[str, str] = dataclasses.field(default_factory=dict)
    reference: str = ""
    mark: str = ""  # of a FLAG
    is_facet: bool = True
    to_value: Callable[[str], FilterValue] = str
    terms: Callable[[str], tuple[str, ...]] | None = None  # texts under which a value of the document is found
    facet_field: str = ""  # where facets count something else than the field holds
    to_facet: Callable[[str], str] = str
    is_latest_first: bool = False  # of the values with most hits; else the most frequent first

    def label_now(self) -> str:
        """Return the label in the language of the reader."""
        return self.label_en if is_english() else self.label

    def translated(self, label: str) -> str:
        """Return the Chinese label of a value in the language of the reader; names of registers stay Chinese."""
        if not (self.is_closed or self.labels) or not is_english():
            return label
        english = {self.choices[value]: text for value, text in self.choices_en.items()}
        return english.get(label) or gettext(label)

    @property
    def is_marked(self) -> bool:
        """Return whether it depends on the day: on records or lists."""
        return self.kind in (FilterKind.MARK, FilterKind.FLAG)

    @property
    def is_number(self) -> bool:
        """Return whether its values are whole numbers."""
        return self.to_value is int

    @property
    def is_closed(self) -> bool:
        """Return whether all values are known in advance."""
        return bool(self.choices)

    @property
    def counted_field(self) -> str:
        """Return the field that facets count."""
        return self.facet_field or self.field


FLAGS = {"true": True, "false": False}
FILTERS = (
    Filter(
        name="region",
        label="行政区",
        label_en="Region",
        description=DESCRIPTIONS["region"],
        kind=FilterKind.PREFIX,
        field="region",
        shape=REGION,
        reference="regions",
    ),
    Filter(
        name="industry",
        label="行业",
        label_en="Industry",
        description=DESCRIPTIONS["industry"],
        kind=FilterKind.TERM,
        field="industry",
        shape=INDUSTRY,
        labels=SECTIONS,
        to_value=str.upper,
        terms=industry_path,
        facet_field="section",
        to_facet=lambda code: section_of(code) or code,
    ),
    Filter(
        name="status",
        label="登记状态",
        label_en="Register status",
        description=DESCRIPTIONS["status"],
        kind=FilterKind.TERM,
        field="status",
        choices={value: str(label) for value, label in RegisterStatus.choices},
    ),
    Filter(
        name="has_penalty",
        label="行政处罚",
        label_en="Administrative penalty",
        description="有无公示中的行政处罚",
        kind=FilterKind.FLAG,
        field="kinds",
        mark=KindCode.PENALTY.value,
        choices={"true": "有公示中的行政处罚", "false": "无公示中的行政处罚"},
        choices_en={"true": "With a public penalty", "false": "Without a public penalty"},
    ),
    Filter(
        name="kind",
        label="信用记录",
        label_en="Credit records",
        description="有公示中的此类记录：" + "、".join(KINDS),
        kind=FilterKind.MARK,
        field="kinds",
        choices={kind.code: kind.label for kind in KINDS.values()},
    ),
    Filter(
        name="agency",
        label="作出机关",
        label_en="Deciding agency",
        description="有此机关作出的公示中的记录：机关的统一社会信用代码；给出空值则 q 中的机关名称只作文字",
        kind=FilterKind.MARK,
        field="agencies",
        shape=AGENCY,
        reference="agencies",
        to_value=str.upper,
        is_facet=False,
    ),
    Filter(
        name="list",
        label="名单",
        label_en="Lists",
        description="名单标识",
        kind=FilterKind.MARK,
        field="lists",
        shape=LIST,
        reference="lists",
    ),
    Filter(
        name="year",
        label="成立年份",
        label_en="Year of establishment",
        description=DESCRIPTIONS["year"],
        kind=FilterKind.TERM,
        field="year",
        shape=YEAR,
        to_value=int,
        is_latest_first=True,
    ),
)
BY_NAME = {each.name: each for each in FILTERS}
FACETS = tuple(each for each in FILTERS if each.is_facet)
FLAGGED = tuple(each for each in FILTERS if each.kind is FilterKind.FLAG)
# One filter for each field of a document: how the field is indexed.
VALUE_FIELDS = {each.field: each for each in FILTERS if not each.is_marked}
MARK_FIELDS = {each.field: each for each in FILTERS if each.kind is FilterKind.MARK}


class Filters:
    """The filters in force, by name; equal and hashable by value.

    >>> Filters(region="42").get("region")
    '42'
    """

    __slots__ = ("_chosen",)
    table: ClassVar[Mapping[str, Filter]] = BY_NAME

    def __init__(self, **chosen: FilterValue | None) -> None:
        unknown = chosen.keys() - self.table.keys()
        if unknown:
            raise TypeError(f"No filter is called {', '.join(sorted(unknown))}.")
        self._chosen = tuple((name, chosen[name]) for name in self.table if chosen.get(name) is not None)

    def get(self, name: str) -> FilterValue | None:
        """Return the value of a filter, None if it is not in force."""
        return dict(self._chosen).get(name)

    def with_value(self, name: str, value: FilterValue) -> Self:
        """Return these filters and one more."""
        return type(self)(**{**dict(self._chosen), name: value})

    @property
    def is_marked(self) -> bool:
        """Return whether one of them depends on records or lists."""
        return any(each.is_marked for each, _ in self)

    def __iter__(self) -> Iterator[tuple[Filter, FilterValue]]:
        return ((self.table[name], value) for name, value in self._chosen if value is not None)

    def __bool__(self) -> bool:
        return bool(self._chosen)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Filters) and self._chosen == other._chosen

    def __hash__(self) -> int:
        return hash(self._chosen)

    def __repr__(self) -> str:
        return f"Filters({', '.join(f'{name}={value!r}' for name, value in self._chosen)})"
