"""Which records search and doors show, and of whom: one rule for both.

A record that is public is shown if the enterprise under the code in use is public. Which of its codes the record
was made under does not matter. It leads to the credit file of the code in use.
"""

from collections.abc import Collection
from datetime import date

from django.db.models import Q
from django.db.models.functions import Coalesce

from enterprises.records.models import Record, RecordQuerySet
from enterprises.register.models import Enterprise

# The id of the enterprise of a record, or of another row about one, under the code in use.
HOLDER = Coalesce("enterprise__now_under_id", "enterprise_id")


def public_records(*, on: date) -> RecordQuerySet:
    """Return the records that are public that day and whose enterprise in use is."""
    # The condition of `Enterprise.objects.public` on joined rows: subqueries beside an "or" would use no index.
    own = Q(enterprise__now_under__isnull=True, enterprise__public_from__lte=on)
    return Record.objects.public(on=on).filter(own | Q(enterprise__now_under__public_from__lte=on))


def holder_of(record: Record) -> Enterprise:
    """Return the enterprise of a record under the code in use; reads `enterprise__now_under`."""
    return record.enterprise.now_under or record.enterprise


def of_holders(ids: Collection[int]) -> Q:
    """Return the condition that a row is about one of these enterprises, under the code in use or an earlier one."""
    # One table in the subquery: an "or" over two joined tables would use no index.
    return Q(enterprise__in=Enterprise.objects.filter(Q(pk__in=ids) | Q(now_under__in=ids)))


def of_code(uscc: str) -> Q:
    """Return the condition that a record was made under a code, or is kept under it."""
    under = Q(now_under__in=Enterprise.objects.filter(uscc=uscc))
    return Q(enterprise__in=Enterprise.objects.filter(Q(uscc=uscc) | under))
