"""Addresses of the API below /api/v1/, namespace `api`."""

from django.urls import path

from enterprises.cases.api import CasesView, OwnCaseView
from enterprises.cases.figures.api import CaseFiguresView
from enterprises.creditfile.api import CreditFileView
from enterprises.documents.api import VerificationView

app_name = "api"
urlpatterns = [
    path("cases/", CasesView.as_view(), name="cases"),
    path("cases/<str:number>/", OwnCaseView.as_view(), name="case"),
    path("figures/cases/", CaseFiguresView.as_view(), name="case-figures"),
    path("enterprises/<str:uscc>/", CreditFileView.as_view(), name="enterprise"),
    path("verify/<str:number>/", VerificationView.as_view(), name="verify"),
]
