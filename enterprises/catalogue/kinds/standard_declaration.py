"""企业标准自我声明公开: standards that an enterprise itself declares to follow (标准化法 art. 27); codes are ours."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext_noop

from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.kinds._parts import OwnField, not_before, unofficial_agency, unofficial_subject
from enterprises.catalogue.types import Chapter, Choice, Code, Day, RecordColumn, RecordKind, Role, Text, Tone

ADDRESS = "X_ZM_WZ"
# A web address: host with a dot, no login, no blanks; a port and a path may follow.
_WEB = re.compile(r"https?://(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d{1,5})?(?:[/?#]\S*)?", re.IGNORECASE)


def _settle(values: dict[str, object]) -> None:
    """Complete an address that begins with www."""
    address = values.get(ADDRESS)
    if isinstance(address, str) and address.lower().startswith("www."):
        values[ADDRESS] = f"http://{address}"


def _check_address(values: Mapping[str, object]) -> list[tuple[str, str]]:
    """Demand a web address: what readers are sent to is nothing else."""
    address = values.get(ADDRESS)
    right = address is None or _WEB.fullmatch(str(address))
    return [] if right else [(ADDRESS, "应为以http://或https://开头的网址，如https://www.qybz.org.cn/standard/1")]


STANDARD_DECLARATION = RecordKind(
    code=KindCode.STANDARD_DECLARATION.value,
    label=gettext_noop("企业标准自我声明"),
    label_en="Standard self-declaration",
    chapter=Chapter.OTHER,
    tone=Tone.NEUTRAL,
    title="X_ZM_MC",
    key=("X_ZM_BH", "X_ZM_GKRQ"),
    settle=_settle,
    checks=(not_before("X_ZM_FZRQ", "X_ZM_GKRQ", message="废止日期不得早于公开日期"), _check_address),
    fields=(
        *unofficial_subject("X_ZM"),
        OwnField(
            code="X_ZM_BH",
            label="标准编号",
            type=Code(length=128),
            required=True,
            column=RecordColumn.DOCUMENT_NUMBER,
            aliases=("标准号",),
        ),
        OwnField(code="X_ZM_MC", label="标准名称", type=Text(length=500), required=True, role=Role.STANDARD_NAME),
        OwnField(
            code="X_ZM_LX",
            label="标准类型",
            type=Choice(values=("企业标准", "团体标准", "地方标准", "行业标准", "国家标准")),
            required=True,
            role=Role.STANDARD_TYPE,
        ),
        OwnField(
            code="X_ZM_CP",
            label="产品或服务名称",
            type=Text(length=500),
            aliases=("产品名称", "服务名称"),
            role=Role.PRODUCT,
        ),
        OwnField(
            code="X_ZM_DT",
            label="代替标准编号",
            type=Code(length=128),
            aliases=("代替标准", "替代标准", "被代替标准编号", "代替标准号"),
            role=Role.REPLACED_STANDARD,
        ),
        OwnField(
            code="X_ZM_YY",
            label="严于的国家标准或行业标准",
            type=Text(length=200),
            aliases=("严于的国家标准", "严于国家标准", "高于国家标准", "严于标准"),
            role=Role.STRICTER_THAN,
        ),
        OwnField(
            code="X_ZM_GKRQ",
            label="公开日期",
            type=Day(past=True),
            required=True,
            column=RecordColumn.DECIDED_ON,
            aliases=("声明日期", "公开时间"),
        ),
        OwnField(
            code="X_ZM_FZRQ",
            label="废止日期",
            type=Day(open_ended=True),
            column=RecordColumn.VALID_UNTIL,
            aliases=("废止时间",),
            help="现行有效的不填",
        ),
        OwnField(
            code=ADDRESS,
            label="公开网址",
            type=Text(length=500),
            aliases=("网址", "标准文本网址", "文本地址"),
            role=Role.TEXT_ADDRESS,
        ),
        *unofficial_agency("X_ZM", label="归集机关", aliases=("报送机关",)),
    ),
)
