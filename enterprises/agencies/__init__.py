"""Agencies, their officers, and who may do what."""
