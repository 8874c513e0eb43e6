"""The kinds of entries, in the order of the tabs: what each is called, and which records are of it.

A record is of the first kind whose `marker` is the role of one of its fields. The last kind has none and takes the
rest. A new kind is a member of `EntryKind` and one row here (CONTRIBUTING.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from enterprises.catalogue.types import Role
from search.entry_port import EntryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryKindRow:
    """One kind of entry: its tab, the role that marks its records, and the roles that name a hit.

    A record must have a public value in the field of the role that it `needs`. A hit is named by the first of `titles`
    with a value; without one by the title or number of its record.
    """

    kind: EntryKind
    label: str | Promise
    marker: Role | None = None
    needs: Role | None = None
    titles: tuple[Role, ...] = ()


ENTRY_KINDS = (
    # Recalls, and of inspections those that name a product: spot checks.
    EntryKindRow(
        kind=EntryKind.PRODUCT,
        label=gettext_lazy("产品质量"),
        marker=Role.BATCH,
        needs=Role.PRODUCT,
        titles=(Role.PRODUCT,),
    ),
    EntryKindRow(
        kind=EntryKind.STANDARD,
        label=gettext_lazy("标准"),
        marker=Role.STANDARD_NAME,
        titles=(Role.STANDARD_NAME,),
    ),
    EntryKindRow(
        kind=EntryKind.HONOUR,
        label=gettext_lazy("荣誉"),
        marker=Role.HONOUR_TITLE,
        titles=(Role.HONOUR_TITLE,),
    ),
    EntryKindRow(
        kind=EntryKind.LICENCE,
        label=gettext_lazy("许可"),
        marker=Role.CERTIFICATE,
        titles=(Role.CERTIFICATE, Role.LICENSED_PROJECT),
    ),
    EntryKindRow(kind=EntryKind.EVALUATION, label=gettext_lazy("第三方评价"), marker=Role.GRADE),
    EntryKindRow(kind=EntryKind.NOTICE, label=gettext_lazy("其他公示")),
)
BY_KIND: Mapping[EntryKind, EntryKindRow] = {row.kind: row for row in ENTRY_KINDS}
