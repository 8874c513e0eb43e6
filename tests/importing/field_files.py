"""Whole files as agencies hand them in, and what becomes of each of their rows; everything in them is made up.

Each row of a file has its outcome: `TAKEN`, `SAME` as an earlier row, `HELD` for a person, or else the sentence that
refuses it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tests.importing.make import AGENCY_CODE, AGENCY_NAME, penalty, uscc

TAKEN, SAME, HELD = "taken", "same", "held"
ENTERPRISE, SHOP, RENAMED, TAKER, BRANCH = (
    "武汉甲商贸有限公司",
    "武汉乙五金经营部",
    "湖北丙股份有限公司",
    "武汉丙贸易有限公司",
    "武汉甲商贸有限公司汉口分公司",
)
SHOP_CODE = uscc(2, category="2")
Row = tuple[Mapping[str, Any], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFile:
    """One file: the form it comes in, its rows, and the outcome of each."""

    form: str
    rows: Sequence[Row]
    options: Mapping[str, Any] = field(default_factory=dict)


def _of_2015(number: str, *, types: tuple[str, str], content: str, **changed: str) -> dict[str, str]:
    """Return a row of the columns of 2015: two of them for the types, no amounts."""
    row = {
        "CF_WSH": number,
        "CF_CFMC": "示例案",
        "CF_CFLB1": types[0],
        "CF_CFLB2": types[1],
        "CF_SY": "广告内容与事实不符",
        "CF_YJ": "《广告法》第五十五条",
        "CF_XDR_MC": ENTERPRISE,
        "CF_XDR_SHXYM": uscc(1),
        "CF_FR": "张三",
        "CF_JG": content,
        "CF_JDRQ": "2026-05-17",
        "CF_XZJG": AGENCY_NAME,
        "CF_ZT": "0",
        "DFBM": "420100",
    }
    return {**row, **changed}


P1 = FieldFile(
    form="csv",
    rows=[
        (
            _of_2015(
                "武工商处字【2026】第83号",
                types=("罚款", "没收非法所得"),
                content="1.没收广告费用1000元        2.罚款3000元",
            ),
            TAKEN,
        ),
        (_of_2015("(武)文执罚〔2026〕第40213号", types=("罚款", ""), content="罚款30000元。"), TAKEN),
        (_of_2015("(武)食药监罚〔2026〕27号", types=("其他（见处罚类别2）", ""), content="警告。"), TAKEN),
        (_of_2015("武工商处字〔2026〕第302号", types=("罚款", "其他"), content="罚款16539元。"), TAKEN),
        (_of_2015("武当处字〔2026〕第1号", types=("其他（见处罚类别2）", "其他"), content="予以警告。"), TAKEN),
        (_of_2015("提供接入服务未核验备案", types=("罚款", ""), content="处1万元罚款"), TAKEN),
        (
            _of_2015(
                "武工商处字〔2026〕第83号",
                types=("罚款", "没收非法所得"),
                content="1、没收广告费用1000元；2、罚款3000元",
            ),
            "与第2行是同一记录，内容却不同",
        ),
        (_of_2015("武工商处字〔2026〕第9号", types=("罚没", ""), content="没收侵权商品，罚款2000元"), TAKEN),
        (
            _of_2015(
                "武工商处字〔2026〕第10号", types=("罚款、没收违法所得", ""), content="没收违法所得5元，罚款2000元"
            ),
            TAKEN,
        ),
        (
            _of_2015("武工商处字〔2026〕第11号", types=("责令改正", ""), content="责令改正"),
            "处罚类别“责令改正”：应为警告",
        ),
        (_of_2015("武工商处字〔2026〕第12号", types=("罚款(含没收)", ""), content="罚款2000元"), TAKEN),
    ],
)


def _by_labels(number: int, *, types: str, fine: str, taken: str = "") -> dict[str, str]:
    """Return a row under the headers of one province's export."""
    return {
        "行政相对人名称": ENTERPRISE,
        "行政相对人代码_1（统一社会信用代码）": uscc(1),
        "行政相对人代码_2（工商注册号）": "",
        "行政相对人代码_4（税务登记号） ": "",
        "法定代表人": "张三",
        "法定代表人身份证号": "",
        "行政处罚决定书文号": f"武交罚〔2026〕{number}号",
        "违法行为类型": "超限运输",
        "违法事实": "超限运输货物",
        "处罚依据": "《公路法》第七十六条",
        "处罚类别": types,
        "处罚内容": "见决定书",
        "处罚金额（万元）": fine,
        "没收违法所得、没收非法财务的金额（万元）": taken,
        "处罚决定日期": f"2026/05/0{number}",
        "处罚有效期": "2099/12/31",
        "公示截止期": f"2027/05/0{number}",
        "处罚机关": AGENCY_NAME,
        "处罚机关统一社会信用代码": AGENCY_CODE,
        "数据来源单位": AGENCY_NAME,
        "数据来源单位统一社会信用代码": AGENCY_CODE,
        "数据导出时间": "2026-06-01 10:20:30.0",
    }


