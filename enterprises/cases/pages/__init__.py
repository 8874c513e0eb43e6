"""The public pages of cases: whether one may apply, handing in, and one's own case behind its number and code."""
