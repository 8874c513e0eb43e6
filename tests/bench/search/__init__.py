"""The scorecard of search: `make bench-search`. What its classes mean: docs/benchmarks/search.md."""
