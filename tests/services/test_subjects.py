"""Naming an enterprise by hand."""

import pytest

from enterprises.agencies.permissions import NotPermitted
from enterprises.register.models import Enterprise
from enterprises.register.services.subjects import CodeRefused, name_enterprise
from enterprises.shared.rules.uscc import check_uscc, is_resident_id
from tests import make
from tests.make import AT, ON, Office


def both_code_and_resident_number() -> str:
    """Find a right unified code that is a possible resident number as well."""
    numbers = (f"11010519900101{serial:03}{check}" for serial in range(1000) for check in "0123456789X")
    return next(number for number in numbers if is_resident_id(number) and check_uscc(number).is_valid)


def name(office: Office, code: str, *, confirmed: bool = False) -> Enterprise:
    return name_enterprise(uscc=code, name=" 武汉新设贸易有限公司 ", not_a_person=confirmed, by=office.recorder, at=AT)


def test_a_named_enterprise_is_hidden_and_marked(office: Office) -> None:
    enterprise = name(office, make.uscc(5).lower())
    assert (enterprise.uscc, enterprise.name, enterprise.origin) == (
        make.uscc(5),
        "武汉新设贸易有限公司",
        Enterprise.Origin.RECORD,
    )
    assert not Enterprise.objects.public(on=ON).exists()
    shop = name(office, make.uscc(6, category="2"))
    assert shop.category == Enterprise.Category.INDIVIDUAL_BUSINESS


def test_wrong_and_known_codes_are_refused(office: Office) -> None:
    with pytest.raises(CodeRefused, match="校验位"):
        name(office, make.uscc(5)[:-1] + ("0" if make.uscc(5)[-1] != "0" else "1"))
    name(office, make.uscc(5))
    with pytest.raises(CodeRefused, match="已有企业"):
        name(office, make.uscc(5))


def test_only_recorders_name_enterprises(office: Office) -> None:
    with pytest.raises(NotPermitted):
        name_enterprise(uscc=make.uscc(5), name="某公司", not_a_person=True, by=office.reviewer, at=AT)


def test_a_possible_resident_number_needs_the_officers_word(office: Office) -> None:
    code = both_code_and_resident_number()
    with pytest.raises(CodeRefused, match="居民身份证"):
        name(office, code)
    enterprise = name(office, code, confirmed=True)
    assert make.draft(office, enterprise=enterprise).field_values()["CF_XDR_SHXYM"] == code
