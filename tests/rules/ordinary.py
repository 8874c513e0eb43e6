"""Ordinary texts of penalties, licences and inspections, made from a seed: none names anybody."""

import random
from collections.abc import Callable, Iterator

from enterprises.shared.rules.uscc import complete_uscc

Make = Callable[[random.Random], str]

_AGENCIES = ("鄂市监", "武市监", "岸市监处", "汉应急", "武环", "江消", "川药监", "京朝市监", "粤深交", "沪浦城管")
_ENTERPRISES = ("武汉虚构食品有限公司", "湖北无名建材厂", "江岸区某某餐饮店", "虚构物流集团股份有限公司第三分公司")
_ROADS = ("解放大道", "中山路", "虚构一路", "人民西街", "高新二路", "港澳路", "环湖北路")
_LAWS = ("《中华人民共和国食品安全法》", "《产品质量法》", "《安全生产法》", "《广告法》", "《武汉市市容条例》")
_LETTERS = "ABCDEFGHJKLMNPQRTUWXY"


def _digits(source: random.Random, count: int) -> str:
    return "".join(source.choices("0123456789", k=count))


def _day(source: random.Random) -> str:
    year, month, day = source.randint(2015, 2026), source.randint(1, 12), source.randint(1, 28)
    shape = source.choice(("{}年{}月{}日", "{}-{:02}-{:02}", "{}.{:02}.{:02}", "{}/{}/{}", "{}{:02}{:02}"))
    return shape.format(year, month, day)


def _amount(source: random.Random) -> str:
    yuan = source.choice((source.randint(50, 9_999), source.randint(10_000, 99_999_999)))
    shape = source.choice(("{}元", "{:,}元", "{:,.2f}元", "人民币{}元整", "¥{:,.2f}", "{:.4f}万元"))
    return shape.format(yuan / 10_000 if "万" in shape else yuan)


def _number_of_decision(source: random.Random) -> str:
    left, right = source.choice(("〔〕", "[]", "()", "（）", "【】"))
    number = str(source.randint(1, 9_999)) if source.random() < 0.8 else f"{source.randint(1, 99_999):08}"
    what = source.choice(("处罚", "罚字", "罚决", "许可", "当罚", "责改"))
    year, order = source.randint(2015, 2026), source.choice(("", "第"))
    return f"{source.choice(_AGENCIES)}{what}{left}{year}{right}{order}{number}号"


def _uscc(source: random.Random) -> str:
    organisation = source.choice(("", "MA")) + _digits(source, 8)
    region = source.choice(("420100", "420102", "110105", "510100", "440300"))
    return complete_uscc(department="9", category="1", region=region, organisation=organisation[:8])


def _register_number(source: random.Random) -> str:
    return f"注册号：42010{source.randint(0, 9)}{_digits(source, 9)}"


def _licence(source: random.Random) -> str:
    return source.choice(
        (
            f"JY1{_digits(source, 13)}",
            f"JY142{_digits(source, 8)}",
            f"SC1{_digits(source, 13)}",
            f"鄂食药监械经营许{2015 + source.randint(0, 9)}{_digits(source, 4)}号",
            f"京B2-{2015 + source.randint(0, 9)}{_digits(source, 4)}",
            f"鄂ICP备{_digits(source, 8)}号-{source.randint(1, 9)}",
            f"国药准字Z{_digits(source, 8)}",
            f"(鄂)JZ安许证字〔{2015 + source.randint(0, 9)}〕{_digits(source, 6)}",
            f"川B{2015 + source.randint(0, 9)}{_digits(source, 4)}号",
        )
    )


def _standard(source: random.Random) -> str:
    return source.choice(("GB/T 19001-2016", "GB 2760-2014", "GB/T 4754—2017", "DB42/T 1234-2019", "ISO 9001:2015"))


def _batch(source: random.Random) -> str:
    label = source.choice(("生产批号", "批号：", "产品批次", "货号", "型号"))
    number = (_digits(source, 8), f"{_day(source)}A", f"B{_digits(source, 10)}", f"1{_digits(source, 10)}")
    return label + source.choice(number)


