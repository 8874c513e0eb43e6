"""Addresses of the API below /api/v1/, namespace `api`."""

from django.urls import path

from enterprises.api.verification import VerificationView
from enterprises.api.views import CreditFileView

app_name = "api"
urlpatterns = [
    path("enterprises/<str:uscc>/", CreditFileView.as_view(), name="enterprise"),
    path("verify/<str:number>/", VerificationView.as_view(), name="verify"),
]
