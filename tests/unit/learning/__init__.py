"""Tests of what the router learns from people."""
