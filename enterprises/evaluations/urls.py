"""Addresses below /evaluations/, namespace `evaluations`; the list of evaluations is a door of search."""

from django.urls import path

from enterprises.evaluations import pages

app_name = "evaluations"
urlpatterns = [
    path("institutions/", pages.institutions, name="institutions"),
    path("institutions/<int:pk>/", pages.institution_page, name="institution"),
    path("<int:pk>/report.pdf", pages.report, name="report"),
]
