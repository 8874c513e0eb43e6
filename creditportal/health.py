"""Whether this process lives, and whether it can serve."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from enterprises import clock
from enterprises.documents.identity import signing_identity
from enterprises.throttling.limits import Scope
from enterprises.throttling.views import throttled
from search.engines import index
from search.port import Filters, Query, SearchUnavailable
from search.services.status import status_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What one part answered; `detail` is for the operator and names no secret."""

    ok: bool
    detail: str


def database() -> Check:
    """Ask the database for a row, and whether every migration has been applied."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return Check(ok=False, detail=f"database unreachable: {type(error).__name__}")
    if pending:
        return Check(ok=False, detail=f"{len(pending)} migrations not applied")
    return Check(ok=True, detail="migrations applied")


def search() -> Check:
    """Ask the engine for one firm, and how far the index is behind the database."""
    at = clock.now()
    try:
        engine = index()
        engine.search(Query(text="", on=clock.day_of(at), filters=Filters(status="ACTIVE"), limit=1))
        status = status_of(index=engine, at=at)
    except (SearchUnavailable, DatabaseError) as error:
        logger.warning("search is not ready: %s", error)
        return Check(ok=False, detail="search unavailable")
    if status.problem:
        logger.warning("search is hindered: %s", status.problem)
    told = f"{status.currency}, lag {status.lag.total_seconds():.0f} s"
    return Check(ok=status.is_ok, detail=". ".join(filter(None, (told, status.problem))))


def signing() -> Check:
    """Load the key that signs documents."""
    try:
        identity = signing_identity()
    except (ImproperlyConfigured, OSError) as error:
        logger.warning("signing is not ready: %s", error)
        return Check(ok=False, detail="signing key cannot be loaded")
    return Check(ok=True, detail="development certificate" if identity.development else "authority's certificate")


CHECKS: dict[str, Callable[[], Check]] = {"database": database, "search": search, "signing": signing}


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer while the process lives; asks nobody else."""
    return JsonResponse({"status": "ok"})


@throttled(Scope.READINESS)
@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when every part can serve, else 503, and say which cannot."""
    answers = {name: check() for name, check in CHECKS.items()}
    ready = all(answer.ok for answer in answers.values())
    body = {
        "status": "ready" if ready else "not ready",
        "checks": {name: {"ok": answer.ok, "detail": answer.detail} for name, answer in answers.items()},
    }
    return JsonResponse(body, status=200 if ready else 503)