P2 = FieldFile(
    form="xls",
    rows=[
        (_by_labels(1, types="罚款", fine="0.5"), TAKEN),
        (_by_labels(2, types="罚款;没收违法所得", fine="1.2", taken="0.3"), TAKEN),
        (_by_labels(3, types="警告", fine=""), TAKEN),
    ],
)
P3 = FieldFile(
    form="csv",
    rows=[
        (
            {
                "序号": "1",
                "企业名称": ENTERPRISE,
                "行政处罚决定书文号": "鄂银罚决字〔2026〕1号",
                "违法行为类型": "未按规定报送资料",
                "行政处罚内容": "警告，罚款人民币5万元",
                "作出行政处罚决定机关名称": AGENCY_NAME,
                "作出行政处罚决定日期": "2026年5月6日",
                "公示期限": "三年",
                "备注": "",
            },
            "行政相对人代码_1(统一社会信用代码)：必填，应为18位统一社会信用代码",
        )
    ],
)
P4 = FieldFile(
    form="xlsx",
    rows=[
        *(
            ({**penalty(number), "CF_JDRQ": cell}, TAKEN)
            for number, cell in enumerate(
                [
                    date(2026, 4, 15),
                    "2026-04-15 0:00:00",
                    "2026-04-14T16:00:00.000Z",
                    "2026-04-15T00:00:00+08:00",
                    "2026/4/15 星期三",
                    "二〇二六年四月十五日",
                    "2026.04.15.",
                    "15/04/2026",
                ],
                1,
            )
        ),
        (penalty(9, CF_JDRQ="2026-4-31"), "处罚决定日期“2026-4-31”：没有这一天"),
    ],
)
P4B = FieldFile(
    form="xlsx",
    rows=[({**penalty(1), "CF_JDRQ": datetime(2026, 4, 15)}, TAKEN)],  # noqa: DTZ001
    options={"date_1904": True},
)
P5 = FieldFile(
    form="csv",
    rows=[
        (penalty(1, CF_XDR_MC="武汉无登记有限公司", CF_XDR_SHXYM=uscc(99)), TAKEN),
        (penalty(3, CF_XDR_MC="武汉丙贸易有限公司", CF_XDR_SHXYM=uscc(3), CF_JDRQ="2010-05-05"), TAKEN),
        (
            penalty(4, CF_XDR_MC=RENAMED, CF_XDR_SHXYM=uscc(4)),
            f"错误1001：名称与统一社会信用代码不一致，该代码登记的名称是“{TAKER}”",
        ),
        (penalty(6, CF_WSH="武市监示【2026】6号"), TAKEN),
        *(
            (penalty(6, CF_WSH=number), SAME)
            for number in (
                "武市监示〔2026〕6号",
                "武市监示[2026]6号",
                "武市监示（2026）第6号",
                "武市监示〔2026〕06号",
                "武市监示﹝2026﹞6号",
                "武市监示［2026］6号",
            )
        ),
        (penalty(7, CF_SY=f"经查，当事人{'对商品作虚假表示，' * 400}"), TAKEN),
        (penalty(8, CF_SY=f"链接https://example.invalid/{'a' * 2000}"), TAKEN),
        (penalty(11, CF_XDR_MC="陈示例", CF_XDR_SHXYM=""), "行政相对人代码_1(统一社会信用代码)：必填"),
        (penalty(13, CF_XDR_SHXYM=uscc(5)), f"该代码登记的名称是“{BRANCH}”"),
    ],
)
SHOP_ROW = {"CF_XDR_MC": SHOP, "CF_XDR_SHXYM": SHOP_CODE}
P6 = FieldFile(
    form="csv",
    rows=[
        (penalty(1, **SHOP_ROW), "统一社会信用代码以92开头，类别应为“个体工商户”"),
        (penalty(2, **SHOP_ROW, CF_XDR_LB="个体工商户"), TAKEN),
        (penalty(3, **SHOP_ROW, CF_XDR_LB="个体"), TAKEN),
        (penalty(4, **SHOP_ROW, CF_XDR_LB="企业"), "统一社会信用代码以92开头，类别应为“个体工商户”"),
        (penalty(5, CF_XDR_LB="法人"), TAKEN),
        (penalty(6, CF_NR="罚款1.5万元", CF_NR_FK="15000元"), TAKEN),
        (penalty(7, CF_NR="罚款人民币150元", CF_NR_FK="1500000"), HELD),
        (penalty(8, CF_NR="罚款30000元", CF_NR_FK="30000"), HELD),
        (penalty(9, CF_CFLB="警告", CF_NR="警告", CF_NR_FK="0"), TAKEN),
    ],
)
FILES: Mapping[str, FieldFile] = {"p1": P1, "p2": P2, "p3": P3, "p4": P4, "p4b": P4B, "p5": P5, "p6": P6}
