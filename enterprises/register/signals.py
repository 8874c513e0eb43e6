"""The domain signals of the credit files."""

from django.dispatch import Signal

# Sent inside the transaction of a change, after `Enterprise.revision` was raised, with
# `enterprise_ids: list[int]`. Receivers may write rows (an outbox) but must not fail on a name.
credit_file_changed = Signal()

# Sent inside the transaction in which codes became one enterprise or two again, with `enterprise_ids: set[int]`: all
# that were one before or are one now.
codes_linked = Signal()
