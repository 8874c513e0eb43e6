"""Signs of life of processes, marks of what failed."""
