"""Addresses of the doors, namespace `doors`: each door's own pages, and its endpoint below /api/v1/."""

from django.urls import path, register_converter

from search.doors import maker_comment, pages
from search.doors.api import view_of
from search.doors.registry import DOORS, DoorConverter

register_converter(DoorConverter, "door")

app_name = "doors"
urlpatterns = [
    path("data.json", pages.catalogue, name="catalogue"),
    path("sitemap.xml", pages.sitemap, name="sitemap"),
    path("products/comment/", maker_comment.maker_comment, name="maker-comment"),
    path("<door:door>/", pages.list_page, name="list"),
    path("<door:door>/feed.atom", pages.feed, name="feed"),
    path("<door:door>/all.csv", pages.entries_file, {"suffix": "csv"}, name="csv"),
    path("<door:door>/all.json", pages.entries_file, {"suffix": "json"}, name="json"),
    path("<door:door>/<int:pk>/", pages.entry_page, name="entry"),
    path("<door:door>/batches/<str:uscc>/<str:batch>/", pages.batch_page, name="batch"),
    *(path(f"api/v1/{door.slug}/", view_of(door).as_view(), name=f"api-{door.slug}") for door in DOORS.values()),
]
