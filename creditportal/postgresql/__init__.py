"""The database backend of the portal on PostgreSQL: Django's, quicker where a page waits for it."""
