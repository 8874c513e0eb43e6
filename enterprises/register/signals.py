"""The one domain signal of the credit files."""

from django.dispatch import Signal

# Sent inside the transaction of a change, after `Enterprise.revision` was raised, with
# `enterprise_ids: list[int]`. Receivers may write rows (an outbox) but must not fail on a name.
credit_file_changed = Signal()
