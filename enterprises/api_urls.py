"""Addresses of the API below /api/v1/, namespace `api`."""

from django.urls import path

from enterprises.cases.figures.api import CaseFiguresView
from enterprises.creditfile.api import CreditFileView
from enterprises.documents.api import VerificationView

app_name = "api"
urlpatterns = [
    path("figures/cases/", CaseFiguresView.as_view(), name="case-figures"),
    path("enterprises/<str:uscc>/", CreditFileView.as_view(), name="enterprise"),
    path("verify/<str:number>/", VerificationView.as_view(), name="verify"),
]
