"""Sheets of the register."""
