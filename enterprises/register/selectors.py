"""Reads that pages and API share."""

from dataclasses import dataclass
from datetime import date

from enterprises.register.models import Enterprise, FormerName
from enterprises.shared.rules.masking import public_text
from enterprises.shared.rules.names import fold_name
from enterprises.shared.rules.uscc import check_uscc


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSuchFile:
    """Why a code leads to no file: `errors` are those of the code itself, none if it is well formed.

    `code` may be shown: an ID number typed in its place is masked.
    """

    code: str
    errors: tuple[str, ...]


def find_public_enterprise(code: str, *, on: date) -> Enterprise | NoSuchFile:
    """Return the enterprise of a code, however it was typed, if the public may see it that day."""
    check = check_uscc(code)
    if not check.code.isprintable():  # PostgreSQL takes no NUL
        return NoSuchFile(code="", errors=check.errors)
    found = (
        Enterprise.objects.public(on=on)
        .select_related("region", "industry", "parent")
        .prefetch_related("former_names")
        .filter(uscc=check.code)
        .first()
    )
    if found is not None:
        return found
    return NoSuchFile(code=public_text(check.code[:40]), errors=tuple(str(error) for error in check.errors))


FOUND_AT_MOST = 20
READ = 3 * FOUND_AT_MOST


def enterprises_matching(text: str) -> list[Enterprise]:
    """Return enterprises for the desk by exact code or register number, or by a name that begins with the text.

    Includes former names and enterprises not yet public; exact names come first, then by code, at most 20.
    """
    text = "".join(one for one in text if one.isprintable())
    check = check_uscc(text)
    if check.is_valid:
        return list(Enterprise.objects.filter(uscc=check.code))
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
