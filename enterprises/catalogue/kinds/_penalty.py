"""Types of a penalty as sheets write them, and the rules that its values keep among each other."""

import re
from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal

from enterprises.catalogue.kinds._parts import settle_category
from enterprises.catalogue.penalty_types import UNNAMED_CONFISCATION, PenaltyType
from enterprises.catalogue.types import Choice, Condition
from enterprises.shared.rules.days import OPEN_END, UnreadableDay, means_no_end, parse_day

_T = PenaltyType
PUBLICATION_TERM = "X_GSQX"
# 三年, 3年, 六个月, 长期: the portal computes its own end from the rules.
_TERM = re.compile(r"(?:[0-9]{1,3}|[一二两三四五六七八九十]{1,3}|半)(?:年|个?月|[天日])|长期|永久")
# The law of 1996 had one class for both; which of them it was stands in the decision's words.
SUSPENDED_OR_REVOKED = "暂扣或者吊销许可证件"
# A confiscation whose class does not name what was taken; the decision's words do.
CONFISCATION = "没收"
_GAINS = re.compile(r"所得|收入|广告费|货款|租金|利润")
_GOODS = re.compile(r"没收[^，。；;]{0,20}?(?:财物|财产|商品|产品|物品|货物|工具|设备|药品|食品|原料|烟|酒)")
PERMITS = (_T.PERMIT_SUSPENDED.value, _T.PERMIT_REVOKED.value)

PENALTY_TYPES = Choice(
    values=tuple(member.value for member in PenaltyType),
    multiple=True,
    open_prefix="其他-",
    synonyms={
        "没收违法所得、没收非法财物": f"{_T.CONFISCATED_GAINS};{_T.CONFISCATED_PROPERTY}",
        "没收违法所得和非法财物": f"{_T.CONFISCATED_GAINS};{_T.CONFISCATED_PROPERTY}",
        "罚没": f"{_T.FINE};{CONFISCATION}",
        "罚款(含没收)": f"{_T.FINE};{CONFISCATION}",
        "罚款并没收": f"{_T.FINE};{CONFISCATION}",
        "罚没款": f"{_T.FINE};{CONFISCATION}",
        "没收非法所得": _T.CONFISCATED_GAINS,
        "没收违法所得款": _T.CONFISCATED_GAINS,
        "没收非法财产": _T.CONFISCATED_PROPERTY,
        CONFISCATION: CONFISCATION,
        "没收财物": _T.CONFISCATED_PROPERTY,
        "暂扣或者吊销许可证、暂扣或者吊销执照": SUSPENDED_OR_REVOKED,
        "暂扣或吊销许可证、暂扣或吊销执照": SUSPENDED_OR_REVOKED,
        "暂扣或者吊销许可证、执照": SUSPENDED_OR_REVOKED,
        "暂扣或吊销许可证、执照": SUSPENDED_OR_REVOKED,
        "暂扣或者吊销许可证": SUSPENDED_OR_REVOKED,
        "暂扣或者吊销执照": SUSPENDED_OR_REVOKED,
        "暂扣或吊销许可证": SUSPENDED_OR_REVOKED,
        "暂扣或吊销执照": SUSPENDED_OR_REVOKED,
        "暂扣许可证": _T.PERMIT_SUSPENDED,
        "暂扣执照": _T.PERMIT_SUSPENDED,
        "暂扣许可证、执照": _T.PERMIT_SUSPENDED,
        "吊销许可证": _T.PERMIT_REVOKED,
        "吊销执照": _T.PERMIT_REVOKED,
        "吊销营业执照": _T.PERMIT_REVOKED,
        "吊销许可证、执照": _T.PERMIT_REVOKED,
        "责令停产": _T.PRODUCTION_STOPPED,
        "责令停业": _T.PRODUCTION_STOPPED,
        "责令停产、停业": _T.PRODUCTION_STOPPED,
        "拘留": _T.DETENTION,
        SUSPENDED_OR_REVOKED: SUSPENDED_OR_REVOKED,
    },
)


def _types(values: Mapping[str, object]) -> tuple[str, ...]:
    found = values.get("CF_CFLB")
    return tuple(map(str, found)) if isinstance(found, tuple) else ()


def has_type(*wanted: str) -> Condition:
    """Return the condition that a penalty has one of these types."""
    return lambda values: any(found in wanted for found in _types(values))


def settle(values: dict[str, object]) -> None:
    """Complete a penalty's values: category, types of both columns, what was taken, permits, term."""
    settle_category(values, prefix="CF")
    _join_second_type(values)
    _tell_confiscations_apart(values)
    _read_term(values)
    _tell_permits_apart(values)


def _join_second_type(values: dict[str, object]) -> None:
    """Add 处罚类别2 of 2015/16 to the first one."""
    second = values.pop("CF_CFLB2", ())
    if isinstance(second, tuple) and second:
        values["CF_CFLB"] = tuple(dict.fromkeys((*_types(values), *second)))


def _tell_permits_apart(values: dict[str, object]) -> None:
    """Replace the class of 1996 by the content of the decision: suspended, revoked, or both."""
    types = _types(values)
    if SUSPENDED_OR_REVOKED not in types:
        return
    words = f"{values.get('CF_NR', '')}{values.get('CF_NR_ZKDX', '')}"
    meant = [permit for permit in PERMITS if permit[:2] in words]
    if meant:
        kept = (found for found in types if found != SUSPENDED_OR_REVOKED)
        values["CF_CFLB"] = tuple(dict.fromkeys((*kept, *meant)))


def _tell_confiscations_apart(values: dict[str, object]) -> None:
    """Replace a confiscation without its object by the content of the decision; as stated where that is silent."""
    types = _types(values)
    if CONFISCATION not in types:
        return
    words = str(values.get("CF_NR", ""))
    gains, goods = _GAINS.search(words), _GOODS.search(words)
    meant = [_T.CONFISCATED_GAINS.value] if gains else []
    meant += [_T.CONFISCATED_PROPERTY.value] if goods else []
    kept = (found for found in types if found != CONFISCATION)
    values["CF_CFLB"] = tuple(dict.fromkeys((*kept, *(meant or [UNNAMED_CONFISCATION]))))


def _read_term(values: dict[str, object]) -> None:
    """Read a day in the column of the term as the last day of publication."""
    term = values.get(PUBLICATION_TERM)
    if isinstance(term, str) and not _TERM.fullmatch(term):
        with suppress(UnreadableDay):
            day = parse_day(term)
            values.setdefault("CF_GSJZQ", OPEN_END if means_no_end(day) else day)
            values.pop(PUBLICATION_TERM)


def check_term(values: Mapping[str, object]) -> list[tuple[str, str]]:
    """Demand a term or a day."""
    term = values.get(PUBLICATION_TERM)
    right = term is None or _TERM.fullmatch(str(term))
    return [] if right else [(PUBLICATION_TERM, "应为期限（如三年、6个月）或截止日期（如2029-05-06）")]


def check_permits(values: Mapping[str, object]) -> list[tuple[str, str]]:
    """Demand the type of a permit penalty: suspended or revoked."""
    if SUSPENDED_OR_REVOKED not in _types(values):
        return []
    return [("CF_CFLB", f"请写明是“{PERMITS[0]}”还是“{PERMITS[1]}”（处罚内容中也看不出）")]


def check_fine(values: Mapping[str, object]) -> list[tuple[str, str]]:
    """Demand an amount of a fine."""
    nothing = values.get("CF_NR_FK") == Decimal(0) and _T.FINE in _types(values)
    return [("CF_NR_FK", "处罚类别含“罚款”，罚款金额应大于0")] if nothing else []
