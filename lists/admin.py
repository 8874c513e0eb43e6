"""Read-only views of what has procedure; a list is edited at its desk, by two people."""

from django.contrib import admin

from enterprises.shared.read_only_admin import ReadOnlyAdmin
from lists.criteria.models import CreditList, ListVersion
from lists.editions.errata import Erratum
from lists.editions.file_checks import FileCheck
from lists.editions.models import Edition, Entry
from lists.external.models import ExternalEdition, ExternalListing, ExternalProposal
from lists.listings.models import Listing, ListingEvent, Matter


@admin.register(CreditList)
class CreditListAdmin(ReadOnlyAdmin):
    list_display = ("slug", "name", "kind", "color", "authority", "term_months")
    list_select_related = ("authority",)


@admin.register(ListVersion)
class ListVersionAdmin(ReadOnlyAdmin):
    list_display = ("credit_list", "number", "state", "valid_from", "proposed_by", "decided_by")
    list_filter = ("credit_list", "state")
    list_select_related = ("credit_list", "proposed_by", "decided_by")


@admin.register(Listing)
class ListingAdmin(ReadOnlyAdmin):
    list_display = ("id", "credit_list", "enterprise", "state", "decided_on", "public_from", "public_until")
    list_filter = ("credit_list", "state")
    list_select_related = ("credit_list", "enterprise")
    search_fields = ("enterprise__uscc", "document_number")


@admin.register(ListingEvent)
class ListingEventAdmin(ReadOnlyAdmin):
    list_display = ("listing", "at", "verb", "before", "after", "actor")
    list_select_related = ("listing", "actor")


@admin.register(Matter)
class MatterAdmin(ReadOnlyAdmin):
    list_display = ("listing", "kind", "due_on", "recipient", "opened_at", "settled_by", "settled_at")
    list_filter = ("kind",)
    list_select_related = ("listing", "recipient", "settled_by")


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    list_display = ("credit_list", "number", "as_of", "state", "published_at")
    list_filter = ("credit_list", "state")
    list_select_related = ("credit_list",)


@admin.register(Erratum)
class ErratumAdmin(ReadOnlyAdmin):
    list_display = ("edition", "number", "position", "proposed_by", "issued_by", "issued_at", "is_in_files")
    list_select_related = ("edition", "proposed_by", "issued_by")


@admin.register(FileCheck)
class FileCheckAdmin(ReadOnlyAdmin):
    list_display = ("edition", "checked_at", "problem", "repair", "repaired_at")
    list_select_related = ("edition",)


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ("edition", "position", "name", "uscc", "is_left_out")
    list_select_related = ("edition",)
    search_fields = ("uscc",)


@admin.register(ExternalEdition)
class ExternalEditionAdmin(ReadOnlyAdmin):
    list_display = ("credit_list", "label", "source", "as_of", "imported_by", "confirmed_at")
    list_filter = ("credit_list",)
    list_select_related = ("credit_list", "imported_by")


@admin.register(ExternalProposal)
class ExternalProposalAdmin(ReadOnlyAdmin):
    list_display = ("credit_list", "label", "source", "as_of", "handed_in_by", "handed_in_at")
    list_select_related = ("credit_list", "handed_in_by")


@admin.register(ExternalListing)
class ExternalListingAdmin(ReadOnlyAdmin):
    list_display = ("id", "credit_list", "uscc", "name", "listed_on", "public_from", "public_until")
    list_filter = ("credit_list",)
    list_select_related = ("credit_list",)
    search_fields = ("uscc", "document_number")
