"""Addresses of the API below /api/v1/enforcement/, namespace `enforcement-api`."""

from django.urls import path

from enterprises.enforcement.api import CampaignsView, EnforcementFiguresView

app_name = "enforcement-api"
urlpatterns = [
    path("campaigns/", CampaignsView.as_view(), name="campaigns"),
    path("figures/", EnforcementFiguresView.as_view(), name="figures"),
]
