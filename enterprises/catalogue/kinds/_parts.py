"""What several kinds declare alike: subject, agency and source, and rules across days."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from enterprises.catalogue.types import (
    Choice,
    Code,
    Condition,
    Field,
    FieldCheck,
    Generation,
    RecordColumn,
    Role,
    Text,
    Visibility,
)
from enterprises.shared.rules.masking import Masking
from enterprises.shared.rules.sentences import sentence
from enterprises.shared.rules.uscc import LENGTH as USCC_LENGTH

LEGAL_PERSON = "法人及非法人组织"
INDIVIDUAL_BUSINESS = "个体工商户"
NATURAL_PERSON = "自然人"
_INDIVIDUAL_PREFIX = "92"

CATEGORY = Choice(
    values=(LEGAL_PERSON, INDIVIDUAL_BUSINESS),
    synonyms={
        "法人": LEGAL_PERSON,
        "法人和非法人组织": LEGAL_PERSON,
        "法人及其他组织": LEGAL_PERSON,
        "法人和其他组织": LEGAL_PERSON,
        "非法人组织": LEGAL_PERSON,
        "企业": LEGAL_PERSON,
        "个体": INDIVIDUAL_BUSINESS,
        "个体户": INDIVIDUAL_BUSINESS,
        NATURAL_PERSON: NATURAL_PERSON,
        "个人": NATURAL_PERSON,
    },
)

# 证件类型; others are named: 其他-...
IDENTITY_TYPE = Choice(
    values=("身份证", "护照号", "港澳居民来往内地通行证", "台湾居民来往大陆通行证", "外国人永久居留身份证"),
    open_prefix="其他-",
    synonyms={"居民身份证": "身份证", "护照": "护照号"},
    length=64,
)


# A field whose code is ours, because no national list has one.
OwnField = partial(Field, official=False)


def unofficial_subject(prefix: str) -> tuple[Field, ...]:
    """Declare name and code of the subject for a kind without an official field list."""
    return _of_subject(
        OwnField(
            code=f"{prefix}_XDR_MC",
            label="企业名称",
            type=Text(length=200),
            required=True,
            column=RecordColumn.SUBJECT_NAME,
            aliases=("名称", "单位名称", "主体名称", "机构名称", "纳税人名称", "行政相对人名称"),
        ),
        OwnField(
            code=f"{prefix}_XDR_SHXYM",
            label="统一社会信用代码",
            type=Code(length=18, unified=True),
            required=True,
            column=RecordColumn.SUBJECT_CODE,
            aliases=("社会信用代码", "信用代码", "纳税人识别号", "USCC"),
        ),
    )


def unofficial_agency(prefix: str, *, label: str, aliases: tuple[str, ...] = ()) -> tuple[Field, ...]:
    """Declare the deciding body and the source for a kind without an official field list."""
    return (
        OwnField(
            code=f"{prefix}_JG",
            label=label,
            type=Text(length=200),
            required=True,
            column=RecordColumn.AGENCY_NAME,
            aliases=aliases,
        ),
        OwnField(
            code=f"{prefix}_JGDM",
            label=f"{label}统一社会信用代码",
            type=Code(length=18, unified=True),
            required=True,
            column=RecordColumn.AGENCY_CODE,
        ),
        OwnField(
            code=f"{prefix}_LYDW",
            label="数据来源单位",
            type=Text(length=200),
            column=RecordColumn.SOURCE_NAME,
            aliases=("数据来源",),
        ),
        OwnField(
            code=f"{prefix}_LYDWDM",
            label="数据来源单位统一社会信用代码",
            type=Code(length=18, unified=True),
            column=RecordColumn.SOURCE_CODE,
        ),
        remark(f"{prefix}_BZ", official=False),
    )


def product_brand(prefix: str, *, length: int = 100, aliases: tuple[str, ...] = ()) -> Field:
    """Declare the brand of a product."""
    return OwnField(
        code=f"{prefix}_SB",
        label="商标",
        type=Text(length=length),
        aliases=("品牌", "注册商标", *aliases),
        role=Role.BRAND,
    )


def product_model(prefix: str, *, aliases: tuple[str, ...] = ()) -> Field:
    """Declare the model of a product."""
    return OwnField(
        code=f"{prefix}_GG",
        label="规格型号",
        type=Text(length=200),
        aliases=("规格", "型号", *aliases),
        role=Role.MODEL,
    )


def product_batch(prefix: str, *, aliases: tuple[str, ...] = ()) -> Field:
    """Declare the batch of a product; when it is required, its kind sets."""
    return OwnField(
        code=f"{prefix}_PC",
        label="生产日期/批号",
        type=Text(length=200),
        aliases=("批次", "生产批次", "批号", "生产日期", *aliases),
        role=Role.BATCH,
    )


def official_subject(prefix: str, *, old_name: tuple[str, ...] = ()) -> tuple[Field, ...]:
    """Declare the subject as the standard of 2018 does, with the names of 2015/16 as aliases."""
    return _of_subject(
        Field(
            code=f"{prefix}_XDR_MC",
            label="行政相对人名称",
            type=Text(length=200),
            required=True,
            column=RecordColumn.SUBJECT_NAME,
            aliases=("行政相对人", "相对人名称", "企业名称", "COMP_NAME", *old_name),
        ),
        Field(
            code=f"{prefix}_XDR_LB",
            label="行政相对人类别",
            type=CATEGORY,
            required=True,
            since=Generation.CURRENT,
            aliases=("相对人类别",),
            help="代码以92开头的填“个体工商户”，其余填“法人及非法人组织”",
        ),
        Field(
            code=f"{prefix}_XDR_SHXYM",
            label="行政相对人代码_1(统一社会信用代码)",
            type=Code(length=18, unified=True),
            required=True,
            column=RecordColumn.SUBJECT_CODE,
            aliases=("行政相对人代码_1", "统一社会信用代码", "行政相对人统一社会信用代码", "社会信用代码"),
        ),
        *_other_codes(prefix),
        *_representative(prefix),
        *_natural_person(prefix),
    )


def _of_subject(*fields: Field) -> tuple[Field, ...]:
    return tuple(replace(field, of_subject=True) for field in fields)


def _other_codes(prefix: str) -> tuple[Field, ...]:
    """行政相对人代码_2 to _6, which government bodies alone exchange."""
    numbered = (
        ("GSZC", "2(工商注册号)", 50, (f"{prefix}_XDR_GSDJ", "工商登记码", "工商注册号")),
        ("ZZJG", "3(组织机构代码)", 32, (f"{prefix}_XDR_ZDM", "组织机构代码")),
        ("SWDJ", "4(税务登记号)", 32, ("税务登记号",)),
        ("SYDW", "5(事业单位证书号)", 120, ("事业单位证书号",)),
        ("SHZZ", "6(社会组织登记证号)", 50, ("社会组织登记证号",)),
    )
    return tuple(
        Field(
            code=f"{prefix}_XDR_{ending}",
            label=f"行政相对人代码_{label}",
            type=Code(length=length),
            visibility=Visibility.GOVERNMENT,
            aliases=(f"行政相对人代码_{label[0]}", *aliases),
        )
        for ending, label, length, aliases in numbered
    )


def _representative(prefix: str) -> tuple[Field, ...]:
    return (
        Field(
            code=f"{prefix}_FRDB",
            label="法定代表人",
            type=Text(length=50),
            required_if=_is_legal_person(f"{prefix}_XDR_LB"),
            required_hint="类别为“法人及非法人组织”时必填",
            since=Generation.CURRENT,
            aliases=(f"{prefix}_FDDB", f"{prefix}_FR", "法定代表人姓名", "法人代表", "法定代表人(负责人)"),
        ),
        Field(
            code=f"{prefix}_FR_ZJLX",
            label="法定代表人证件类型",
            type=IDENTITY_TYPE,
            visibility=Visibility.GOVERNMENT,
            help="不建议填写",
        ),
        Field(
            code=f"{prefix}_FR_ZJHM",
            label="法定代表人证件号码",
            type=Code(length=64),
            visibility=Visibility.NEVER,
            masking=Masking.IDENTITY,
            aliases=(f"{prefix}_FR_SFZH", "法定代表人身份证号", "法定代表人身份证号码"),
            help="不建议填写",
        ),
    )


def _natural_person(prefix: str) -> tuple[Field, ...]:
    """Declare the columns of the natural-person templates, so that such rows are recognised and refused."""
    return (
        Field(
            code=f"{prefix}_XDR_ZJLX",
            label="证件类型",
            type=IDENTITY_TYPE,
            visibility=Visibility.GOVERNMENT,
            aliases=("自然人证件类型", "行政相对人证件类型"),
            transient=True,
        ),
        Field(
            code=f"{prefix}_XDR_ZJHM",
            label="证件号码",
            type=Code(length=64),
            visibility=Visibility.NEVER,
            masking=Masking.IDENTITY,
            aliases=(f"{prefix}_XDR_SFZ", "自然人证件号码", "行政相对人证件号码", "居民身份证号", "身份证号码"),
            transient=True,
        ),
    )


def remark(code: str = "BZ", *, official: bool = True) -> Field:
    """Declare the remarks, which are for government bodies."""
    return Field(
        code=code,
        label="备注",
        type=Text(length=4000, multiline=True),
        visibility=Visibility.GOVERNMENT,
        masking=Masking.FREE_TEXT,
        official=official,
    )


def settle_category(values: dict[str, object], *, prefix: str) -> None:
    """Fill a missing category from the code: 92 is an individual business, all else an organisation.

    A register number states no category.
    """
    code = values.get(f"{prefix}_XDR_SHXYM")
    if isinstance(code, str) and len(code) == USCC_LENGTH and f"{prefix}_XDR_LB" not in values:
        individual = code.startswith(_INDIVIDUAL_PREFIX)
        values[f"{prefix}_XDR_LB"] = INDIVIDUAL_BUSINESS if individual else LEGAL_PERSON


def is_person(prefix: str) -> Condition:
    """Recognise a row with that category, or has a person's number where an organisation has its code."""
    category, code, number = f"{prefix}_XDR_LB", f"{prefix}_XDR_SHXYM", f"{prefix}_XDR_ZJHM"
    return lambda values: values.get(category) == NATURAL_PERSON or (number in values and code not in values)


