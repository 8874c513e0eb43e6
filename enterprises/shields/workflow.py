"""The workflow of shields: docs/rules/shields.md."""

from enterprises.register.services.credit_files import touch_credit_files
from enterprises.shared.workflow.workflow import HistoryEntry, Workflow
from enterprises.shields.models import Shield, ShieldEvent
from enterprises.shields.rules import SHIELD_LIFECYCLE, ShieldState


def _write(shield: Shield, entry: HistoryEntry) -> None:
    ShieldEvent.objects.create(shield=shield, until=shield.until, **entry.columns)


def _announce(shield: Shield) -> None:
    touch_credit_files(shield.codes.order_by("pk").values_list("pk", flat=True))


SHIELDS: Workflow[Shield, ShieldState] = Workflow(
    model=Shield,
    lifecycle=SHIELD_LIFECYCLE,
    write=_write,
    announce=_announce,
    related=("enterprise",),
    longest_reason=ShieldEvent._meta.get_field("reason").max_length or 0,
)
