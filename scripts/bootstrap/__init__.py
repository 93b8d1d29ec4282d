"""Gets from a fresh machine to a running command, with the standard library alone."""
