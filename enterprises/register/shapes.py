"""How values of filters are written: the same on pages and endpoints of search, lists and desk."""

import re
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How the value of a parameter is written, and the sentence for one that is not."""

    pattern: re.Pattern[str]
    sentence: str


REGION = Shape(pattern=re.compile(r"[0-9]{1,6}", re.ASCII), sentence="行政区划代码是一至六位数字。")
INDUSTRY = Shape(
    pattern=re.compile(r"[A-Ta-t]|[A-Ta-t]?[0-9]{2,4}", re.ASCII), sentence="行业代码是门类字母或二至四位数字。"
)
AGENCY = Shape(pattern=re.compile(r"[0-9A-Za-z]{18}", re.ASCII), sentence="机关以十八位统一社会信用代码表示。")
YEAR = Shape(pattern=re.compile(r"[12][0-9]{3}", re.ASCII), sentence="成立年份是四位数字。")
YEAR_OF_DECISION = replace(YEAR, sentence="年份是四位数字。")
# What these parameters are in the API's schema, wherever they are taken.
DESCRIPTIONS = {
    "region": "行政区划代码的前几位",
    "industry": "行业门类或代码的前几位",
    "status": "登记状态",
    "year": "成立年份",
}
