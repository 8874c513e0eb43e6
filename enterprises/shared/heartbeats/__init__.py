"""Signs of life of processes."""
