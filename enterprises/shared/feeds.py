"""What the Atom feeds of public pages have in common; all addresses are given without the host."""

from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape


def feed_about(*, title: str, page: str, address: str, subtitle: str | None = None) -> Atom1Feed:
    """Return an empty feed at `address` about what `page` shows."""
    link = settings.PUBLIC_BASE_URL + page
    return Atom1Feed(
        title=title,
        link=link,
        description="",
        subtitle=subtitle,
        language="zh-CN",
        feed_url=settings.PUBLIC_BASE_URL + address,
        feed_guid=link,
    )


def add_entry(
    feed: Atom1Feed, *, title: str, page: str, description: str, published_at: datetime | None, known_as: str = ""
) -> None:
    """Add an entry that `page` shows; `known_as` is the address that identifies it, where that is another one.

    `description` is plain text. The feed declares it as HTML, so it is escaped: else readers lose what follows a "<".
    """
    feed.add_item(
        title=title,
        link=settings.PUBLIC_BASE_URL + page,
        description=escape(description),
        unique_id=settings.PUBLIC_BASE_URL + (known_as or page),
        pubdate=published_at,
        updateddate=published_at,
    )


def feed_answer(feed: Atom1Feed) -> HttpResponse:
    """Return the answer that holds a feed."""
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
