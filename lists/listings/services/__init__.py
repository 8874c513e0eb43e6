"""Every write of listings."""
