"""A search that names an agency as it was called before finds by the agency that has the duties today."""

from datetime import date

import pytest

from enterprises.agencies.models import AgencyAlias
from enterprises.shared.rules.names import fold_name
from search.agency_names import AgencyNames, agency_names
from search.hints import hint_in
from tests import make

TODAY, OLD = "武汉市市场监督管理局", "武汉市工商行政管理局"
KNOWN = AgencyNames(
    agencies={"A": TODAY, "B": "武汉市应急管理局", "C": "武汉市知识产权局"},
    former=(
        (OLD, "A"),
        ("武汉市物价局", "A"),
        ("武汉市物价局", "B"),
        ("武汉市知识产权局", "A"),
    ),
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (TODAY, "A"),
        (OLD, "A"),
        ("华谊 工商行政管理局", "A"),
        ("武汉工商行政管理局 华谊", "A"),
        ("武汉市物价局", None),  # two agencies inherited it
        ("武汉市知识产权局", "C"),  # another one's name today
    ],
)
def test_names_of_then_and_now(text: str, code: str | None) -> None:
    hint = hint_in(text, KNOWN)
    assert (hint.agency if hint else None) == code
    if hint and code == "A":
        assert hint.name == TODAY


@pytest.mark.django_db
def test_former_names_are_read_from_the_database() -> None:
    agency = make.agency(name=TODAY)
    for name in (OLD, "武汉市物价局"):
        AgencyAlias.objects.create(
            agency=agency, name=name, folded_name=fold_name(name), used_until=date(2019, 1, 1), source="机构改革方案"
        )
    hint = hint_in(f"{OLD} 华谊", agency_names()[0])
    assert hint is not None
    assert (hint.agency, hint.name, hint.rest) == (agency.code, TODAY, "华谊")
