"""Whether this process lives, and whether it can serve."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


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


CHECKS: dict[str, Callable[[], Check]] = {"database": database}


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer while the process lives; asks nobody else."""
    return JsonResponse({"status": "ok"})


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