def category_fits_code(prefix: str) -> FieldCheck:
    """Demand the category of the code's first digits: 92 is an individual business, and nothing else is."""
    code_of, category_of = f"{prefix}_XDR_SHXYM", f"{prefix}_XDR_LB"

    def check(values: Mapping[str, object]) -> list[tuple[str, str]]:
        code, category = values.get(code_of), values.get(category_of)
        if not isinstance(code, str) or len(code) != USCC_LENGTH or category is None:
            return []
        right = INDIVIDUAL_BUSINESS if code.startswith(_INDIVIDUAL_PREFIX) else LEGAL_PERSON
        if category == right:
            return []
        message = sentence(
            "统一社会信用代码以{front}开头，类别应为“{right}”；如类别无误，请核对行政相对人代码_1",
            front=code[:2],
            right=right,
        )
        return [(category_of, message)]

    return check


def not_before(later: str, earlier: str, *, message: str) -> FieldCheck:
    """Refuse a day that lies before another one."""

    def check(values: Mapping[str, object]) -> list[tuple[str, str]]:
        first, second = values.get(earlier), values.get(later)
        wrong = isinstance(first, date) and isinstance(second, date) and second < first
        return [(later, message)] if wrong else []

    return check


def _is_legal_person(category: str) -> Condition:
    return lambda values: values.get(category) == LEGAL_PERSON
