"""Public addresses of cases, namespace `cases`."""

from django.urls import path

from enterprises.cases.pages import applying, own_case, promise

app_name = "cases"
urlpatterns = [
    path("", own_case.open_case, name="open"),
    path("new/", applying.new, name="new"),
    path("countdown.ics", applying.countdown, name="countdown"),
    path("receipt.pdf", applying.receipt_file, name="receipt"),
    path("promise/", promise.promise, name="promise"),
    path("<slug:number>/", own_case.own_case, name="case"),
    path("<slug:number>/papers/", own_case.papers, name="papers"),
    path("<slug:number>/papers/<int:pk>/", own_case.paper, name="paper"),
    path("<slug:number>/letters/<int:pk>/", own_case.letter, name="letter"),
    path("<slug:number>/withdraw/", own_case.withdraw, name="withdraw"),
    path("<slug:number>/leave/", own_case.leave, name="leave"),
]
