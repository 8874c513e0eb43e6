"""The page of one credit file."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from enterprises.creditfile.assemble import assemble
from enterprises.register.selectors import NoSuchFile, find_public_enterprise
from enterprises.shared import clock
from enterprises.shared.http import public_answer
from enterprises.shared.rules.uscc import normalise_uscc


@require_safe
@public_answer
def credit_file(request: HttpRequest, uscc: str) -> HttpResponse | HttpResponseRedirectBase:
    """Show the file, or the reason why the code has none."""
    at = clock.now()
    found = find_public_enterprise(uscc, on=clock.day_of(at))
    if isinstance(found, NoSuchFile):
        return render(request, "enterprises/no_file.html", {"missing": found}, status=404)
    if found.uscc != uscc:
        # Another spelling of the code leads on for good; a code that was replaced may come back.
        return redirect("enterprises:file", uscc=found.uscc, permanent=found.uscc == normalise_uscc(uscc))
    # The page shows the minute, so that the same file gives the same bytes, and a reader's cache serves, within it.
    file = assemble(found, on=clock.day_of(at), at=at.replace(second=0, microsecond=0))
    return render(request, "enterprises/file.html", {"file": file})
