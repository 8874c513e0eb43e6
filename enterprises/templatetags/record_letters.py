"""The letters of a record, for its page at the desk."""

from django import template

from enterprises.documents.letters.record_letters import RecordLetters, letters_of_record
from enterprises.records.models import Record

register = template.Library()


@register.simple_tag
def record_letters(record: Record) -> RecordLetters:
    """Return the letters about a record; the page has checked the agency."""
    return letters_of_record(record)