def _model(source: random.Random) -> str:
    letters = "".join(source.choices(_LETTERS, k=2))
    return f"{letters}-{_digits(source, 3)}×{_digits(source, 2)}/{_digits(source, 2)}{source.choice(_LETTERS)}型"


def _address(source: random.Random) -> str:
    label = source.choice(("住所", "经营场所", "注册地址", "住所地", "生产地址", "营业场所：", "仓库位于"))
    building, storey, room = source.randint(1, 2999), source.randint(1, 40), source.randint(101, 3999)
    return f"{label}武汉市江岸区{source.choice(_ROADS)}{building}号{source.randint(1, 30)}栋{storey}层{room}室"


def _level(source: random.Random) -> str:
    return f"{source.randint(1, 99)}.{_digits(source, 2)}"


def _hour(source: random.Random) -> str:
    return f"{source.randint(10, 23)}:{source.randint(10, 59)}"


def _measure(source: random.Random) -> str:
    return source.choice(
        (
            f"面积{source.randint(10, 99_999)}.{source.randint(0, 99)}平方米",
            f"超标{source.randint(1, 400)}.{source.randint(0, 9)}%",
            f"尺寸{source.randint(100, 9999)}×{source.randint(100, 9999)}×{source.randint(10, 999)}mm",
            f"北纬30.{_digits(source, 4)}，东经114.{_digits(source, 4)}",
            f"检测值为{_level(source)}、{_level(source)}、{_level(source)}mg/kg",
            f"共{source.randint(1, 9999)}箱、{source.randint(1, 99999)}袋、{source.randint(1, 999)}公斤",
            f"时间{_hour(source)}:{_hour(source)}至{source.randint(10, 23)}时{source.randint(10, 59)}分",
            f"商品条码69{_digits(source, 11)}",
            f"合同编号HT-{_digits(source, 8)}-{_digits(source, 3)}",
        )
    )


def _plain_words(source: random.Random) -> str:
    return source.choice(
        (
            "通过微信公众号发布虚假广告",
            "以微信支付和QQ音乐会员形式收款",
            "拨打12315或12345投诉，企业热线400-820-1234",
            "当事人住所变更后未办理变更登记",
            "第一、二、三、四、五、六、七项违法事实成立",
            "依据第七条、第十三条、第一百二十四条第一款第(一)项",
            "二〇二五年一月十五日至二〇二五年三月二十日",
            "未按规定公示电话、地址和营业时间",
            "外籍员工护照及居住证由公司统一保管不当",
            "新A级景区、云B类停车场标识不清",
            "其账户、账号均未按要求报备",
            "员工住在厂区内，未设消防通道",
        )
    )


_PIECES: tuple[Make, ...] = (
    _day, _amount, _number_of_decision, _licence, _standard, _batch, _model, _address, _measure, _plain_words,
    _register_number,
    lambda source: f"统一社会信用代码{_uscc(source)}",
    lambda source: f"依据{source.choice(_LAWS)}第{source.randint(1, 150)}条第{source.randint(1, 5)}款",
    lambda source: f"{source.choice(_ENTERPRISES)}于{_day(source)}未经许可从事经营",
    lambda source: f"处以罚款{_amount(source)}，没收违法所得{_amount(source)}",
    lambda source: f"案号（{source.randint(2015, 2026)}）鄂01{_digits(source, 2)}行初{source.randint(1, 9999)}号",
)  # fmt: skip


def ordinary_texts(count: int, *, seed: int = 20250101) -> Iterator[str]:
    """Give that many texts of two to six pieces; the same seed gives the same texts."""
    source = random.Random(seed)
    for _ in range(count):
        pieces = [source.choice(_PIECES)(source) for _ in range(source.randint(2, 6))]
        yield source.choice(("，", "；", "。", "、", " ")).join(pieces) + "。"
