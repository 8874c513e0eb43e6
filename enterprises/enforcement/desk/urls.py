"""Addresses below /desk/enforcement/, namespace `enforcement-desk`."""

from django.urls import path

from enterprises.enforcement.desk import views

app_name = "enforcement-desk"
urlpatterns = [
    path("", views.campaigns, name="campaigns"),
    path("new/", views.new_campaign, name="new"),
    path("<int:pk>/", views.campaign_page, name="campaign"),
    path("<int:pk>/results/", views.take_report, name="report"),
    path("<int:pk>/<slug:step>/", views.take_step, name="step"),
]
