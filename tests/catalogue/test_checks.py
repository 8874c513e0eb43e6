from dataclasses import replace

import pytest
from django.core.checks import registry

from enterprises.catalogue.registry import KINDS, kind_of
from enterprises.catalogue.types import Chapter, Field, RecordColumn, RecordKind, Text, Visibility, WanYuan
from enterprises.checks import check_catalogue, check_kind
from enterprises.shared.rules.masking import Masking

HONOUR = kind_of("honour")


def extra(field: Field) -> RecordKind:
    return replace(HONOUR, fields=(*HONOUR.fields, field))


def changed(code: str, **changes: object) -> RecordKind:
    fields = tuple(replace(each, **changes) if each.code == code else each for each in HONOUR.fields)  # type: ignore[arg-type]
    return replace(HONOUR, fields=fields)


NOTE = Field(code="X_RY_N", label="说明文字", type=Text(length=10), official=False)


@pytest.mark.parametrize("code", KINDS)
def test_every_kind_is_declared_rightly(code: str) -> None:
    assert check_kind(kind_of(code)) == []


def test_the_check_runs_at_start() -> None:
    assert check_catalogue in registry.registry.get_checks()


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (extra(replace(NOTE, code="X_RY_MC")), 1),
        (extra(replace(NOTE, label="荣誉名称")), 2),
        (extra(replace(NOTE, aliases=("x_ry_mc",))), 2),
        (replace(HONOUR, ignored_headers=("荣誉称号",)), 2),
        (replace(HONOUR, chapter=Chapter.ADVICE), 3),
        (replace(HONOUR, title="X_RY_NONE"), 4),
        (replace(HONOUR, key=("X_RY_NONE",)), 4),
        (replace(HONOUR, key=()), 4),
        (changed("X_RY_MC", transient=True), 4),
        (changed("X_RY_MC", visibility=Visibility.GOVERNMENT), 4),
        (extra(replace(NOTE, column=RecordColumn.SUBJECT_NAME)), 5),
        (replace(HONOUR, fields=HONOUR.fields[1:]), 5),
        (changed(HONOUR.column(RecordColumn.DOCUMENT_NUMBER).code, column=None), 5),
        (extra(replace(NOTE, column=RecordColumn.VALID_FROM)), 5),
        (changed("X_RY_XDR_MC", type=Text(length=201)), 6),
        (extra(replace(NOTE, visibility=Visibility.NEVER)), 7),
        (extra(replace(NOTE, masking=Masking.IDENTITY)), 7),
        (extra(replace(NOTE, type=Text(length=10, multiline=True))), 7),
        (extra(replace(NOTE, required_if=bool)), 8),
        (extra(replace(NOTE, required_hint="必填")), 8),
        (extra(replace(NOTE, required=True, required_if=bool, required_hint="必填")), 8),
        (extra(replace(NOTE, official=True)), 9),
        (extra(replace(NOTE, label="")), 10),
        (replace(HONOUR, label_en=""), 10),
    ],
)
def test_a_wrong_declaration_is_an_error(kind: RecordKind, number: int) -> None:
    assert f"enterprises.E{number:03}" in {message.id for message in check_kind(kind)}


def test_a_right_extra_field_is_no_error() -> None:
    assert check_kind(extra(replace(NOTE, type=WanYuan()))) == []
