"""The officers' pages: recording, review and what follows publication."""
