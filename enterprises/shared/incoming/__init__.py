"""Files that are handed in lie in `DATA_DIR/incoming` while they are read, and nowhere else (docs/import.md)."""
