"""Addresses of the API below /api/v1/evaluations/, namespace `evaluations-api`."""

from django.urls import path

from enterprises.evaluations.api import InstitutionsView, SubmissionsView

app_name = "evaluations-api"
urlpatterns = [
    path("institutions/", InstitutionsView.as_view(), name="institutions"),
    path("submissions/", SubmissionsView.as_view(), name="submit"),
]
