"""Publication extensions: an adverse record stays public past its end, for a cited reason."""
