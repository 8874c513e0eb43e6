"""Hits of search lead to the pages of doors instead of the credit file."""

from functools import partial

from django.urls import reverse

from enterprises.records.models import Record
from search.doors.registry import DOORS
from search.doors.types import Door
from search.entries import register_door


def register_doors() -> None:
    """Let the entries of every door that the search page has lead to its pages."""
    for door in DOORS.values():
        if door.entry_kind:
            register_door(door.entry_kind, partial(entry_address, door))


def entry_address(door: Door, record: Record) -> str:
    """Return the address of a record's page behind a door."""
    return reverse("doors:entry", kwargs={"door": door, "pk": record.pk})
