"""Credit files made by hand; a test names only what it is about."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from enterprises.catalogue.cells import Audience, LabelledValue
from enterprises.catalogue.types import Chapter
from enterprises.creditfile.types import (
    Badge,
    BadgeTone,
    ChapterView,
    Counter,
    CreditFile,
    FileRow,
    FormerNameView,
    Subject,
)
from enterprises.documents.refs import Ref, RefKind

DAY = date(2026, 11, 23)
INSTANT = datetime(2026, 11, 23, 2, 27, 5, tzinfo=UTC)  # 10:27:05 in Shanghai
USCC = "91420100MA4L1A2X3C"

CHAPTERS = (
    (Chapter.REGISTRATION, "一", "登记注册基础信息", ""),
    (Chapter.ADMINISTRATION, "二", "行政管理信息", "行政管理"),
    (Chapter.HONOUR, "三", "诚实守信相关荣誉信息", "诚实守信"),
    (Chapter.SERIOUS_DISHONESTY, "四", "严重失信主体名单信息", "严重失信"),
    (Chapter.ABNORMAL_OPERATION, "五", "经营(活动)异常名录(状态)信息", "经营异常"),
    (Chapter.COMMITMENT, "六", "信用承诺信息", "信用承诺"),
    (Chapter.EVALUATION, "七", "信用评价信息", "信用评价"),
    (Chapter.JUDGMENT, "八", "司法判决及执行信息", "司法判决"),
    (Chapter.OTHER, "九", "其他信息", "其他"),
    (Chapter.ADVICE, "十", "信用状况提升建议", ""),
)


def credit_row(*, record_id: int = 7, **changes: Any) -> FileRow:
    """Make the row of a published penalty."""
    row = FileRow(
        ref=Ref(kind=RefKind.RECORD, id=record_id),
        kind="penalty",
        kind_label="行政处罚",
        title="武市监处罚〔2026〕15号",
        cells=(
            LabelledValue(code="CF_WSH", label="行政处罚决定书文号", value="武市监处罚〔2026〕15号"),
            LabelledValue(code="CF_CFLB", label="处罚类别", value="罚款;没收违法所得"),
            LabelledValue(code="CF_JDRQ", label="处罚决定日期", value="2026-03-31"),
            LabelledValue(code="CF_NR_FK", label="罚款金额(万元)", value="2.5"),
            LabelledValue(code="CF_NR_WFFF", label="没收违法所得、没收非法财物的金额(万元)", value="0.123456"),
            LabelledValue(code="CF_NR_ZKDX", label="暂扣或吊销证照名称及编号", value=""),
            LabelledValue(code="CF_SY", label="违法事实", value="当事人在其网店页面发布与实际不符的商品信息，" * 4),
            LabelledValue(code="CF_CFJG", label="处罚机关", value="武汉市市场监督管理局"),
        ),
        source="武汉市市场监督管理局",
        source_code="11420100MB1234567X",
        legal_basis="《市场监督管理信用修复管理办法》（国家市场监督管理总局令第107号）",
        public_from=date(2026, 4, 2),
        public_until=date(2027, 4, 2),
        last_public_on=date(2027, 4, 1),
        disputed=False,
        repairable_from=date(2026, 7, 2),
    )
    return replace(row, **changes)


def credit_subject(**changes: Any) -> Subject:
    """Make the subject of a credit file."""
    subject = Subject(
        uscc=USCC,
        name="武汉江城示例科技有限公司",
        status="ACTIVE",
        status_label="存续",
        region="420102",
        region_name="江岸区",
        industry="6510",
        industry_name="软件开发",
        facts=(
            LabelledValue(code="name", label="企业名称", value="武汉江城示例科技有限公司"),
            LabelledValue(code="uscc", label="统一社会信用代码", value=USCC),
            LabelledValue(code="legal_representative", label="法定代表人/负责人/执行事务合伙人", value="张三丰"),
            LabelledValue(code="legal_form", label="企业类型", value="有限责任公司(自然人投资或控股)"),
            LabelledValue(code="established_on", label="成立日期", value="2015-06-01"),
            LabelledValue(code="register_number", label="注册号", value=""),
            LabelledValue(code="address", label="住所", value="武汉市江岸区解放大道1号江城大厦12层"),
        ),
        former_names=(FormerNameView(name="武汉江城示例电子有限公司", used_from=None, used_until=date(2019, 3, 1)),),
        parent=None,
        branches=(),
    )
    return replace(subject, **changes)


def credit_file(*, rows: dict[Chapter, tuple[FileRow, ...]] | None = None, **changes: Any) -> CreditFile:
    """Make the public file of one enterprise, with one penalty unless `rows` are given."""
    placed = {Chapter.ADMINISTRATION: (credit_row(),)} if rows is None else rows
    file = CreditFile(
        subject=credit_subject(),
        on=DAY,
        as_of=INSTANT,
        audience=Audience.PUBLIC,
        badges=(Badge(code="status-active", label="存续", tone=BadgeTone.ACTIVE),),
        counters=tuple(
            Counter(chapter=chapter, label=label, count=len(placed.get(chapter, ())))
            for chapter, _, _, label in CHAPTERS
            if label
        ),
        chapters=tuple(
            ChapterView(
                chapter=chapter,
                numeral=numeral,
                title=title,
                rows=placed.get(chapter, ()),
                advice=("请及时核对本文件所列信息。", "请按时报送年度报告。") if chapter is Chapter.ADVICE else (),
            )
            for chapter, numeral, title, _ in CHAPTERS
        ),
    )
    return replace(file, **changes)
