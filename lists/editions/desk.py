"""Pages of drafts and of their publication."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from enterprises.logins.models import SecondPersonCode
from enterprises.logins.second_person import code_sentence, issue_code
from enterprises.shared import clock
from enterprises.shared.outages import refusing_outages
from enterprises.shared.paging import page_of
from enterprises.shared.refusals import Refused
from enterprises.shared.wording import sentence_text
from enterprises.shared.workflow.desk import attempt_in, offers_of, show_outcome
from lists.editions.draft_steps import STEPS, STEPS_BY_NAME, DraftSituation
from lists.editions.drafts import draft_changes
from lists.editions.models import Edition
from lists.editions.publications import Publication
from lists.editions.queries import left_out_of
from lists.editions.rules import EditionState
from lists.editions.services.editions import draft_of, draft_seen, require_publisher
from lists.listings.desk.access import Office, at_the_office
from lists.listings.desk.forms import day_field

PAGE_SIZE = 50


class DraftForm(forms.Form):
    as_of = day_field("截止日期", help_text="不能晚于今天；再次起草会替换现有草稿。")


@require_safe
@at_the_office
def draft_page(request: HttpRequest, slug: str, *, office: Office) -> HttpResponseBase:
    """Show the draft, what it changes against the last edition, and what it leaves out and why."""
    credit_list = office.credit_list(slug)
    try:
        edition = draft_of(credit_list)
    except Refused as refusal:
        messages.info(request, sentence_text(refusal.sentence))
        return redirect("lists-desk:list", slug=slug)
    situation = DraftSituation(user=office.user, draft=edition)
    page = page_of(request, edition.entries.order_by("position"), size=PAGE_SIZE)
    context = {
        "list": credit_list,
        "edition": edition,
        "page": page,
        "left_out": left_out_of(edition),
        "changes": draft_changes(edition, on=clock.today()),
        "steps": offers_of(STEPS, situation, bound={}),
        "is_own": situation.is_own,
        "takes_code": STEPS_BY_NAME["publish"].is_open(situation),
        "publication": Publication.objects.filter(edition=edition).first(),
    }
    return render(request, "lists/desk/draft.html", context)


@require_POST
@at_the_office
def code(request: HttpRequest, slug: str, pk: int, *, office: Office) -> HttpResponseBase:
    """Give the second person a code by which `publish_edition` verifies that they are there."""
    try:
        draft = draft_seen(office.credit_list(slug), pk=pk)
        require_publisher(office.user, draft=draft)
    except Refused as refusal:
        messages.error(request, sentence_text(refusal.sentence))
        return redirect("lists-desk:draft-page", slug=slug)
    purpose = SecondPersonCode.Purpose.PUBLISH_EDITION
    given = issue_code(user=office.user, purpose=purpose, object_id=draft.pk, at=clock.now())
    messages.info(request, code_sentence(given))
    return redirect("lists-desk:draft-page", slug=slug)


@require_POST
@at_the_office
def take_step(request: HttpRequest, slug: str, pk: int, step: str, *, office: Office) -> HttpResponseBase:
    """Take one step on the draft that was looked at; one that replaced it meanwhile is refused."""
    try:
        with refusing_outages():
            draft = draft_seen(office.credit_list(slug), pk=pk)
    except Refused as refusal:
        messages.error(request, sentence_text(refusal.sentence))
        return redirect("lists-desk:draft-page", slug=slug)
    tried = attempt_in(STEPS_BY_NAME, step, DraftSituation(user=office.user, draft=draft), request.POST)
    show_outcome(request, tried, done=STEPS_BY_NAME[step].done)
    is_over = isinstance(tried.result, Edition) and tried.result.state != EditionState.DRAFT
    return redirect("lists-desk:list" if is_over else "lists-desk:draft-page", slug=slug)
