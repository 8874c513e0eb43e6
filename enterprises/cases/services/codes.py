"""The secret code of a case: shown once, kept as a digest, tried a few times only."""

from datetime import datetime, timedelta

from django.db.models import F
from django.utils.crypto import constant_time_compare

from enterprises.cases.models import Case, WrongCode
from enterprises.cases.services.following import caught_up
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.width import half_width
from enterprises.shared.secret_codes import derived_code, digest_of

FAILURES = 5  # wrong codes for one number before it is locked
LOCKED_FOR = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)


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

    Call outside a transaction: failures are counted; no code at all is no try. A number that no case has is counted
    and locked like any other, by the same queries.

    :raises CodeWrong: no such case, or another code.
    :raises CodeLocked: too many wrong codes.
    """
    number = clean_case_number(number)
    digest = digest_of("", number=number)
    tried = WrongCode.objects.filter(digest=digest).first()
    held = Case.objects.filter(number=number).values_list("code_digest", flat=True).first()
    is_right = constant_time_compare(held or "0" * 64, digest_of(code, number=number))
    if tried is not None and tried.locked_until is not None and at < tried.locked_until:
        raise CodeLocked("查询码输错次数过多，请15分钟后再试。")
    if not is_right:
        if code:
            _count_failure(digest, at=at)
        raise CodeWrong("编号或查询码不正确。")
    if tried is not None:
        tried.delete()
    return caught_up(Case.objects.select_related("enterprise", "agency").get(number=number), at=at)


def forget_wrong_codes(*, at: datetime) -> None:
    """Delete the counts of numbers for which nobody has tried a wrong code for a day."""
    old = WrongCode.objects.filter(tried_at__lt=at - FORGOTTEN_AFTER)
    if old.exists():  # to delete nothing would still wait for SQLite's writer
        old.delete()


def _count_failure(digest: str, *, at: datetime) -> None:
    """Count one wrong code; the last of `FAILURES` locks the number and counting begins anew."""
    WrongCode.objects.get_or_create(digest=digest, defaults={"tried_at": at})
    tries = WrongCode.objects.filter(digest=digest)
    tries.update(failures=F("failures") + 1, tried_at=at)
    tries.filter(failures__gte=FAILURES).update(failures=0, locked_until=at + LOCKED_FOR)
