"""Papers of a case: checked in a confined child, kept as attachments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import User

from enterprises.cases.models import Case, CasePaper
from enterprises.shared.attachments.store import attach
from enterprises.shared.confined.limits import MEBIBYTE
from enterprises.shared.refusals import Refused

MOST_PAPERS = 10
MOST_BYTES = 20 * MEBIBYTE


class PapersRefused(Refused):
    """Too many papers, or too large together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenPaper:
    """A file as it was uploaded, and which of the kind's papers it is; an unknown `code` is kept as 其他."""

    code: str
    path: Path


def keep_papers(case: Case, papers: Sequence[GivenPaper], *, by: User | None, at: datetime) -> None:
    """Check and keep papers; call inside the transaction of the step.

    :raises PapersRefused: more than ten files or 20 MB in one case.
    :raises AttachmentRefused: one is broken or of a wrong type.
    """
    kept = list(case.papers.select_related("attachment"))
    size = sum(each.attachment.size for each in kept) + sum(each.path.stat().st_size for each in papers)
    if len(kept) + len(papers) > MOST_PAPERS or size > MOST_BYTES:
        raise PapersRefused(f"一件申请最多{MOST_PAPERS}个文件，合计不超过{MOST_BYTES // MEBIBYTE}MB。")
    for paper in papers:
        attachment = attach(paper.path, by=by, at=at)
        CasePaper.objects.create(case=case, code=paper.code[:40], attachment=attachment, handed_in_at=at)
