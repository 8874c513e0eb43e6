"""Cleaning of rows: what files and forms give becomes typed values, or problems with the right form."""

from collections.abc import Callable, Collection, Container, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from enterprises.catalogue.reading import FieldReader, UnreadableValue, expected, reader_of
from enterprises.catalogue.types import (
    Choice,
    Condition,
    Day,
    Field,
    Generation,
    RecordColumn,
    RecordKind,
    Visibility,
    WanYuan,
)
from enterprises.shared.problems import Problem
from enterprises.shared.rules.characters import differing, unified
from enterprises.shared.rules.days import is_dash
from enterprises.shared.rules.masking import public_text
from enterprises.shared.rules.sentences import sentence
from enterprises.shared.rules.uscc import is_resident_id, normalise_uscc

HIDDEN = "***"
_TEXTS_KEPT, _LONGEST_KEPT = 512, 120  # texts of each field, and their characters
_SHOWN = 60  # characters of a value in a problem
PERSON = "本平台不收录自然人的信用信息，请删除本行；个体工商户请填统一社会信用代码，类别填“个体工商户”"
RESIDENT_ID = "所填是居民身份证号码，不是统一社会信用代码；自然人的信息不收录，请删除本行或改填单位的代码"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """Typed values by field code (missing ones are absent) and all problems.

    `is_person`: the row is about a natural person, so nothing of it may be kept, shown or written to an error workbook.
    Then `values` is empty and the problem has no value.
    """

    values: dict[str, object] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    is_person: bool = False
    typed: dict[str, str] = field(default_factory=dict)  # texts as typed, where other characters are stored


def clean(
    kind: RecordKind,
    raw: Mapping[str, object],
    *,
    on: date,
    generation: Generation = Generation.CURRENT,
    confirmed_codes: Container[str] = (),
) -> Cleaned:
    """Read a row of raw values by field code.

    Values that were cleaned before come through unchanged; a Decimal therefore is an amount in
    yuan, while text and other numbers are in 万元. `confirmed_codes` are codes of the register that
    fail a check: possible resident numbers, wrong check characters, register numbers.

    :raises ValueError: `raw` has a code that the kind does not declare.
    """
    plan = _plan_of(kind, generation)
    if not raw.keys() <= plan.fields.keys():
        raise ValueError(f"{kind.code} has no field {sorted(raw.keys() - plan.fields.keys())}")
    typed = differing(raw)
    raw = {**raw, **{code: unified(text) for code, text in typed.items()}} if typed else raw
    values, problems = _read(plan, raw, confirmed_codes, on=on)
    person = _resident(plan, raw, confirmed_codes, on=on) or _person(kind, values)
    if person:
        return Cleaned(problems=(person,), is_person=True)
    if kind.settle:
        kind.settle(values)
    wrong = {problem.code for problem in problems}
    problems += _missing(plan, raw, values, wrong=wrong)
    for check in kind.checks:
        problems += [
            _problem(plan.fields[code], raw.get(code), message) for code, message in check(values) if code not in wrong
        ]
    for code in plan.transient:
        values.pop(code, None)
    return Cleaned(values=values, problems=tuple(problems), typed=typed)


def to_json(kind: RecordKind, values: Mapping[str, object]) -> dict[str, object]:
    """Write cleaned values for storage: ISO days, decimal strings in yuan, lists.

    :raises KeyError: a code that the kind does not declare.
    """
    fields = _plan_of(kind, Generation.CURRENT).fields
    return {fields[code].code: _to_json(value) for code, value in values.items()}


def from_json(kind: RecordKind, data: Mapping[str, object]) -> dict[str, object]:
    """Read stored values back; codes that the kind no longer declares are left out."""
    plan = _plan_of(kind, Generation.CURRENT)
    return {
        code: value if (revive := plan.revivers.get(code)) is None else revive(value)
        for code, value in data.items()
        if code in plan.fields
    }


