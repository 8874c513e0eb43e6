"""Addresses of the API below /api/v1/lists/, namespace `lists-api`."""

from django.urls import path

from lists.api.standing import StandingView
from lists.api.views import EditionsView, EditionView, ExternalRowsView, ListingsView, ListsView

app_name = "lists-api"
urlpatterns = [
    path("", ListsView.as_view(), name="lists"),
    path("<slug:slug>/listings/", ListingsView.as_view(), name="listings"),
    path("<slug:slug>/external/", ExternalRowsView.as_view(), name="external-rows"),
    path("<slug:slug>/editions/", EditionsView.as_view(), name="editions"),
    path("<slug:slug>/editions/<int:number>/", EditionView.as_view(), name="edition"),
    path("<slug:slug>/status/<str:uscc>/", StandingView.as_view(), name="status"),
]
