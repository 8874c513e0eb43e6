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
        f"{A}（现：{B}）",
        f"{A}（现{B}）",
        f"{A}（现为{B}）",
        f"{A}（现名称为{B}）",
        f"{A}（现稱{B}）",
        f"{A}【现更名为{B}】",
        f"{A}〔後更名為{B}〕",
        f"{A}（2020年5月6日更名为{B}）",
        f"{A}，2019年更名为{B}",
        f"{A}现名为{B}",
        f"{A}变更为{B}",
        f"{A}→{B}",
        f"{A} 现更名 {B}",
        f"原{A}，现为{B}",
        f"原{A}（现{B}）",
        f"（原{A}）{B}",
        f"{B}（旧名{A}）",
        f"{B}（前称：{A}）",
        f"{B}（原企业名称：{A}）",
        f"{B}（由{A}更名而来）",
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
        "（原木）家具有限公司",
        "武汉（现代）农业发展有限公司",
        "示例食品厂（现代农业科技）",
        "武汉今名堂餐饮有限公司",
        "北京,现代汽车有限公司",
        "原点 现代艺术有限公司",
        "原创,现场演出有限公司",
    ],
)
def test_one_name_stays_one(typed: str) -> None:
    assert read_query(typed).former == ""
