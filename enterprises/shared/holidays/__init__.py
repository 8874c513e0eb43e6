"""Public holidays of years that came after the release: kept in the database, counted with the shipped ones."""
