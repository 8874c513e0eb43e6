"""Public addresses of manifests, of files under their digest, and of the changes between two editions."""

import logging
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from enterprises.documents.models import IssuedDigest, IssuedFile
from enterprises.documents.snapshot import sha256_of
from enterprises.shared import clock
from enterprises.shared.compression import compressed
from enterprises.shared.feeds import add_entry, feed_about, feed_answer
from enterprises.shared.http import catalogue_answer, public_answer
from enterprises.shared.ranges import accepting_ranges
from enterprises.shared.throttling.limits import Scope
from enterprises.shared.throttling.views import throttled
from lists.criteria.models import CreditList
from lists.editions.changes import counts_of
from lists.editions.comparing import Comparison, compare
from lists.editions.files.bundle import SCHEMA, own_file
from lists.editions.files.changes import changes_csv, changes_json
from lists.editions.models import Edition, Manifest
from lists.editions.queries import editions_of, frozen_changes, has_stale_files

logger = logging.getLogger(__name__)

ABOVE = (gettext_lazy("红黑名单"), reverse_lazy("lists:index"))
A_YEAR = 365 * 24 * 3600
FEED_EDITIONS = EARLIER_EDITIONS = 24
# Until the worker has rebuilt a file; its round takes seconds, a long PDF a minute.
RETRY_AFTER_SECONDS = 60
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
    "zip": "application/zip",
    "p7s": "application/pkcs7-signature",
}


def published_edition(slug: str, number: int) -> Edition:
    """Return the edition of that number.

    :raises Http404: it was not published.
    """
    editions = Edition.objects.published().filter(credit_list__slug=slug, number=number)
    rows = editions.select_related("credit_list__authority", "document")
    edition = rows.defer("document__snapshot", "document__refs").first()
    if edition is None:
        raise Http404("no such edition")
    return edition


@throttled(Scope.FILES)
@compressed
@accepting_ranges
@require_safe
@public_answer
def edition_file(request: HttpRequest, slug: str, number: str, suffix: str) -> HttpResponse:
    """Serve the stored bytes while all that they name is public; until they are rebuilt, answer "try again later"."""
    edition = published_edition(slug, int(number))
    return _rebuilding(request, edition) or _bytes_of(request, edition, suffix)


@throttled(Scope.FILES)
@compressed
@accepting_ranges
@require_safe
def edition_file_by_digest(request: HttpRequest, slug: str, number: str, digest: str, suffix: str) -> HttpResponse:
    """Serve the bytes of that digest, which never change; answer 410 once they were made again."""
    edition = published_edition(slug, int(number))
    file = IssuedFile.objects.filter(document=edition.document_id, format=suffix, sha256=digest)
    if not file.exists():
        known = IssuedDigest.objects.filter(file__document=edition.document_id, file__format=suffix, sha256=digest)
        get_object_or_404(known)
        return _uncached(render(request, "lists/superseded.html", {"edition": edition, "suffix": suffix}, status=410))
    if waiting := _rebuilding(request, edition):
        return _uncached(waiting)
    # Of the reader alone: no cache between hands on what was withdrawn (decision 0048).
    found = _bytes_of(request, edition, suffix)
    if found.status_code != HTTPStatus.OK:
        return _uncached(found)
    answer = _immutable(found, digest=digest, private=True)
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer


@require_safe
def manifest_file(request: HttpRequest, slug: str, number: int, revision: int, suffix: str) -> HttpResponse:
    """Serve a manifest or its signature; both name nobody and stay for ever."""
    if suffix not in {"json", "p7s"}:
        raise Http404("no such file")
    edition = published_edition(slug, number)
    manifest = get_object_or_404(Manifest, edition=edition, revision=revision)
    data = bytes(manifest.content if suffix == "json" else manifest.signature)
    return _immutable(HttpResponse(data, content_type=CONTENT_TYPES[suffix]), digest=manifest.sha256, private=False)


@compressed
@require_safe
@public_answer
def schema(request: HttpRequest) -> HttpResponse:
    """Serve the JSON Schema of an edition's data."""
    return HttpResponse(own_file(SCHEMA), content_type="application/schema+json")


@require_safe
@public_answer
def changes_page(request: HttpRequest, slug: str, before: int, after: int) -> HttpResponse:
    """Show what changed between two editions of a list."""
    first, second, found = _compared(slug, before, after)
    context = {
        "list": second.credit_list,
        "before": first,
        "after": second,
        "found": found,
        "earlier": range(after - 1, max(after - 1 - EARLIER_EDITIONS, 0), -1),
        "above": [ABOVE, (second.credit_list.name, reverse("lists:list", kwargs={"slug": slug}))],
        "here": gettext("第 {before} 期至第 {after} 期的变化").format(before=before, after=after),
    }
    return render(request, "lists/changes.html", context)


@throttled(Scope.FILES)
@compressed
@require_safe
@public_answer
def changes_file(request: HttpRequest, slug: str, before: int, after: int, suffix: str) -> HttpResponse:
    """Serve the changes between two editions as CSV or JSON, made for this day."""
    if suffix not in {"csv", "json"}:
        raise Http404("no such file")
    found = _compared(slug, before, after)[2]
    data = (
        changes_csv(found.entries, found.changes)
        if suffix == "csv"
        else changes_json(found.entries, found.changes, slug=slug, number=after)
    )
    answer = HttpResponse(data, content_type=CONTENT_TYPES[suffix])
    answer["Content-Disposition"] = f'inline; filename="{slug}-{before}-{after}.{suffix}"'
    return answer


