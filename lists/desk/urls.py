"""Addresses below /desk/lists/, namespace `lists-desk`."""

from django.urls import path

from lists.desk import cards, dry_runs, external, external_editions, objections, pages, working_days
from lists.editions import desk as editions
from lists.editions import errata_desk
from lists.listings.desk import bulk, papers
from lists.listings.desk import views as listings

app_name = "lists-desk"
urlpatterns = [
    path("", pages.home, name="home"),
    path("working-days/", working_days.working_days, name="working-days"),
    path("external-code/", external.external_code, name="external-code"),
    path("objections/", objections.objections, name="objections"),
    path("objections/<int:pk>/", objections.objection, name="objection"),
    path("objections/<int:pk>/mark/", objections.mark, name="mark-objection"),
    path("listing/<int:pk>/", listings.listing_page, name="listing"),
    path("listing/<int:pk>/papers/", papers.add, name="listing-papers"),
    path("listing/<int:pk>/papers/<int:paper>/", papers.paper_file, name="listing-paper"),
    path("listing/<int:pk>/proof/", listings.proof, name="proof"),
    path("listing/<int:pk>/letters/<int:letter>/service/", listings.serve_letter, name="serve-letter"),
    path("listing/<int:pk>/<slug:step>/", listings.take_step, name="step"),
    path("<slug:slug>/", pages.list_page, name="list"),
    path("<slug:slug>/card/", cards.card_page, name="card"),
    path("<slug:slug>/card/new/", cards.new_version, name="new-version"),
    path("<slug:slug>/card/<int:pk>/<slug:step>/", cards.take_step, name="version-step"),
    path("<slug:slug>/dry-run/", dry_runs.dry_run, name="dry-run"),
    path("<slug:slug>/external/", external_editions.external_edition, name="external-edition"),
    path("<slug:slug>/external/changes.csv", external_editions.external_changes, name="external-changes"),
    path("<slug:slug>/external/<int:pk>/<slug:step>/", external_editions.external_step, name="external-step"),
    path("<slug:slug>/sheet/", bulk.sheet, name="sheet"),
    path("<slug:slug>/chosen/<slug:step>/", bulk.chosen, name="chosen"),
    path("<slug:slug>/propose/", listings.propose, name="propose"),
    path("<slug:slug>/new/", listings.new_proposal, name="new-proposal"),
    path("<slug:slug>/errata/", errata_desk.errata, name="errata"),
    path("<slug:slug>/errata/<int:pk>/<slug:step>/", errata_desk.erratum_step, name="erratum-step"),
    path("<slug:slug>/draft/", editions.draft_page, name="draft-page"),
    path("<slug:slug>/draft/new/", pages.draft, name="draft"),
    path("<slug:slug>/draft/<int:pk>/code/", editions.code, name="code"),
    path("<slug:slug>/draft/<int:pk>/<slug:step>/", editions.take_step, name="draft-step"),
]
