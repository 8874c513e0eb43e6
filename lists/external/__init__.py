"""External lists: another authority's rows, taken over edition by edition from its files."""
