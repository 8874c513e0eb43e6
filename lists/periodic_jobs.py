"""Periodic jobs for the lists (setting PERIODIC_JOBS)."""

from datetime import datetime

from enterprises.documents.checking import check_files, files_to_check
from enterprises.documents.letters.rounds import issue_round
from lists.editions.queries import files_of_no_edition
from lists.editions.services import checking, publications, schedule
from lists.editions.services import rebuilding as files
from lists.listings.services import tasks
from lists.listings.services.letters import LISTING_LETTERS


def check_edition_files(*, at: datetime) -> None:
    """Compare the stored files of one edition with its manifest; each edition has its turn once a day."""
    checking.check_next_edition(at=at)


def check_document_files(*, at: datetime) -> None:
    """Rehash some stored files of documents that are no editions; each has its turn once a day."""
    check_files(files_to_check(files_of_no_edition(), at=at), at=at)


def draft_due_editions(*, at: datetime) -> None:
    """Draft the editions whose period has begun."""
    schedule.draft_due_editions(at=at)


def issue_listing_letters(*, at: datetime) -> None:
    """Issue the letters of steps of black lists that have none yet."""
    issue_round(LISTING_LETTERS, at=at)


def rebuild_stale_files(*, at: datetime) -> None:
    """Bring the files of editions up to what is public now."""
    files.rebuild_stale_files(at=at)


def seal_unsealed_editions(*, at: datetime) -> None:
    """Make up the manifests of editions that were published without."""
    files.seal_unsealed_editions(at=at)


def publish_requested_editions(*, at: datetime) -> None:
    """Publish the drafts that a second person has released."""
    publications.publish_requested(at=at)


def run_list_tasks(*, at: datetime) -> None:
    """Do dry runs, proposals and sheets that wait for the worker."""
    tasks.run_list_tasks(at=at)
