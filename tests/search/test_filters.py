"""The table of filters is whole: each line can be typed, indexed, confirmed and counted."""

from datetime import date

import pytest

from enterprises.agencies.models import Agency
from enterprises.register.models import Enterprise, Industry, Region
from enterprises.register.reference.industries import SECTIONS
from search.entry_port import ENTRY_FILTERS, EntryFilters
from search.filters import FILTERS, MARK_FIELDS, VALUE_FIELDS, Filters
from search.indexing.documents import CONDITIONS, document_of
from search.industries import in_industry, industry_path
from search.labels import labels_of
from tests.search.make import AGENCY, stored_enterprise

CODES = ("C", "13", "26", "2614", "43", "44", "97", "A", "01")
ASKED = ("A", "C", "T", "01", "26", "261", "2614", "2615", "C26", "C2614", "A26", "A01", "D44", "97", *SECTIONS)


def test_every_field_is_indexed_and_confirmed() -> None:
    fields = {each.field for each in FILTERS}
    assert fields == VALUE_FIELDS.keys() | MARK_FIELDS.keys() == CONDITIONS.keys()


def test_every_filter_has_a_form_and_a_label() -> None:
    for each in (*FILTERS, *ENTRY_FILTERS):
        assert each.is_closed or each.shape, each.name
        assert each.label and each.label_en and each.description, each.name
        assert each.choices_en.keys() <= each.choices.keys(), each.name


@pytest.mark.django_db
def test_every_filter_has_labels_for_its_values() -> None:
    Region.objects.create(code="420106", name="武昌区")
    Agency.objects.create(code=AGENCY, name="示例机关")
    assert {each.name for each in FILTERS if not labels_of(each)} == {"year"}


def test_an_unknown_filter_is_refused() -> None:
    with pytest.raises(TypeError, match="colour"):
        Filters(colour="red")


def test_one_more_filter_is_of_the_same_table() -> None:
    assert Filters(region="42").with_value("status", "ACTIVE") == Filters(region="42", status="ACTIVE")
    both = EntryFilters(result="合格").with_value("level", "省级")
    assert isinstance(both, EntryFilters) and both == EntryFilters(result="合格", level="省级")


def test_filters_are_equal_by_value_and_empty_ones_are_false() -> None:
    assert Filters(region="42", year=None) == Filters(region="42")
    assert hash(Filters(year=2015, region="42")) == hash(Filters(region="42", year=2015))
    assert not Filters(region=None)
    assert Filters(has_penalty=False).is_marked
    assert not Filters(region="42").is_marked


@pytest.mark.django_db
def test_a_document_holds_fields_of_the_table_alone() -> None:
    document = document_of(stored_enterprise(1, "武汉华谊有限公司", established_on=date(2016, 1, 1)).pk)
    assert document is not None
    assert document.values.keys() <= VALUE_FIELDS.keys()
    assert document.marks.keys() == MARK_FIELDS.keys()


@pytest.mark.django_db
def test_the_database_finds_the_industries_that_the_index_finds() -> None:
    made = {
        code: stored_enterprise(
            number, f"武汉{number}号有限公司", industry=Industry.objects.create(code=code, name=code)
        ).pk
        for number, code in enumerate(CODES, start=1)
    }
    stored_enterprise(99, "武汉无名有限公司")
    for asked in ASKED:
        kept = set(Enterprise.objects.filter(in_industry(asked)).values_list("pk", flat=True))
        assert kept == {made[code] for code in CODES if asked in industry_path(code)}, asked
