"""What the commands of the lists share."""

from datetime import date

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from enterprises.shared.rules.days import UnreadableDay, parse_day
from lists.criteria.models import CreditList


def list_of(slug: str) -> CreditList:
    """Return the list of that slug.

    :raises CommandError: there is none; the message names those there are.
    """
    found = CreditList.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(CreditList.objects.values_list("slug", flat=True))
        raise CommandError(f"There is no list {slug!r}; there are: {known}.")
    return found


def user_of(name: str) -> User:
    """Return the user of that name.

    :raises CommandError: there is none.
    """
    found = User.objects.filter(username=name).first()
    if found is None:
        raise CommandError(f"There is no user {name!r}.")
    return found


def day_of_text(text: str) -> date:
    """Return the day that was typed.

    :raises CommandError: it is none.
    """
    try:
        return parse_day(text)
    except UnreadableDay as error:
        raise CommandError(f"{text!r} is not a day: write it as 2026-11-30.") from error
