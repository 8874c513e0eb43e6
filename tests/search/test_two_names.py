"""Two names of one enterprise in one query: the current one, and the former one beside it."""

import pytest

from search.names.queries import read_query

A, B = "上海旭日化工厂", "上海华谊（中国）化工有限公司"


@pytest.mark.parametrize(
    "typed",
    [
        f"{A}（现更名为{B}）",
        f"{A}(现名:{B})",
        f"{A}（已变更为：{B}）",
        f"{A}，现更名为{B}",
        f"{A}, 现名{B}",
        f"{A} 更名为 {B}",
        f"{A}现已更名为{B}",
        f"{B}（原{A}）",
        f"{B}（前身为{A}）",
        f"{B}，原名：{A}",
        f"{B}；曾用名{A}",
    ],
)
def test_current_and_former_name_are_parted(typed: str) -> None:
    read = read_query(typed)
    assert (read.typed, read.former) == (B, A)


@pytest.mark.parametrize(
    "typed",
    [
        "武汉,原味食品有限公司",
        "太原原生态食品有限公司",
        "示例（原木）家具（武汉）有限公司",
        "更名为上海华谊化工",
        "武汉（中国）有限公司",
        "湖北变更为",
    ],
)
def test_one_name_stays_one(typed: str) -> None:
    assert read_query(typed).former == ""
