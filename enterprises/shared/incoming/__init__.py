"""Files that are handed in lie in `DATA_DIR/incoming` while they are read or kept for a button (docs/import.md)."""
