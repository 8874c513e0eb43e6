"""Tests of the folder of incoming files."""
