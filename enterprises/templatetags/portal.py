"""The components that every page of the portal shares (docs/design-system.md shows each)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeData, SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from enterprises.shared.clock import SHANGHAI
from enterprises.shared.rules.sentences import Sentence
from enterprises.shared.wording import sentence_text

register = template.Library()

MISSING = "— —"
MINUTE, HOUR = 60, 3600
NAVIGATION = (
    ("home", gettext_noop("首页")),
    ("search:page", gettext_noop("查询")),
    ("lists:index", gettext_noop("红黑名单")),
    ("enterprises:verify", gettext_noop("报告验证")),
    ("help", gettext_noop("帮助")),
    ("desk:home", gettext_noop("工作台")),
)
BADGE_ICONS = {
    "red-list": "star",
    "black-list": "barred",
    "active": "check",
    "ended": "ended",
    "notice": "warning",
}
NOTICE_ICONS = {"info": "info", "success": "check-circle", "warning": "warning", "error": "error"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NavigationItem:
    label: str
    url: str
    current: bool


def _is_current(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)


@register.inclusion_tag("components/navigation.html", takes_context=True)
def navigation(context: template.Context) -> dict[str, list[NavigationItem]]:
    """Show the main sections, the present one marked."""
    path = getattr(context.get("request"), "path", "")
    addresses = ((reverse(name), label) for name, label in NAVIGATION)
    return {
        "items": [NavigationItem(label=_(label), url=url, current=_is_current(path, url)) for url, label in addresses]
    }


@register.simple_tag
def icon(name: str) -> SafeString:
    """Show a symbol of `static/img/icons.svg`; decoration only, words stand beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("img/icons.svg"),
        name,
    )


@register.filter
def badge_icon(tone: str) -> str:
    """Name the symbol of a badge's tone."""
    return BADGE_ICONS.get(str(tone), "info")


@register.filter
def notice_icon(level: str) -> str:
    """Name the symbol of a notice or of a message's level tag."""
    return NOTICE_ICONS.get(level, "info")


@register.filter
def day(value: date | None) -> SafeString:
    """Show a calendar day as 2026-03-01, `— —` where there is none."""
    if value is None:
        return SafeString(MISSING)
    return format_html('<time datetime="{0}">{0}</time>', value.isoformat())


@register.filter
def last_day(value: date | None) -> SafeString:
    """Show the last day of a half-open period that ends before `value`."""
    return day(value - timedelta(days=1) if value else None)


@register.filter
def instant(value: datetime) -> SafeString:
    """Show an instant in Shanghai time as 2026-03-01 09:05."""
    local = value.astimezone(SHANGHAI)
    text = f"{local:%Y-%m-%d %H:%M}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), text)


@register.filter
def or_dash(value: object) -> str:
    """Print `— —` for a missing value, as the report standard does."""
    return MISSING if value in (None, "") else str(value)


@register.filter
def help_text(text: str | Promise) -> str:
    """Write the help of a field in the reader's language; one that is HTML comes in it already."""
    words = str(text)
    return words if isinstance(words, SafeData) else _(words)


@register.filter
def in_brackets(value: object) -> str:
    """Write a value in the brackets of the reader's language, with what stands before an English one."""
    return _("（{text}）").format(text=value)


@register.filter
def fact(value: str) -> str:
    """Write a value in the reader's language where it is a sentence of ours; what is stored stays as it is."""
    return sentence_text(value) if isinstance(value, Sentence) else value


@register.filter
def translated(text: str) -> str:
    """Write a sentence of ours in the reader's language, with the facts that it was made of."""
    return sentence_text(text)


@register.filter
def option_label(label: object) -> object:
    """Write the label of an option in the reader's language; names and numbers stay as they are."""
    if not isinstance(label, str | Promise):
        return label
    return _as_it_reads("option", str(label))  # alone it may need another word than sentences do


@register.filter
def past_step(label: object) -> object:
    """Write what a history names as done in the reader's language: a button may have the same Chinese words."""
    if isinstance(label, Sentence):
        return _(label.words).format(**{name: past_step(fact) for name, fact in label.facts.items()})
    return _as_it_reads("history", label) if isinstance(label, str) else label


def _as_it_reads(place: str, words: str) -> str:
    there = pgettext(place, words)
    return there if there != words else _(words)


@register.filter
def waiting_time(seconds: int) -> str:
    """Write a wait in the largest fitting unit, rounded up: 45 秒, 3 分钟, 2 小时."""
    if seconds < MINUTE:
        return _("%(number)s 秒") % {"number": seconds}
    if seconds < HOUR:
        return _("%(number)s 分钟") % {"number": -(-seconds // MINUTE)}
    return _("%(number)s 小时") % {"number": -(-seconds // HOUR)}


@register.filter
def chapter_title(chapter: Any) -> str:
    """Write the number and title of a chapter of a credit file."""
    return _("{numeral}、{title}").format(numeral=pgettext("chapter", chapter.numeral), title=_(chapter.title))


@register.filter
def repair_basis(period: Any) -> str:
    """Name in brackets the rule that grants the day of repair of a row, record or period; "" where none is known."""
    if not period.repair_basis:
        return ""
    words = _("（依据{basis}，待核实）") if period.repair_confirmed is False else _("（依据{basis}）")
    return words.format(basis=period.repair_basis)
