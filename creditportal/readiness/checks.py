"""One look at each part. A detail is for operators: it names what is wrong and holds no secret."""

import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from enterprises.documents.checking import damaged_files
from enterprises.documents.identity import signing_identity
from enterprises.shared.clock import day_of
from enterprises.shared.heartbeats.services import SILENT_AFTER, WORKER, beat, last_beat
from enterprises.shared.outages import Outage, outage_of
from lists.editions.services.checking import open_problems
from search.engines import index
from search.filters import Filters
from search.indexing.drift import Drift, drift_of
from search.indexing.status import status_of
from search.names.queries import read_query
from search.port import Query, SearchUnavailable

WARN_BEFORE = timedelta(days=30)
PROBE = "readiness"
PROBE_BYTES = 64 * 1024
NAMED_FILES = 3

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What one part answered: whether it can do its work, and whether somebody should look at it soon."""

    ok: bool
    detail: str
    warning: bool = False


Part = Callable[[datetime], Check]


def database(at: datetime) -> Check:
    """Read a row of the database, and check whether every migration has been applied."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        return Check(ok=False, detail=f"{len(pending)} migrations not applied: run migrate")
    return Check(ok=True, detail="reachable, migrations applied")


def disk(at: datetime) -> Check:
    """Write a file in DATA_DIR and remove it, and commit a row in the database."""
    probe = Path(settings.DATA_DIR) / f".{PROBE}-{secrets.token_hex(8)}"
    try:
        try:
            with probe.open("wb") as stream:
                stream.write(bytes(PROBE_BYTES))
        finally:
            probe.unlink(missing_ok=True)
    except OSError as error:
        return Check(ok=False, detail=f"DATA_DIR cannot be written: {error.strerror or type(error).__name__}")
    try:
        with transaction.atomic():
            beat(name=PROBE, at=at)
    except DatabaseError as error:
        outage = outage_of(error)
        if outage is Outage.DATABASE_BUSY:
            return Check(ok=True, warning=True, detail="DATA_DIR can be written; the database is busy")
        reason = outage.english if outage else type(error).__name__
        return Check(ok=False, detail=f"the database cannot be written: {reason}")
    return Check(ok=True, detail="DATA_DIR and the database can be written")


def search(at: datetime) -> Check:
    """Search the engine for one enterprise, and return how long changes have been waiting for the index."""
    engine = index()
    engine.search(Query(text=read_query(""), on=day_of(at), filters=Filters(status="ACTIVE"), limit=1))
    status = status_of(index=engine, at=at)
    state = f"{status.currency}, lag {status.lag.total_seconds():.0f} s"
    detail = ". ".join(filter(None, (state, status.problem)))
    return Check(ok=status.is_ok, detail=detail, warning=status.is_ok and bool(status.problem))


def search_index(at: datetime) -> Check:
    """Compare the age of the index with that of the database."""
    drift = drift_of(index=index())
    if drift is Drift.NEWER:
        detail = "the index is newer than the database, as after a backup was restored: run rebuild_index"
        return Check(ok=False, detail=detail)
    if drift is Drift.OLDER:
        return Check(ok=False, detail="the index is older than the database though no change waits: run rebuild_index")
    return Check(ok=True, detail=str(drift))


def static_files(at: datetime) -> Check:
    """Look for the manifest of hashed names, and for each file that it names."""
    if not isinstance(staticfiles_storage, ManifestFilesMixin):
        return Check(ok=True, detail="served from their sources (DEBUG)")
    named, _ = staticfiles_storage.load_manifest()
    if not named:
        return Check(ok=False, detail="the manifest of static files is missing: run collectstatic")
    missing = sorted(name for name in named.values() if not staticfiles_storage.exists(name))
    if missing:
        examples = ", ".join(missing[:NAMED_FILES])
        return Check(ok=False, detail=f"{len(missing)} static files are missing ({examples}): run collectstatic")
    return Check(ok=True, detail=f"{len(named)} files")


