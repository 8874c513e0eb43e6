"""The officers' pages of letters: list, one letter, its file, service and withdrawal."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from enterprises.agencies.desk import desk_or_none
from enterprises.agencies.entrance import entrance
from enterprises.agencies.models import Officer
from enterprises.agencies.permissions import officer_of
from enterprises.documents.letters.access import letters_for
from enterprises.documents.letters.answers import letter_answer
from enterprises.documents.letters.content import LetterContent
from enterprises.documents.letters.forms import LetterServiceForm, WithdrawLetterForm
from enterprises.documents.letters.models import Letter
from enterprises.documents.letters.public import STATUS_LABELS, LetterStatus, public_letter, status_of
from enterprises.documents.letters.services import record_service, withdraw_letter
from enterprises.documents.snapshot import from_plain
from enterprises.shared import clock
from enterprises.shared.attachments.downloads import attachment_answer
from enterprises.shared.http import UNPROCESSABLE
from enterprises.shared.incoming.uploads import IncomingUpload
from enterprises.shared.paging import page_of
from enterprises.shared.workflow.desk import refusals_on
from enterprises.shared.workflow.history import history_of

PAGE_SIZE = 50
WITHDRAWAL = "撤回"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDesk:
    """Who reads letters, and for which agency."""

    user: User
    officer: Officer

    def letter(self, pk: int) -> Letter:
        """Return one of the letters that the officer may read.

        :raises Http404: there is none of that number, or it is another agency's.
        """
        found = letters_for(self.officer).filter(pk=pk).first()
        if found is None:
            raise Http404("no such letter")
        return found


def _desk_of(request: HttpRequest) -> LetterDesk:
    user = cast("User", request.user)
    return LetterDesk(user=user, officer=officer_of(user))


# Lets officers in, and calls the view with `desk=`.
at_the_letters = entrance("desk", _desk_of)


@require_safe
@at_the_letters
def letter_list(request: HttpRequest, *, desk: LetterDesk) -> HttpResponse:
    """List the letters of the officer's agency, the newest first."""
    letters = letters_for(desk.officer).prefetch_related("services")
    page = page_of(request, letters, size=PAGE_SIZE)
    rows = [
        {
            "letter": one,
            "label": STATUS_LABELS[status_of(one.document)],
            "enterprise": one.document.enterprise.public_name if one.document.enterprise else "",
            "services": one.services.all(),
        }
        for one in page
    ]
    return render(request, "desk/letters.html", {**_tabs(request, desk), "page": page, "rows": rows})


@require_safe
@at_the_letters
def letter_page(request: HttpRequest, pk: int, *, desk: LetterDesk) -> HttpResponse:
    """Show one letter with its services and what can be done."""
    return _page(request, desk.letter(pk), desk=desk)


@require_safe
@at_the_letters
def letter_file(request: HttpRequest, pk: int, *, desk: LetterDesk) -> HttpResponse:
    """Hand the signed PDF to an officer; `desk.letter` has checked the right."""
    return letter_answer(desk.letter(pk), may_read=lambda _: True)


@require_POST
@at_the_letters
def serve_letter(request: HttpRequest, pk: int, *, desk: LetterDesk) -> HttpResponseBase:
    """Record that the letter was served."""
    letter, form = desk.letter(pk), LetterServiceForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data
        proof: IncomingUpload | None = given["proof"]
        with refusals_on(form):
            record_service(
                letter=letter,
                method=given["method"],
                served_on=given["served_on"],
                note=given["note"],
                proof=proof.path if proof else None,
                by=desk.user,
                at=clock.now(),
            )
            messages.success(request, "送达已登记。")
            return redirect("desk:letter", pk=pk)
    return _page(request, letter, desk=desk, service_form=form, status=UNPROCESSABLE)


@require_POST
@at_the_letters
def withdraw(request: HttpRequest, pk: int, *, desk: LetterDesk) -> HttpResponseBase:
    """Withdraw a letter, with a reason."""
    letter, form = desk.letter(pk), WithdrawLetterForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            withdraw_letter(letter=letter, reason=form.cleaned_data["reason"], by=desk.user, at=clock.now())
            messages.success(request, "函件已撤回。")
            return redirect("desk:letter", pk=pk)
    return _page(request, letter, desk=desk, withdraw_form=form, status=UNPROCESSABLE)


@require_safe
@at_the_letters
def service_proof(request: HttpRequest, pk: int, service: int, *, desk: LetterDesk) -> HttpResponse:
    """Hand the proof of a service to an officer."""
    found = desk.letter(pk).services.select_related("proof").filter(pk=service).first()
    if found is None:
        raise Http404("no such service")
    return attachment_answer(found.proof, name=f"service-{found.pk}")


def _tabs(request: HttpRequest, desk: LetterDesk) -> dict[str, object]:
    is_keeper = desk.officer.credit_office
    return {
        "desk": desk_or_none(request),
        "credit_office": is_keeper,
        "shield_office": is_keeper and desk.officer.agency_id is None,
    }


def _page(
    request: HttpRequest,
    letter: Letter,
    *,
    desk: LetterDesk,
    service_form: LetterServiceForm | None = None,
    withdraw_form: WithdrawLetterForm | None = None,
    status: int = 200,
) -> HttpResponse:
    facts = public_letter(letter.document)
    is_in_force = facts is not None and facts.status is LetterStatus.IN_FORCE
    context = {
        **_tabs(request, desk),
        "letter": letter,
        "facts": facts,
        "content": from_plain(LetterContent, letter.document.snapshot["content"]),
        "services": letter.services.select_related("recorded_by", "proof"),
        "history": history_of(letter.document.events.select_related("actor"), label=lambda _: WITHDRAWAL),
        "service_form": service_form or (LetterServiceForm() if is_in_force else None),
        "withdraw_form": withdraw_form or (WithdrawLetterForm() if is_in_force else None),
    }
    return render(request, "desk/letter.html", context, status=status)
