"""The cases on the desk: inbox, the page of one case, its steps."""
