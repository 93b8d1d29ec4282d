"""Commands that people run from a terminal."""
