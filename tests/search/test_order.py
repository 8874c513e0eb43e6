"""The order of match types, the same on every engine."""

import pytest

from search.names.queries import read_query
from search.port import Index, Query
from tests.search.make import TODAY, document

BY_NAME = (
    document(1, "武汉华谊化工有限公司"),
    document(2, "武汉华谊化工有限公司", status="CANCELLED"),
    document(3, "武汉华谊化工有限公司江汉分公司"),
    document(4, "武汉新名贸易有限公司", "武汉华谊化工有限公司"),
    document(5, "华谊化工股份有限公司"),
    document(6, "武汉华谊化工贸易有限公司"),
    document(7, "湖北武汉新华谊化工研究所"),
    document(8, "武汉大华谊谊化工厂"),
    document(9, "武汉华义化工有限公司"),
    document(10, "武汉华谋化工有限公司"),
    document(11, "上海华谋化工有限公司"),
)
ORDERS = [
    ("武汉华谊化工", [1, 2, 3, 4, 6, 8, 7, 5, 9, 10]),
    ("武汉华谊化工股份公司", [1, 2, 3, 4, 6, 5, 9, 8, 10, 11, 7]),
    ("华谊化工", [5, 1, 2, 3, 4, 6, 7, 8]),
]


def found(index: Index, text: str) -> list[tuple[int, str]]:
    page = index.search(Query(text=read_query(text), on=TODAY))
    return [(hit.id, hit.match.type.value if hit.match else "") for hit in page.hits]


@pytest.mark.parametrize(("text", "order"), ORDERS)
def test_names_come_by_stage(index: Index, text: str, order: list[int]) -> None:
    index.replace(BY_NAME)
    index.refresh()
    assert [number for number, _ in found(index, text)][: len(order)] == order, found(index, text)


def test_of_a_whole_name_similar_ones_are_asked_for_though_many_hold_its_text(index: Index) -> None:
    holders = [document(number, f"武汉{number}号北方新能源有限公司") for number in range(10, 40)]
    one_edit = document(1, "武汉北方源新能源有限公司")
    index.replace([document(2, "武汉北方新能源股份有限公司"), one_edit, *holders])
    index.refresh()
    assert found(index, "武汉北方新能源有限公司")[:2] == [(2, "without_form"), (1, "missing_character")]
