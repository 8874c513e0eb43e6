"""Every write of the credit files: one function a verb, atomic, with its own refusals."""
