"""Make the sample files: `python -m tests.samples.make_samples [FOLDER]`.

All enterprises, persons and decisions are invented; the codes are valid by GB 32100. Running it
again gives the same files.
"""

import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
import xlwt

from tests.samples.door_sheets import (
    EVALUATIONS,
    NAME_BRANDS,
    RECALLS,
    SPOT_CHECKS,
    STANDARDS,
    evaluations,
    name_brands,
    recalls,
    spot_checks,
    standards,
)
from tests.samples.enterprises import AGENCY_CODE, AGENCY_NAME, ENTERPRISES, SHOP_CODE, SHOP_NAME, Row, code, headers

NOTE = "表格说明：1.带*的为必填项；2.日期格式为YYYY/MM/DD；3.罚款金额单位为万元"
_MADE_AT = datetime(2026, 1, 1)  # noqa: DTZ001 - a workbook's own date has no zone

REGISTER = headers(
    "统一社会信用代码,企业名称,注册号,法定代表人,企业类型,注册资本(万元),成立日期,登记状态,行政区划代码,"
    "行业代码,住所,经营范围,曾用名,曾用名停用日期,母公司统一社会信用代码"
)

PENALTY_2015 = headers(
    "CF_WSH CF_CFMC CF_BM CF_CFLB1 CF_CFLB2 CF_SY CF_YJ CF_XDR_MC CF_XDR_SHXYM CF_XDR_ZDM CF_XDR_GSDJ "
    "CF_XDR_SWDJ CF_XDR_SFZ CF_FR CF_JG CF_JDRQ CF_XZJG CF_ZT DFBM SJC BZ CF_SYFW CF_SXYZCD CF_GSJZQ"
)
PENALTY_2018 = headers(
    "CF_XDR_MC CF_XDR_LB CF_XDR_SHXYM CF_XDR_GSZC CF_XDR_ZZJG CF_XDR_SWDJ CF_XDR_SYDW CF_XDR_SHZZ "
    "CF_FRDB CF_FR_ZJLX CF_FR_ZJHM CF_WSH CF_WFXW CF_SY CF_YJ CF_CFLB CF_NR CF_NR_FK CF_NR_WFFF "
    "CF_NR_ZKDX CF_JDRQ CF_YXQ CF_GSJZQ CF_CFJG CF_CFJGDM CF_SJLY CF_SJLYDM BZ"
)
PENALTY_LABELS = headers(
    "*行政相对人名称,*行政相对人类别,行政相对人代码_1(统一社会信用代码),行政相对人代码_2(工商注册号),"
    "行政相对人代码_3(组织机构代码),行政相对人代码_4(税务登记号),行政相对人代码_5(事业单位证书号),"
    "行政相对人代码_6(社会组织登记证号),法定代表人,法定代表人证件类型,法定代表人证件号码,"
    "*行政处罚决定书文号,*违法行为类型,*违法事实,*处罚依据,*处罚类别,*处罚内容,罚款金额（万元）,"
    "没收违法所得、没收非法财物的金额（万元）,暂扣或吊销证照名称及编号,*处罚决定日期,*处罚有效期,"
    "公示截止期,*处罚机关,*处罚机关统一社会信用代码,*数据来源单位,*数据来源单位统一社会信用代码,备注"
)
PENALTY_TODAY = headers(
    "cf_xdr_mc cf_xdr_lb cf_xdr_shxym cf_frdb cf_wsh cf_wfxw cf_sy cf_yj cf_cflb1 cf_cflb2 cf_nr cf_jg "
    "cf_nr_fk cf_nr_wfff cf_nr_zkdx cf_jdrq cf_yxq cf_gsjzq cf_xzjg cf_cfjg cf_cfjgdm cf_sjly cf_sjlydm "
    "cf_qx cf_xzbm area_code"
)
LICENCE_2018 = headers(
    "XK_XDR_MC XK_XDR_LB XK_XDR_SHXYM XK_FRDB XK_XKWS XK_WSH XK_XKLB XK_XKZS XK_XKBH XK_NR XK_JDRQ "
    "XK_YXQZ XK_YXQZI XK_XKJG XK_XKJGDM XK_ZT XK_LYDW XK_LYDWDM BZ"
)
LICENCE_2015 = headers(
    "XK_WSH XK_XMMC XK_SPLB XK_NR XK_XDR XK_XDR_SHXYM XK_XDR_ZDM XK_XDR_GSDJ XK_XDR_SWDJ XK_XDR_SFZ "
    "XK_FR XK_JDRQ XK_JZQ XK_XZJG XK_ZT DFBM SJC BZ"
)
ABNORMAL_LABELS = headers(
    "序号,企业名称,统一社会信用代码,列入原因,列入日期,作出决定机关,移出原因,移出日期,移出决定机关"
)


