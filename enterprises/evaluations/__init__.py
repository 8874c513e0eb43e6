"""Third-party evaluations: the registry of institutions, what they hand in, and their reports."""
