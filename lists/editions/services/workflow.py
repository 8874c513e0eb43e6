"""The workflow of editions: a draft is published once (docs/rules/lists-procedure.md).

An edition has no history of its own: its columns keep who drafted and who published it.
"""

from enterprises.register.services.credit_files import touch_credit_files
from enterprises.shared.workflow.workflow import HistoryEntry, Workflow
from lists.editions.models import Edition
from lists.editions.rules import LIFECYCLE, EditionState


def _write(edition: Edition, entry: HistoryEntry) -> None:
    """Write nothing: `published_by` and `published_at`, or `closed_by` and `close_reason`, are the entry."""


def _announce(edition: Edition) -> None:
    touch_credit_files(_entering_and_leaving(edition))


def _entering_and_leaving(edition: Edition) -> set[int]:
    """Return the enterprises that are in this edition or in the one before, but not in both."""
    return _enterprises_of(edition) ^ _enterprises_of(_edition_before(edition))


def _edition_before(edition: Edition) -> Edition | None:
    published = Edition.objects.published().filter(credit_list=edition.credit_list, number__lt=edition.number)
    return published.order_by("-number").first()


def _enterprises_of(edition: Edition | None) -> set[int]:
    if edition is None:
        return set()
    return set(edition.entries.order_by().values_list("listing__enterprise_id", flat=True))


EDITIONS: Workflow[Edition, EditionState] = Workflow(
    model=Edition, lifecycle=LIFECYCLE, write=_write, announce=_announce
)
