"""Word lists of our own writing; every word is stored simplified and in lower case."""
