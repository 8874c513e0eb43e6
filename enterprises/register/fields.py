"""The register's own fields: one declaration for model, import, credit file and API."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterField:
    """One field that the register gives of an enterprise.

    `label` heads the column of a register extract and names it in messages. `file_label` stands in chapter 1 of the
    credit file, "" for a field that the chapter shows elsewhere. `code` is the code of that cell in pages and API.
    `column` is the attribute of `Enterprise`, "" for what other tables hold. `length` is the greatest number of
    characters, None where no text is kept. `typed`: people type the text freely, so personal data may stand in it.
    """

    code: str
    label: str
    column: str
    file_label: str = ""
    length: int | None = None
    typed: bool = False
    aliases: tuple[str, ...] = ()


# In the order of chapter 1; labels of the national report (docs/rules/credit-file.md).
_DECLARED = (
    RegisterField(
        code="name",
        label="企业名称",
        file_label="企业名称",
        column="name",
        length=200,
        typed=True,
        aliases=("名称", "市场主体名称"),
    ),
    RegisterField(
        code="uscc",
        label="统一社会信用代码",
        file_label="统一社会信用代码",
        column="uscc",
        length=18,
        aliases=("信用代码", "统一信用代码"),
    ),
    RegisterField(
        code="register_number",
        label="注册号",
        file_label="注册号",
        column="register_number",
        length=50,
        aliases=("工商注册号", "企业注册号"),
    ),
    RegisterField(
        code="legal_representative",
        label="法定代表人",
        file_label="法定代表人/负责人/执行事务合伙人",
        column="legal_representative",
        length=100,
        typed=True,
        aliases=("负责人", "法人代表", "法定代表人姓名", "法人"),
    ),
    RegisterField(
        code="legal_form",
        label="企业类型",
        file_label="企业类型",
        column="legal_form",
        length=100,
        typed=True,
        aliases=("类型",),
    ),
    RegisterField(
        code="established_on",
        label="成立日期",
        file_label="成立日期",
        column="established_on",
        aliases=("成立时间", "注册日期", "注册时间", "登记日期"),
    ),
    RegisterField(
        code="registered_capital",
        label="注册资本(万元)",
        file_label="注册资本（万元）",
        column="registered_capital_yuan",
        aliases=("注册资本", "注册资本(万元人民币)", "注册资金", "注册资金(万元)"),
    ),
    RegisterField(
        code="status",
        label="登记状态",
        file_label="登记状态",
        column="status",
        aliases=("经营状态", "企业状态"),
    ),
    RegisterField(
        code="region", label="行政区划代码", file_label="行政区划", column="region_id", aliases=("行政区划",)
    ),
    RegisterField(code="industry", label="行业代码", file_label="行业", column="industry_id", aliases=("行业",)),
    RegisterField(
        code="address",
        label="住所",
        file_label="住所",
        column="address",
        length=300,
        typed=True,
        aliases=("地址", "注册地址", "企业住所"),
    ),
    RegisterField(
        code="business_scope",
        label="经营范围",
        file_label="经营范围",
        column="business_scope",
        length=20_000,
        typed=True,
    ),
    RegisterField(code="former_name", label="曾用名", column="", length=200, typed=True, aliases=("曾用名称",)),
    RegisterField(
        code="earlier_code",
        label="原统一社会信用代码",
        column="",
        length=18,
        aliases=("原代码", "变更前统一社会信用代码", "换码前统一社会信用代码"),
    ),
    RegisterField(code="former_name_until", label="曾用名停用日期", column=""),
    RegisterField(
        code="parent", label="母公司统一社会信用代码", column="", length=18, aliases=("隶属企业统一社会信用代码",)
    ),
)

REGISTER_FIELDS: Mapping[str, RegisterField] = MappingProxyType({field.code: field for field in _DECLARED})
HEADERS: Mapping[str, str] = MappingProxyType(
    {header: field.code for field in _DECLARED for header in (field.label, *field.aliases)}
)
