"""Addresses below /desk/shields/, namespace `shields-desk`."""

from django.urls import path

from enterprises.shields.desk import views

app_name = "shields-desk"
urlpatterns = [
    path("", views.shields, name="shields"),
    path("new/", views.new_shield, name="new"),
    path("<int:pk>/", views.shield_page, name="shield"),
    path("<int:pk>/<slug:step>/", views.take_step, name="step"),
]
