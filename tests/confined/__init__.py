"""Tests of confined readers."""
