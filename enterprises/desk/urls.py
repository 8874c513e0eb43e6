"""Addresses below /desk/, namespace `desk`."""

from django.contrib.auth import views as auth
from django.urls import path

from enterprises.desk import account, agency, home
from enterprises.documents.letters import desk as letters
from enterprises.documents.letters import record_letters
from enterprises.records.desk import batches, maker_notice, papers, records, sheets, step_views
from enterprises.register.desk import codes, enterprises

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("agency/", agency.agency_page, name="agency"),
    path("login/", account.Login.as_view(), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("password/", account.PasswordChange.as_view(), name="password"),
    path("password/done/", account.PasswordChangeDone.as_view(), name="password-done"),
    path("records/", records.record_list, name="records"),
    path("records/new/", records.choose, name="choose"),
    path("records/new/<slug:kind>/<str:uscc>/", records.new_record, name="new-record"),
    path("records/<int:pk>/", records.record_page, name="record"),
    path("records/<int:pk>/edit/", records.edit_record, name="edit-record"),
    path("records/<int:pk>/papers/", papers.add, name="record-papers"),
    path("records/<int:pk>/papers/<int:paper>/", papers.paper_file, name="record-paper"),
    path("records/<int:pk>/papers/<int:paper>/<slug:step>/", papers.take_paper_step, name="paper-step"),
    path("records/<int:pk>/repair-notice/", record_letters.order_notice, name="repair-notice"),
    path("records/<int:pk>/maker-notice/", maker_notice.maker_notice, name="maker-notice"),
    path("records/<int:pk>/<slug:step>/", step_views.take_step, name="step"),
    path("holds/<int:pk>/<slug:step>/", step_views.take_extension_step, name="extension"),
    path("batches/", batches.batch_list, name="batches"),
    path("batches/new/", sheets.new_batch, name="new-batch"),
    path("batches/<int:pk>/", batches.batch_page, name="batch"),
    path("batches/<int:pk>/publish/", batches.publish, name="publish-batch"),
    path("batches/<int:pk>/code/", batches.code, name="batch-code"),
    path("batches/<int:pk>/inform-makers/", maker_notice.inform_batch, name="inform-makers"),
    path("batches/<int:pk>/maker-notices/", maker_notice.maker_notices, name="maker-notices"),
    path("letters/", letters.letter_list, name="letters"),
    path("letters/<int:pk>/", letters.letter_page, name="letter"),
    path("letters/<int:pk>/letter.pdf", letters.letter_file, name="letter-file"),
    path("letters/<int:pk>/service/", letters.serve_letter, name="letter-service"),
    path("letters/<int:pk>/service/<int:service>/proof/", letters.service_proof, name="letter-proof"),
    path("letters/<int:pk>/withdraw/", letters.withdraw, name="letter-withdraw"),
    path("enterprises/new/", enterprises.new_enterprise, name="new-enterprise"),
    path("enterprises/codes/", codes.codes, name="codes"),
    path("enterprises/codes/<int:pk>/", codes.decide_code, name="decide-code"),
]
