"""Whether one may apply about something, the form, and the receipt."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises.cases.kinds.registry import case_kinds
from enterprises.cases.kinds.types import CaseKind
from enterprises.cases.pages.answers import no_store
from enterprises.cases.pages.asking import Asked, admission_for, asked_in, asking_address, together_with
from enterprises.cases.pages.countdown import calendar_file
from enterprises.cases.pages.forms import ApplicationForm
from enterprises.cases.pages.receipt import receipt_pdf
from enterprises.cases.pages.tokens import new_form_token, token_id
from enterprises.cases.rules.admission import AdmissionCode, CaseAdmission
from enterprises.cases.services.codes import CodeLocked, CodeWrong, case_by_code
from enterprises.cases.services.intake import NotAdmitted, hand_in
from enterprises.cases.subjects.registry import SubjectMissing, ref_text
from enterprises.shared import clock
from enterprises.shared.attachments.types import TOGETHER_BYTES
from enterprises.shared.http import UNPROCESSABLE, client_address, public_answer
from enterprises.shared.refusals import Refused
from enterprises.shared.throttling.limits import Scope, seconds_to_wait
from enterprises.shared.throttling.views import throttled
from enterprises.shared.wording import sentence_text

_FORM_OVERHEAD = 64 * 1024
_TOO_LARGE, _CONFLICT, _TOO_MANY = 413, 409, 429


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A kind of case, whether one may apply now, and where; `ics` leads to the countdown, empty without one."""

    kind: CaseKind
    admission: CaseAdmission
    url: str
    ics: str


# Exempt: nobody's authority is used, and public pages set no cookie. The form's own token lets it in once.
@csrf_exempt
@throttled(Scope.CASE_FORM, methods=frozenset({"POST"}))
@require_http_methods(["GET", "HEAD", "POST"])
@public_answer
def new(request: HttpRequest) -> HttpResponse:
    """Show what one may apply for, the form of one kind, or receive it."""
    try:
        asked = asked_in(request, on=clock.today())
    except SubjectMissing as missing:
        return render(request, "cases/start.html", {"problem": sentence_text(missing.sentence)}, status=404)
    if asked is None:
        return render(request, "cases/start.html", {"problem": ""})
    if asked.kind is None:
        return _choose(request, asked)
    if request.method == "POST":
        return _receive(request, asked, kind=asked.kind)
    return _show(request, asked, kind=asked.kind)


@require_safe
@public_answer
def countdown(request: HttpRequest) -> HttpResponse:
    """Give the first day on which one may apply as a calendar file; 404 where there is none."""
    at = clock.now()
    try:
        asked = asked_in(request, on=clock.day_of(at))
    except SubjectMissing as missing:
        raise Http404 from missing
    if asked is None or asked.kind is None:
        raise Http404
    admission = admission_for(asked, asked.kind, on=clock.day_of(at))
    if not _counts_down(admission) or admission.from_on is None:
        raise Http404
    content = calendar_file(
        first_day=admission.from_on,
        summary=f"可申请{asked.kind.label}：{asked.subject.label}",
        address=f"{settings.PUBLIC_BASE_URL}{asked.url}",
        at=at.replace(hour=0, minute=0, second=0, microsecond=0),
    )
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="countdown.ics"'},
    )


# Exempt: number and code are the authority, and both are in the form.
@csrf_exempt
@throttled(Scope.CASE_CODE)
@require_POST
@no_store
def receipt_file(request: HttpRequest) -> HttpResponse:
    """Give the receipt as PDF to whoever holds number and code."""
    at = clock.now()
    code = request.POST.get("code", "")
    try:
        case = case_by_code(number=request.POST.get("number", ""), code=code, at=at)
    except (CodeWrong, CodeLocked) as refused:
        return render(request, "cases/start.html", {"problem": sentence_text(refused.sentence)}, status=UNPROCESSABLE)
    return HttpResponse(
        receipt_pdf(case, code=code),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{case.number}.pdf"'},
    )


def _counts_down(admission: CaseAdmission) -> bool:
    return admission.code in (AdmissionCode.TOO_EARLY, AdmissionCode.BANNED)


def _choose(request: HttpRequest, asked: Asked) -> HttpResponse:
    offered = [
        _offered(asked, kind, admission)
        for kind in case_kinds().values()
        if (admission := admission_for(asked, kind, on=clock.today())).code is not AdmissionCode.NOT_FOR_THIS
    ]
    offered.sort(key=lambda each: (not each.admission.is_open, each.kind.code))
    return render(request, "cases/choose.html", {"asked": asked, "offered": offered})


