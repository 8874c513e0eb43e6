"""Campaigns and their results on the agencies' desk."""
