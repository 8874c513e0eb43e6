"""The credit office's pages about listings."""
