"""Every write of editions."""
