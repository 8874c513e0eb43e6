"""Files of strangers are read in child processes with limits; this process gets plain values.

Why so: decision 0001.
"""
