"""Addresses below /enforcement/, namespace `enforcement`; the list of cases is a door of search."""

from django.urls import path

from enterprises.enforcement import pages

app_name = "enforcement"
urlpatterns = [
    path("", pages.index, name="index"),
    path("feed.atom", pages.feed, name="feed"),
    path("figures.csv", pages.figures_file, name="figures-csv"),
    path("campaigns/<int:pk>/", pages.campaign_page, name="campaign"),
]
