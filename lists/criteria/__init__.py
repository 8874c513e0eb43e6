"""Lists and the criteria by which an enterprise enters them."""
