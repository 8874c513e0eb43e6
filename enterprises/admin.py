"""The stock admin: accounts and agencies are kept here; what has procedure is only shown.

The desk and the commands write records, batches, extensions and documents; here nobody changes or deletes them.
"""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from enterprises.agencies.models import Agency, AgencyAlias, AgencyEvent, Officer
from enterprises.catalogue.cells import Audience
from enterprises.catalogue.display import cells_of
from enterprises.catalogue.registry import kind_of
from enterprises.documents.letters.models import Letter, LetterHead, LetterService
from enterprises.documents.models import IssuedDocument, IssuedFile
from enterprises.enforcement.models import Campaign
from enterprises.logins.api_keys.models import ApiKey
from enterprises.logins.models import LoginEvent
from enterprises.records.models import ImportBatch, PublicationExtension, Record, RecordEvent
from enterprises.register.models import Enterprise, FormerName, Industry, Region
from enterprises.shared.read_only_admin import ReadOnly, ReadOnlyAdmin
from enterprises.shields.models import Shield, ShieldEvent

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    StackedInline = admin.StackedInline[Any, Any]
    AccountAdmin = UserAdmin[User]
else:
    ModelAdmin, TabularInline, StackedInline = admin.ModelAdmin, admin.TabularInline, admin.StackedInline
    AccountAdmin = UserAdmin


class FormerNameInline(ReadOnly, TabularInline):
    model = FormerName
    fields = ("name", "used_from", "used_until")


class RecordEventInline(ReadOnly, TabularInline):
    model = RecordEvent
    fields = ("at", "actor", "verb", "before", "after", "reason")

    def get_queryset(self, request: HttpRequest) -> QuerySet[RecordEvent]:
        return super().get_queryset(request).select_related("actor")


class IssuedFileInline(ReadOnly, TabularInline):
    model = IssuedFile
    fields = ("format", "sha256", "first_sha256", "rebuilt_at")


@admin.register(Enterprise)
class EnterpriseAdmin(ReadOnlyAdmin):
    list_display = ("uscc", "name", "status", "region", "origin", "public_from")
    list_filter = ("status", "category", "origin")
    list_select_related = ("region",)
    search_fields = ("=uscc", "=register_number", "folded_name__startswith")
    inlines = (FormerNameInline,)


@admin.register(Record)
class RecordAdmin(ReadOnlyAdmin):
    """Shows the content as other government bodies see it: never what is kept for the agency alone."""

    list_display = ("id", "kind", "enterprise", "agency", "document_number", "decided_on", "state", "public_until")
    list_filter = ("state", "kind", "gravity", "agency")
    list_select_related = ("enterprise", "agency")
    search_fields = ("=enterprise__uscc", "=document_number")
    exclude = ("details", "natural_key")
    readonly_fields = ("content",)
    inlines = (RecordEventInline,)

    @admin.display(description="内容")
    def content(self, record: Record) -> SafeString:
        cells = cells_of(kind_of(record.kind), record.field_values(), audience=Audience.GOVERNMENT)
        return format_html_join("", "<div>{}：{}</div>", ((cell.label, cell.value) for cell in cells if cell.value))


@admin.register(RecordEvent)
class RecordEventAdmin(ReadOnlyAdmin):
    list_display = ("id", "record_id", "at", "verb", "before", "after", "actor")
    list_filter = ("verb",)
    list_select_related = ("actor",)
    search_fields = ("=record__id", "=actor__username")
    ordering = ("-id",)


@admin.register(PublicationExtension)
class PublicationExtensionAdmin(ReadOnlyAdmin):
    list_display = ("id", "record_id", "until", "requested_by", "confirmed_by", "lifted_by")
    list_select_related = ("requested_by", "confirmed_by", "lifted_by")
    search_fields = ("=record__id",)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.has_perm("enterprises.view_hold")  # the codename that accounts were granted


@admin.register(Campaign)
class CampaignAdmin(ReadOnlyAdmin):
    list_display = ("name", "campaign_type", "agency", "starts_on", "ends_on", "state")
    list_filter = ("campaign_type", "state")
    list_select_related = ("agency",)
    search_fields = ("name",)


class ShieldEventInline(ReadOnly, TabularInline):
    model = ShieldEvent


@admin.register(Shield)
class ShieldAdmin(ReadOnlyAdmin):
    list_display = ("enterprise", "kind", "ruling_number", "starts_on", "until", "state")
    list_filter = ("kind", "state")
    list_select_related = ("enterprise",)
    search_fields = ("ruling_number", "enterprise__name")
    inlines = (ShieldEventInline,)


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    list_display = ("id", "kind", "agency", "imported_by", "created_at", "finished_at", "continues_id", "accepted")
    list_filter = ("kind", "agency")
    list_select_related = ("agency", "imported_by")


