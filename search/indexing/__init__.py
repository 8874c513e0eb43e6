"""From the database to the index: documents, outbox, builds."""
