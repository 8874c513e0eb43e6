"""Addresses of the public figures, below /figures/, namespace `figures`."""

from django.urls import path

from enterprises.cases.figures import pages

app_name = "figures"
urlpatterns = [
    path("cases/", pages.figures_page, name="cases"),
    path("cases.csv", pages.figures_file, name="cases-csv"),
]
