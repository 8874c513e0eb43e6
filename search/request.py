"""Read the parameters of a search: strictly for the API, forgivingly for the page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Self

from enterprises.shared.paging import PAGE_SENTENCE, page_number
from enterprises.shared.rules.characters import unified
from enterprises.shared.rules.uscc import holds_resident_id
from search.cursors import read_cursor
from search.entry_port import ENTRY_FILTERS, EntryFilters, EntryKind
from search.filters import FILTERS, FLAGS, Filter, FilterKind, Filters, FilterValue
from search.names.queries import QueryText, TypedWords, read_query, read_words
from search.port import Cursor

PARAMETERS = frozenset({"q", *(each.name for each in FILTERS), "page", "page_size", "cursor"})
# `kind` is taken: it filters enterprises by the kinds of record that they have.
KIND_PARAMETER = "type"
DOCUMENT_PARAMETERS = frozenset({"q", KIND_PARAMETER, "page", "page_size"})
ENTRY_PARAMETERS = DOCUMENT_PARAMETERS | {each.name for each in ENTRY_FILTERS}
PAGE_SIZE, LARGEST_PAGE = 20, 100
LONGEST_TITLE = 200  # characters of a text that looks for documents
LONGEST_QUERY = 10_000


class DocumentKind(StrEnum):
    """What is published as a document of its own; a value of `type` beside the kinds of records."""

    DOCUMENT = "document"


_KINDS: Mapping[str, EntryKind | DocumentKind] = {kind.value: kind for kind in (*EntryKind, *DocumentKind)}
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)


class BadParameter(Exception):
    """A parameter that cannot be read; `sentence` gives the right form and never repeats the value.

    Of a filter `label` names it on a page, and `form` is the right form alone.
    """

    def __init__(self, name: str, sentence: str, *, label: str = "", form: str = "") -> None:
        super().__init__(name)
        self.sentence = sentence
        self.label = label
        self.form = form


class ResidentNumber(Exception):
    """The text holds a person's identity number: refused, and never written down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """The parameters of a search, with the text as it was typed and as it was parsed."""

    text: str
    query: QueryText
    filters: Filters = field(default_factory=Filters)
    is_literal: bool = False  # `agency` was given empty: an agency's name in the text is text
    cursor: Cursor | None = None  # goes before the page
    page: int = 1
    page_size: int = PAGE_SIZE

    @property
    def offset(self) -> int:
        """Return how many hits come before this page."""
        return (self.page - 1) * self.page_size

    @property
    def words(self) -> TypedWords:
        """Return the text as it looks for records."""
        return read_words(self.text)

    def with_text(self, text: str, *, filters: Filters) -> Self:
        """Return the same request for another text under these filters."""
        return replace(self, text=text, query=read_query(text), filters=filters)


def read_request(parameters: Mapping[str, str], *, strict: bool) -> SearchRequest:
    """Read the parameters; not strict, what cannot be read counts as not given.

    :raises BadParameter: the page number, or if strict any value, is not of its form.
    :raises ResidentNumber: the text is a resident ID number.
    """
    reader = _Reader(parameters, strict=strict)
    text = reader.text(longest=LONGEST_QUERY)
    filters = Filters(**{each.name: reader.value_of(each) for each in FILTERS})
    return SearchRequest(
        text=text,
        query=read_query(text),
        filters=filters,
        is_literal=parameters.get("agency") == "",
        cursor=reader.cursor(text, filters),
        page=reader.page(),
        page_size=reader.page_size(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRequest:
    """The parameters of a search for records of one kind."""

    words: TypedWords
    kind: EntryKind
    filters: EntryFilters
    page: int = 1
    page_size: int = PAGE_SIZE


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRequest:
    """The parameters of a search for documents."""

    text: str
    page: int = 1
    page_size: int = PAGE_SIZE


def read_kind(parameters: Mapping[str, str], *, strict: bool) -> EntryKind | DocumentKind | None:
    """Return the kind of records or documents that is looked for; None = enterprises.

    :raises BadParameter: strict, and there is no such kind.
    """
    value = parameters.get(KIND_PARAMETER, "").strip()
    if value in _KINDS:
        return _KINDS[value]
    if value and strict:
        raise BadParameter(KIND_PARAMETER, f"参数 {KIND_PARAMETER} 无法识别：可用的值是 {'、'.join(_KINDS)}。")
    return None


def read_entry_request(parameters: Mapping[str, str], kind: EntryKind, *, strict: bool) -> EntryRequest:
    """Read the parameters of a search for records.

    :raises BadParameter: the page number, a filter, or if strict any value, is not of its form.
    :raises ResidentNumber: the text is a resident ID number.
    """
    reader = _Reader(parameters, strict=strict)
    filters = _Reader(parameters, strict=True)
    return EntryRequest(
        words=read_words(reader.text(longest=LONGEST_QUERY)),
        kind=kind,
        filters=EntryFilters(**{each.name: filters.value_of(each) for each in ENTRY_FILTERS}),
        page=reader.page(),
        page_size=reader.page_size(),
    )


def read_document_request(parameters: Mapping[str, str], *, strict: bool) -> DocumentRequest:
    """Read the parameters of a search for documents.

    :raises BadParameter: the page number, or if strict any value, is not of its form.
    :raises ResidentNumber: the text is a resident ID number.
    """
    reader = _Reader(parameters, strict=strict)
    return DocumentRequest(
        text=reader.text(longest=LONGEST_TITLE).strip(), page=reader.page(), page_size=reader.page_size()
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

    def _refuse(self, name: str, sentence: str, *, label: str = "") -> None:
        if self._strict:
            raise BadParameter(name, f"参数 {name} 无法识别：{sentence}", label=label, form=sentence)

    def _value(self, name: str) -> str:
        return self._parameters.get(name, "").strip()

    def text(self, *, longest: int) -> str:
        text = unified(self._parameters.get("q", "")[:longest])
        refuse_resident_number(text)
        return text

    def page(self) -> int:
        number = page_number(self._value("page"))
        if number is None:
            raise BadParameter("page", PAGE_SENTENCE)
        return number

    def page_size(self) -> int:
        return self._number("page_size", default=PAGE_SIZE, most=LARGEST_PAGE)

    def value_of(self, each: Filter) -> FilterValue | None:
        value = self._value(each.name)
        if not value:
            return None
        if each.is_closed:
            if value in each.choices:
                return FLAGS[value] if each.kind is FilterKind.FLAG else value
            self._refuse(each.name, f"可用的值是 {_listed(each)}。", label=each.label_now())
        elif each.shape and each.shape.pattern.fullmatch(value):
            return each.to_value(value)
        elif each.shape:
            self._refuse(each.name, each.shape.sentence, label=each.label_now())
        return None

    def cursor(self, text: str, filters: Filters) -> Cursor | None:
        given = self._parameters.get("cursor", "")
        cursor = read_cursor(given, text=text, filters=filters) if given else None
        if given and cursor is None:
            self._refuse("cursor", "请原样使用上一页 next 中的值，并保留其他参数。")
        elif given and self._value("page"):
            self._refuse("cursor", "不能与 page 同时使用。")
        return cursor

    def _number(self, name: str, *, default: int, most: int) -> int:
        value = self._value(name)
        if not value:
            return default
        if _NUMBER.fullmatch(value) and 1 <= int(value) <= most:
            return int(value)
        self._refuse(name, f"应为 1 至 {most} 的整数。")
        return default


def _listed(each: Filter) -> str:
    return (" 和 " if each.kind is FilterKind.FLAG else "、").join(each.choices)
