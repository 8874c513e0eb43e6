"""Cases as plain rows, for tests of the public figures."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from enterprises.agencies.models import Agency
from enterprises.cases.models import Case
from tests.cases.make import noon
from tests.make import Office

NOVEMBER = date(2026, 11, 10)
_numbers = count(1)


def case(enterprise: Any, agency: Agency | None, *, on: date = NOVEMBER, **changes: Any) -> Case:
    """Store a case that was received on a day."""
    number = next(_numbers)
    given: dict[str, Any] = {
        "number": f"YY-2026-9{number:05}",
        "kind": "objection",
        "about_kind": "record",
        "about_id": number,
        "about_label": "保密事项",
        "enterprise": enterprise,
        "agency": agency,
        "ground": "content",
        "code_digest": "",
        "received_at": noon(on),
    }
    return Case.objects.create(**given | changes)


def upheld(enterprise: Any, office: Office, *, after: int = 1, **changes: Any) -> Case:
    """Store an objection that was upheld so many days after its receipt."""
    at = noon(NOVEMBER + timedelta(days=after))
    decided: dict[str, Any] = {
        "state": "DECIDED",
        "outcome": "UPHELD",
        "outcome_reason": "属实",
        "decided_by": office.reviewer,
        "decided_at": at,
        "effective_at": at,
        "ended_at": at,
    }
    return case(enterprise, office.agency, **decided | changes)