@admin.register(IssuedDocument)
class IssuedDocumentAdmin(ReadOnlyAdmin):
    list_display = ("number", "kind", "state", "enterprise", "issued_at")
    list_filter = ("kind", "state")
    list_select_related = ("enterprise",)
    search_fields = ("=number", "=enterprise__uscc")
    exclude = ("snapshot",)
    inlines = (IssuedFileInline,)


@admin.register(IssuedFile)
class IssuedFileAdmin(ReadOnlyAdmin):
    """Shows the digests; the bytes are served by the portal."""

    list_display = ("id", "document", "format", "sha256", "rebuilt_at")
    list_filter = ("format",)
    list_select_related = ("document",)
    search_fields = ("=document__number", "=sha256", "=first_sha256")
    exclude = ("content",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[IssuedFile]:
        return super().get_queryset(request).defer("content")


class LetterServiceInline(ReadOnly, TabularInline):
    model = LetterService
    fields = ("method", "served_on", "note", "recorded_by", "recorded_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[LetterService]:
        return super().get_queryset(request).select_related("recorded_by")


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    """Shows numbers and service; the text is the desk's."""

    list_display = ("reference", "kind", "agency", "issued_by")
    list_filter = ("kind", "agency")
    list_select_related = ("agency", "issued_by")
    search_fields = ("=reference", "=document__number")
    inlines = (LetterServiceInline,)


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnlyAdmin):
    """Shows keys; `issue_api_key` and `revoke_api_key` write them."""

    list_display = ("public_id", "owner", "agency", "scopes", "issued_by", "expires_at", "revoked_at", "last_used_on")
    list_select_related = ("agency", "issued_by")
    search_fields = ("=public_id", "owner")


@admin.register(LoginEvent)
class LoginEventAdmin(ReadOnlyAdmin):
    list_display = ("id", "at", "verb", "username", "address", "until")
    list_filter = ("verb",)
    search_fields = ("=username", "=address")


@admin.register(Region)
class RegionAdmin(ReadOnlyAdmin):
    list_display = ("code", "name")
    search_fields = ("code__startswith", "name")


@admin.register(Industry)
class IndustryAdmin(ReadOnlyAdmin):
    list_display = ("code", "name")
    search_fields = ("code__startswith", "name")


class AgencyAliasInline(TabularInline):
    model = AgencyAlias
    extra = 0
    fields = ("name", "code", "used_from", "used_until", "source")


class LetterHeadInline(StackedInline):
    model = LetterHead
    extra = 0
    can_delete = False
    fields = ("prefix", "title")


class AgencyEventInline(ReadOnly, TabularInline):
    model = AgencyEvent
    fields = ("at", "actor", "verb", "before", "after", "reason")

    def get_queryset(self, request: HttpRequest) -> QuerySet[AgencyEvent]:
        return super().get_queryset(request).select_related("actor")


@admin.register(Agency)
class AgencyAdmin(ModelAdmin):
    """Agencies are added and renamed; their code changes by `manage.py change_agency_code`, which rewrites keys."""

    actions = None
    list_display = ("code", "name", "level", "domain", "regulator", "region")
    list_filter = ("level", "domain", "regulator")
    list_select_related = ("region",)
    search_fields = ("=code", "name")
    raw_id_fields = ("region",)
    inlines = (AgencyAliasInline, LetterHeadInline, AgencyEventInline)

    def get_readonly_fields(self, request: HttpRequest, obj: Agency | None = None) -> tuple[str, ...]:
        return ("code",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Officer)
class OfficerAdmin(ModelAdmin):
    """Roles are taken away by unticking them: who did what stays on record."""

    actions = None
    list_display = ("user", "agency", "may_record", "may_review", "credit_office")
    list_filter = ("may_record", "may_review", "credit_office", "agency")
    list_select_related = ("user", "agency")
    search_fields = ("user__username", "agency__name")
    autocomplete_fields = ("user", "agency")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class OfficerInline(StackedInline):
    model = Officer
    extra = 0
    can_delete = False
    autocomplete_fields = ("agency",)


admin.site.unregister(User)


@admin.register(User)
class OfficersAccountAdmin(AccountAdmin):
    """Accounts are closed by unticking "active", never deleted: the history names them."""

    actions = None
    inlines = (OfficerInline,)
    list_display = ("username", "last_name", "first_name", "is_active", "last_login")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
