"""The web server, run as a module of its own. docs/operations/web.md has its limits and their reasons."""
