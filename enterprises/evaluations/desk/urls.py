"""Addresses below /desk/evaluations/, namespace `evaluations-desk`."""

from django.urls import path

from enterprises.evaluations.desk import own, registry

app_name = "evaluations-desk"
urlpatterns = [
    path("", registry.institutions, name="registry"),
    path("institutions/new/", registry.new_institution, name="new-institution"),
    path("institutions/<int:pk>/", registry.institution_page, name="institution"),
    path("institutions/<int:pk>/<slug:step>/", registry.take_step, name="step"),
    path("submissions/<int:pk>/report/", registry.report_of_submission, name="report"),
    path("own/", own.own, name="own"),
    path("own/new/", own.new_evaluation, name="new"),
    path("own/<int:pk>/", own.correct, name="correct"),
    path("own/<int:pk>/report/", own.own_report, name="own-report"),
]
