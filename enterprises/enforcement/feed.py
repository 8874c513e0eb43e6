"""The Atom feed of campaigns."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from enterprises.enforcement.models import Campaign
from enterprises.shared.feeds import add_entry, feed_about
from enterprises.shared.rules.masking import public_text


def campaign_feed(campaigns: Iterable[Campaign], *, address: str) -> Atom1Feed:
    """Return the feed of published campaigns as Atom, in the order given."""
    feed = feed_about(
        title="专项行动",
        page=reverse("enforcement:index"),
        address=address,
        subtitle="打击侵权假冒的专项行动和农村市场整治。",
    )
    for campaign in campaigns:
        facts = (campaign.type_label, f"{campaign.starts_on}起", campaign.agency.public_name, campaign.goals)
        add_entry(
            feed,
            title=campaign.public_name,
            page=reverse("enforcement:campaign", kwargs={"pk": campaign.pk}),
            description=public_text("；".join(str(fact) for fact in facts if fact)),
            published_at=campaign.published_at,
        )
    return feed
