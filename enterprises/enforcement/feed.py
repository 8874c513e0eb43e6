"""The Atom feed of campaigns."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from enterprises.enforcement.models import Campaign
from enterprises.shared.rules.masking import public_text


def campaign_feed(campaigns: Iterable[Campaign], *, address: str) -> str:
    """Return the feed of published campaigns as Atom, in the order given."""
    page = settings.PUBLIC_BASE_URL + reverse("enforcement:index")
    feed = Atom1Feed(
        title="专项行动",
        link=page,
        description="",
        subtitle="打击侵权假冒的专项行动和农村市场整治。",
        language="zh-CN",
        feed_url=settings.PUBLIC_BASE_URL + address,
        feed_guid=page,
    )
    for campaign in campaigns:
        link = settings.PUBLIC_BASE_URL + reverse("enforcement:campaign", kwargs={"pk": campaign.pk})
        facts = (campaign.type_label, f"{campaign.starts_on}起", campaign.agency.public_name, campaign.goals)
        feed.add_item(
            title=campaign.public_name,
            link=link,
            description=public_text("；".join(str(fact) for fact in facts if fact)),
            unique_id=link,
            pubdate=campaign.published_at,
            updateddate=campaign.published_at,
        )
    return str(feed.writeString("utf-8"))
