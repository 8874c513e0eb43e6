"""Steps that people take on a row: its lifecycle, each write with its history, and the desk's buttons."""
