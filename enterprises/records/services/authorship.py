"""Who wrote the content of a record: whoever did reviews neither it nor an objection to it."""

from django.contrib.auth.models import User

from enterprises.records.models import Record, RecordEvent
from enterprises.shared.workflow.second_person import is_another

# Steps that write content; "import" is the row itself, "move" the enterprise that it is about.
CONTENT_VERBS = ("draft", "edit", "import", "move")


def wrote(record: Record, *, by: User) -> bool:
    """Return whether a person wrote a part of the content of a record."""
    return not is_another(by, record.recorded_by_id) or _wrote_one_of([record.pk], by=by)


def wrote_any_version(record: Record, *, by: User) -> bool:
    """Return whether a person wrote a part of a record or of a version before it: an objection is to all of them."""
    versions = lineage(record)
    return not is_another(by, *(each.recorded_by_id for each in versions)) or _wrote_one_of(
        [each.pk for each in versions], by=by
    )


def lineage(record: Record) -> list[Record]:
    """Return a record and the versions before it, the newest first."""
    versions, earlier = [record], record.supersedes
    while earlier is not None:
        versions.append(earlier)
        earlier = earlier.supersedes
    return versions


def _wrote_one_of(ids: list[int], *, by: User) -> bool:
    return RecordEvent.objects.filter(record__in=ids, actor=by, verb__in=CONTENT_VERBS).exists()
