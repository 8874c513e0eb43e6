"""Tables of the credit files."""

from enterprises.models.agency import Agency, Officer
from enterprises.models.document import DocumentEvent, IssuedDigest, IssuedDocument, IssuedFile
from enterprises.models.enterprise import Enterprise, FormerName
from enterprises.models.heartbeat import Heartbeat
from enterprises.models.incoming import IncomingFile
from enterprises.models.login import LoginEvent
from enterprises.models.record import Hold, ImportBatch, Record, RecordEvent
from enterprises.models.reference import Industry, Region

__all__ = [
    "Agency",
    "DocumentEvent",
    "Enterprise",
    "FormerName",
    "Heartbeat",
    "Hold",
    "ImportBatch",
    "IncomingFile",
    "Industry",
    "IssuedDigest",
    "IssuedDocument",
    "IssuedFile",
    "LoginEvent",
    "Officer",
    "Record",
    "RecordEvent",
    "Region",
]