def value_from_json(kind: RecordKind, data: Mapping[str, object], code: str) -> object:
    """Read one stored value back.

    :raises KeyError: there is none, or the kind does not declare the code.
    """
    plan = _plan_of(kind, Generation.CURRENT)
    if code not in plan.fields:
        raise KeyError(code)
    revive = plan.revivers.get(code)
    return data[code] if revive is None else revive(data[code])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What `clean` needs of a kind and a generation, worked out once."""

    fields: dict[str, Field]
    readers: tuple[tuple[str, FieldReader, FieldReader], ...]  # code; for any value; for texts that come again
    required: tuple[tuple[str, Field], ...]
    conditional: tuple[tuple[str, Condition, Field], ...]  # code; what makes it required
    transient: tuple[str, ...]
    unified: tuple[str, ...]
    revivers: dict[str, Callable[[object], object]]


@cache
def _plan_of(kind: RecordKind, generation: Generation) -> _Plan:
    first = generation is Generation.FIRST
    expected_fields = [each for each in kind.fields if each.since <= generation]
    return _Plan(
        fields={each.code: each for each in kind.fields},
        readers=tuple(_readers_of(each, first=first) for each in kind.fields),
        required=tuple((each.code, each) for each in expected_fields if each.required),
        conditional=tuple(
            (each.code, each.required_if, each) for each in expected_fields if each.required_if and not each.required
        ),
        transient=tuple(each.code for each in kind.fields if each.transient),
        unified=tuple(each.code for each in kind.fields if getattr(each.type, "unified", False)),
        revivers={each.code: revive for each in kind.fields if (revive := _reviver_of(each)) is not None},
    )


def _readers_of(each: Field, *, first: bool) -> tuple[str, FieldReader, FieldReader]:
    """Return a field's reader, plain and remembering: days, laws, types and agencies come again in every row.

    What is never public is not remembered.
    """
    read = reader_of((first and each.first_type) or each.type)
    kept = read if each.visibility is Visibility.NEVER else lru_cache(_TEXTS_KEPT)(read)
    return each.code, read, kept


def _read(
    plan: _Plan, raw: Mapping[str, object], confirmed: Container[str], *, on: date
) -> tuple[dict[str, object], list[Problem]]:
    values: dict[str, object] = {}
    problems = []
    for code, read, kept in plan.readers:
        given = raw.get(code)
        if given is None or given == "":
            continue
        try:
            value = read(given, on) if type(given) is not str or len(given) > _LONGEST_KEPT else kept(given, on)
        except UnreadableValue as refusal:
            bare = normalise_uscc(str(given)) if code in plan.unified else ""
            if bare and bare in confirmed:
                values[code] = bare
                continue
            problems.append(_problem(plan.fields[code], given, refusal.args[0]))
            continue
        if value is not None:
            values[code] = value
    return values, problems


def _resident(plan: _Plan, raw: Mapping[str, object], confirmed: Container[str], *, on: date) -> Problem | None:
    """Return the one problem of a row with a resident number where a unified code belongs."""
    for code in plan.unified:
        given = raw.get(code)
        if isinstance(given, str) and is_resident_id(given, on=on) and normalise_uscc(given) not in confirmed:
            return Problem(code=code, label=plan.fields[code].label, value="", message=RESIDENT_ID)
    return None


def _person(kind: RecordKind, values: Mapping[str, object]) -> Problem | None:
    """Return the one problem of a row that is about a natural person by its own words."""
    if kind.is_person is None or not kind.is_person(values):
        return None
    subject = kind.column(RecordColumn.SUBJECT_CODE)
    return Problem(code=subject.code, label=subject.label, value="", message=PERSON)


def _missing(
    plan: _Plan, raw: Mapping[str, object], values: Mapping[str, object], *, wrong: Collection[str]
) -> list[Problem]:
    absent = [each for code, each in plan.required if code not in values]
    absent += [each for code, wanted, each in plan.conditional if code not in values and wanted(values)]
    return [
        Problem(code=each.code, label=each.label, value="", message=_missing_message(each), missing=True)
        for each in absent
        if each.code not in wrong and not _dash_will_do(each, raw)
    ]


def _dash_will_do(each: Field, raw: Mapping[str, object]) -> bool:
    return isinstance(each.type, Day) and (each.type.dash or each.type.open_ended) and is_dash(raw.get(each.code))


def _missing_message(each: Field) -> str:
    why = each.required_hint if each.required_if else "必填"
    return sentence("{why}，应为{expected}", why=why, expected=expected(each.type))


def _problem(each: Field, given: object, message: str) -> Problem:
    return Problem(code=each.code, label=each.label, value=_shown(each, given), message=message)


def _shown(each: Field, given: object) -> str:
    """Return the value as a message may show it: no personal number, no field that is never public."""
    if given is None or given == "":
        return ""
    if each.visibility is Visibility.NEVER:
        return HIDDEN
    text = " ".join(public_text(str(given), masking=each.masking).split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _to_json(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return list(value) if isinstance(value, tuple) else value


def _reviver_of(each: Field) -> Callable[[object], object] | None:
    """Return what makes a stored value of a field what it was, None where JSON keeps it."""
    match each.type:
        case Day():
            return lambda value: date.fromisoformat(str(value))
        case WanYuan():
            return lambda value: Decimal(str(value))
        case Choice(multiple=True):
            return lambda value: tuple(map(str, value)) if isinstance(value, list) else value
    return None
