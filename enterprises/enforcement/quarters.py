"""Quarters of the figures in words."""

from django.utils.translation import gettext, gettext_noop

from enterprises.enforcement.rules import Quarter

_WORDS = (
    gettext_noop("{year}年第一季度"),
    gettext_noop("{year}年第二季度"),
    gettext_noop("{year}年第三季度"),
    gettext_noop("{year}年第四季度"),
)


def quarter_label(quarter: Quarter) -> str:
    """Return what a quarter is called in the reader's language."""
    return gettext(_WORDS[quarter.number - 1]).format(year=quarter.year)
