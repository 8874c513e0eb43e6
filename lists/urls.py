"""Addresses below /lists/, namespace `lists`."""

from django.urls import path, re_path

from lists import views

app_name = "lists"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>/", views.list_page, name="list"),
    path("<slug:slug>/<int:number>/", views.edition_page, name="edition"),
    re_path(
        r"^(?P<slug>[-a-zA-Z0-9_]+)/(?P<number>[0-9]{1,9})\.(?P<suffix>pdf|csv|xlsx|json|zip)$",
        views.edition_file,
        name="file",
    ),
]
