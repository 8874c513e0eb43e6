"""Every write of records."""
