"""Code that goes around the framework for speed; FAST_LANES=false turns it off, and answers stay the same.

A lane stands here as long as it saves a tenth of the median of a search (docs/benchmarks/lanes.md).
"""
