"""The web server: `python -m creditportal.web`. docs/operations/web.md has its limits and their reasons."""
