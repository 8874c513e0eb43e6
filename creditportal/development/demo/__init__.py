"""A made-up city: realistic data for demonstrations, tests and benches, never about a real enterprise."""