def signing(at: datetime) -> Check:
    """Load the key that signs documents, and look how long its certificate is valid."""
    try:
        identity = signing_identity()
    except (ImproperlyConfigured, OSError) as error:
        return Check(ok=False, detail=f"the signing key cannot be loaded: {type(error).__name__}")
    kind = "development certificate" if identity.development else "authority's certificate"
    if at > identity.valid_until:
        return Check(ok=False, detail=f"{kind} expired on {day_of(identity.valid_until)}: no report is issued")
    if at < identity.valid_from:
        return Check(ok=False, detail=f"{kind} is not valid before {day_of(identity.valid_from)}: no report is issued")
    left = identity.valid_until - at
    detail = f"{kind}, valid until {day_of(identity.valid_until)}"
    return Check(ok=True, detail=f"{detail}, {left.days} days left", warning=left < WARN_BEFORE)


def edition_files(at: datetime) -> Check:
    """Return what the worker's look at the stored files of editions could not put right."""
    problems = [f"{check.edition.credit_list.slug}-{check.edition.number}" for check in open_problems()[:NAMED_FILES]]
    if problems:
        detail = f"files differ from their manifest ({', '.join(problems)}): run check_editions"
        return Check(ok=True, warning=True, detail=detail)
    return Check(ok=True, detail="as in their manifests")


def document_files(at: datetime) -> Check:
    """Return the stored files of reports, letters and certificates that the worker found damaged."""
    damaged = [f"{one.file.document.number}.{one.file.format}" for one in damaged_files()[:NAMED_FILES]]
    if damaged:
        detail = f"files differ from what was issued ({', '.join(damaged)}): restore them from a backup"
        return Check(ok=True, warning=True, detail=detail)
    return Check(ok=True, detail="as issued")


def worker(at: datetime) -> Check:
    """Look for the worker's last sign of life."""
    heartbeat_at = last_beat(name=WORKER)
    if heartbeat_at is None:
        return Check(ok=False, detail="no worker has ever run: start manage.py worker")
    silence = max(at - heartbeat_at, timedelta(0))
    if silence > SILENT_AFTER:
        return Check(ok=False, detail=f"the worker has been silent for {silence.total_seconds():.0f} s")
    return Check(ok=True, detail=f"heard {silence.total_seconds():.0f} s ago")


# In this order; checks that need the database are left out where it does not answer.
PARTS: Mapping[str, Part] = {
    "database": database,
    "disk": disk,
    "search": search,
    "index": search_index,
    "static": static_files,
    "signing": signing,
    "editions": edition_files,
    "documents": document_files,
    "worker": worker,
}
NEED_DATABASE = frozenset({"disk", "search", "index", "editions", "documents", "worker"})
UNANSWERED = Check(ok=False, detail="not asked, for it needs the database")


def take(name: str, *, at: datetime) -> Check:
    """Look at one part; an outage of what it needs is its answer."""
    try:
        return PARTS[name](at)
    except SearchUnavailable as error:
        return Check(ok=False, detail=f"the search engine does not answer: {error}")
    except (DatabaseError, InterfaceError) as error:
        outage = outage_of(error)
        reason = outage.english if outage else type(error).__name__
        return Check(ok=False, detail=reason)
    except Exception as error:  # one part that cannot be looked at hides no other
        logger.exception("%s could not be looked at", name)
        return Check(ok=False, detail=f"could not be looked at: {type(error).__name__}")


def take_all(*, at: datetime, names: tuple[str, ...] = tuple(PARTS)) -> dict[str, Check]:
    """Look at some parts, the database first."""
    taken: dict[str, Check] = {"database": take("database", at=at)}
    for name in names:
        if name not in taken:
            is_asked = taken["database"].ok or name not in NEED_DATABASE
            taken[name] = take(name, at=at) if is_asked else UNANSWERED
    return taken
