"""Naming the subject of a record by hand."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from enterprises.agencies.permissions import NotPermitted, officer_of
from enterprises.register.models import Enterprise
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.characters import differing, unified
from enterprises.shared.rules.names import fold_name
from enterprises.shared.rules.register_codes import may_be_confirmed
from enterprises.shared.rules.uscc import check_uscc, is_resident_id
from enterprises.shared.typed_texts.models import TypedText
from enterprises.shared.typed_texts.services import keep_typed


class CodeRefused(Refused):
    """The code is wrong, taken, or might be a resident's ID number."""


@transaction.atomic
def name_enterprise(*, uscc: str, name: str, not_a_person: bool, by: User, at: datetime) -> Enterprise:
    """Store an enterprise that only a record names; it stays hidden until a record of it is published.

    A code that is also a valid resident ID number needs the officer's word that it is none.

    :raises NotPermitted: `by` records for no agency.
    :raises CodeRefused: the code fails its check, is known already, or awaits that word.
    """
    if not officer_of(by).may_record:
        raise NotPermitted("只有录入员可以登记企业。")
    check = check_uscc(uscc)
    if check.errors:
        hint = "；确与登记一致的，请在“企业代码”申请确认" if may_be_confirmed(check.code) else ""
        raise CodeRefused("统一社会信用代码有误：{reason}{hint}", reason=check.errors[0], hint=hint)
    if is_resident_id(check.code) and not not_a_person:
        raise CodeRefused("该代码同时符合居民身份证号码规则，请核对后勾选确认。")
    typed = differing({"name": name.strip()})
    name = unified(name.strip())
    individual = check.code.startswith("92")
    enterprise = Enterprise(
        uscc=check.code,
        name=name,
        folded_name=fold_name(name),
        category=Enterprise.Category.INDIVIDUAL_BUSINESS if individual else Enterprise.Category.LEGAL_PERSON,
        origin=Enterprise.Origin.RECORD,
        created_at=at,
    )
    try:
        with transaction.atomic():
            enterprise.save(force_insert=True)
    except IntegrityError as error:
        raise CodeRefused("该统一社会信用代码已有企业，请直接查找。") from error
    keep_typed([(check.code, typed)], subject=TypedText.ENTERPRISE, on=day_of(at))
    return enterprise
