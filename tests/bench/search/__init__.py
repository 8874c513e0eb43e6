"""The scorecard of search: `make bench-search`. What its classes mean: docs/search-scorecard.md."""
