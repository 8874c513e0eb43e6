"""Right rows of the kinds, as files give them; a test names only what it is about."""

from collections.abc import Mapping
from datetime import date

from enterprises.catalogue.registry import kind_of
from enterprises.catalogue.types import Generation
from enterprises.catalogue.validation import Cleaned, clean
from enterprises.shared.problems import Problem
from enterprises.shared.rules.uscc import complete_uscc

ON = date(2026, 5, 1)
ENTERPRISE = complete_uscc(department="9", category="1", region="420111", organisation="MA4KQR5X")
SHOP = complete_uscc(department="9", category="2", region="420111", organisation="MA4KQR6X")
AGENCY = complete_uscc(department="1", category="1", region="420100", organisation="01234567")
RESIDENT = "420106199001011231"  # right in form, given to nobody

PENALTY: dict[str, object] = {
    "CF_XDR_MC": "武汉东湖科技有限公司",
    "CF_XDR_LB": "法人及非法人组织",
    "CF_XDR_SHXYM": ENTERPRISE,
    "CF_FRDB": "张三",
    "CF_WSH": "武市监处罚〔2026〕123号",
    "CF_WFXW": "虚假宣传",
    "CF_SY": "当事人在其网站上作虚假宣传",
    "CF_YJ": "《反不正当竞争法》第二十条",
    "CF_CFLB": "罚款",
    "X_CFCX": "普通程序",
    "CF_NR": "见处罚决定书",
    "CF_NR_FK": "1.5",
    "CF_JDRQ": "2026-04-01",
    "CF_YXQ": "2099/12/31",
    "CF_CFJG": "武汉市市场监督管理局",
    "CF_CFJGDM": AGENCY,
    "CF_SJLY": "武汉市市场监督管理局",
    "CF_SJLYDM": AGENCY,
}

LICENCE: dict[str, object] = {
    "XK_XDR_MC": "武汉东湖科技有限公司",
    "XK_XDR_LB": "法人及非法人组织",
    "XK_XDR_SHXYM": ENTERPRISE,
    "XK_FRDB": "张三",
    "XK_XKWS": "准予许可决定书",
    "XK_WSH": "武市监许准〔2026〕5号",
    "XK_XKLB": "普通",
    "XK_XKZS": "食品经营许可证",
    "XK_XKBH": "JY14201110012345",
    "XK_NR": "登字",
    "XK_JDRQ": "2026-04-01",
    "XK_YXQZ": "2026-04-01",
    "XK_YXQZI": "2031-03-31",
    "XK_XKJG": "武汉市市场监督管理局",
    "XK_XKJGDM": AGENCY,
    "XK_ZT": "1",
    "XK_LYDW": "武汉市市场监督管理局",
    "XK_LYDWDM": AGENCY,
}

# The columns of the standard of 2015/16, under the codes that they are read into.
OLD_PENALTY: dict[str, object] = {
    code: PENALTY[code]
    for code in ("CF_XDR_MC", "CF_XDR_SHXYM", "CF_WSH", "CF_SY", "CF_YJ", "CF_CFLB", "CF_NR", "CF_JDRQ", "CF_CFJG")
} | {"CF_CFMC": "虚假宣传案", "CF_ZT": "0", "CF_SYFW": "0", "CF_SXYZCD": "0"}
OLD_LICENCE: dict[str, object] = {
    code: LICENCE[code]
    for code in ("XK_XDR_MC", "XK_XDR_SHXYM", "XK_WSH", "XK_XKLB", "XK_NR", "XK_JDRQ", "XK_YXQZI", "XK_XKJG")
} | {"XK_XMMC": "食品经营许可", "XK_ZT": "0"}


def _own(prefix: str, **values: object) -> dict[str, object]:
    return {
        f"{prefix}_XDR_MC": "武汉东湖科技有限公司",
        f"{prefix}_XDR_SHXYM": ENTERPRISE,
        f"{prefix}_JG": "武汉市市场监督管理局",
        f"{prefix}_JGDM": AGENCY,
    } | {f"{prefix}_{ending}": value for ending, value in values.items()}


ROWS: dict[str, dict[str, object]] = {
    "penalty": PENALTY,
    "licence": LICENCE,
    "honour": _own("X_RY", MC="武汉老字号", LB="老字号", RDRQ="2025-01-02"),
    "abnormal-operation": _own("X_YC", LRYY="通过登记的住所无法联系", LRRQ="2025-01-02"),
    "commitment": _own("X_CN", LX="主动型", SY="依法经营", RQ="2025-01-02", LYZT="全部履行"),
    "evaluation": _own("X_PJ", LX="信用评价", NR="企业信用等级", DJ="AAA", RQ="2025-01-02", DW="某信用评级公司"),
    "judgment": _own(
        "X_SF", AH="(2025)鄂0106民初123号", LX="民事判决", AY="买卖合同纠纷", RQ="2025-01-02", YW="支付货款"
    ),
    "inspection": _own("X_JC", BH="2025-001", LX="日常检查", SX="安全生产", RQ="2025-01-02", JGPD="合格"),
    "recall": _own("X_ZH", BH="召2025-001", CP="电热水壶", PC="2024-12-01", QX="漏电", CS="换货", RQ="2025-01-02"),
    "standard-declaration": _own("X_ZM", BH="Q/DHKJ 001-2025", MC="智能电表", LX="企业标准", GKRQ="2025-01-02"),
}


def cleaned(
    kind: str = "penalty",
    changes: Mapping[str, object] | None = None,
    *,
    without: tuple[str, ...] = (),
    row: dict[str, object] | None = None,
    generation: Generation = Generation.CURRENT,
    **more: object,
) -> Cleaned:
    """Clean the right row of a kind with some values changed or left out."""
    raw = (ROWS[kind] if row is None else row) | dict(changes or {}) | more
    kept = {code: value for code, value in raw.items() if code not in without}
    return clean(kind_of(kind), kept, on=ON, generation=generation)


def only_problem(result: Cleaned) -> Problem:
    """Return the one problem of a row."""
    (problem,) = result.problems
    return problem
