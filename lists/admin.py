"""Read-only views of what has procedure; a list is edited at its desk, by two people."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from lists.criteria.models import CreditList, ListVersion
from lists.editions.models import Edition, Entry
from lists.external.models import ExternalEdition, ExternalListing
from lists.listings.models import Listing, ListingEvent, Matter

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin


class ReadOnlyListAdmin(ModelAdmin):
    """Shows rows; the services alone write them."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(CreditList)
class CreditListAdmin(ReadOnlyListAdmin):
    list_display = ("slug", "name", "kind", "color", "authority", "term_months")
    list_select_related = ("authority",)


@admin.register(ListVersion)
class ListVersionAdmin(ReadOnlyListAdmin):
    list_display = ("credit_list", "number", "state", "valid_from", "proposed_by", "decided_by")
    list_filter = ("credit_list", "state")
    list_select_related = ("credit_list", "proposed_by", "decided_by")


@admin.register(Listing)
class ListingAdmin(ReadOnlyListAdmin):
    list_display = ("id", "credit_list", "enterprise", "state", "decided_on", "public_from", "public_until")
    list_filter = ("credit_list", "state")
    list_select_related = ("credit_list", "enterprise")
    search_fields = ("enterprise__uscc", "document_number")


@admin.register(ListingEvent)
class ListingEventAdmin(ReadOnlyListAdmin):
    list_display = ("listing", "at", "verb", "before", "after", "actor")
    list_select_related = ("listing", "actor")


@admin.register(Matter)
class MatterAdmin(ReadOnlyListAdmin):
    list_display = ("listing", "kind", "due_on", "recipient", "opened_at", "settled_by", "settled_at")
    list_filter = ("kind",)
    list_select_related = ("listing", "recipient", "settled_by")


@admin.register(Edition)
class EditionAdmin(ReadOnlyListAdmin):
    list_display = ("credit_list", "number", "as_of", "state", "published_at")
    list_filter = ("credit_list", "state")
    list_select_related = ("credit_list",)


@admin.register(Entry)
class EntryAdmin(ReadOnlyListAdmin):
    list_display = ("edition", "position", "name", "uscc", "is_left_out")
    list_select_related = ("edition",)
    search_fields = ("uscc",)


@admin.register(ExternalEdition)
class ExternalEditionAdmin(ReadOnlyListAdmin):
    list_display = ("credit_list", "label", "source", "as_of", "imported_by", "confirmed_at")
    list_filter = ("credit_list",)
    list_select_related = ("credit_list", "imported_by")


@admin.register(ExternalListing)
class ExternalListingAdmin(ReadOnlyListAdmin):
    list_display = ("id", "credit_list", "uscc", "name", "listed_on", "public_from", "public_until")
    list_filter = ("credit_list",)
    list_select_related = ("credit_list",)
    search_fields = ("uscc", "document_number")
