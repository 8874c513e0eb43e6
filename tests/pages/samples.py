"""A credit file made by hand, for tests of how it is shown."""

from dataclasses import replace
from datetime import UTC, date, datetime

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
    Relative,
    Subject,
)
from enterprises.documents.refs import Ref, RefKind

TITLES = {
    Chapter.REGISTRATION: ("一", "登记注册基础信息"),
    Chapter.ADMINISTRATION: ("二", "行政管理信息"),
    Chapter.HONOUR: ("三", "诚实守信相关荣誉信息"),
    Chapter.SERIOUS_DISHONESTY: ("四", "严重失信主体名单信息"),
    Chapter.ABNORMAL_OPERATION: ("五", "经营(活动)异常名录(状态)信息"),
    Chapter.COMMITMENT: ("六", "信用承诺信息"),
    Chapter.EVALUATION: ("七", "信用评价信息"),
    Chapter.JUDGMENT: ("八", "司法判决及执行信息"),
    Chapter.OTHER: ("九", "其他信息"),
    Chapter.ADVICE: ("十", "信用状况提升建议"),
}
LABELS = ("行政管理", "诚实守信", "严重失信", "经营异常", "信用承诺", "信用评价", "司法判决", "其他")


def cells(**values: str) -> tuple[LabelledValue, ...]:
    """Make cells; the label is the keyword."""
    return tuple(LabelledValue(code=label, label=label, value=value) for label, value in values.items())


def row(*, number: int, kind: str, kind_label: str, title: str, values: tuple[LabelledValue, ...]) -> FileRow:
    """Make a row that is public from 2026-06-02 to 2027-06-01."""
    return FileRow(
        ref=Ref(kind=RefKind.RECORD, id=number),
        kind=kind,
        kind_label=kind_label,
        title=title,
        cells=values,
        source="武汉市市场监督管理局",
        source_code="11420100568372889N",
        legal_basis="《信用修复管理办法》（国家发展改革委令第36号）",
        public_from=date(2026, 6, 2),
        public_until=date(2027, 6, 2),
        last_public_on=date(2027, 6, 1),
        disputed=False,
        repairable_from=None,
    )


def penalty(*, number: int = 7, title: str = "武市监处罚〔2026〕118号", disputed: bool = False) -> FileRow:
    """Make a penalty row."""
    values = cells(
        行政处罚决定书文号="武市监处罚〔2026〕118号",
        处罚类别="罚款；没收违法所得、没收非法财物",
        处罚决定日期="2026-05-29",
        处罚内容="1.没收违法所得 3,120 元；\n2.罚款 20,000 元。",
        **{"罚款金额(万元)": "2.000000", "暂扣或吊销证照名称及编号": ""},
        违法行为类型="《中华人民共和国反不正当竞争法》第八条",
        违法事实="当事人在网络店铺对商品的销售状况作引人误解的商业宣传，欺骗、误导消费者。",
        处罚依据="《中华人民共和国反不正当竞争法》第二十条第一款",
        处罚机关="武汉市市场监督管理局",
    )
    made = row(number=number, kind="penalty", kind_label="行政处罚", title=title, values=values)
    return replace(made, disputed=disputed, repairable_from=date(2026, 9, 2))


def licence(*, number: int = 5) -> FileRow:
    """Make a licence row without an end."""
    values = cells(行政许可决定文书号="鄂汉食经许〔2025〕0071号", 许可类别="普通", 许可内容="登字", 有效期至="")
    made = row(number=number, kind="licence", kind_label="行政许可", title="食品经营许可证", values=values)
    return replace(made, public_until=None, last_public_on=None, legal_basis="随许可有效期公示")


def listing(*, number: int = 3) -> FileRow:
    """Make a black-list row."""
    values = cells(列入名单="严重失信主体名单", 列入决定文号="武市监列严〔2026〕9号", 列入日期="2026-06-02")
    made = row(
        number=number,
        kind="listing",
        kind_label="严重失信主体名单",
        title="严重违法失信名单（市场监管）",
        values=values,
    )
    return replace(made, ref=Ref(kind=RefKind.LISTING, id=number))


def subject() -> Subject:
    """Make a subject with a former name, a parent and two branches."""
    return Subject(
        uscc="91420100MA4KXYQW0U",
        name="武汉江澜智造科技有限公司",
        status="ACTIVE",
        status_label="存续",
        region="420111",
        region_name="洪山区",
        industry="3499",
        industry_name="其他未列明通用设备制造业",
        facts=cells(
            企业名称="武汉江澜智造科技有限公司",
            统一社会信用代码="91420100MA4KXYQW0U",
            **{"法定代表人/负责人/执行事务合伙人": "周砚秋"},
            企业类型="有限责任公司（自然人投资或控股）",
            成立日期="2016-04-18",
            住所="湖北省武汉市洪山区珞喻路 1037 号",
            经营范围="智能装备的研发、制造、销售；工业机器人集成；技术服务。",
            注册号="",
        ),
        former_names=(
            FormerNameView(name="武汉江澜机电有限公司", used_from=date(2016, 4, 18), used_until=date(2021, 3, 1)),
            FormerNameView(name="武汉江岚机电有限公司", used_from=None, used_until=date(2016, 4, 18)),
        ),
        parent=Relative(uscc="914201007171752123", name="江澜控股集团有限公司"),
        branches=(
            Relative(uscc="91420102MA4L000017", name="武汉江澜智造科技有限公司江岸分公司"),
            Relative(uscc="91420115MA4L000025", name="武汉江澜智造科技有限公司江夏分公司"),
        ),
    )


def credit_file(*, rows: dict[Chapter, tuple[FileRow, ...]] | None = None) -> CreditFile:
    """Make a file; without `rows` one with licences, a disputed penalty and a black-list row."""
    held = rows if rows is not None else _rows()
    chapters = tuple(
        ChapterView(
            chapter=chapter,
            numeral=numeral,
            title=title,
            rows=held.get(chapter, ()),
            advice=("请及时核对本文件所列信息。", "请按时报送年度报告。") if chapter is Chapter.ADVICE else (),
        )
        for chapter, (numeral, title) in TITLES.items()
    )
    return CreditFile(
        subject=subject(),
        on=date(2026, 11, 23),
        as_of=datetime(2026, 11, 23, 2, 5, tzinfo=UTC),
        audience=Audience.PUBLIC,
        badges=(
            Badge(code="status-active", label="存续", tone=BadgeTone.ACTIVE),
            Badge(code="trustworthy", label="守信激励对象", tone=BadgeTone.RED_LIST),
            Badge(code="serious-dishonesty", label="失信惩戒对象", tone=BadgeTone.BLACK_LIST),
        ),
        counters=tuple(
            Counter(chapter=chapter, label=label, count=len(held.get(chapter, ())))
            for chapter, label in zip(list(Chapter)[1:9], LABELS, strict=True)
        ),
        chapters=chapters,
    )


def _rows() -> dict[Chapter, tuple[FileRow, ...]]:
    return {
        Chapter.ADMINISTRATION: (licence(), penalty(disputed=True), penalty(number=8)),
        Chapter.SERIOUS_DISHONESTY: (listing(),),
    }
