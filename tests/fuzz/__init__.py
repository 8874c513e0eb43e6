"""Damaged files sent to a running portal: no death, no server error, memory flat (`make fuzz`)."""
