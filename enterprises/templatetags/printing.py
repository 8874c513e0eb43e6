"""Days and instants as printed documents write them."""

from datetime import datetime

from django import template

from enterprises.creditfile.types import FileRow
from enterprises.documents.qr_code import qr_code
from enterprises.shared.clock import SHANGHAI
from enterprises.shared.rules.days import day_before, long_day

register = template.Library()
register.filter("long_day", long_day)
register.filter("day_before", day_before)
register.simple_tag(qr_code)


@register.filter
def long_instant(at: datetime) -> str:
    """Print an instant in Shanghai time as 2026年3月1日 09:05:00."""
    local = at.astimezone(SHANGHAI)
    return f"{long_day(local)} {local:%H:%M:%S}"


@register.filter
def extension_sentence(row: FileRow) -> str:
    """Print that publication was extended, from which day and by which basis; "" where it was not."""
    if not row.extension_basis:
        return ""
    last = row.unextended_last_public_on
    original = f"，原至{long_day(last)}" if last else ""
    return f"（已依法延长{original}，依据{row.extension_basis}）"


@register.filter
def repair_sentence(row: FileRow) -> str:
    """Print from when a row can be repaired, and by which rule; "" where it cannot be."""
    if row.repairable_from is None:
        return ""
    if row.is_repairable_at_once:
        return f"，履行义务后可立即申请信用修复{_repair_basis(row)}"
    return f"，自{long_day(row.repairable_from)}起可以申请信用修复{_repair_basis(row)}"


def _repair_basis(row: FileRow) -> str:
    if not row.repair_basis:
        return ""
    return f"（依据{row.repair_basis}{'，待核实' if row.repair_confirmed is False else ''}）"
