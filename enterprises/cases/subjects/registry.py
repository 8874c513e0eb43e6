"""The owners of what cases are about (setting CASE_SUBJECTS)."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from enterprises.cases.rules.admission import UNAVAILABLE, Standing
from enterprises.cases.subjects.types import CaseSubject, SubjectOwner
from enterprises.documents.refs import Ref, RefKind
from enterprises.register.models import Enterprise
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.numbers import whole_number

FILE_PREFIX = "file:"  # an address may name an enterprise by its code


class SubjectMissing(Refused):
    """No such record, listing or file, or none that a case may be about."""


@cache
def subject_owners() -> Mapping[RefKind, SubjectOwner]:
    """Return the owners by the kind of their things, in the order of the setting."""
    owners: list[SubjectOwner] = [import_string(path) for path in settings.CASE_SUBJECTS]
    return {owner.ref_kind: owner for owner in owners}


def owner_of(kind: RefKind) -> SubjectOwner:
    """Return the owner of things of that kind.

    :raises SubjectMissing: cases are not about such things.
    """
    owner = subject_owners().get(kind)
    if owner is None:
        raise SubjectMissing("这类信息不能在本平台提出申请。")
    return owner


def subject_of(ref: Ref, *, on: date) -> CaseSubject:
    """Return what a reference names.

    :raises SubjectMissing: it names nothing that a case may be about.
    """
    subject = owner_of(ref.kind).subject(pk=ref.id, on=on)
    if subject is None:
        raise SubjectMissing("没有找到这条信息，请从企业信用档案或者名单的页面进入。")
    return subject


def available_subject_of(ref: Ref, *, on: date) -> CaseSubject:
    """Return what a reference names, as one who applies may learn of it.

    :raises SubjectMissing: it names nothing that a case may be about, or what a shield hides for a time.
    """
    subject = subject_of(ref, on=on)
    if subject.standing is Standing.UNAVAILABLE:
        raise SubjectMissing(UNAVAILABLE)
    return subject


def read_ref(text: str) -> Ref:
    """Read a reference from an address: kind and number with a colon between, as `record:7`, or `file:` and a code.

    :raises SubjectMissing: it is no such text, or no enterprise has the code.
    """
    if text.startswith(FILE_PREFIX):
        return _file_ref(text.removeprefix(FILE_PREFIX))
    kind, _, digits = text.partition(":")
    number = whole_number(digits)
    if kind not in set(RefKind) or number is None:
        raise SubjectMissing("地址有误，请从企业信用档案或者名单的页面进入。")
    return Ref(kind=RefKind(kind), id=number)


def _file_ref(uscc: str) -> Ref:
    pk = Enterprise.objects.filter(uscc=uscc.replace("\0", "")[:18]).values_list("pk", flat=True).first()
    if pk is None:
        raise SubjectMissing("没有这个代码的企业。")
    return Ref(kind=RefKind.ENTERPRISE, id=pk)


def ref_text(ref: Ref) -> str:
    """Write a reference as `read_ref` reads it."""
    return f"{ref.kind.value}:{ref.id}"
