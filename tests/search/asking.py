"""Small cities in an engine, and questions to it without portal and database."""

from datetime import date
from typing import Any

from enterprises.shared.rules.uscc import complete_uscc
from search.filters import Filters
from search.names.queries import read_query
from search.port import Document, Index, Page, Query
from tests.search.make import TODAY, document

CODE = complete_uscc(department="9", category="1", region="420100", organisation="MA4KQR5X")
CITY = [
    document(1, "上海华谊化工有限公司", "上海旭日精细化工厂", register="310000000012345", region="310101"),
    document(2, "武汉华谊物流有限公司", industry="5430"),
    document(3, "华谊集团有限公司", region="110101", industry="7211"),
    document(4, "武汉新华谊商贸有限公司", status="CANCELLED", industry="5191"),
    document(5, "武汉市江汉区老王餐馆", industry="6210", region="420103"),
    document(6, "TCL科技集团股份有限公司", region="440305", industry="3915", year=1998),
    document(7, "单县长乐贸易有限公司", region="371722", industry="5191", year=None),
    document(8, "武汉鲜达蜃楼有限公司", industry="5191"),
]


def fill(index: Index, *documents: Document) -> None:
    """Put documents into an engine."""
    index.replace(documents)
    index.refresh()


def ask(index: Index, text: str = "", *, on: date = TODAY, facets: bool = False, **filters: Any) -> Page:
    """Search an engine for a text under filters."""
    wanted = Filters(**filters)
    return index.search(Query(text=read_query(text), on=on, filters=wanted, facets=facets))


def ids(page: Page) -> list[int]:
    """Return the ids of the hits in their order."""
    return [hit.id for hit in page.hits]
