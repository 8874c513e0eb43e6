"""Addresses of search, namespace `search`."""

from django.urls import path

from search.api import SearchView, SuggestView
from search.pages import search_page

app_name = "search"
urlpatterns = [
    path("api/v1/search/", SearchView.as_view(), name="api"),
    path("api/v1/suggest/", SuggestView.as_view(), name="suggest"),
    path("search/", search_page, name="page"),
]
