"""The officers' pages about records."""
