"""Papers that people hand in: checked in a confined child, kept in `DATA_DIR/attachments`, never public."""
