"""Documents for tests of engines, and rows for tests of what feeds them."""

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client

from enterprises.agencies.models import Agency
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State, WithdrawalReason
from enterprises.register.models import Enterprise, FormerName
from enterprises.register.services.credit_files import touch_credit_files
from enterprises.shared.rules.document_numbers import fold_document_number
from enterprises.shared.rules.names import fold_name
from search.engines import index
from search.engines.sqlite.index import SqliteIndex
from search.indexing.outbox import drain
from search.names.features import MatchedField, name_features
from search.port import Days, Document, EnterpriseFeatures, marks_of

AGENCY = "11420100000000000A"
TODAY = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 4, tzinfo=UTC)


def document(
    number: int,
    name: str,
    *former: str,
    version: int = 1,
    uscc: str = "",
    register: str = "",
    earlier_codes: tuple[str, ...] = (),
    status: str = "ACTIVE",
    region: str = "420106",
    industry: str = "2614",
    public_from: date | None = date(2020, 1, 1),
    year: int | None = 2015,
    penalties: tuple[tuple[date, date | None], ...] = (),
    records: tuple[tuple[str, str, date, date | None], ...] = (),
    lists: tuple[tuple[str, date, date | None], ...] = (),
) -> Document:
    """Return the document of an enterprise that is public unless given otherwise."""
    names = (name_features(name), *(name_features(text, field=MatchedField.FORMER_NAME) for text in former))
    ended = status in {"CANCELLED", "REVOKED"}
    held = (*(("penalty", AGENCY, *days) for days in penalties), *records)
    return Document(
        id=number,
        version=version,
        public_from=public_from,
        features=EnterpriseFeatures(
            uscc=uscc or f"91420100MA{number:08d}",
            register_number=register,
            ended=ended,
            names=names,
            earlier_codes=earlier_codes,
        ),
        values={
            name: value
            for name, value in (("region", region), ("industry", industry), ("status", status), ("year", year))
            if value
        },
        marks={
            "kinds": marks_of((kind, Days(starts=starts, ends=ends)) for kind, _, starts, ends in held),
            "agencies": marks_of((agency, Days(starts=starts, ends=ends)) for _, agency, starts, ends in held),
            "lists": marks_of((slug, Days(starts=starts, ends=ends)) for slug, starts, ends in lists),
        },
        digest=f"{number}-{version}-{name}",
    )


def tombstone(number: int, *, version: int) -> Document:
    """Return the document of an enterprise that nobody may find."""
    return Document(id=number, version=version, digest=f"gone-{version}")


def stored_enterprise(
    number: int, name: str, *former: str, public_from: date | None = date(2020, 1, 1), **facts: object
) -> Enterprise:
    """Store an enterprise whose file has changed."""
    uscc = f"91420100MA{number:08d}"
    facts = {"status": "ACTIVE", **facts}
    with transaction.atomic():
        made = Enterprise.objects.create(
            uscc=uscc, name=name, folded_name=fold_name(name), public_from=public_from, **facts
        )
        for text in former:
            FormerName.objects.create(enterprise=made, name=text, folded_name=fold_name(text))
        touch_credit_files([made.pk])
    made.refresh_from_db()
    return made


def rename(enterprise: Enterprise, name: str) -> None:
    """Give an enterprise another name."""
    with transaction.atomic():
        Enterprise.objects.filter(pk=enterprise.pk).update(name=name, folded_name=fold_name(name))
        touch_credit_files([enterprise.pk])


def penalise(
    enterprise: Enterprise,
    *,
    kind: str = "penalty",
    starts: date = date(2026, 5, 1),
    ends: date | None = date(2027, 5, 1),
    document_number: str = "",
) -> Record:
    """Store a published penalty, or a record of another kind."""
    agency, _ = Agency.objects.get_or_create(code=AGENCY, defaults={"name": "示例机关"})
    recorder, reviewer = (User.objects.get_or_create(username=name)[0] for name in ("recorder", "reviewer"))
    with transaction.atomic():
        record = Record.objects.create(
            kind=kind,
            enterprise=enterprise,
            agency=agency,
            document_number=document_number,
            folded_document_number=fold_document_number(document_number),
            natural_key=f"key-{enterprise.pk}-{Record.objects.count()}",
            state=State.PUBLISHED,
            public_from=starts,
            public_until=ends,
            period_rule="R",
            recorded_by=recorder,
            reviewed_by=reviewer,
            created_at=AT,
            published_at=AT,
        )
        touch_credit_files([enterprise.pk])
    return record


def withdraw(record: Record) -> None:
    """Take a record off."""
    with transaction.atomic():
        Record.objects.filter(pk=record.pk).update(
            state=State.WITHDRAWN, withdrawn_at=AT, withdrawn_reason=WithdrawalReason.REPAIRED
        )
        touch_credit_files([record.enterprise_id])


def empty_path() -> Path:
    """Return the path of an index file that does not exist yet; the folder goes with the run."""
    return Path(tempfile.mkdtemp(dir=settings.DATA_DIR)) / "search.sqlite3"


def empty_index() -> SqliteIndex:
    """Return an empty index in a file of its own."""
    return SqliteIndex(empty_path())


def forget_index() -> None:
    """Empty the portal's own index, so that no other test meets what this one indexed."""
    with index().rebuild():
        pass


def settle() -> None:
    """Index all that waits."""
    while drain(index=index(), at=AT):
        pass


def api(client: Client, expected: int = 200, /, **parameters: str) -> Any:
    """Ask the API of search."""
    response = client.get("/api/v1/search/", parameters)
    assert response.status_code == expected, response.content.decode()
    return response.json()


def names(answer: Any) -> list[str]:
    """Return the names of an answer of the API."""
    return [result["name"] for result in answer["results"]]
