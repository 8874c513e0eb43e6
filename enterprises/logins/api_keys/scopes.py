"""What a key may be good for: one line a scope, its name and what it lets a program do."""

from collections.abc import Mapping
from types import MappingProxyType

CASES_HAND_IN = "cases:hand-in"
EVALUATIONS_SUBMIT = "evaluations:submit"
SCOPES: Mapping[str, str] = MappingProxyType(
    {
        CASES_HAND_IN: "代当事人提交异议、信用修复和纠错申请",
        EVALUATIONS_SUBMIT: "评价机构提交评价",
    }
)
