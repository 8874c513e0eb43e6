"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest

from creditportal.version import VERSION


def portal(request: HttpRequest) -> dict[str, object]:
    """Give templates the facts about this portal."""
    return {
        "is_demo": settings.DEMO,
        "issuing_authority": settings.ISSUING_AUTHORITY,
        "contact_phone": settings.CONTACT_PHONE,
        "version": VERSION,
    }
