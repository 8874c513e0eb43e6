"""Files that are handed in lie in `DATA_DIR/incoming` while they are read or kept for the next button (docs/import.md)."""
