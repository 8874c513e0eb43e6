"""The register's declaration fits the model and the import."""

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db.models import CharField

from enterprises.register.fields import HEADERS, REGISTER_FIELDS, RegisterField
from enterprises.register.importing.register_rows import code_of
from enterprises.register.models import Enterprise
from enterprises.register.services.registration import COLUMNS


def test_columns_are_attributes_of_the_enterprise() -> None:
    columns = [field.column for field in REGISTER_FIELDS.values() if field.column]
    attributes = {field.attname for field in Enterprise._meta.concrete_fields}
    assert set(columns) - attributes == set()
    assert set(columns) == {"uscc", "name", *COLUMNS} - {"region_as_typed"}  # a second place for one cell


@pytest.mark.parametrize("field", REGISTER_FIELDS.values(), ids=REGISTER_FIELDS)
def test_the_model_takes_its_length(field: RegisterField) -> None:
    try:
        stored = Enterprise._meta.get_field(field.column)
    except FieldDoesNotExist:
        return
    if isinstance(stored, CharField) and not stored.choices:
        assert stored.max_length == field.length


def test_no_header_names_two_fields() -> None:
    declared = [header for field in REGISTER_FIELDS.values() for header in (field.label, *field.aliases)]
    assert len(declared) == len(set(declared)) == len(HEADERS)
    assert {code_of(header) for header in declared} == set(REGISTER_FIELDS)
    assert code_of("备注") is None
