"""The secret code of a case: shown once, kept as a digest, tried a few times only."""

from datetime import datetime, timedelta

from django.db.models import F
from django.utils.crypto import constant_time_compare

from enterprises.cases.models import Case
from enterprises.cases.services.following import caught_up
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.width import half_width
from enterprises.shared.secret_codes import derived_code, digest_of

FAILURES = 5  # wrong codes for one number before it is locked
LOCKED_FOR = timedelta(minutes=15)


class CodeWrong(Refused):
    """No case has that number and code; nothing reveals which of them is wrong."""


class CodeLocked(Refused):
    """Too many wrong codes were tried for the number."""


def code_from(token: str) -> str:
    """Return the code of a request that may be repeated: the same as long as our key is.

    So a lost answer can be given again, though nobody keeps the code. `token` must not be guessable.
    """
    return derived_code(f"case code {token}")


def clean_case_number(typed: str) -> str:
    """Return a number as typed by a person: half-width capitals, digits and hyphens, at most twenty characters."""
    plain = half_width(typed).upper()
    return "".join(one for one in plain if one.isascii() and (one.isalnum() or one == "-"))[:20]


def case_by_code(*, number: str, code: str, at: datetime) -> Case:
    """Return the case of a number and its secret code, as it stands at that instant.

    Call outside a transaction: failures are counted; no code at all is no try.

    :raises CodeWrong: no such case, or another code.
    :raises CodeLocked: too many wrong codes.
    """
    number = clean_case_number(number)
    case = Case.objects.select_related("enterprise", "agency").filter(number=number).first()
    is_right = constant_time_compare(case.code_digest if case else "0" * 64, digest_of(code, number=number))
    if case is None:
        raise CodeWrong("编号或查询码不正确。")
    if case.code_locked_until is not None and at < case.code_locked_until:
        raise CodeLocked("查询码输错次数过多，请15分钟后再试。")
    if not is_right:
        if code:
            _count_failure(case, at=at)
        raise CodeWrong("编号或查询码不正确。")
    if case.code_failures:
        Case.objects.filter(pk=case.pk).update(code_failures=0, code_locked_until=None)
    return caught_up(case, at=at)


def _count_failure(case: Case, *, at: datetime) -> None:
    """Count one wrong code; the last of `FAILURES` locks the number and counting begins anew."""
    Case.objects.filter(pk=case.pk).update(code_failures=F("code_failures") + 1)
    Case.objects.filter(pk=case.pk, code_failures__gte=FAILURES).update(
        code_failures=0, code_locked_until=at + LOCKED_FOR
    )
