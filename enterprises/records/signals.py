"""What rooms above learn of records."""

from django.dispatch import Signal

# Sent inside the transaction that publishes one record, with `record`, `by` and `at`; batches send none.
record_published = Signal()
