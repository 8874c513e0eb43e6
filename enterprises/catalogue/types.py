"""Types of the catalogue: a record kind is data, and everything else is derived from it.

From one `RecordKind` come the officer's form, the import and export columns, and the validation of rows. So do the
page, the API, the rows of the PDF, and which fields are public.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import cache
from typing import TypeAlias

from enterprises.shared.rules.masking import Masking


class Chapter(IntEnum):
    """The ten chapters of the public credit report (standard of 2022)."""

    REGISTRATION = 1
    ADMINISTRATION = 2
    HONOUR = 3
    SERIOUS_DISHONESTY = 4
    ABNORMAL_OPERATION = 5
    COMMITMENT = 6
    EVALUATION = 7
    JUDGMENT = 8
    OTHER = 9
    ADVICE = 10


class Generation(IntEnum):
    """Standards of 双公示 by year; the one of 2015/16 has fewer columns than later ones."""

    FIRST = 2015
    CURRENT = 2018
    PORTAL = 2026  # required by this portal's form and template, beyond the national columns


class Visibility(StrEnum):
    """Who may read a field (公开范围)."""

    PUBLIC = "PUBLIC"  # 社会公开
    GOVERNMENT = "GOVERNMENT"  # 政务共享
    ON_AUTHORISATION = "ON_AUTHORISATION"  # 授权查询
    NEVER = "NEVER"  # kept for the agency alone


class Tone(StrEnum):
    """Whether a record is favourable or adverse to the enterprise."""

    GOOD = "GOOD"
    ADVERSE = "ADVERSE"
    NEUTRAL = "NEUTRAL"


class RecordColumn(StrEnum):
    """Columns of `Record` that a field fills instead of a key in `details`."""

    DOCUMENT_NUMBER = "document_number"
    DECIDED_ON = "decided_on"
    VALID_FROM = "valid_from"
    VALID_UNTIL = "valid_until"
    FINE_YUAN = "fine_yuan"
    CONFISCATED_YUAN = "confiscated_yuan"
    STATED_SEVERITY = "stated_severity"
    SUBJECT_NAME = "subject_name"
    SUBJECT_CODE = "subject_code"
    AGENCY_NAME = "agency_name"
    AGENCY_CODE = "agency_code"
    SOURCE_NAME = "source_name"
    SOURCE_CODE = "source_code"


class Role(StrEnum):
    """Meaning of a field to rules and services, whatever its code in the kind."""

    PENALTY_TYPES = "PENALTY_TYPES"  # 处罚类别
    CONTENT = "CONTENT"  # 处罚内容
    PROCEDURE = "PROCEDURE"  # 处罚程序
    DOMAIN = "DOMAIN"  # 处罚领域
    RESTRICTION_START = "RESTRICTION_START"  # 限制起始日期
    RESTRICTION_END = "RESTRICTION_END"  # 处罚有效期, last day of a restriction
    EXIT_DAY = "EXIT_DAY"  # 移出日期
    EXIT_REASON = "EXIT_REASON"  # 移出原因
    EXIT_AUTHORITY = "EXIT_AUTHORITY"  # 移出决定机关
    HONOUR_CATEGORY = "HONOUR_CATEGORY"  # 荣誉类别
    DEBTOR_CIRCUMSTANCES = "DEBTOR_CIRCUMSTANCES"  # 失信被执行人行为具体情形
    DEBTOR_PERFORMANCE = "DEBTOR_PERFORMANCE"  # 被执行人的履行情况
    HONOUR_TITLE = "HONOUR_TITLE"  # 荣誉名称
    HONOUR_LEVEL = "HONOUR_LEVEL"  # 荣誉级别
    HONOUR_YEAR = "HONOUR_YEAR"  # 评价年度
    PRODUCT = "PRODUCT"  # 产品名称
    BRAND = "BRAND"  # 商标
    BATCH = "BATCH"  # 生产日期/批号; `Record.folded_batch` is compared
    MODEL = "MODEL"  # 规格型号
    MAKER = "MAKER"  # 标称生产企业
    SELLER = "SELLER"  # 被抽样单位
    INSPECTION_TYPE = "INSPECTION_TYPE"  # 检查类型
    RESULT = "RESULT"  # 检查结果
    FAILED_ITEMS = "FAILED_ITEMS"  # 不合格项目
    TEST_STANDARD = "TEST_STANDARD"  # 检验依据
    PENALTY_NUMBER = "PENALTY_NUMBER"  # 处罚决定书文号 of the penalty behind a failed spot check
    RECALL_TYPE = "RECALL_TYPE"  # 召回类型
    RECALLED_UNITS = "RECALLED_UNITS"  # 召回数量
    DEFECT = "DEFECT"  # 缺陷
    REMEDY = "REMEDY"  # 召回措施
    RECALL_END = "RECALL_END"  # 召回结束日期
    STANDARD_NAME = "STANDARD_NAME"  # 标准名称
    STANDARD_TYPE = "STANDARD_TYPE"  # 标准类型
    REPLACED_STANDARD = "REPLACED_STANDARD"  # 代替的标准编号
    STRICTER_THAN = "STRICTER_THAN"  # 严于的国家标准或者行业标准
    TEXT_ADDRESS = "TEXT_ADDRESS"  # 标准文本的网址
    CERTIFICATE = "CERTIFICATE"  # 许可证书名称
    CERTIFICATE_NUMBER = "CERTIFICATE_NUMBER"  # 许可编号
    LICENSED_PROJECT = "LICENSED_PROJECT"  # 许可的项目名称
    LICENCE_CATEGORY = "LICENCE_CATEGORY"  # 许可类别
    EVALUATION_TYPE = "EVALUATION_TYPE"  # 评价类型
    GRADE = "GRADE"  # 评价等级
    INSTITUTION = "INSTITUTION"  # 评定单位
    INSTITUTION_CODE = "INSTITUTION_CODE"  # 评定单位统一社会信用代码
    EVALUATION_CONTENT = "EVALUATION_CONTENT"  # 评定内容
    EVALUATION_STANDARD = "EVALUATION_STANDARD"  # 评价依据标准
    ACT = "ACT"  # 违法行为类型
    LEGAL_BASES = "LEGAL_BASES"  # 处罚依据


# What a field means, whatever its code in the kind.
Meaning: TypeAlias = Role | RecordColumn
# Values of an exit, written on a published record after its entry.
EXIT_ROLES = (Role.EXIT_DAY, Role.EXIT_REASON, Role.EXIT_AUTHORITY)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf:
    """A condition for code and database alike: the field of that code, kept in `details`, has one of these."""

    code: str
    values: frozenset[str]

    def __call__(self, values: Mapping[str, object]) -> bool:
        """Return whether it holds for cleaned values by field code."""
        return values.get(self.code) in self.values


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Free text of at most `length` characters."""

    length: int
    multiline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code of at most `length` characters; 无, 空 and null are empty; `unified` runs the check of GB 32100."""

    length: int
    unified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A calendar day.

    `open_ended` reads 2099 and later as "no end", kept as `OPEN_END`, and lets — stand for a
    required day; `dash` does only the latter. `past` refuses days after `on` and before 1949-10-01.
    """

    open_ended: bool = False
    dash: bool = False
    past: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WanYuan:
    """An amount written in units of 10,000 yuan at the edges, kept as Decimal yuan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of `values`, or several when `multiple`; `open_prefix` admits "其他-..." values.

    `synonyms` are other spellings, "" for one without meaning; one that means several values
    joins them by ";". They may lead to values outside `values`, for `settle` and checks to judge;
    such values are never offered. `refused` are known spellings that make the row unacceptable,
    each with the reason. `length` limits an open value, or all values together.
    """

    values: tuple[str, ...]
    multiple: bool = False
    open_prefix: str | None = None
    synonyms: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    length: int = 100


