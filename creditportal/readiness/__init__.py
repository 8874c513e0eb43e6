"""Whether every part of the portal can do its work, and what hinders it (docs/operations/outages.md)."""
