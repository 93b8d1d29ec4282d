"""Tests of the local AWS world on a stack of its own."""