FieldType: TypeAlias = Text | Code | Day | WanYuan | Choice
Condition: TypeAlias = Callable[[Mapping[str, object]], bool]
FieldCheck: TypeAlias = Callable[[Mapping[str, object]], Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a kind.

    `required_if` receives the cleaned values by field code; `required_hint` is the same in Chinese.
    `column` is the column of `Record` that holds the value, `role` its meaning to rules and services. A kind has each
    of them at most once. `official` codes are those of the national data standard. Rows of a generation before `since`
    may lack the field, and `first_type` reads its values in rows of the first generation. `transient` fields are read
    from files, checked, and not kept. `of_subject` fields identify the subject: a credit file, which is about them
    throughout, does not repeat them in every row.
    """

    code: str
    label: str
    type: FieldType
    required: bool = False
    required_if: Condition | None = None
    required_hint: str = ""
    visibility: Visibility = Visibility.PUBLIC
    masking: Masking = Masking.NONE
    aliases: tuple[str, ...] = ()
    column: RecordColumn | None = None
    role: Role | None = None
    official: bool = True
    help: str = ""
    since: Generation = Generation.FIRST
    first_type: FieldType | None = None
    transient: bool = False
    of_subject: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RecordKind:
    """One kind of record of the catalogue.

    `key` are the field codes that name a record among the subject's records of the agency.
    `joined` are the fields that differ between rows of a file about one record: their texts are joined.
    `settle` completes the cleaned values from each other before any check. Rules
    across fields live in `checks`, each returning (field code, message) pairs. `is_person` is
    true for cleaned values about a natural person. `adverse_if` decides for each
    record where the tone alone does not.
    """

    code: str
    label: str
    label_en: str
    chapter: Chapter
    tone: Tone
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    title: str  # code of the field that names a row on a page
    checks: tuple[FieldCheck, ...] = ()
    settle: Callable[[dict[str, object]], None] | None = None
    is_person: Condition | None = None
    adverse_if: OneOf | None = None
    ignored_headers: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()

    def field(self, code: str) -> Field:
        """Return the field of that code.

        :raises KeyError: the kind has no such field.
        """
        return _by_code(self)[code]

    def column(self, column: RecordColumn) -> Field:
        """Return the field that fills that column of `Record`.

        :raises KeyError: the kind has no such field.
        """
        return _by_column(self)[column]

    def role(self, role: Role) -> Field:
        """Return the field of that role.

        :raises KeyError: the kind has no such field.
        """
        return _by_role(self)[role]

    def meaning(self, meaning: Meaning) -> Field:
        """Return the field of that role or column.

        :raises KeyError: the kind has no such field.
        """
        return self.role(meaning) if isinstance(meaning, Role) else self.column(meaning)

    def has_role(self, role: Role) -> bool:
        """Return whether a field of the kind has that role."""
        return role in _by_role(self)

    def value(self, values: Mapping[str, object], role: Role) -> object:
        """Return the value of the field of that role, None without a value or without such a field."""
        found = _by_role(self).get(role)
        return None if found is None else values.get(found.code)

    @property
    def has_severity(self) -> bool:
        """Whether its records have a degree of dishonesty (失信程度), which follows from their penalty types."""
        return self.has_role(Role.PENALTY_TYPES)

    @property
    def has_exit(self) -> bool:
        """Whether its records have an entry and, later, an exit."""
        return self.has_role(Role.EXIT_DAY)

    def is_adverse(self, values: Mapping[str, object]) -> bool:
        """Return whether a record with these values is adverse to the enterprise."""
        return self.adverse_if(values) if self.adverse_if else self.tone is Tone.ADVERSE


@cache
def _by_code(kind: RecordKind) -> Mapping[str, Field]:
    return {each.code: each for each in kind.fields}


@cache
def _by_column(kind: RecordKind) -> Mapping[RecordColumn, Field]:
    return {each.column: each for each in kind.fields if each.column is not None}


@cache
def _by_role(kind: RecordKind) -> Mapping[Role, Field]:
    return {each.role: each for each in kind.fields if each.role is not None}
