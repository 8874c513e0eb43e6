"""Bring all listings in line with the records that they rest on."""

from typing import Any

from django.core.management.base import BaseCommand

from lists.listings.models import Listing
from lists.listings.rules import ListingState
from lists.listings.services.consequences import follow_all


class Command(BaseCommand):
    help = "Take listings without a ground off the lists. Run once after an upgrade; each change of a record does it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at every listing, and print how many left."""
        removed = Listing.objects.filter(state=ListingState.REMOVED)
        before = removed.count()
        follow_all()
        self.stdout.write(f"依据已失效、移出名单的：{removed.count() - before}条。")
