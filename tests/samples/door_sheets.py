"""Rows of the sample files for the doors: products, recalls, standards, honours, evaluations."""

from collections.abc import Sequence

from tests.samples.enterprises import AGENCY_NAME, ENTERPRISES, Row, code, headers

# A result table of spot checks, as agencies publish it with the code of each enterprise: one row an item that failed.
SPOT_CHECKS = headers(
    "序号,抽样编号,企业名称,统一社会信用代码,标称生产企业名称,标称生产企业地址,被抽样单位名称,样品名称,规格型号,商标,"
    "生产日期/批号,抽查类型,任务来源/项目名称,抽样日期,检验结论,不合格项目,检验值,标准值,承检机构,检验依据,组织抽查单位"
)

# An annex of a list of name brands with the code of each enterprise; one row a product.
NAME_BRANDS = headers(
    "序号,企业名称,统一社会信用代码,产品名称,注册商标,授予称号,荣誉类别,荣誉级别,年度,授予时间,有效期,发布单位,所在区"
)

# A table of recalls that an agency supervises.
RECALLS = headers(
    "序号,召回编号,企业名称,统一社会信用代码,召回方式,召回产品名称,商标,涉及型号,涉及批次,涉及数量,缺陷描述,召回措施,"
    "召回开始日期,召回完成日期,监管机关"
)

# A table of declared standards, as agencies take it from the platform of enterprise standards.
STANDARDS = headers(
    "序号,企业名称,统一社会信用代码,标准编号,标准名称,标准类型,产品名称,代替标准号,严于国家标准,公开时间,废止时间,网址,报送机关"
)

# A table of evaluations that an agency collected from institutions.
EVALUATIONS = headers(
    "序号,企业名称,统一社会信用代码,评价类型,评定内容,评价等级,评价报告编号,评价日期,有效期至,评价机构,"
    "评价机构统一社会信用代码,评价依据标准,报送机关"
)
INSTITUTION, INSTITUTION_CODE = "江城信用评估中心", code(20)


def name_brands() -> list[Row]:
    """Return an annex of three products of two enterprises."""
    products = ((2, "绿豆糕", "佳禾牌"), (2, "红豆糕", "佳禾（图形）"), (1, "电热水壶", "晨曦"))
    title = ("湖北名牌产品", "名牌", "省级", "2025", "2025-12-01", "2028-11-30", AGENCY_NAME, "江岸区")
    return [
        (str(number), ENTERPRISES[subject], code(subject), product, brand, *title)
        for number, (subject, product, brand) in enumerate(products, start=1)
    ]


def spot_checks() -> list[Row]:
    """Return a table of three spot checks in four rows: one failed in two items, one has no brand."""
    kettle = ("1.8L", "晨曦", "2026年3月1日")
    return [
        spot_check(1, "DC26001", 1, "电热水壶", kettle, "不合格", "接地措施", "0.35Ω", "≤0.1Ω"),
        spot_check(2, "DC26001", 1, "电热水壶", kettle, "不合格", "电源连接和外部软线", "", "不得松动"),
        spot_check(
            3, "DC26002", 2, "绿豆糕", ("200g/盒", "/", "2026-05-06"), "不合格", "菌落总数", "3.1×10⁴CFU/g", "≤10⁴CFU/g"
        ),
        spot_check(4, "DC26003", 2, "红豆糕", ("200g/盒", "佳禾", "批号：20260507"), "合格", "", "", ""),
    ]


def spot_check(row: int, number: str, subject: int, product: str, marks: Sequence[str], *found: str) -> Row:
    """Return a row of a result table: `marks` are model, brand and batch, `found` result, item, value and limit."""
    enterprise = ENTERPRISES[subject]
    return (
        *(
            str(row),
            number,
            enterprise,
            code(subject),
            enterprise,
            "武汉市江岸区样例路1号",
            "武昌区佳宜百货店",
            product,
            *marks,
        ),
        *("产品质量监督抽查", "2026年第二季度专项抽查", "2026-05-20", *found),
        *("江城产品质量检验中心", "GB 4706.19", AGENCY_NAME),
    )


def recalls() -> list[Row]:
    """Return a recall that goes on and one that has ended."""
    kettle = ("电热水壶", "晨曦", "1.8L", "批号：20260301", "600台", "接地不良，可能触电", "免费更换或者退货")
    cake = ("绿豆糕", "无", "200g/盒", "2026-05-06", "1,200盒", "菌落总数超标", "退货")
    return [
        ("1", "召回〔2026〕1号", ENTERPRISES[1], code(1), "主动召回", *kettle, "2026-06-01", "", AGENCY_NAME),
        ("2", "召回〔2026〕2号", ENTERPRISES[2], code(2), "责令召回", *cake, "2026年5月25日", "2026.5.31", AGENCY_NAME),
    ]


def standards() -> list[Row]:
    """Return four declarations: one replaces an earlier one, and two enterprises declare one number."""
    kettle = ("Q/JHCX 001-2026", "电热水壶", "企业标准", "电热水壶", "Q/JHCX 001—2023", "GB 4706.19")
    earlier = ("Q/JHCX 001-2023", "电热水壶", "企业标准", "电热水壶", "—", "")
    cake = ("Q/TY 005-2025", "传统糕点", "企业标准", "绿豆糕", "", "")
    web = "www.example.org/standards/"
    return [
        ("1", ENTERPRISES[1], code(1), *earlier, "2023-03-01", "", f"https://{web}1", AGENCY_NAME),
        ("2", ENTERPRISES[1], code(1), *kettle, "2026-03-01", "", f"https://{web}2", AGENCY_NAME),
        ("3", ENTERPRISES[2], code(2), *cake, "2025年9月10日", "", f"{web}3", AGENCY_NAME),
        ("4", ENTERPRISES[3], code(3), *cake, "2025.9.12", "2027-09-11", f"{web}4", AGENCY_NAME),
    ]


def evaluations() -> list[Row]:
    """Return an evaluation of credit and one of social responsibility."""
    by = (INSTITUTION, INSTITUTION_CODE)
    credit = ("信用评价", "2026年度企业信用等级", "AAA", "PJ2026-001", "2026-04-01", "2029-03-31", *by)
    social = ("社会责任评价", "企业社会责任履行情况", "AA", "PJ2026-002", "2026年4月2日", "2099-12-31", *by)
    return [
        ("1", ENTERPRISES[1], code(1), *credit, "GB/T 22116-2008", AGENCY_NAME),
        ("2", ENTERPRISES[2], code(2), *social, "", AGENCY_NAME),
    ]
