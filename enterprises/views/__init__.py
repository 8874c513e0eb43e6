"""Public pages of the credit files."""