def penalty_2015(number: int, subject: int, **changed: str) -> Row:
    """Return a row of 2015/16."""
    row = {
        "CF_WSH": f"武市监处字[2016]{number}号",
        "CF_CFMC": "虚假宣传案",
        "CF_BM": f"CF{number:04}",
        "CF_CFLB1": "罚款",
        "CF_SY": "对商品质量作虚假表示",
        "CF_YJ": "《反不正当竞争法》",
        "CF_XDR_MC": ENTERPRISES[subject],
        "CF_XDR_SHXYM": code(subject),
        "CF_FR": "王建国",
        "CF_JG": "罚款人民币一万元",
        "CF_JDRQ": "2016.7.5",
        "CF_XZJG": AGENCY_NAME,
        "CF_ZT": "0",
        "DFBM": "420100",
        "SJC": "2016-07-06 10:20:30",
        "CF_SYFW": "0",
        "CF_SXYZCD": "2",
    }
    return [{**row, **changed}.get(header, "") for header in PENALTY_2015]


def penalty_2018(number: int, subject: int, **changed: object) -> Row:
    """Return a row of 2018."""
    row: dict[str, object] = {
        "CF_XDR_MC": ENTERPRISES.get(subject, SHOP_NAME),
        "CF_XDR_LB": "法人及非法人组织",
        "CF_XDR_SHXYM": code(subject) if subject in ENTERPRISES else SHOP_CODE,
        "CF_FRDB": "王建国",
        "CF_WSH": f"武市监罚〔2026〕{number}号",
        "CF_WFXW": "发布虚假广告",
        "CF_SY": "在门店张贴含有虚假内容的广告",
        "CF_YJ": "《广告法》第五十五条",
        "CF_CFLB": "罚款",
        "CF_NR": "罚款2万元",
        "CF_NR_FK": "2",
        "CF_JDRQ": "2026/04/15",
        "CF_YXQ": "2099/12/31",
        "CF_CFJG": AGENCY_NAME,
        "CF_CFJGDM": AGENCY_CODE,
        "CF_SJLY": AGENCY_NAME,
        "CF_SJLYDM": AGENCY_CODE,
    }
    return [{**row, **changed}.get(header, "") for header in PENALTY_2018]


def penalty_today(number: int, subject: int, **changed: str) -> Row:
    """Return a row under today's column names, of which several mean the same."""
    row = dict(zip(PENALTY_2018, map(str, penalty_2018(number, subject)), strict=True))
    row |= {"CF_CFLB1": row["CF_CFLB"], "CF_JG": "已执行", "CF_XZJG": row["CF_CFJG"], "AREA_CODE": "420100"}
    row |= changed
    return [row.get(header.upper(), "") for header in PENALTY_TODAY]


def licence_2018(number: int, subject: int, **changed: object) -> Row:
    """Return a licence of 2018."""
    row: dict[str, object] = {
        "XK_XDR_MC": ENTERPRISES[subject],
        "XK_XDR_LB": "法人及非法人组织",
        "XK_XDR_SHXYM": code(subject),
        "XK_FRDB": "王建国",
        "XK_XKWS": "准予行政许可决定书",
        "XK_WSH": f"（武）许准字[2026]第{number}号",
        "XK_XKLB": "登记",
        "XK_XKZS": "营业执照",
        "XK_XKBH": f"42010000{number:04}",
        "XK_NR": "登字",
        "XK_JDRQ": "2026年3月2日",
        "XK_YXQZ": "2026-03-02",
        "XK_YXQZI": "2099-01-31",
        "XK_XKJG": AGENCY_NAME,
        "XK_XKJGDM": AGENCY_CODE,
        "XK_ZT": 1,
        "XK_LYDW": AGENCY_NAME,
        "XK_LYDWDM": AGENCY_CODE,
    }
    return [{**row, **changed}.get(header, "") for header in LICENCE_2018]


def licence_2015(number: int, subject: int) -> Row:
    """Return a licence of 2015/16."""
    row = {
        "XK_WSH": f"武许字（2016）{number}号",
        "XK_XMMC": "食品经营许可",
        "XK_SPLB": "普通",
        "XK_NR": "预包装食品销售",
        "XK_XDR": ENTERPRISES[subject],
        "XK_XDR_SHXYM": code(subject),
        "XK_FR": "王建国",
        "XK_JDRQ": "2016年7月5日",
        "XK_JZQ": "2021-07-04",
        "XK_XZJG": AGENCY_NAME,
        "XK_ZT": "0",
        "DFBM": "420100",
        "SJC": "2016-07-06 10:20:30",
    }
    return [row.get(header, "") for header in LICENCE_2015]


