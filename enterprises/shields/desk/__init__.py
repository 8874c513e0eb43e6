"""Shields on the credit office's desk: search, entry, the page of one with its steps."""
