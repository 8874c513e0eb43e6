"""Letters to enterprises: numbered, signed, served, verified; their kinds are data."""
