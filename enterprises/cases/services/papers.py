"""Papers of a case: checked in a confined child, kept as attachments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import User

from enterprises.cases.models import Case, CasePaper
from enterprises.shared.attachments.store import attach_papers


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenPaper:
    """A file as it was uploaded, and which of the kind's papers it is; an unknown `code` is kept as 其他."""

    code: str
    path: Path


def keep_papers(case: Case, papers: Sequence[GivenPaper], *, by: User | None, at: datetime) -> None:
    """Check and keep papers; call inside the transaction of the step.

    :raises AttachmentRefused: too many, too large together, or one is broken or of a wrong type.
    """
    earlier = [each.attachment for each in case.papers.select_related("attachment")]
    attached = attach_papers([paper.path for paper in papers], by=by, at=at, earlier=earlier)
    CasePaper.objects.bulk_create(
        CasePaper(case=case, code=paper.code[:40], attachment=attachment, handed_in_at=at)
        for paper, attachment in zip(papers, attached, strict=True)
    )
