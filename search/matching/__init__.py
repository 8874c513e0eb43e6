"""From a typed text to ranked, explained, highlighted hits."""
