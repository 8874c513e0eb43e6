"""Sheets of records: from rows to submitted records."""
