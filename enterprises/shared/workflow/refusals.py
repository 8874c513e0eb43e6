"""Refusals that every workflow shares."""

from enterprises.shared.refusals import Refused


class StateChanged(Refused):
    """Somebody else moved the row first, or the step does not exist from its state."""


class ReasonMissing(Refused):
    """The step needs a reason that fits into the history."""


class FourEyes(Refused):
    """The same person may not do both halves of a step."""


class AlreadyConfirmed(Refused):
    """A second person has confirmed the step already."""
