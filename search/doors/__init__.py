"""Doors: public ways into records of a kind: page, detail, feed, files, API. A door is data (docs/rules/doors.md)."""
