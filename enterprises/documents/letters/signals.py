"""What rooms above learn of letters."""

from django.dispatch import Signal

# Sent inside the transaction that records a service, with `service` (LetterService); a receiver may refuse.
letter_served = Signal()
