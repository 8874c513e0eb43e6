"""Tables of records: the records with their history, their import batches, papers and extensions."""

from enterprises.records.models.batches import ImportBatch
from enterprises.records.models.extensions import PublicationExtension
from enterprises.records.models.papers import RecordPaper
from enterprises.records.models.record import Record, RecordEvent, RecordQuerySet

__all__ = ["ImportBatch", "PublicationExtension", "Record", "RecordEvent", "RecordPaper", "RecordQuerySet"]
