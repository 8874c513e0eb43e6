"""Answers and errors that every address of the API shares."""
