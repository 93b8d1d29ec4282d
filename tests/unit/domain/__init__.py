"""Tests of the pure core: what is decided, and why."""
