"""What cases are about, reached through the room that owns it."""