def register_rows() -> list[Row]:
    """Return a small register extract."""
    kept = "武汉佳禾糕点厂；武汉禾食品厂", "2018-01-02；2015-06-07", ""
    active = "存续（在营、开业、在册）"
    none = "", "", ""
    given = {
        1: ("有限责任公司", "500", "2012-05-06", "存续", "420103", "F51", "江汉区一路1号", "日用百货", *none),
        2: ("有限责任公司", "１２０.5", "2015.6.7", "开业", "420111", "C14", "洪山区二路2号", "食品生产", *kept),
        3: ("股份有限公司", "10000万元人民币", "2008年1月9日", "在业", "420106", "G54", "三路3号", "运输", *none),
        4: ("分公司", "—", "42000", active, "420111", "I65", "洪山区四路4号", "软件开发", "", "", code(3)),
    }
    rows: list[Row] = [(code(n), ENTERPRISES[n], f"4201000000{n:02}", "王建国", *rest) for n, rest in given.items()]
    shop = ("个体工商户", "", "2020/2/3", "注销", "420106", "H62", "武昌区户部巷9号", "餐饮服务", "", "", "")
    return [*rows, (SHOP_CODE, SHOP_NAME, "", "王老五", *shop)]


def text(path: Path, rows: Sequence[Row], *, encoding: str = "utf-8", delimiter: str = ",", end: str = "\r\n") -> None:
    """Write a text table."""
    lines = (delimiter.join(_quoted(str(cell), delimiter) for cell in row) for row in rows)
    path.write_bytes("".join(line + end for line in lines).encode(encoding))


