"""Verify a number or a file that somebody holds."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from enterprises.documents.identity import signing_identity
from enterprises.documents.letters.public import LetterStatus, PublicLetter, public_letter
from enterprises.documents.numbers import clean_number
from enterprises.documents.recalls import successor_of
from enterprises.documents.refs import notes_on
from enterprises.documents.verification import Verdict, Verification, verify_file, verify_number
from enterprises.shared import clock
from enterprises.shared.confined.errors import Busy
from enterprises.shared.http import public_answer
from enterprises.shared.incoming.uploads import IncomingUpload
from enterprises.shared.throttling.limits import Scope
from enterprises.shared.throttling.views import throttled

# What a form holds beside the file: field names, borders, the token.
FORM_OVERHEAD = 64 * 1024
RETRY_SECONDS = 30


# Exempt: nobody's authority is used and nothing is kept; programs verify files too.
@csrf_exempt
@throttled(Scope.VERIFY, methods=frozenset({"POST"}))
@require_http_methods(["GET", "HEAD", "POST"])
@public_answer
def verify(request: HttpRequest) -> HttpResponse:
    """Offer the form, or answer it; a file lies in the folder of incoming files for the length of the answer."""
    if request.method != "POST":
        number = clean_number(request.GET.get("number", ""))
        return redirect("enterprises:verify-number", number=number) if _is_path(number) else _form(request)
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.VERIFY_MAX_BYTES + FORM_OVERHEAD:
        return _too_big(request)
    return _answer(request)


def _answer(request: HttpRequest) -> HttpResponse:
    given = request.FILES.get("file")
    if isinstance(given, IncomingUpload):
        return _too_big(request) if (given.size or 0) > settings.VERIFY_MAX_BYTES else _of_file(request, given)
    number = clean_number(request.POST.get("number", ""))
    if _is_path(number):
        return redirect("enterprises:verify-number", number=number)
    return _form(request, problem="请输入编号，或者选择要验证的文件。", status=400)


def _of_file(request: HttpRequest, given: IncomingUpload) -> HttpResponse:
    try:
        return _verdict(request, verify_file(given.path, at=clock.now()))
    except Busy as problem:
        answer = _form(request, problem=problem.sentence, status=503)
        answer["Retry-After"] = str(RETRY_SECONDS)
        return answer


@throttled(Scope.VERIFY)
@require_safe
@public_answer
def verify_number_page(request: HttpRequest, number: str) -> HttpResponse:
    """Answer for a number: where the QR code of a document leads."""
    found = verify_number(number, on=clock.today())
    return _verdict(request, found, number=clean_number(number))


@require_safe
@public_answer
def certificate(request: HttpRequest) -> HttpResponse:
    """Give the root certificate by which anybody can check the signatures without us."""
    return HttpResponse(
        signing_identity().root_pem,
        content_type="application/x-pem-file",
        headers={"Content-Disposition": 'attachment; filename="root.pem"'},
    )


def _verdict(request: HttpRequest, found: Verification, *, number: str = "") -> HttpResponse:
    document = found.document
    letter = public_letter(document) if document else None
    context = {
        "found": found,
        "number": document.number if document else number,
        "by_number": not found.sha256,
        "files": list(document.files.defer("content")) if document else [],
        "notes": notes_on(document_id=document.pk, kind=document.kind) if document else [],
        "successor": successor_of(document) if document else None,
        "enterprise": found.enterprise(on=clock.today()),
        "letter": letter,
        "mark": _mark(found, letter=letter),
        "is_development": signing_identity().development,
    }
    return render(request, "enterprises/verify_result.html", context)


def _mark(found: Verification, *, letter: PublicLetter | None) -> str:
    """Return how the answer is marked: a genuine letter that is not in force looks like what was withdrawn."""
    is_over = letter is not None and letter.status is not LetterStatus.IN_FORCE
    return (Verdict.WITHDRAWN if is_over and found.verdict is Verdict.GENUINE else found.verdict).value


def _form(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    context = {"problem": problem, "max_megabytes": settings.VERIFY_MAX_BYTES // (1024 * 1024)}
    return render(request, "enterprises/verify.html", context, status=status)


def _too_big(request: HttpRequest) -> HttpResponse:
    megabytes = settings.VERIFY_MAX_BYTES // (1024 * 1024)
    problem = gettext("文件超过 {megabytes} MB，无法验证。本站出具的文件都小于这个大小。").format(megabytes=megabytes)
    return _form(request, problem=problem, status=413)


def _is_path(number: str) -> bool:
    """Return whether a number can stand in an address."""
    return bool(number) and "/" not in number and number not in {".", ".."}
