"""The use cases: one a file; each sees the domain and the ports, and nothing of any vendor."""
