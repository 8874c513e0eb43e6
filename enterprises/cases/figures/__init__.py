"""Public figures of cases: by authority and month of receipt, nothing that identifies an enterprise."""
