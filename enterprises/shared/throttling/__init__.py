"""Limits of requests by address; docs/operations/web.md has their figures."""
