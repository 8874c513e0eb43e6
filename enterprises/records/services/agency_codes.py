"""Changing an agency's code: a recorded step, because the code is part of the keys of its records."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.models import Agency, AgencyAlias, AgencyEvent
from enterprises.agencies.permissions import NotPermitted
from enterprises.catalogue.keys import key_of_agency, natural_key
from enterprises.catalogue.registry import kind_of
from enterprises.records.models import Record
from enterprises.records.services.workflow import RECORDS
from enterprises.register.services.credit_files import touch_credit_files
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.names import fold_name
from enterprises.shared.rules.uscc import check_uscc
from enterprises.shared.typed_texts.services import save_unified

CHUNK = 1_000
CHANGE_CODE = "change-code"


class AgencyCodeRefused(Refused):
    """The new code is no possible code, or another agency has it."""


@transaction.atomic
def change_agency_code(*, agency: Agency, code: str, reason: str, by: User, at: datetime) -> AgencyEvent:
    """Give an agency another code; imports go on accepting the old one.

    The keys of its records are rewritten and search is notified, all in one transaction.

    :raises NotPermitted: `by` is no administrator.
    :raises ReasonMissing: no reason given.
    :raises AgencyCodeRefused: no possible code, or another agency has it.
    """
    if not (by.is_active and by.is_superuser):
        raise NotPermitted("只有系统管理员可以更改机关代码。")
    reason = RECORDS.require_reason(reason)
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    before, after = agency.code, _checked(code, agency=agency)
    AgencyAlias.objects.get_or_create(
        agency=agency,
        name=agency.name,
        code=before,
        defaults={"folded_name": fold_name(agency.name), "used_until": day_of(at), "source": reason[:300]},
    )
    agency.code = after
    agency.save(update_fields=["code"])
    _rewrite_keys(agency)
    event = AgencyEvent(agency=agency, at=at, actor=by, verb=CHANGE_CODE, before=before, after=after, reason=reason)
    save_unified(event, on=day_of(at))
    return event


def _checked(code: str, *, agency: Agency) -> str:
    check = check_uscc(code)
    if check.errors:
        raise AgencyCodeRefused(check.errors[0])
    if check.code == agency.code:
        raise AgencyCodeRefused("新代码与现有代码相同。")
    if Agency.objects.filter(code=check.code).exists():
        raise AgencyCodeRefused("代码{code}属于另一机关。", code=check.code)
    return check.code


def _rewrite_keys(agency: Agency) -> None:
    """Write the keys of the agency's records again; all change in the same way, so none can meet another."""
    records, last = Record.objects.filter(agency=agency).select_related("agency", "enterprise").order_by("pk"), 0
    while some := list(records.filter(pk__gt=last)[:CHUNK]):
        last = some[-1].pk
        for record in some:
            kind, values = kind_of(record.kind), record.field_values()
            record.natural_key = natural_key(kind, values, uscc=record.enterprise.uscc, agency_code=agency.code)
            if record.imported_key:
                record.imported_key = key_of_agency(record.imported_key, agency_code=agency.code)
        Record.objects.bulk_update(some, ["natural_key", "imported_key"])
        touch_credit_files({record.enterprise_id for record in some})
