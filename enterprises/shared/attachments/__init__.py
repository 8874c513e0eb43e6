"""Papers that officers attach to a step: checked in a confined child, kept in `DATA_DIR/attachments`, never public."""
