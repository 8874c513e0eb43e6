"""The stock admin of enforcement: campaigns are only shown; the services write them."""

from django.contrib import admin

from enterprises.admin import ReadOnlyAdmin
from enterprises.enforcement.models import Campaign


@admin.register(Campaign)
class CampaignAdmin(ReadOnlyAdmin):
    list_display = ("name", "campaign_type", "agency", "starts_on", "ends_on", "state")
    list_filter = ("campaign_type", "state")
    list_select_related = ("agency",)
    search_fields = ("name",)
