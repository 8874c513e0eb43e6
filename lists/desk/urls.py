"""Addresses below /desk/lists/, namespace `lists-desk`."""

from django.urls import path

from lists.desk import views

app_name = "lists-desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("listing/<int:pk>/", views.listing_page, name="listing"),
    path("listing/<int:pk>/<slug:step>/", views.take_step, name="step"),
    path("<slug:slug>/", views.list_page, name="list"),
    path("<slug:slug>/propose/", views.propose, name="propose"),
    path("<slug:slug>/new/", views.new_proposal, name="new-proposal"),
    path("<slug:slug>/draft/", views.draft_page, name="draft-page"),
    path("<slug:slug>/draft/new/", views.draft, name="draft"),
    path("<slug:slug>/draft/<int:pk>/publish/", views.publish, name="publish"),
]
