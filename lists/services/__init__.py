"""Every write of the lists: one function a verb, atomic, with its own refusals."""
