"""Addresses of the API below /api/v1/, namespace `api`."""

from django.urls import path

from enterprises.cases.admission_api import AdmissionView
from enterprises.cases.api import CasesView
from enterprises.cases.figures.api import CaseFiguresView
from enterprises.cases.own_api import OwnCaseView, OwnLetterView, OwnPapersView, OwnPaperView, OwnWithdrawalView
from enterprises.creditfile.api import CreditFileView
from enterprises.documents.api import VerificationView

app_name = "api"
urlpatterns = [
    path("cases/", CasesView.as_view(), name="cases"),
    path("cases/admission/", AdmissionView.as_view(), name="case-admission"),
    path("cases/<str:number>/", OwnCaseView.as_view(), name="case"),
    path("cases/<str:number>/papers/", OwnPapersView.as_view(), name="case-papers"),
    path("cases/<str:number>/papers/<int:pk>/", OwnPaperView.as_view(), name="case-paper"),
    path("cases/<str:number>/letters/<str:letter>/", OwnLetterView.as_view(), name="case-letter"),
    path("cases/<str:number>/withdrawal/", OwnWithdrawalView.as_view(), name="case-withdrawal"),
    path("figures/cases/", CaseFiguresView.as_view(), name="case-figures"),
    path("enterprises/<str:uscc>/", CreditFileView.as_view(), name="enterprise"),
    path("verify/<str:number>/", VerificationView.as_view(), name="verify"),
]
