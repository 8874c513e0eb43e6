"""The portal's web server on a later day: DAYS_LATER days are added to its clock."""

import os
from datetime import datetime, timedelta

from creditportal.wsgi import application
from enterprises.shared import clock

_LATER = timedelta(days=int(os.environ["DAYS_LATER"]))
_now = clock.now


def _later() -> datetime:
    return _now() + _LATER


clock.now = _later

__all__ = ["application"]
