"""Crash tests: every outbound call of a journey failed and killed in turn, and nothing may be lost or shown twice."""
