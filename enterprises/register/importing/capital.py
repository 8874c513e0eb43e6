"""Whether a stated capital can be meant (docs/rules/contradictions.md): pure rules, amounts in yuan.

Capital typed in yuan under a header of 万元 is ten thousand times too large. A contradiction refuses no enterprise: the
cell is not read until a person confirms it, and what is stored stays.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from enterprises.register.services.registration import RegisterRow
from enterprises.shared.rules.amounts import format_wan_yuan
from enterprises.shared.rules.money import folded_text, money_in
from enterprises.shared.rules.width import half_width

COLUMN = "registered_capital_yuan"
# What is usual for a kind of subject, by the beginning of its code. Unconfirmed: no law bounds a capital.
# The largest known is that of 中国国家铁路集团有限公司, 1,739.5 billion yuan.
USUAL_MOST_YUAN: Mapping[str, Decimal] = {
    "92": Decimal(100_000_000),  # individual businesses
    "93": Decimal(1_000_000_000),  # farmers' cooperatives
    "": Decimal(2_000_000_000_000),
}
# More than this is rare, so the cell must state its unit: 50 billion yuan. Unconfirmed.
USUAL_MOST_WITHOUT_UNIT = Decimal(50_000_000_000)
_WRONG_UNIT = (Decimal(10_000), Decimal("0.0001"))
_STATED_BEFORE = re.compile(r"(?:注册资本|注册资金|资金数额|出资总额)(?:金额|总额|为|是|[:(])*(?:人民币)?$")
_ANY_WORD = re.compile(r"注册资|资金数额|出资总额")  # tested first: most scopes have none
_NEAR = 16  # characters before an amount that may name it
_UNIT = re.compile("[万元亿]")
_FOREIGN = re.compile(
    r"美元|美金|港元|港币|欧元|日元|英镑|澳元|加元|新加坡|瑞士|韩元|台币|USD|HKD|EUR|JPY|GBP", re.IGNORECASE
)


def is_foreign(cell: object) -> bool:
    """Return whether a cell names the money of another country."""
    return isinstance(cell, str) and _FOREIGN.search(half_width(cell)) is not None


def capital_contradiction(
    yuan: Decimal, *, uscc: str, stored: Decimal | None = None, scope: str = "", has_unit: bool = False
) -> str:
    """Return why a stated capital cannot be meant, "" if it can; what is stored already is never doubted."""
    if yuan == stored or not yuan:
        return ""
    if stored and yuan / stored in _WRONG_UNIT:
        return f"是{_shown(yuan)}，已存的却是{_shown(stored)}，像是把元和万元弄混了"
    for excerpt, amount in _stated_in(scope):
        if amount and yuan / amount in _WRONG_UNIT:
            return f"是{_shown(yuan)}，经营范围写的却是“{excerpt}”，像是把元和万元弄混了"
    most = next(most for beginning, most in USUAL_MOST_YUAN.items() if uscc.startswith(beginning))
    if yuan > most or (yuan > USUAL_MOST_WITHOUT_UNIT and not has_unit):
        return f"是{_shown(yuan)}，超过通常的范围" + ("" if has_unit else "，单元格也没有写单位")
    return ""


def has_unit(cell: object) -> bool:
    """Return whether a cell names the unit of its amount."""
    return isinstance(cell, str) and _UNIT.search(cell) is not None


def without_contradictions(
    rows: Sequence[RegisterRow], *, stored: Mapping[str, Decimal], confirmed: Collection[str]
) -> Iterator[tuple[RegisterRow, str]]:
    """Yield each row with why its capital is held, "" for one that is not; a held one has no capital any more.

    `stored` holds the capital of known enterprises, `confirmed` the codes whose capital a person has compared; both by
    unified code.
    """
    for row in rows:
        yuan, sentence = row.columns.get(COLUMN), ""
        if isinstance(yuan, Decimal) and row.uscc not in confirmed:
            scope = str(row.columns.get("business_scope", ""))
            known = stored.get(row.uscc)
            sentence = capital_contradiction(
                yuan, uscc=row.uscc, stored=known, scope=scope, has_unit=row.capital_has_unit
            )
        if sentence:
            columns = {column: value for column, value in row.columns.items() if column != COLUMN}
            yield replace(row, columns=columns), sentence
        else:
            yield row, ""


def _stated_in(scope: str) -> Iterator[tuple[str, Decimal]]:
    """Yield what a text calls capital, each as written and in yuan."""
    if not _ANY_WORD.search(scope):
        return
    text = folded_text(scope)
    for each in money_in(text):
        if _STATED_BEFORE.search(text, max(0, each.start - _NEAR), each.start):
            yield text[each.start : each.end], each.yuan


def _shown(yuan: Decimal) -> str:
    return f"{format_wan_yuan(yuan)}万元（即{yuan:,.2f}元）"
