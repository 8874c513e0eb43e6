"""Addresses below /lists/, namespace `lists`."""

from django.urls import path, re_path

from lists import views
from lists.editions import pages

EDITION = r"^(?P<slug>[-a-zA-Z0-9_]+)/(?P<number>[0-9]{1,9})"

app_name = "lists"
urlpatterns = [
    path("", views.index, name="index"),
    path("edition.schema.json", pages.schema, name="schema"),
    path("data.json", pages.catalogue, name="catalogue"),
    path("sitemap.xml", pages.sitemap, name="sitemap"),
    path("<slug:slug>/", views.list_page, name="list"),
    path("<slug:slug>/<int:number>/", views.edition_page, name="edition"),
    path("<slug:slug>/announced/", views.announced_page, name="announced"),
    path("<slug:slug>/changes.atom", pages.changes_feed, name="feed"),
    path("<slug:slug>/changes/<int:before>-<int:after>/", pages.changes_page, name="changes"),
    path("<slug:slug>/changes/<int:before>-<int:after>.<slug:suffix>", pages.changes_file, name="changes-file"),
    path("<slug:slug>/<int:number>/manifest-<int:revision>.<slug:suffix>", pages.manifest_file, name="manifest"),
    re_path(EDITION + r"\.(?P<suffix>pdf|csv|xlsx|parquet|json|zip)$", pages.edition_file, name="file"),
    re_path(
        EDITION + r"/(?P<digest>[0-9a-f]{64})\.(?P<suffix>pdf|csv|xlsx|parquet|json|zip)$",
        pages.edition_file_by_digest,
        name="file-by-digest",
    ),
]
