"""The credit office's pages below /desk/lists/."""
