"""Every write of enforcement."""
