from datetime import date
from decimal import Decimal

import pytest

from enterprises.catalogue.cells import Audience
from enterprises.catalogue.display import cells_of, typed_value, visible_fields
from enterprises.catalogue.registry import KINDS, kind_of
from enterprises.catalogue.types import Visibility
from enterprises.catalogue.validation import clean
from tests.catalogue.rows import ON, RESIDENT, cleaned

PENALTY = kind_of("penalty")


def shown(audience: Audience = Audience.PUBLIC, **changes: str) -> dict[str, str]:
    cells = cells_of(PENALTY, cleaned("penalty", changes).values, audience=audience)
    return {cell.code: cell.value for cell in cells}


def test_values_are_written_for_their_readers() -> None:
    cells = shown(CF_CFLB="罚款;警告")
    assert cells["CF_NR_FK"] == "1.5"
    assert cells["CF_JDRQ"] == "2026-04-01"
    assert cells["CF_YXQ"] == "长期"
    assert cells["CF_CFLB"] == "罚款、警告"
    assert cells["CF_NR_ZKDX"] == ""


def test_labels_are_those_of_the_catalogue() -> None:
    labels = {cell.code: cell.label for cell in cells_of(PENALTY, {}, audience=Audience.PUBLIC)}
    assert labels["CF_NR_FK"] == "罚款金额(万元)"
    assert labels["CF_WSH"] == "行政处罚决定书文号"


def test_free_text_is_masked() -> None:
    assert shown(CF_SY=f"李四（{RESIDENT}）驾驶鄂A12345")["CF_SY"] == "李四（420106********1231）驾驶鄂A*****"


def test_document_numbers_are_not_masked() -> None:
    assert shown()["CF_WSH"] == "武市监处罚〔2026〕123号"


def test_the_public_sees_less_than_government_and_neither_sees_numbers_of_persons() -> None:
    private = {"CF_FR_ZJHM": RESIDENT, "CF_XDR_GSZC": "420100000012345", "BZ": "内部备注"}
    public, government = shown(Audience.PUBLIC, **private), shown(Audience.GOVERNMENT, **private)
    assert not set(private) & set(public)
    assert set(private) & set(government) == {"CF_XDR_GSZC", "BZ"}
    assert RESIDENT not in str(public) + str(government)


@pytest.mark.parametrize("kind", KINDS)
def test_the_public_sees_public_fields_alone(kind: str) -> None:
    fields = visible_fields(kind_of(kind), Audience.PUBLIC)
    assert {field.visibility for field in fields} == {Visibility.PUBLIC}
    assert kind_of(kind).title in {field.code for field in fields}


def test_transient_fields_are_never_shown() -> None:
    codes = {field.code for field in visible_fields(PENALTY, Audience.GOVERNMENT)}
    assert not codes & {"CF_CFLB2", "CF_ZT", "CF_SYFW", "CF_XDR_ZJLX"}


@pytest.mark.parametrize(
    ("value", "typed"),
    [
        (date(2099, 12, 31), "2099-12-31"),
        (Decimal("15000.00"), "1.5"),
        (("罚款", "警告"), ["罚款", "警告"]),
        ("登字", "登字"),
    ],
)
def test_values_are_given_back_as_typed(value: object, typed: str | list[str]) -> None:
    assert typed_value(value) == typed


def test_typed_values_are_read_back_as_they_were() -> None:
    values = cleaned(CF_CFLB="罚款;警告").values
    raw: dict[str, object] = {code: typed_value(value) for code, value in values.items()}
    assert clean(PENALTY, raw, on=ON).values == values
