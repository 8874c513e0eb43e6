"""Addresses below /desk/cases/, namespace `cases-desk`."""

from django.urls import path

from enterprises.cases.desk import entering, papers, refusing, views

app_name = "cases-desk"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("new/", entering.enter, name="enter"),
    path("refuse/", refusing.refuse_several, name="refuse-several"),
    path("<slug:number>/", views.case_page, name="case"),
    path("<slug:number>/papers/<int:pk>/", views.paper, name="paper"),
    path("<slug:number>/papers/<int:pk>/shown/", papers.shown, name="shown-paper"),
    path("<slug:number>/papers/", papers.add, name="add-papers"),
    path("<slug:number>/preview/", views.preview, name="preview"),
    path("<slug:number>/<slug:step>/", views.take_step, name="step"),
]
