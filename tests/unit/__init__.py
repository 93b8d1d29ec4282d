"""Tests of one part at a time, without processes or network."""
