"""Sample files of three generations, with the quirks of real ones; `make_samples.py` makes them all."""
