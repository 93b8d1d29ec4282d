"""Tests of the parts of the local world's page that need no world."""
