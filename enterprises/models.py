"""Tables of the rooms, for Django's registry; code imports a table from its room."""

from enterprises.agencies.models import Agency, AgencyAlias, AgencyEvent, Officer
from enterprises.documents.letters.models import Letter, LetterHead, LetterService, RepairNotice
from enterprises.documents.models import DocumentCheck, DocumentEvent, IssuedDigest, IssuedDocument, IssuedFile
from enterprises.logins.api_keys.models import ApiKey
from enterprises.logins.models import LoginEvent, SecondPersonCode
from enterprises.records.maker_notices import MakerNotice
from enterprises.records.models import ImportBatch, PublicationExtension, Record, RecordEvent, RecordPaper
from enterprises.register.models import CodeStep, Enterprise, FormerName, Industry, Region
from enterprises.shared.attachments.models import Attachment
from enterprises.shared.heartbeats.models import Heartbeat
from enterprises.shared.holidays.models import HolidayNotice
from enterprises.shared.incoming.models import IncomingFile
from enterprises.shared.typed_texts.models import TypedText

__all__ = [
    "Agency",
    "AgencyAlias",
    "AgencyEvent",
    "ApiKey",
    "Attachment",
    "CodeStep",
    "DocumentCheck",
    "DocumentEvent",
    "Enterprise",
    "FormerName",
    "Heartbeat",
    "HolidayNotice",
    "ImportBatch",
    "IncomingFile",
    "Industry",
    "IssuedDigest",
    "IssuedDocument",
    "IssuedFile",
    "Letter",
    "LetterHead",
    "LetterService",
    "LoginEvent",
    "MakerNotice",
    "Officer",
    "PublicationExtension",
    "Record",
    "RecordEvent",
    "RecordPaper",
    "Region",
    "RepairNotice",
    "SecondPersonCode",
    "TypedText",
]
