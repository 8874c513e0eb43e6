"""Public addresses of the credit files, namespace `enterprises`."""

from django.urls import path

from enterprises.creditfile import pages as files
from enterprises.creditfile.report import pages as reports
from enterprises.documents import pages as verify
from enterprises.records import pages as texts

app_name = "enterprises"
urlpatterns = [
    path("enterprises/<str:uscc>/", files.credit_file, name="file"),
    path("enterprises/<str:uscc>/reports/", reports.issue, name="issue-report"),
    path("records/<int:pk>/decision/", texts.decision_text, name="decision-text"),
    path("reports/<slug:number>/", reports.report, name="report"),
    path("reports/<slug:number>.<slug:format>", reports.report_file, name="report-file"),
    path("verify/", verify.verify, name="verify"),
    path("verify/certificate.pem", verify.certificate, name="verify-certificate"),
    path("verify/<str:number>/", verify.verify_number_page, name="verify-number"),
]