@require_safe
@public_answer
def changes_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Serve the editions of a list as an Atom feed, each with the counts of what it changed; it names nobody."""
    credit_list = get_object_or_404(CreditList.objects.ours(), slug=slug)
    here = reverse("lists:list", kwargs={"slug": slug})
    feed = feed_about(title=f"{credit_list.name}：各期变化", page=here, address=request.path)
    editions = list(editions_of(credit_list)[:FEED_EDITIONS])
    frozen = frozen_changes(editions)
    for edition in editions:
        number = edition.number or 0
        counts = counts_of(frozen[edition.pk]) if edition.pk in frozen else ""
        address = reverse("lists:edition", kwargs={"slug": slug, "number": number})
        if number > 1:
            address = reverse("lists:changes", kwargs={"slug": slug, "before": number - 1, "after": number})
        add_entry(
            feed,
            title=f"{credit_list.name} 第{number}期",
            page=address,
            description=f"第{number}期，截至{edition.as_of}。{counts}",
            published_at=edition.published_at,
            known_as=f"{here}{number}/",
        )
    return feed_answer(feed)


@compressed
@require_safe
@public_answer
def catalogue(request: HttpRequest) -> HttpResponse:
    """Serve data.json (DCAT-US 1.1): each list as a dataset, the files of its editions under their digests."""
    lists = CreditList.objects.ours().select_related("authority")
    return catalogue_answer(_dataset(credit_list) for credit_list in lists)


@require_safe
@public_answer
def sitemap(request: HttpRequest) -> HttpResponse:
    """Serve the sitemap of lists, editions and their files."""
    addresses = [reverse("lists:index")]
    for credit_list in CreditList.objects.ours():
        addresses.append(reverse("lists:list", kwargs={"slug": credit_list.slug}))
        for edition in editions_of(credit_list):
            addresses.append(reverse("lists:edition", kwargs={"slug": credit_list.slug, "number": edition.number}))
            addresses += [address for address, _ in _files(edition)]
    context = {"base": settings.PUBLIC_BASE_URL, "addresses": addresses}
    return render(request, "lists/sitemap.xml", context, content_type="application/xml")


def _dataset(credit_list: CreditList) -> dict[str, Any]:
    editions = list(editions_of(credit_list))
    return {
        "identifier": credit_list.slug,
        "title": credit_list.name,
        "description": credit_list.criteria,
        "publisher": {"name": credit_list.authority.name if credit_list.authority else settings.ISSUING_AUTHORITY},
        "accessLevel": "public",
        "modified": editions[0].as_of.isoformat() if editions else None,
        "landingPage": settings.PUBLIC_BASE_URL + reverse("lists:list", kwargs={"slug": credit_list.slug}),
        "distribution": [
            {
                "title": f"第{edition.number}期 {file.format}",
                "downloadURL": settings.PUBLIC_BASE_URL + address,
                "mediaType": CONTENT_TYPES[file.format].partition(";")[0],
                "format": file.format,
                "checksum": {"algorithm": "sha256", "checksumValue": file.sha256},
            }
            for edition in editions
            for address, file in _files(edition)
        ],
    }


def _files(edition: Edition) -> list[tuple[str, IssuedFile]]:
    """Return the files of an edition as read by `editions_of`, each with its address under its digest."""
    if edition.document is None:
        return []
    names = {"slug": edition.credit_list.slug, "number": edition.number}
    return [
        (reverse("lists:file-by-digest", kwargs={**names, "digest": file.sha256, "suffix": file.format}), file)
        for file in edition.document.files.all()
    ]


def _compared(slug: str, before: int, after: int) -> tuple[Edition, Edition, Comparison]:
    if before >= after:
        raise Http404("the earlier edition comes first")
    first, second = published_edition(slug, before), published_edition(slug, after)
    return first, second, compare(before=first, after=second, on=clock.today())


def _rebuilding(request: HttpRequest, edition: Edition) -> HttpResponse | None:
    """Return the answer 503 while the stored files name what is no longer public."""
    return _try_later(request, edition) if has_stale_files(edition, on=clock.today()) else None


def _try_later(request: HttpRequest, edition: Edition) -> HttpResponse:
    response = render(request, "lists/rebuilding.html", {"edition": edition}, status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _bytes_of(request: HttpRequest, edition: Edition, suffix: str) -> HttpResponse:
    file = get_object_or_404(IssuedFile, document=edition.document_id, format=suffix)
    content = bytes(file.content)
    if sha256_of(content) != file.sha256:
        logger.error("Edition %s: the stored %s is damaged and is not served", edition.pk, suffix)
        return _try_later(request, edition)
    response = HttpResponse(content, content_type=CONTENT_TYPES[suffix])
    disposition = "inline" if suffix in {"pdf", "json"} else "attachment"
    name = f"{edition.credit_list.slug}-{edition.number}.{suffix}"
    response["Content-Disposition"] = f'{disposition}; filename="{name}"'
    response["X-Content-SHA256"] = file.sha256
    return response


def _immutable(response: HttpResponse, *, digest: str, private: bool) -> HttpResponse:
    response["ETag"] = f'"{digest}"'
    response["X-Robots-Tag"] = "noarchive"
    patch_cache_control(
        response, **({"private": True} if private else {"public": True}), max_age=A_YEAR, immutable=True
    )
    return response


def _uncached(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, no_cache=True)
    response["X-Robots-Tag"] = "noarchive"
    return response
