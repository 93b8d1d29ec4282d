"""The part of the Drive API that watches a file."""
