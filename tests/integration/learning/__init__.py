"""Tests of the operator's side of learning."""
