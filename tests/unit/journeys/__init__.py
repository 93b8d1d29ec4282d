"""Tests of how journey files are read."""
