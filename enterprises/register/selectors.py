"""Reads that pages and API share."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from enterprises.register.models import Enterprise, FormerName
from enterprises.register.models.enterprise import EnterpriseQuerySet
from enterprises.shared.rules.masking import public_register_number, public_text
from enterprises.shared.rules.names import fold_name
from enterprises.shared.rules.register_codes import CodeKind, is_register_number, may_be_confirmed
from enterprises.shared.rules.uscc import check_uscc


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSuchFile:
    """Why a code leads to no file: `errors` are those of the code itself, none if it is well formed.

    `code` may be shown: an ID number typed in its place is masked.
    """

    code: str
    errors: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Return the first error, or that there is no such enterprise."""
        return self.errors[0] if self.errors else "没有找到这个统一社会信用代码的企业。"

    @property
    def problem_code(self) -> str:
        """Return the code of the problem in the API."""
        return "invalid_code" if self.errors else "not_found"


def find_public_enterprise(code: str, *, on: date) -> Enterprise | NoSuchFile:
    """Return the enterprise of a code, however it was typed, if the public may see it that day."""
    check = check_uscc(code)
    if not check.code.isprintable():  # PostgreSQL takes no NUL
        return NoSuchFile(code="", errors=check.errors)
    public = Enterprise.objects.public(on=on).select_related("region", "industry", "parent", "now_under")
    public = public.prefetch_related("former_names")
    found = public.filter(uscc=check.code).first()
    is_number = is_register_number(check.code)
    if is_number and found is None:
        found = _bearer_of_number(public, check.code)
    elif found is not None and found.code_kind is CodeKind.REGISTER_NUMBER and found.now_under_id:
        found = public.filter(pk=found.now_under_id).first() or found
    if found is not None:
        return found
    errors = () if is_number else tuple(str(error) for error in check.errors)
    return NoSuchFile(code=public_text(check.code[:40]), errors=errors)


def _bearer_of_number(enterprises: EnterpriseQuerySet, number: str) -> Enterprise | None:
    """Return the one enterprise of a register number that may be shown; None for several."""
    if public_register_number(number) != number:
        return None
    bearers = enterprises.filter(register_number=number, now_under__isnull=True)[:2]
    return bearers[0] if len(bearers) == 1 else None


def linked_enterprises(enterprise: Enterprise) -> list[Enterprise]:
    """Return the enterprise's other codes, the latest first; reads `now_under`."""
    latest = enterprise.now_under or enterprise
    earlier = latest.earlier_codes.exclude(pk=enterprise.pk).order_by("uscc")
    return [*([latest] if latest is not enterprise else []), *earlier]


def other_codes_of(codes: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return for each of these codes the other codes of its enterprise; no entry for none. One to three queries."""
    named = Enterprise.objects.filter(uscc__in=codes).order_by()
    heads = {uscc: now_under or pk for pk, uscc, now_under in named.values_list("pk", "uscc", "now_under_id")}
    return codes_beside(heads)


def codes_beside(heads: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Return the same for codes whose rows in use are known, by their ids. One query where no code has changed."""
    earlier = Enterprise.objects.filter(now_under__among=set(heads.values())).order_by("uscc")
    groups: dict[int, list[str]] = {}
    for uscc, head in earlier.values_list("uscc", "now_under_id"):
        groups.setdefault(head, []).append(uscc)
    if not groups:
        return {}
    in_use = Enterprise.objects.filter(pk__in=groups).order_by()
    for pk, uscc in in_use.values_list("pk", "uscc"):
        groups[pk].insert(0, uscc)
    return {
        code: tuple(other for other in groups[head] if other != code) for code, head in heads.items() if head in groups
    }


class RegisterCodes:
    """The codes that the register bears though they fail the check of a unified code, looked up one by one."""

    def __init__(self) -> None:
        self._known: dict[str, bool] = {}

    def __contains__(self, code: object) -> bool:
        if not isinstance(code, str) or not (is_register_number(code) or may_be_confirmed(code)):
            return False
        if code not in self._known:
            self._known[code] = Enterprise.objects.filter(uscc=code).exists()
        return self._known[code]


FOUND_AT_MOST = 20
READ = 3 * FOUND_AT_MOST


def enterprises_matching(text: str) -> list[Enterprise]:
    """Return enterprises for the desk by exact code or register number, or by a name that begins with the text.

    Includes former names and enterprises not yet public; exact names come first, then by code, at most 20.
    """
    text = "".join(one for one in text if one.isprintable())
    check = check_uscc(text)
    exact = list(Enterprise.objects.filter(uscc=check.code))
    if exact or check.is_valid:
        return exact
    folded = fold_name(text)
    if not folded:
        return []
    # One query a column: with an OR over two tables no index would serve.
    ids = {
        *Enterprise.objects.filter(folded_name__startswith=folded).order_by("uscc").values_list("pk", flat=True)[:READ],
        *Enterprise.objects.filter(register_number=text.strip()).order_by("uscc").values_list("pk", flat=True)[:READ],
        *FormerName.objects.filter(folded_name__startswith=folded)
        .order_by("enterprise_id", "id")
        .values_list("enterprise_id", flat=True)[:READ],
    }
    found = Enterprise.objects.filter(pk__in=ids)
    return sorted(found, key=lambda each: (each.folded_name != folded, each.uscc))[:FOUND_AT_MOST]
