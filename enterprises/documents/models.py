"""Documents that were issued once and never change."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class IssuedDocument(models.Model):
    """A frozen snapshot with a public number; its signed bytes are `files`.

    `snapshot` is the canonical JSON that was printed. `refs` names the records and listings in it as {"record": [ids],
    "listing": [ids]}. They are checked again at every download and verification.
    """

    class Kind(models.TextChoices):
        REPORT = "REPORT", "公共信用信息报告"
        EDITION = "EDITION", "名单期次"
        CERTIFICATE = "CERTIFICATE", "查询证明"
        LETTER = "LETTER", "函件"

    class State(models.TextChoices):
        ISSUED = "ISSUED", "有效"
        REPLACED = "REPLACED", "已更正"

    number = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ISSUED)
    enterprise = models.ForeignKey("Enterprise", models.PROTECT, null=True, blank=True, related_name="documents")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    issued_at = models.DateTimeField()
    issued_on = models.DateField()
    # Digest of the content without number and time: the same content on the same day is one document.
    content_sha256 = models.CharField(max_length=64)
    snapshot = models.JSONField()
    snapshot_sha256 = models.CharField(max_length=64)
    refs = models.JSONField(default=dict)
    template_version = models.CharField(max_length=20)
    # Set when something in it should never have been printed: bytes made before are not served again.
    recalled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-issued_at", "-id"]
        verbose_name = verbose_name_plural = "已出具文件"
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "issued_on", "content_sha256"],
                condition=Q(kind="REPORT"),
                name="report_same_content_same_day_once",
            ),
        ]

    def __str__(self) -> str:
        return self.number


# Of all other kinds a recalled document is never rebuilt: another one takes its place.
REBUILT = frozenset({IssuedDocument.Kind.EDITION})
RECALLED_FOR_GOOD = frozenset(IssuedDocument.Kind) - REBUILT


class DocumentEvent(models.Model):
    """A step in the life of an issued document; rows are only ever added."""

    document = models.ForeignKey(IssuedDocument, models.PROTECT, related_name="events")
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    verb = models.CharField(max_length=30)
    reason = models.CharField(max_length=500)

    class Meta:
        ordering = ["at", "id"]
        verbose_name = verbose_name_plural = "文件历史"

    def __str__(self) -> str:
        return f"{self.verb} of document {self.document_id}"


class IssuedFile(models.Model):
    """The bytes of a document in one format, with the digest of the first and of the current bytes."""

    document = models.ForeignKey(IssuedDocument, models.PROTECT, related_name="files")
    format = models.CharField(max_length=10)  # pdf, json, csv, xlsx, parquet, zip
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    first_sha256 = models.CharField(max_length=64)
    # Set when the bytes were rebuilt because an entry was withdrawn.
    rebuilt_at = models.DateTimeField(null=True, blank=True)
    # Ids of the refs that the current bytes leave out, same shape as `IssuedDocument.refs`.
    left_out = models.JSONField(default=dict)

    class Meta:
        ordering = ["document_id", "format"]
        verbose_name = verbose_name_plural = "文件内容"
        constraints = [models.UniqueConstraint(fields=["document", "format"], name="issued_file_once_a_format")]

    def __str__(self) -> str:
        return f"{self.format} of document {self.document_id}"


class DocumentCheck(models.Model):
    """The last look at a stored file; a table of its own, for a row with bytes is dear to write."""

    file = models.OneToOneField(IssuedFile, models.CASCADE, related_name="check_row")
    checked_at = models.DateTimeField(db_index=True)
    is_damaged = models.BooleanField("损坏", default=False)

    class Meta:
        ordering = ["file_id"]
        verbose_name = verbose_name_plural = "文件检查"
        indexes = [models.Index(fields=["file"], condition=Q(is_damaged=True), name="document_check_damaged")]

    def __str__(self) -> str:
        return f"check of file {self.file_id}"


class IssuedDigest(models.Model):
    """A digest that a file has had; a copy of any of them is genuine, however often the file was rebuilt."""

    file = models.ForeignKey(IssuedFile, models.PROTECT, related_name="digests")
    sha256 = models.CharField(max_length=64, db_index=True)
    since = models.DateTimeField()

    class Meta:
        ordering = ["file_id", "since", "id"]
        verbose_name = verbose_name_plural = "文件摘要"
        constraints = [models.UniqueConstraint(fields=["file", "sha256"], name="issued_digest_once_a_file")]

    def __str__(self) -> str:
        return self.sha256
