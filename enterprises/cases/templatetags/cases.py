"""Where a page leads from what it shows to the forms of cases."""

from django import template

from enterprises.cases.subjects.registry import FILE_PREFIX, ref_text, subject_owners
from enterprises.documents.refs import Ref, RefKind

register = template.Library()


@register.filter
def about(ref: Ref) -> str:
    """Write what a case may be about as addresses name it, empty where no case may be about it."""
    return ref_text(ref) if ref.kind in subject_owners() else ""


@register.filter
def about_listing(pk: int) -> str:
    """Write a listing as addresses name it."""
    return about(Ref(kind=RefKind.LISTING, id=pk))


@register.filter
def about_file(uscc: str) -> str:
    """Write the register's file of an enterprise as addresses name it."""
    return f"{FILE_PREFIX}{uscc}"
