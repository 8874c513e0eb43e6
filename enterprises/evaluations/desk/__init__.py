"""The registry on the agencies' desk, and the pages of an institution's own account."""