def workbook(path: Path, rows: Sequence[Row], *, sheet: str = "数据") -> None:
    """Write a workbook; days become date cells."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": _MADE_AT})
        day_format = book.add_format({"num_format": "yyyy/mm/dd"})
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write_datetime(number, column, cell, day_format)
                elif isinstance(cell, str):
                    page.write_string(number, column, cell)
                else:
                    page.write(number, column, cell)


def old_workbook(path: Path, rows: Sequence[Row]) -> None:
    """Write a workbook of the format before 2007."""
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("数据")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            page.write(number, column, cell)
    book.save(str(path))


def make(folder: Path) -> None:
    """Write all sample files into a folder."""
    text(folder / "register.csv", [REGISTER, *register_rows()], encoding="utf-8-sig")
    workbook(folder / "register.xlsx", [["武汉市企业登记信息"], REGISTER, *register_rows()])
    _make_penalties(folder)
    _make_licences(folder)
    abnormal = [
        ["1", ENTERPRISES[1], code(1), "通过登记的住所无法联系", "2026-03-04", AGENCY_NAME, "", "—", ""],
        [
            "2",
            ENTERPRISES[3],
            code(3),
            "未按规定公示年度报告",
            "2025.7.8",
            AGENCY_NAME,
            "补报年度报告",
            "2026.1.5",
            AGENCY_NAME,
        ],
    ]
    text(folder / "abnormal_operation.csv", [ABNORMAL_LABELS, *abnormal], encoding="gb18030")
    _make_door_sheets(folder)
    _make_campaign_results(folder)


def _make_door_sheets(folder: Path) -> None:
    """Write a sheet for each door of its own kind of record."""
    workbook(folder / "name_brands.xlsx", [["附件：2025年湖北名牌产品名单"], NAME_BRANDS, *name_brands()])
    text(folder / "spot_checks.csv", [SPOT_CHECKS, *spot_checks()], encoding="gb18030")
    workbook(folder / "recalls.xlsx", [["缺陷消费品召回情况统计表"], RECALLS, *recalls()])
    workbook(folder / "standards.xlsx", [["企业标准自我声明公开情况表"], STANDARDS, *standards()])
    text(folder / "evaluations.csv", [EVALUATIONS, *evaluations()], encoding="gb18030")


def _make_campaign_results(folder: Path) -> None:
    """Write results of campaigns: one sheet whose months add up, one whose months do not."""
    even = [
        ["红盾护农专项行动结果统计表（单位：件、万元、人）", "", "", "", ""],
        ["月份", "查处案件数（件）", "销毁物品（件）", "涉案货值（万元）", "移送司法机关人数"],
        ["2026年3月", "12", "340", "6.5", "1"],
        ["2026年4月", "9", "1,120", "12.38", "0"],
        ["2026-05", "15", "86", "3", "2"],
        ["合计", "36", "1546", "21.88", "3"],
        ["填表说明：货值按查获时标价计算", "", "", "", ""],
    ]
    text(folder / "campaign_results.csv", even, encoding="gb18030")
    uneven: list[Row] = [
        ["统计月份", "案件", "销毁数量", "货值", "移送人数"],
        [202601, 5, 100, 1.2, 0],
        [202603, 4, 0, 0.8, 1],
        ["总计", 10, 100, 2, 1],
    ]
    workbook(folder / "campaign_results_unequal.xlsx", uneven)


def _make_penalties(folder: Path) -> None:
    first = [
        penalty_2015(1, 1),
        penalty_2015(
            2, 2, CF_XDR_MC="武汉(洪山)佳禾食品有限公司", CF_CFLB2="没收违法所得、没收非法财物", CF_SXYZCD="3"
        ),
        penalty_2015(3, 3, CF_JDRQ="２０１６年８月１日", CF_GSJZQ="2099-01-31", CF_SXYZCD="0"),
    ]
    text(folder / "penalty_2015.csv", [PENALTY_2015, *first], encoding="gb18030")
    old_workbook(folder / "penalty_2015.xls", [PENALTY_2015, *first])
    later = [
        penalty_2018(11, 1),
        penalty_2018(
            12,
            2,
            CF_CFLB="罚款、没收违法所得，通报批评",
            CF_NR="罚款伍仟元，没收违法所得1000.25万元，通报批评",
            CF_NR_FK="０.５",
            CF_NR_WFFF="1,000.25",
            CF_JDRQ="2026.4.5",
        ),
        penalty_2018(13, 9, CF_XDR_LB="个体工商户", CF_FRDB="", CF_JDRQ="20260407", CF_YXQ="—"),
    ]
    text(folder / "penalty_2018_codes.csv", [[NOTE], PENALTY_2018, *later], encoding="utf-8-sig", delimiter=";")
    sheet = [
        penalty_2018(21, 1, CF_JDRQ=date(2026, 4, 15), CF_NR_FK=2, CF_YXQ=date(2027, 4, 14)),
        [],
        penalty_2018(
            22,
            4,
            CF_JDRQ=46130,
            CF_NR="罚款3000元",
            CF_NR_FK=0.3,
            CF_YXQ="2099-01-31",
            CF_GSJZQ="—",
            CF_FR_ZJHM="110105********002X",
        ),
        penalty_2018(
            23,
            3,
            CF_CFLB="吊销许可证件；罚款",
            CF_NR="吊销道路运输经营许可证，罚款贰佰万元",
            CF_NR_ZKDX="道路运输经营许可证（鄂交运管字420100000001号）",
            CF_NR_FK="200万元",
        ),
    ]
    workbook(folder / "penalty_2018_labels.xlsx", [[NOTE], [], PENALTY_LABELS, PENALTY_2018, *sheet])
    today = [penalty_today(31, 1), penalty_today(32, 2, CF_CFLB2="警告")]
    text(folder / "penalty_today.csv", [PENALTY_TODAY, *today], encoding="utf-16", delimiter="\t", end="\n")
    wrong = code(1)[:-1] + ("0" if code(1)[-1] != "0" else "1")
    bad = [
        penalty_2018(41, 1, CF_XDR_SHXYM=wrong),
        penalty_2018(42, 2),
        penalty_2018(43, 3, CF_JDRQ="2026-02-30"),
        penalty_2018(44, 4, CF_XDR_MC='=HYPERLINK("http://example.com","武汉东湖新技术开发区启明软件有限公司")'),
        penalty_2018(45, 1, CF_XDR_SHXYM=9.1420106e17),
    ]
    workbook(folder / "penalty_bad.xlsx", [PENALTY_2018, *bad])


def _make_licences(folder: Path) -> None:
    text(folder / "licence_2015.csv", [LICENCE_2015, licence_2015(1, 2)], encoding="gb18030", delimiter="\t")
    later = [licence_2018(1, 1), licence_2018(2, 4, XK_YXQZ="—", XK_YXQZI="—", XK_JDRQ=46083)]
    workbook(folder / "licence_2018.xlsx", [LICENCE_2018, *later])


def _quoted(cell: str, delimiter: str) -> str:
    if not set(cell) & {delimiter, '"', "\n"}:
        return cell
    return '"' + cell.replace('"', '""') + '"'


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
