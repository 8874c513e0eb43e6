"""Listings: the way of an enterprise onto a list and off it."""