def _offered(asked: Asked, kind: CaseKind, admission: CaseAdmission) -> Offered:
    named = {"kind": kind.code, "field": asked.field_code if kind.needs_field else ""}
    ics = asking_address("cases:countdown", asked.subject, **named) if _counts_down(admission) else ""
    return Offered(kind=kind, admission=admission, url=asking_address("cases:new", asked.subject, **named), ics=ics)


def _show(request: HttpRequest, asked: Asked, *, kind: CaseKind) -> HttpResponse:
    admission = admission_for(asked, kind, on=clock.today())
    if not admission.is_open:
        return _closed(request, asked, kind=kind, admission=admission)
    return _form_page(request, asked, form=_form(asked, kind, data=None))


def _closed(
    request: HttpRequest, asked: Asked, *, kind: CaseKind, admission: CaseAdmission, status: int = 200
) -> HttpResponse:
    context = {"asked": asked, "offered": [_offered(asked, kind, admission)]}
    return render(request, "cases/choose.html", context, status=status)


def _receive(request: HttpRequest, asked: Asked, *, kind: CaseKind) -> HttpResponse:
    admission = admission_for(asked, kind, on=clock.today())
    if not admission.is_open:
        return _closed(request, asked, kind=kind, admission=admission, status=_CONFLICT)
    form = _form(asked, kind, data=request)
    if int(request.META.get("CONTENT_LENGTH") or 0) > TOGETHER_BYTES + _FORM_OVERHEAD:
        words = gettext("文件合计超过{most}MB，请减少或者压缩后再提交。")
        form.add_error(None, words.format(most=TOGETHER_BYTES // (1024 * 1024)))
        return _form_page(request, asked, form=form, status=_TOO_LARGE)
    token = token_id(request.POST.get("token", ""))
    if not token:
        form.add_error(None, "这个页面打开得太久了，请核对后再次提交。")
    if not form.is_valid():
        return _form_page(request, asked, form=form, status=UNPROCESSABLE)
    if wait := _seconds_to_wait(request, asked):
        return _later(request, asked, form=form, wait=wait)
    return _hand_in(request, asked, form=form, token=token)


def _seconds_to_wait(request: HttpRequest, asked: Asked) -> int:
    """Count a case by address; only one within that limit counts by its thing, so no address closes that to others."""
    wait = seconds_to_wait(Scope.CASE, address=client_address(request))
    return wait or seconds_to_wait(Scope.CASE_ABOUT, address=ref_text(asked.subject.ref))


def _later(request: HttpRequest, asked: Asked, *, form: ApplicationForm, wait: int) -> HttpResponse:
    """Give the form back as it was filled in: nobody types a page anew because of a limit."""
    form.add_error(None, gettext("提交过于频繁，请在{minutes}分钟后再次提交。").format(minutes=-(-wait // 60)))
    answer = _form_page(request, asked, form=form, status=_TOO_MANY)
    answer["Retry-After"] = str(wait)
    return answer


def _hand_in(request: HttpRequest, asked: Asked, *, form: ApplicationForm, token: str) -> HttpResponse:
    try:
        receipt = hand_in(form.application(asked.subject.ref), at=clock.now(), form_token=token)
    except NotAdmitted as refused:
        form.add_error(None, sentence_text(refused.sentence))
        return _form_page(request, asked, form=form, status=_CONFLICT)
    except Refused as refused:
        form.add_error(None, sentence_text(refused.sentence))
        return _form_page(request, asked, form=form, status=UNPROCESSABLE)
    answer = render(request, "cases/receipt.html", {"receipt": receipt, "kind": form.kind})
    answer["Cache-Control"] = "no-store"
    return answer


def _form(asked: Asked, kind: CaseKind, *, data: HttpRequest | None) -> ApplicationForm:
    given = (data.POST, data.FILES) if data is not None else (None, None)
    initial = {"field": asked.field_code, "ground": kind.grounds[0].code if len(kind.grounds) == 1 else None}
    return ApplicationForm(
        kind,
        *given,
        subject=asked.subject,
        together=together_with(asked, kind, on=clock.today()),
        initial=initial,
    )


def _form_page(request: HttpRequest, asked: Asked, *, form: ApplicationForm, status: int = 200) -> HttpResponse:
    context = {"asked": asked, "form": form, "kind": form.kind, "token": new_form_token()}
    answer = render(request, "cases/new.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
