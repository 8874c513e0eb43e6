"""The status that a text of a register extract states (docs/rules/register.md)."""

import re
from collections.abc import Mapping
from functools import lru_cache

from enterprises.register.status import RegisterStatus
from enterprises.shared.rules.width import half_width

# Words of which a status is made: 存续（在营、开业、在册）企业, 吊销，未注销. A text with any other word states none:
# 注销公告中, 拟注销, 非正常 and 未开业 are something else.
_STATUS_WORDS: Mapping[str, RegisterStatus] = {
    "注销": RegisterStatus.CANCELLED,
    "吊销": RegisterStatus.REVOKED,
    "迁出": RegisterStatus.MOVED_OUT,
    "歇业备案": RegisterStatus.SUSPENDED,
    "歇业": RegisterStatus.SUSPENDED,
    **dict.fromkeys(("存续", "在业", "开业", "在营", "在册", "登记成立", "迁入"), RegisterStatus.ACTIVE),
}
_BESIDE_STATUS = ("正常", "企业", "状态", "登记", "营业执照", "执照", "经营", "强制", "已", "被", "后", *",;、/()")
_STATUS = re.compile(rf"(?:未注销|{'|'.join((*_STATUS_WORDS, *map(re.escape, _BESIDE_STATUS)))})+")
_STATUS_WORD = re.compile(rf"未注销|{'|'.join(_STATUS_WORDS)}")
_LATEST_STATUS = {RegisterStatus.REVOKED, RegisterStatus.CANCELLED}  # 吊销，已注销 is cancelled


@lru_cache(maxsize=256)
def status_of(text: str) -> str | None:
    """Return the status that a text states, None for one that is none of ours or several at once."""
    plain = half_width(text)
    if not _STATUS.fullmatch(plain):
        return None
    words = _STATUS_WORD.findall(plain)
    found = {_STATUS_WORDS[word] for word in words if word in _STATUS_WORDS}
    if "未注销" in words:
        return RegisterStatus.REVOKED.value if found == {RegisterStatus.REVOKED} else None
    if found == _LATEST_STATUS:
        return RegisterStatus.CANCELLED.value
    if not found and "正常" in plain:
        return RegisterStatus.ACTIVE.value
    return found.pop().value if len(found) == 1 else None
