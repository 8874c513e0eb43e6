"""Every write: one function for each verb, atomic, with its own exceptions."""
