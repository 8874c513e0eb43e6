"""The public, read-only API of credit files."""
