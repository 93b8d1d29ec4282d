"""Tests that drive the local world's page in a real browser."""
