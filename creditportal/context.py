"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from creditportal.version import VERSION


def portal(request: HttpRequest) -> dict[str, object]:
    """Give templates the facts about this portal."""
    return {
        "is_demo": settings.DEMO,
        "portal_name": settings.PORTAL_NAME_EN if get_language() == "en" else settings.PORTAL_NAME,
        "city_name_en": settings.CITY_NAME_EN,
        "issuing_authority": settings.ISSUING_AUTHORITY,
        "contact_phone": settings.CONTACT_PHONE,
        "version": VERSION,
    }
