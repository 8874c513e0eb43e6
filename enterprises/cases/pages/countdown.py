"""A calendar file (RFC 5545) with the first day on which one may apply."""

from datetime import date, datetime, timedelta
from hashlib import sha256

from icalendar import Calendar, Event


def calendar_file(*, first_day: date, summary: str, address: str, at: datetime) -> bytes:
    """Return one event of a whole day; `at` aware. The same day and address have the same identity."""
    event = Event()
    event.add("uid", f"{sha256(f'{address} {first_day}'.encode()).hexdigest()[:32]}@creditportal")
    event.add("dtstamp", at)
    event.add("dtstart", first_day)
    event.add("dtend", first_day + timedelta(days=1))
    event.add("summary", summary)
    event.add("url", address)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//creditportal//cases//ZH")
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
