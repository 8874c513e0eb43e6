"""Enterprises and agency of the sample files: all invented; the codes are valid by GB 32100."""

from collections.abc import Sequence

from enterprises.shared.rules.uscc import complete_uscc

AGENCY_NAME = "武汉市市场监督管理局"
AGENCY_CODE = complete_uscc(department="1", category="1", region="420100", organisation="00000101")

Row = Sequence[object]


def code(number: int, *, category: str = "1") -> str:
    """Return the code of the sample enterprise of that number."""
    return complete_uscc(department="9", category=category, region="420106", organisation=f"MA5RAM{number:02}")


def headers(text: str) -> list[str]:
    """Cut a list of headers at its commas, or else at its spaces."""
    return text.split("," if "," in text else None)


ENTERPRISES = {
    1: "武汉江汉晨曦商贸有限公司",
    2: "武汉（洪山）佳禾食品有限公司",
    3: "湖北楚天恒通物流股份有限公司",
    4: "武汉东湖新技术开发区启明软件有限公司",
}
SHOP_CODE, SHOP_NAME = code(9, category="2"), "武昌区老王热干面馆"
