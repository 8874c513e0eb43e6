"""Texts as they were typed, where what is stored has other characters."""
